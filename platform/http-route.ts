import type { Readable } from 'node:stream'
import type { Static, TSchema } from 'typebox'

/**
 * Who calls. The modules that own accounts say what an officer and a citizen are:
 * `declare module '#platform/http-route.ts' { interface Visitors { officer: Officer } }`.
 */
// oxlint-disable-next-line no-empty-interface
export interface Visitors {}
export type OfficerVisitor = Visitors extends { officer: infer Officer } ? Officer : { grants: unknown }
export type CitizenVisitor = Visitors extends { citizen: infer Citizen } ? Citizen : { id: unknown }

/**
 * Who may call a route. `public`: anyone · `signed_in`: any official · `citizen`: any signed-in citizen ·
 * `monitor`: this machine or the bearer of the metrics token · `{ permission }`: officials whose post grants the word
 * somewhere; the use case asks again for the unit at hand.
 */
export type Access = 'public' | 'signed_in' | 'citizen' | 'monitor' | { permission: string }

export type CookieOptions = {
  maxAge?: number
  path?: string
  httpOnly?: boolean
  sameSite?: 'lax' | 'strict'
}

export type SseStream = {
  send(event: string, data: string, id?: string): boolean
  readonly closed: boolean
  onClose(listener: () => void): void
  close(): void
}

/** The answer besides its body. */
export type Reply = {
  status(code: number): void
  header(name: string, value: string): void
  cookie(name: string, value: string, options?: CookieOptions): void
  clearCookie(name: string): void
  redirect(path: string): void
  stream(body: Readable | Buffer, type: string): void
  html(page: string): void
  sse(): SseStream
}

/** One piece of a multipart form, in the order it arrives; a file's stream must be read before the next piece. */
export type Part =
  | { kind: 'field'; name: string; value: string }
  | { kind: 'file'; name: string; filename: string; type: string; stream: Readable }

type Input<Schema> = Schema extends TSchema ? Static<Schema> : undefined

export type Context<P = undefined, Q = undefined, B = undefined> = {
  params: Input<P>
  query: Input<Q>
  body: Input<B>
  officer: OfficerVisitor | undefined
  citizen: CitizenVisitor | undefined
  requestId: string
  ip: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  cookies: Readonly<Record<string, string | undefined>>
  parts(): AsyncIterable<Part>
  reply: Reply
}

export type Route<P = TSchema | undefined, Q = TSchema | undefined, B = TSchema | undefined> = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: `/${string}`
  access: Access
  /** One English sentence for the OpenAPI document. */
  summary: string
  params?: P
  query?: Q
  body?: B
  /** Shape of the JSON answer; answers are documented by it. */
  response?: TSchema
  /** The route answers a page: refusals are pages too. */
  html?: boolean
  multipart?: boolean
  /** Calls per minute and address. */
  perMinute?: number
  handle(context: Context<P, Q, B>): Promise<unknown> | unknown
}

export type AnyRoute = Route<TSchema | undefined, TSchema | undefined, TSchema | undefined>

/** States a route; its schemas type the handler. */
export function route<
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
>(definition: Route<P, Q, B>): AnyRoute {
  // Handlers are called only with what the stated schemas let through, so the wider type is safe here.
  return definition as unknown as AnyRoute
}
