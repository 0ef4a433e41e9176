import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import fastifyCompress from '@fastify/compress'
import fastifyCookie from '@fastify/cookie'
import fastifyFormbody from '@fastify/formbody'
import fastifyMultipart from '@fastify/multipart'
import fastifyRateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import { fastify, LogController, type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify'
import { AppError, refusal, type ErrorKind } from './errors.ts'
import { isConnectionLost, sqlState } from './database.ts'
import type { Access, AnyRoute, CitizenVisitor, Context, OfficerVisitor, Part, Reply, SseStream } from './http-route.ts'
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

const STATUS: Record<ErrorKind, number> = { invalid: 400, forbidden: 403, not_found: 404, conflict: 409, unavailable: 503 }
const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** The HTTP face: the one place that knows Fastify, statuses and headers. */
export async function createHttpServer(options: HttpOptions) {
  const app = fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.maxBodyBytes,
    genReqId: () => randomUUID(),
    trustProxy: false,
    forceCloseConnections: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array', allErrors: true, useDefaults: true } },
  })
  await app.register(fastifyCookie)
  await app.register(fastifyFormbody, { bodyLimit: options.maxBodyBytes })
  await app.register(fastifyMultipart, { limits: { fileSize: options.maxUploadBytes + 1, files: 60, fields: 300, fieldSize: 100_000, headerPairs: 100 } })
  await app.register(fastifyRateLimit, { global: false })
  await app.register(fastifyCompress, { threshold: 1400, encodings: ['br', 'gzip'], brotliOptions: { params: { 1: 4 } } })
  if (options.deskFolder) {
    await app.register(fastifyStatic, { root: options.deskFolder, prefix: '/desk/', immutable: false, maxAge: 0, wildcard: true, decorateReply: true })
  }

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'same-origin')
    reply.header('x-frame-options', 'DENY')
    reply.header('content-security-policy', CONTENT_POLICY)
    if (options.secureCookies) reply.header('strict-transport-security', 'max-age=31536000')
    if (UNSAFE.has(request.method)) assertSameOrigin(request)
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    options.onAnswer?.(route, request.method, reply.statusCode, reply.elapsedTime / 1000)
    const line = { requestId: request.id, method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }
    if (reply.statusCode >= 500) request.log.warn(line, 'answered')
    else request.log.debug(line, 'answered')
  })
  app.setErrorHandler((error: unknown, request, reply) => answerError(options, error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    const wantsDesk = options.deskFolder && request.method === 'GET' && request.url.startsWith('/desk/') && !/\.[a-z0-9]+$/i.test(request.url.split('?')[0] ?? '')
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
      config: route.perMinute ? { rateLimit: { max: route.perMinute, timeWindow: 60_000, errorResponseBuilder: (_, about) => tooMany(about.ttl) } } : {},
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

const CONTENT_POLICY = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"

type Visitor = { officer: OfficerVisitor | undefined; citizen: CitizenVisitor | undefined }

async function visitorOf(options: HttpOptions, request: FastifyRequest): Promise<Visitor> {
  const now = options.now()
  return { officer: await options.officerOf(request.cookies, now), citizen: await options.citizenOf(request.cookies, now) }
}

function assertAccess(options: HttpOptions, access: Access, visitor: Visitor, request: FastifyRequest) {
  if (access === 'public') return
  if (access === 'monitor') {
    const bearer = request.headers.authorization?.replace(/^Bearer /, '')
    // What comes through a proxy of this machine comes from anywhere; then only the token opens.
    const local = isLoopback(request.ip) && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined
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

function replyOf(options: HttpOptions, raw: FastifyReply, answer: { done: boolean; send?: () => unknown }): Reply {
  return {
    status: (code) => void raw.code(code),
    header: (name, value) => void raw.header(name, value),
    cookie: (name, value, { maxAge, path = '/', httpOnly = true, sameSite = 'lax' } = {}) =>
      void raw.setCookie(name, value, { path, httpOnly, sameSite, secure: options.secureCookies, ...(maxAge === undefined ? {} : { maxAge }) }),
    clearCookie: (name) => void raw.clearCookie(name, { path: '/' }),
    redirect(path) {
      answer.send = () => raw.redirect(path, 303)
    },
    stream(body: Readable | Buffer, type: string) {
      answer.send = () => raw.type(type).send(body)
    },
    html(page) {
      answer.send = () => raw.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page)
    },
    sse() {
      answer.done = true
      return openSse(raw)
    },
  }
}

/** More than this waiting in a listener's socket means it has gone; it is cut and reconnects. */
const LISTENER_BACKLOG_BYTES = 1024 * 1024

function openSse(raw: FastifyReply): SseStream {
  raw.hijack()
  const response = raw.raw
  const listeners: (() => void)[] = []
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  })
  response.write('retry: 2000\n\n')
  const beat = setInterval(() => response.write(': alive\n\n'), 20_000)
  response.on('close', () => {
    clearInterval(beat)
    for (const listener of listeners) listener()
  })
  return {
    send(event, data, id) {
      if (response.destroyed) return false
      if (response.writableLength > LISTENER_BACKLOG_BYTES) {
        response.destroy()
        return false
      }
      response.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`)
      return true
    },
    get closed() {
      return response.destroyed
    },
    onClose: (listener) => void listeners.push(listener),
    close: () => void response.end(),
  }
}

async function* partsOf(request: FastifyRequest): AsyncIterable<Part> {
  for await (const part of request.parts()) {
    if (part.type === 'field') yield { kind: 'field', name: part.fieldname, value: String(part.value ?? '') }
    else yield { kind: 'file', name: part.fieldname, filename: part.filename, type: part.mimetype, stream: part.file }
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
  throw refusal('forbidden', 'platform.foreign_origin', {
    vi: 'Yêu cầu đến từ một trang khác nên bị từ chối. Hãy mở lại trang này rồi thao tác từ đây.',
    en: 'The request came from another site and was refused. Open this site again and act from here.',
  })
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
  const config = options.routes.find((route) => route.path === request.routeOptions.url && route.method === request.method)
  const wantsPage = config ? config.html : request.headers.accept?.includes('text/html') && !request.url.startsWith('/api/')
  if (wantsPage && options.errorPage) return reply.type('text/html; charset=utf-8').send(options.errorPage(refused, request.id))
  return reply.send({ error: { code: refused.code, kind: refused.kind, vi: refused.vi, en: refused.en, facts: refused.facts, requestId: request.id } })
}

function statusOf(error: AppError): number {
  if (error.code === 'platform.bug') return 500
  if (error.code === 'platform.sign_in_needed') return 401
  if (error.code === 'platform.too_large') return 413
  if (typeof error.facts.retryAfterSeconds === 'number' && error.kind === 'forbidden') return 429
  return STATUS[error.kind]
}

function asAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error
  if (isConnectionLost(error)) return databaseLost()
  if (sqlState(error) === '53100') return databaseFull()
  if (!(error instanceof Error)) return undefined
  if (isSpoken(error)) return refusal(error.kind, error.code, error, error.facts)
  const { validation, code, statusCode } = error as FastifyError
  if (validation) return invalidInput(validation.map((one) => ({ at: `${one.instancePath}${'missingProperty' in one.params ? `/${String(one.params.missingProperty)}` : ''}`, problem: one.message ?? one.keyword })))
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE') return tooLarge()
  if (statusCode && statusCode >= 400 && statusCode < 500) return invalidInput([{ at: '', problem: error.message }])
  return undefined
}

type Spoken = Error & { kind: ErrorKind; code: string; vi: string; en: string; facts: Record<string, unknown> }

/** A refusal thrown by pure code, which may not know the platform's own class. */
function isSpoken(error: Error): error is Spoken {
  return 'kind' in error && typeof error.kind === 'string' && error.kind in STATUS && 'code' in error && 'vi' in error && 'en' in error && 'facts' in error
}

function invalidInput(problems: { at: string; problem: string }[]) {
  return refusal('invalid', 'platform.invalid_input', {
    vi: `Dữ liệu gửi lên chưa đúng: ${problems.map((one) => `${one.at || 'yêu cầu'} ${one.problem}`).join('; ')}. Hãy sửa các trường này rồi gửi lại.`,
    en: `The input is not valid: ${problems.map((one) => `${one.at || 'request'} ${one.problem}`).join('; ')}. Mend these fields and send again.`,
  }, { problems })
}

function tooLarge() {
  return refusal('invalid', 'platform.too_large', {
    vi: 'Dữ liệu gửi lên vượt quá giới hạn. Hãy giảm kích thước hoặc chia nhỏ rồi gửi lại.',
    en: 'The request is larger than the limit. Make it smaller or split it and send again.',
  })
}

function tooMany(milliseconds: number) {
  const seconds = Math.ceil(milliseconds / 1000)
  return refusal('forbidden', 'platform.too_many_requests', {
    vi: `Bạn đã gửi quá nhiều yêu cầu. Hãy thử lại sau ${seconds} giây.`,
    en: `Too many requests. Try again in ${seconds} seconds.`,
  }, { retryAfterSeconds: seconds })
}

function databaseLost() {
  return refusal('unavailable', 'platform.database_lost', {
    vi: 'Mất kết nối tới cơ sở dữ liệu. Việc vừa gửi có thể chưa được ghi; hãy gửi lại, hệ thống sẽ không ghi hai lần.',
    en: 'The connection to the database was lost. What you sent may not be written; send it again, it will not be written twice.',
  })
}

function databaseFull() {
  return refusal('unavailable', 'platform.disk_full', {
    vi: 'Ổ đĩa của cơ sở dữ liệu đã đầy nên việc vừa gửi chưa được ghi. Những gì đã ghi trước đó còn nguyên; hãy báo người quản trị giải phóng ổ đĩa rồi gửi lại.',
    en: 'The disk of the database is full, so what you sent was not written. All written before is intact; ask the operator to free space, then send again.',
  })
}

function notFound(url: string) {
  return refusal('not_found', 'platform.no_such_page', {
    vi: 'Không có trang này. Hãy kiểm tra địa chỉ hoặc quay về trang chủ.',
    en: 'There is no such page. Check the address or go back to the start.',
  }, { url })
}

function forbidden() {
  return refusal('forbidden', 'platform.forbidden', {
    vi: 'Vị trí công tác của bạn không có quyền làm việc này. Hãy hỏi người quản trị của đơn vị.',
    en: 'Your post does not carry the right to do this. Ask the administrator of your unit.',
  })
}

function signInNeeded() {
  return refusal('forbidden', 'platform.sign_in_needed', {
    vi: 'Cần đăng nhập trước. Phiên làm việc có thể đã hết hạn; hãy đăng nhập lại.',
    en: 'Sign in first. Your session may have ended; sign in again.',
  })
}

function bug() {
  return refusal('unavailable', 'platform.bug', {
    vi: 'Hệ thống gặp lỗi ngoài dự kiến và đã ghi lại. Hãy thử lại; nếu vẫn lỗi, báo mã yêu cầu cho người quản trị.',
    en: 'Something unexpected failed and was recorded. Try again; if it goes on, give the request id to the administrator.',
  })
}
