import { randomUUID } from 'node:crypto'
import fastifyCompress from '@fastify/compress'
import fastifyCookie from '@fastify/cookie'
import fastifyFormbody from '@fastify/formbody'
import fastifyMultipart from '@fastify/multipart'
import fastifyRateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import { fastify, LogController, type FastifyReply, type FastifyRequest } from 'fastify'
import type { AppError } from './errors.ts'
import {
  asAppError,
  bug,
  forbidden,
  foreignOrigin,
  notFound,
  signInNeeded,
  statusOf,
  tooMany,
} from './http-refusals.ts'
import { replyOf } from './http-reply.ts'
import type { Access, AnyRoute, CitizenVisitor, Context, OfficerVisitor, Part } from './http-route.ts'
import type { Log } from './log.ts'

export type HttpOptions = {
  routes: readonly AnyRoute[]
  log: Log
  /** Who the cookies belong to. */
  officerOf(cookies: Cookies, now: Date): Promise<OfficerVisitor | undefined>
  citizenOf(cookies: Cookies, now: Date): Promise<CitizenVisitor | undefined>
  /** Whether the official's post grants the word over any unit. */
  may(officer: OfficerVisitor, permission: string): boolean
  now(): Date
  maxBodyBytes: number
  maxUploadBytes: number
  secureCookies: boolean
  metricsToken: string | undefined
  /** Folder of built screens served at `/desk/`; absent in tests of the API. */
  deskFolder?: string
  /** A page for a refusal on a route that answers pages. */
  errorPage?(error: AppError, requestId: string): string
  onAnswer?(route: string, method: string, status: number, seconds: number): void
}

type Cookies = Readonly<Record<string, string | undefined>>

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** The HTTP face: the one place that knows Fastify, statuses and headers. */
export async function createHttpServer(options: HttpOptions) {
  const app = fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.maxBodyBytes,
    genReqId: () => randomUUID(),
    // Lines name their request themselves; a logger of its own for each request would be made in vain for nearly all.
    childLoggerFactory: (logger) => logger,
    trustProxy: false,
    forceCloseConnections: true,
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: 'array', allErrors: true, useDefaults: true },
    },
  })
  await app.register(fastifyCookie)
  await app.register(fastifyFormbody, { bodyLimit: options.maxBodyBytes })
  await app.register(fastifyMultipart, {
    limits: {
      fileSize: options.maxUploadBytes + 1,
      files: 60,
      fields: 300,
      fieldSize: 100_000,
      headerPairs: 100,
    },
  })
  await app.register(fastifyRateLimit, { global: false })
  await app.register(fastifyCompress, {
    threshold: 1400,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { 1: 4 } },
    // Answers are packed, bodies are read as they come: what they unpack to would be bounded by nothing.
    globalDecompression: false,
  })
  if (options.deskFolder) {
    await app.register(fastifyStatic, {
      root: options.deskFolder,
      prefix: '/desk/',
      immutable: false,
      maxAge: 0,
      wildcard: true,
      decorateReply: true,
    })
  }

  const everywhere = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'content-security-policy': CONTENT_POLICY,
    ...(options.secureCookies ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(everywhere).header('x-request-id', request.id)
    if (UNSAFE.has(request.method)) assertSameOrigin(request)
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    options.onAnswer?.(route, request.method, reply.statusCode, reply.elapsedTime / 1000)
    const line = {
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    }
    if (reply.statusCode >= 500) request.log.warn(line, 'answered')
    else request.log.debug(line, 'answered')
  })
  app.setErrorHandler((error: unknown, request, reply) => answerError(options, error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    const wantsDesk =
      options.deskFolder &&
      request.method === 'GET' &&
      request.url.startsWith('/desk/') &&
      !/\.[a-z0-9]+$/i.test(request.url.split('?')[0] ?? '')
    // The desk is one page that finds its own way.
    if (wantsDesk) return reply.sendFile('index.html')
    return answerError(options, notFound(request.url), request, reply)
  })

  for (const route of options.routes) {
    app.route({
      method: route.method,
      url: route.path,
      schema: {
        ...(route.params ? { params: route.params } : {}),
        ...(route.query ? { querystring: route.query } : {}),
        ...(route.body ? { body: route.body } : {}),
      },
      config: route.perMinute
        ? {
            rateLimit: {
              max: route.perMinute,
              timeWindow: 60_000,
              errorResponseBuilder: (_, about) => tooMany(about.ttl),
            },
          }
        : {},
      preValidation: async (request) => {
        const visitor = await visitorOf(options, request)
        Object.assign(request, { visitor })
        assertAccess(options, route.access, visitor, request)
      },
      handler: (request, reply) => handle(options, route, request, reply),
    })
  }
  return app
}

