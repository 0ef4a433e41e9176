import { connect, type Socket } from 'node:net'
import { demoPassword } from '#modules/organisation/server/index.ts'

/** An official's browser at its barest: a session cookie and connections that stay open. */
export type HttpDesk = {
  call(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<HttpAnswer>
}

export type HttpAnswer = { status: number; text: string; setCookie: string | undefined }

/** `connections` are shared by all desks. */
export function openHttpDesk(connections: HttpConnections, cookie = ''): HttpDesk {
  return {
    call(method, path, body, headers = {}) {
      const text = body === undefined ? '' : JSON.stringify(body)
      const lines = [
        `${method} ${path} HTTP/1.1`,
        'host: localhost',
        ...(cookie ? [`cookie: ${cookie}`] : []),
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        ...(text ? ['content-type: application/json', `content-length: ${Buffer.byteLength(text)}`] : []),
      ]
      return connections.send(`${lines.join('\r\n')}\r\n\r\n${text}`)
    },
  }
}

type Sent = { message: string; resolve(answer: HttpAnswer): void; reject(error: unknown): void }

/**
 * Connections that stay open and carry one request at a time each. The product shares the machine with its load, so this
 * does no more than the bench needs: a general client took a fifth of what the product itself did.
 */
export class HttpConnections {
  readonly #address: URL
  readonly #free: Connection[] = []
  readonly #waiting: Sent[] = []
  #left: number

  constructor(address: string, count: number) {
    this.#address = new URL(address)
    this.#left = count
  }

  send(message: string): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message, resolve, reject })
      if (this.#free.length === 0 && this.#left > 0) {
        this.#left -= 1
        this.#free.push(new Connection(this.#address, (freed) => this.#serve(freed)))
      }
      const free = this.#free.pop()
      if (free) this.#serve(free)
    })
  }

  /** To be called when nothing is under way. */
  close() {
    for (const each of this.#free.splice(0)) each.end()
  }

  #serve(connection: Connection) {
    const next = this.#waiting.shift()
    if (next) connection.carry(next)
    else this.#free.push(connection)
  }
}

const HEAD_END = Buffer.from('\r\n\r\n')

class Connection {
  readonly #socket: Socket
  readonly #onFree: (freed: Connection) => void
  #under: Sent | undefined
  #come: Buffer = Buffer.alloc(0)

  constructor(address: URL, onFree: (freed: Connection) => void) {
    this.#onFree = onFree
    this.#socket = connect({ host: address.hostname, port: Number(address.port), noDelay: true })
    this.#socket.on('data', (chunk) => this.#take(chunk))
    this.#socket.on('error', (error) => this.#under?.reject(error))
    this.#socket.on('close', () => this.#under?.reject(new Error('The server closed a connection.')))
  }

  carry(next: Sent) {
    this.#under = next
    this.#socket.write(next.message)
  }

  end() {
    this.#socket.end()
  }

  #take(chunk: Buffer) {
    this.#come = this.#come.length === 0 ? chunk : Buffer.concat([this.#come, chunk])
    const headEnd = this.#come.indexOf(HEAD_END)
    if (headEnd < 0) return
    const head = this.#come.toString('latin1', 0, headEnd)
    const length = /\ncontent-length: (\d+)/i.exec(head)?.[1]
    const begin = headEnd + HEAD_END.length
    if (length === undefined) {
      this.#under?.reject(new Error(`An answer without its length: ${head}`))
      return
    }
    if (this.#come.length < begin + Number(length)) return
    const answer = {
      status: Number(head.slice(9, 12)),
      text: this.#come.toString('utf8', begin, begin + Number(length)),
      setCookie: /\nset-cookie: (.*)/i.exec(head)?.[1],
    }
    this.#come = Buffer.alloc(0)
    const done = this.#under
    this.#under = undefined
    done?.resolve(answer)
    this.#onFree(this)
  }
}

/** Signs in with the demo password and answers the cookie of the session. */
export async function signIn(connections: HttpConnections, login: string): Promise<string> {
  const { status, text, setCookie } = await openHttpDesk(connections).call('POST', '/api/session', {
    login,
    password: demoPassword,
  })
  const cookie = setCookie?.split(';')[0]
  if (status !== 200 || !cookie) throw new Error(`${login} could not sign in: ${status} ${text}`)
  return cookie
}
