import type { Pool } from 'undici'
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

/** `pool` holds the connections; it takes less of the machine that the product shares than Node's own client does. */
export function openHttpDesk(pool: Pool, cookie = ''): HttpDesk {
  return {
    async call(method, path, body, headers = {}) {
      const text = body === undefined ? null : JSON.stringify(body)
      const answer = await pool.request({
        path,
        method,
        body: text,
        headers: {
          ...(cookie ? { cookie } : {}),
          ...(text === null ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
      })
      return {
        status: answer.statusCode,
        text: await answer.body.text(),
        setCookie: [answer.headers['set-cookie'] ?? []].flat(),
      }
    },
  }
}

/** Signs in with the demo password and answers the cookie of the session. */
export async function signIn(pool: Pool, login: string): Promise<string> {
  const { status, text, setCookie } = await openHttpDesk(pool).call('POST', '/api/session', {
    login,
    password: demoPassword,
  })
  const cookie = setCookie[0]?.split(';')[0]
  if (status !== 200 || !cookie) throw new Error(`${login} could not sign in: ${status} ${text}`)
  return cookie
}
