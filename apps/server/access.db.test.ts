import { expect } from 'vitest'
import type { AnyRoute } from '#platform/http-route.ts'
import { committedTest } from '#testing/db-test.ts'
import { isPermissionWord, postKinds, type PostKind } from '#modules/organisation/contract.ts'
import { demoPassword } from '#modules/organisation/server/index.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from './start.ts'

const AT_A_TIME = 8

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

type Access = AnyRoute['access']
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

async function officialCookie(address: string, login: string): Promise<string> {
  const answer = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: demoPassword }),
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (!cookie) throw new Error(`${login} could not sign in: ${answer.status}`)
  return cookie
}

/** Signing out is one of the routes, and so is ending a session elsewhere; whoever asked is signed out. */
function endsSessions({ method, path }: AnyRoute): boolean {
  return method === 'DELETE' && path.startsWith('/api/session')
}

type Asked = Answer & { route: AnyRoute }

/** Asks a few at a time, as a browser does: one after the other, the waits of a busy machine add up. */
async function askAll(
  address: string,
  routes: readonly AnyRoute[],
  cookie: string | undefined,
): Promise<Asked[]> {
  const answers: Asked[] = []
  const left = routes.slice()
  async function askOn() {
    for (let route = left.shift(); route; route = left.shift())
      answers.push({ route, ...(await ask(address, route, cookie)) })
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, askOn))
  return answers
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
    function expectAccess(who: string, answers: readonly Asked[], mayUse: (access: Access) => boolean) {
      for (const { route, status, code } of answers) {
        const refused = status === 401 || (who in logins && code === 'platform.forbidden')
        if (mayUse(route.access) === refused || status >= 500)
          wrong.push(`${who} ${route.method} ${route.path}: ${status} ${code}`)
      }
    }
    const isOpen = (access: Access) => access === 'public' || access === 'monitor'
    expectAccess('nobody', await askAll(city.address, city.routes, undefined), isOpen)

    const notSignOut = city.routes.filter(({ path }) => path !== '/dang-xuat')
    const asCitizen = await askAll(city.address, notSignOut, await citizenCookie(city.address))
    expectAccess('citizen', asCitizen, (access) => isOpen(access) || access === 'citizen')

    for (const kind of postKinds) {
      const cookie = await officialCookie(city.address, logins[kind])
      const me = await fetch(`${city.address}/api/session`, { headers: { cookie } })
      const { grants } = (await me.json()) as { grants: { permission: string }[] }
      const words = new Set(grants.map(({ permission }) => permission))
      const ending = city.routes.filter(endsSessions)
      const lasting = city.routes.filter((route) => !endsSessions(route))
      const answers = await askAll(city.address, lasting, cookie)
      for (const route of ending)
        answers.push({
          route,
          ...(await ask(city.address, route, await officialCookie(city.address, logins[kind]))),
        })
      expectAccess(kind, answers, (access) =>
        typeof access === 'object' ? words.has(access.permission) : access !== 'citizen',
      )
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