const CONTENT_POLICY =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"

type Visitor = { officer: OfficerVisitor | undefined; citizen: CitizenVisitor | undefined }

async function visitorOf(options: HttpOptions, request: FastifyRequest): Promise<Visitor> {
  const now = options.now()
  return {
    officer: await options.officerOf(request.cookies, now),
    citizen: await options.citizenOf(request.cookies, now),
  }
}

function assertAccess(options: HttpOptions, access: Access, visitor: Visitor, request: FastifyRequest) {
  if (access === 'public') return
  if (access === 'monitor') {
    const bearer = request.headers.authorization?.replace(/^Bearer /, '')
    // What comes through a proxy of this machine comes from anywhere; then only the token opens.
    const local =
      isLoopback(request.ip) &&
      request.headers['x-forwarded-for'] === undefined &&
      request.headers.forwarded === undefined
    if (options.metricsToken ? bearer === options.metricsToken : local) return
    throw forbidden()
  }
  if (access === 'citizen') {
    if (visitor.citizen) return
    throw signInNeeded()
  }
  if (!visitor.officer) throw signInNeeded()
  if (access === 'signed_in') return
  if (!options.may(visitor.officer, access.permission)) throw forbidden()
}

function isLoopback(ip: string): boolean {
  return ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1'
}

async function handle(options: HttpOptions, route: AnyRoute, request: FastifyRequest, raw: FastifyReply) {
  const visitor = (request as FastifyRequest & { visitor?: Visitor }).visitor
  const answer: { done: boolean; send?: () => unknown } = { done: false }
  const context: Context<never, never, never> = {
    params: request.params as never,
    query: request.query as never,
    body: request.body as never,
    officer: visitor?.officer,
    citizen: visitor?.citizen,
    requestId: request.id,
    ip: request.ip,
    headers: request.headers,
    cookies: request.cookies,
    parts: () => partsOf(request),
    reply: replyOf(options, raw, answer),
  }
  const result = await route.handle(context as never)
  if (answer.done) return raw
  if (answer.send) return answer.send()
  if (result === undefined) return raw.code(raw.statusCode === 200 ? 204 : raw.statusCode).send()
  return raw.header('cache-control', 'no-store').send(result)
}

async function* partsOf(request: FastifyRequest): AsyncIterable<Part> {
  for await (const part of request.parts()) {
    if (part.type === 'field') yield { kind: 'field', name: part.fieldname, value: String(part.value ?? '') }
    else
      yield {
        kind: 'file',
        name: part.fieldname,
        filename: part.filename,
        type: part.mimetype,
        stream: part.file,
      }
  }
}

/**
 * Defence against forged requests: browsers say where an unsafe request comes from.
 * A client that sends neither header has no cookie jar to abuse and passes.
 */
function assertSameOrigin(request: FastifyRequest) {
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return
  const origin = request.headers.origin
  if (site === undefined && origin === undefined) return
  if (origin && URL.canParse(origin) && new URL(origin).host === request.headers.host) return
  throw foreignOrigin()
}

function answerError(options: HttpOptions, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const known = asAppError(error)
  if (!known) request.log.error({ requestId: request.id, err: error }, 'bug')
  const refused = known ?? bug()
  if (refused.kind === 'unavailable') request.log.error({ requestId: request.id, err: error }, 'unavailable')
  const status = statusOf(refused)
  const retry = refused.facts.retryAfterSeconds
  if (typeof retry === 'number') reply.header('retry-after', String(Math.ceil(retry)))
  reply.code(status)
  const config = options.routes.find(
    (route) => route.path === request.routeOptions.url && route.method === request.method,
  )
  const wantsPage = config
    ? config.html
    : request.headers.accept?.includes('text/html') && !request.url.startsWith('/api/')
  if (wantsPage && options.errorPage)
    return reply.type('text/html; charset=utf-8').send(options.errorPage(refused, request.id))
  return reply.send({
    error: {
      code: refused.code,
      kind: refused.kind,
      vi: refused.vi,
      en: refused.en,
      facts: refused.facts,
      requestId: request.id,
    },
  })
}
