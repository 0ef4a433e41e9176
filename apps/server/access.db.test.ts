import { expect } from 'vitest'
import type { AnyRoute } from '#platform/http-route.ts'
import { committedTest } from '#testing/db-test.ts'
import { isPermissionWord, postKinds, type PostKind } from '#modules/organisation/contract.ts'
import { demoPassword } from '#modules/organisation/server/index.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from './start.ts'

/** One official of each kind of post in the demo city. */
const logins: Record<PostKind, string> = {
  one_stop: 'motcua.00004',
  specialist: 'chuyenvien1.00004',
  head: 'truongphong.001',
  leader: 'lanhdao.001',
  clerk: 'vanthu.00004',
  controller: 'kiemsoat.hanoi',
  operator: 'quantri',
}

type Answer = { status: number; code: string }

async function ask(address: string, route: AnyRoute, cookie: string | undefined): Promise<Answer> {
  const stop = new AbortController()
  const path = route.path.replace(/:[A-Za-z]+/g, '1')
  const answer = await fetch(address + path, {
    method: route.method,
    redirect: 'manual',
    signal: stop.signal,
    headers: {
      ...(cookie ? { cookie } : {}),
      accept: 'application/json',
      ...(route.method === 'GET' ? {} : { 'content-type': 'application/json' }),
    },
    ...(route.method === 'GET' ? {} : { body: '{}' }),
  })
  // A stream of events never ends by itself; its head is all we ask.
  const text = answer.headers.get('content-type')?.includes('event-stream') ? '' : await answer.text()
  stop.abort()
  return { status: answer.status, code: /"code":"([a-z_.]+)"/.exec(text)?.[1] ?? '' }
}

async function citizenCookie(address: string): Promise<string> {
  const answer = await fetch(`${address}/dang-nhap`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ login: 'congdan1', password: demoPassword }),
  })
  const cookie = answer.headers
    .getSetCookie()
    .find((one) => one.startsWith('tl_citizen='))
    ?.split(';')[0]
  if (!cookie) throw new Error(`the citizen could not sign in: ${answer.status}`)
  return cookie
}

committedTest('every route is open to whom it says and to nobody else', async ({ url }) => {
  const folder = mkdtempSync(join(tmpdir(), 'thanglong-access-'))
  const city = await startServer({
    ...process.env,
    DATABASE_URL: url,
    THANGLONG_DATA: folder,
    PORT: '0',
    LOG_LEVEL: 'silent',
    SIMULATE_SPEED: '0',
  })
  try {
    expect(city.routes.length).toBeGreaterThan(40)
    const wrong: string[] = []
    for (const route of city.routes) {
      const { status, code } = await ask(city.address, route, undefined)
      const closed = route.access !== 'public' && route.access !== 'monitor'
      if (closed !== (status === 401) || status >= 500)
        wrong.push(`nobody ${route.method} ${route.path}: ${status} ${code}`)
    }
    const citizen = await citizenCookie(city.address)
    for (const route of city.routes) {
      if (route.path === '/dang-xuat') continue
      const { status, code } = await ask(city.address, route, citizen)
      const open = route.access === 'public' || route.access === 'monitor' || route.access === 'citizen'
      if (open === (status === 401) || status >= 500)
        wrong.push(`citizen ${route.method} ${route.path}: ${status} ${code}`)
    }
    for (const kind of postKinds) {
      const signIn = () =>
        fetch(`${city.address}/api/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ login: logins[kind], password: demoPassword }),
        })
      const session = async () => (await signIn()).headers.getSetCookie()[0]?.split(';')[0]
      let cookie = await session()
      const me = await fetch(`${city.address}/api/session`, { headers: { cookie: cookie ?? '' } })
      const { grants } = (await me.json()) as { grants: { permission: string }[] }
      for (const route of city.routes) {
        const { status, code } = await ask(city.address, route, cookie)
        // Signing out is one of the routes; the next call needs a session again.
        if (route.method === 'DELETE' && route.path.startsWith('/api/session')) cookie = await session()
        const permitted =
          typeof route.access === 'object'
            ? grants.some(
                (grant) => typeof route.access === 'object' && grant.permission === route.access.permission,
              )
            : route.access !== 'citizen'
        const refused = code === 'platform.forbidden' || status === 401
        if (permitted === refused) wrong.push(`${kind} ${route.method} ${route.path}: ${status} ${code}`)
        if (status >= 500) wrong.push(`${kind} ${route.method} ${route.path}: ${status} ${code}`)
      }
    }
    expect(wrong).toEqual([])
    const words = city.routes.flatMap((route) =>
      typeof route.access === 'object' ? [route.access.permission] : [],
    )
    expect(words.filter((word) => !isPermissionWord(word))).toEqual([])
  } finally {
    await city.stop()
  }
})
