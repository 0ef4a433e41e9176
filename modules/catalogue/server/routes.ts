import { Type } from 'typebox'
import { type AnyRoute, route } from '#platform/http-route.ts'
import {
  FindProceduresSchema,
  FoundProceduresSchema,
  ImportSummarySchema,
  ProcedureViewSchema,
  QuarantineListSchema,
  QuarantineStatusSchema,
  quarantineReasons,
  ResolveQuarantineSchema,
} from '../contract.ts'
import { LevelsSchema, PublishLevelSchema } from '../levels.ts'
import { catalogueErrors } from './errors.ts'
import { findProcedures } from './find-procedures.ts'
import { getProcedure } from './get-procedure.ts'
import { listImports } from './list-imports.ts'
import { listQuarantine } from './list-quarantine.ts'
import type { Parts } from './parts.ts'
import { publishLevel } from './publish-level.ts'
import { resolveQuarantine } from './resolve-quarantine.ts'
import { getLevels } from './show-levels.ts'

const review = { permission: 'catalogue.review' } as const
const publish = { permission: 'catalogue.publish' } as const
const code = Type.String({ maxLength: 40 })

export function catalogueRoutes(parts: Parts): AnyRoute[] {
  return [...readingRoutes(parts), ...reviewRoutes(parts), ...levelRoutes(parts)]
}

function levelRoutes(parts: Parts): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/api/catalogue/levels/:code',
      access: publish,
      summary: 'Who decides a procedure, version by version, and what a new decision would start from',
      params: Type.Object({ code }),
      response: LevelsSchema,
      handle: ({ params, officer }) => getLevels(parts, signedIn(officer), params.code),
    }),
    route({
      method: 'POST',
      path: '/api/catalogue/levels/:code',
      access: publish,
      summary: 'Publish, by a decision, a version that another level decides from a day on',
      params: Type.Object({ code }),
      body: PublishLevelSchema,
      response: LevelsSchema,
      handle: ({ params, body, officer }) => publishLevel(parts, signedIn(officer), params.code, body),
    }),
  ]
}

function readingRoutes(parts: Parts): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/api/procedures',
      access: 'public',
      summary: 'Find procedures by name without diacritics, by code, field, level or subject',
      query: FindProceduresSchema,
      response: FoundProceduresSchema,
      handle: ({ query }) => findProcedures(parts, query),
    }),
    route({
      method: 'GET',
      path: '/api/procedures/:code',
      access: 'public',
      summary: 'Read a procedure as it stands today, on a day, or in one version',
      params: Type.Object({ code }),
      query: Type.Object({
        on: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
        version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
      }),
      response: ProcedureViewSchema,
      handle: ({ params, query }) => getProcedure(parts, params.code, query),
    }),
  ]
}

function reviewRoutes(parts: Parts): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/api/catalogue/quarantine',
      access: review,
      summary: 'List fields of published procedures that wait for review',
      query: Type.Object({
        status: Type.Optional(QuarantineStatusSchema),
        reason: Type.Optional(
          Type.Unsafe<(typeof quarantineReasons)[number]>(Type.Enum([...quarantineReasons])),
        ),
        code: Type.Optional(code),
        page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
        pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      }),
      response: QuarantineListSchema,
      handle: ({ query, officer }) => listQuarantine(parts, signedIn(officer), query),
    }),
    route({
      method: 'POST',
      path: '/api/catalogue/quarantine/:id/resolve',
      access: review,
      summary: 'Fix or accept a field that waits; the procedure gets a new version',
      params: Type.Object({ id: Type.String({ maxLength: 60 }) }),
      body: ResolveQuarantineSchema,
      response: ProcedureViewSchema,
      handle: ({ params, body, officer }) => resolveQuarantine(parts, signedIn(officer), params.id, body),
    }),
    route({
      method: 'GET',
      path: '/api/catalogue/imports',
      access: review,
      summary: 'List the latest imports with the lines they refused',
      response: Type.Object({ items: Type.Array(ImportSummarySchema) }),
      handle: ({ officer }) => listImports(parts, signedIn(officer)),
    }),
  ]
}

/** The platform lets nobody without the permission through; this says so to the compiler. */
function signedIn<Officer>(officer: Officer | undefined): Officer {
  if (officer === undefined) throw catalogueErrors.signInNeeded()
  return officer
}
