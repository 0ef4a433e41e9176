import { Agent, request } from 'node:http'
import { demoPassword } from '#modules/organisation/server/index.ts'

/** An official's browser at its barest: a session cookie and connections that stay open. */
export type HttpDesk = {
  call(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; text: string; setCookie: string[] }>
}

export function openHttpDesk(address: string, agent: Agent, cookie = ''): HttpDesk {
  const { hostname, port } = new URL(address)
  return {
    call(method, path, body, headers = {}) {
      return new Promise((done, fail) => {
        const text = body === undefined ? undefined : JSON.stringify(body)
        const sent = request(
          {
            agent,
            hostname,
            port,
            path,
            method,
            headers: {
              ...(cookie ? { cookie } : {}),
              ...(text === undefined
                ? {}
                : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
              ...headers,
            },
          },
          (answer) => {
            let received = ''
            answer.setEncoding('utf8')
            answer.on('data', (chunk: string) => (received += chunk))
            answer.on('end', () =>
              done({
                status: answer.statusCode ?? 0,
                text: received,
                setCookie: answer.headers['set-cookie'] ?? [],
              }),
            )
            answer.on('error', fail)
          },
        )
        sent.on('error', fail)
        sent.end(text)
      })
    },
  }
}

/** Signs in with the demo password and answers the cookie of the session. */
export async function signIn(address: string, agent: Agent, login: string): Promise<string> {
  const { status, text, setCookie } = await openHttpDesk(address, agent).call('POST', '/api/session', {
    login,
    password: demoPassword,
  })
  const cookie = setCookie[0]?.split(';')[0]
  if (status !== 200 || !cookie) throw new Error(`${login} could not sign in: ${status} ${text}`)
  return cookie
}
