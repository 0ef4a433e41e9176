import type { AnyRoute } from './http-route.ts'

const REFUSAL = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'kind', 'vi', 'en', 'facts', 'requestId'],
      properties: {
        code: { type: 'string', description: 'Stable code `module.reason`.' },
        kind: { enum: ['invalid', 'forbidden', 'not_found', 'conflict', 'unavailable'] },
        vi: { type: 'string' },
        en: { type: 'string' },
        facts: { type: 'object' },
        requestId: { type: 'string' },
      },
    },
  },
}

/** The OpenAPI 3.1 document of the routes, made from the very schemas that validate. */
export function openApiOf(routes: readonly AnyRoute[], about: { version: string; publicUrl: string }) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Thăng Long',
      version: about.version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: about.publicUrl }],
    paths,
    components: {
      schemas: { Refusal: REFUSAL },
      securitySchemes: {
        officer: { type: 'apiKey', in: 'cookie', name: 'tl_session' },
        citizen: { type: 'apiKey', in: 'cookie', name: 'tl_citizen' },
        monitor: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}

function operationOf(route: AnyRoute) {
  const { access, summary, body, response, html } = route
  const type = html ? 'text/html' : 'application/json'
  return {
    summary,
    ...(typeof access === 'object' ? { 'x-permission': access.permission } : { 'x-access': access }),
    security: securityOf(route),
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { [html ? 'application/x-www-form-urlencoded' : 'application/json']: { schema: body } },
          },
        }
      : {}),
    ...(route.multipart
      ? {
          requestBody: { required: true, content: { 'multipart/form-data': { schema: { type: 'object' } } } },
        }
      : {}),
    responses: {
      200: { description: 'Done', ...(response ? { content: { [type]: { schema: response } } } : {}) },
      default: {
        description: 'Refused, with the reason and how to mend it',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
      },
    },
  }
}

function securityOf({ access }: AnyRoute) {
  if (access === 'public') return []
  if (access === 'citizen') return [{ citizen: [] }]
  if (access === 'monitor') return [{ monitor: [] }]
  return [{ officer: [] }]
}

function parametersOf(schema: unknown, place: 'path' | 'query') {
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) return []
  const { properties } = schema
  const required = 'required' in schema && Array.isArray(schema.required) ? schema.required : []
  return Object.entries(properties ?? {}).map(([name, shape]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: shape,
  }))
}
