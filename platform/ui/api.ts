export type ApiErrorKind = 'invalid' | 'forbidden' | 'not_found' | 'conflict' | 'unavailable'

type Refusal = {
  code: string
  kind: ApiErrorKind
  vi: string
  en: string
  facts: Record<string, unknown>
  requestId: string | null
}

/** What the server refused, in the words it gave; thrown by every call of `api`. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly kind: ApiErrorKind
  readonly vi: string
  readonly en: string
  readonly facts: Record<string, unknown>
  readonly requestId: string | null

  constructor(status: number, refusal: Refusal) {
    super(refusal.en)
    this.name = 'ApiError'
    this.status = status
    this.code = refusal.code
    this.kind = refusal.kind
    this.vi = refusal.vi
    this.en = refusal.en
    this.facts = refusal.facts
    this.requestId = refusal.requestId
  }
}

/** No answer came: the line is down, or the server is away. */
export const lineDownCode = 'platform.line_down'

type Options = { signal?: AbortSignal }

/** Calls the server's own API with the session cookie; answers are what the caller says they are. */
export const api = {
  get: <T>(path: string, options: Options = {}) => call<T>('GET', path, undefined, options),
  post: <T>(path: string, body?: unknown, options: Options = {}) => call<T>('POST', path, body, options),
  put: <T>(path: string, body?: unknown, options: Options = {}) => call<T>('PUT', path, body, options),
  delete: <T>(path: string, options: Options = {}) => call<T>('DELETE', path, undefined, options),
}

type Listener = () => void
const expiryListeners = new Set<Listener>()

/** Tells when an answer said that nobody is signed in any more; gives back how to stop listening. */
export function onSignInNeeded(listener: Listener): () => void {
  expiryListeners.add(listener)
  return () => void expiryListeners.delete(listener)
}

async function call<T>(method: string, path: string, body: unknown, { signal }: Options): Promise<T> {
  const form = body instanceof FormData
  const answer = await send(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  })
  if (!answer.ok) {
    // A wrong password is answered at the sign-in form itself and ends nobody's session.
    if (answer.status === 401 && !(method === 'POST' && path === '/api/session')) {
      for (const listener of expiryListeners) listener()
    }
    throw new ApiError(answer.status, await refusalIn(answer))
  }
  if (answer.status === 204) return undefined as T
  const text = await answer.text()
  // The shape is the server's promise, checked by its own schemas.
  return (text === '' ? undefined : JSON.parse(text)) as T
}

async function send(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, {
      code: lineDownCode,
      kind: 'unavailable',
      vi: 'Không kết nối được với máy chủ. Dữ liệu đã nhập vẫn còn ở đây; hãy kiểm tra đường truyền rồi gửi lại.',
      en: 'The server cannot be reached. What you typed is still here; check the line and send it again.',
      facts: {},
      requestId: null,
    })
  }
}

async function refusalIn(answer: Response): Promise<Refusal> {
  try {
    const { error } = (await answer.json()) as { error: Refusal }
    if (typeof error.vi === 'string') return { ...error, facts: error.facts ?? {} }
  } catch {
    // Not our JSON: something between us and the server answered.
  }
  return {
    code: 'platform.no_answer',
    kind: 'unavailable',
    vi: `Máy chủ trả lời lỗi ${answer.status}. Hãy thử lại; nếu vẫn lỗi, báo người quản trị.`,
    en: `The server answered with error ${answer.status}. Try again; if it goes on, tell the administrator.`,
    facts: {},
    requestId: answer.headers.get('x-request-id'),
  }
}
