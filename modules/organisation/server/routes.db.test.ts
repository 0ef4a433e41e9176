import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import { createHttpServer } from '#platform/http-server.ts'
import { silentLog } from '#platform/log.ts'
import { organisationModule } from './index.ts'
import { demoPassword } from './password.ts'
import { aSmallCity } from './small-city.ts'

async function aServer(db: AnyDb, clock: Clock) {
  await aSmallCity(db, clock)
  const organisation = organisationModule({
    db,
    clock,
    config: { timeZone: 'Asia/Ho_Chi_Minh', passwordCost: 'cheap' },
  })
  await organisation.start()
  const app = await createHttpServer({
    routes: organisation.routes,
    log: silentLog,
    officerOf: (cookies) => organisation.officerOf(cookies),
    citizenOf: async () => undefined,
    may: (officer, permission) => organisation.may(officer, permission),
    now: () => clock.now(),
    maxBodyBytes: 100_000,
    maxUploadBytes: 100_000,
    secureCookies: true,
    metricsToken: undefined,
  })
  async function signIn(login: string, password = demoPassword) {
    const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { login, password } })
    const cookie = answer.cookies.find((one) => one.name === 'tl_session')
    return { answer, cookie, headers: { cookie: `tl_session=${cookie?.value ?? ''}` } }
  }
  return { app, organisation, signIn }
}

dbTest('signing in sets a cookie that scripts and other sites cannot use', async ({ db, clock }) => {
  const { app, signIn } = await aServer(db, clock)
  const { answer, cookie, headers } = await signIn('haivitri')
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({ name: 'Bùi Thanh Hà', mustChangePassword: false, posts: [{}, {}] })
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/', maxAge: 50_400 })
  expect((await app.inject({ url: '/api/session', headers })).json()).toEqual(answer.json())
  await app.close()
})

dbTest('nobody signed in is answered 401, and so is everybody after signing out', async ({ db, clock }) => {
  const { app, signIn } = await aServer(db, clock)
  expect((await app.inject({ url: '/api/session' })).statusCode).toBe(401)
  const { headers } = await signIn('quantri')
  expect((await app.inject({ method: 'DELETE', url: '/api/session', headers })).statusCode).toBe(204)
  expect((await app.inject({ url: '/api/session', headers })).statusCode).toBe(401)
  await app.close()
})

dbTest('signing in again on the same machine ends the session before', async ({ db, clock }) => {
  const { app, signIn } = await aServer(db, clock)
  const { headers } = await signIn('quantri')
  const payload = { login: 'kiemsoat', password: demoPassword }
  await app.inject({ method: 'POST', url: '/api/session', headers, payload })
  expect((await app.inject({ url: '/api/session', headers })).statusCode).toBe(401)
  await app.close()
})

dbTest('too many wrong passwords are answered 429 with the seconds to wait', async ({ db, clock }) => {
  const { app, signIn } = await aServer(db, clock)
  for (let guess = 0; guess < 8; guess++) expect((await signIn('quantri', 'sai')).answer.statusCode).toBe(403)
  const { answer, cookie } = await signIn('quantri')
  expect(answer.statusCode).toBe(429)
  expect(answer.headers['retry-after']).toBe('900')
  expect(answer.json().error).toMatchObject({ code: 'organisation.too_many_attempts' })
  expect(cookie).toBeUndefined()
  await app.close()
})

dbTest(
  'missing, overlong and foreign fields of a sign-in are refused before anything is counted',
  async ({ db, clock }) => {
    const { app } = await aServer(db, clock)
    for (const payload of [
      {},
      { login: 'quantri' },
      { login: 'a', password: 'b', admin: true },
      { login: 'x'.repeat(1001), password: 'b' },
    ]) {
      const answer = await app.inject({ method: 'POST', url: '/api/session', payload })
      expect(answer.statusCode).toBe(400)
    }
    await app.close()
  },
)

dbTest('changing post changes what the next request may do', async ({ db, clock }) => {
  const { app, signIn } = await aServer(db, clock)
  const { answer, headers } = await signIn('haivitri')
  const postId = answer.json().posts[1].postId
  const changed = await app.inject({ method: 'POST', url: '/api/session/post', headers, payload: { postId } })
  expect(changed.json()).toMatchObject({ post: { kind: 'specialist' } })
  const unknown = await app.inject({
    method: 'POST',
    url: '/api/session/post',
    headers,
    payload: { postId: 99_999 },
  })
  expect(unknown.statusCode).toBe(403)
  await app.close()
})

dbTest(
  'anyone may read the names of units, as of any day, and nothing more about them',
  async ({ db, clock }) => {
    const { app, organisation } = await aServer(db, clock)
    const list = (await app.inject({ url: '/api/units' })).json()
    expect(list.onDay).toBe('2023-11-09')
    expect(list.units).toHaveLength(6)
    expect(Object.keys(list.units[0])).toEqual(['id', 'code', 'tier', 'kind', 'name', 'parentId'])
    expect((await app.inject({ url: '/api/units?on=2022-12-31' })).json().units).toEqual([])
    expect((await app.inject({ url: '/api/units?on=2023-02-30' })).json().error.code).toBe(
      'organisation.wrong_day',
    )

    const id = organisation.units().byCode('00001')?.id
    const detail = (await app.inject({ url: `/api/units/${id}` })).json()
    expect(detail.path.map((unit: { code: string }) => unit.code)).toEqual(['01', '001', '00001'])
    expect((await app.inject({ url: '/api/units/99999' })).statusCode).toBe(404)
    expect((await app.inject({ url: '/api/units/x' })).statusCode).toBe(400)
    await app.close()
  },
)

dbTest('accounts are open to those who manage staff and to nobody else', async ({ db, clock }) => {
  const { app, organisation, signIn } = await aServer(db, clock)
  const url = `/api/organisation/accounts?unitId=${organisation.units().byCode('00001')?.id}`
  expect((await app.inject({ url })).statusCode).toBe(401)
  for (const login of [
    'motcua.00001',
    'chuyenvien.00001',
    'truong.001',
    'lanhdao.001',
    'vanthu.001',
    'kiemsoat',
  ]) {
    expect((await app.inject({ url, headers: (await signIn(login)).headers })).statusCode).toBe(403)
  }
  const { headers } = await signIn('quantri')
  const { accounts } = (await app.inject({ url, headers })).json()
  expect(accounts).toHaveLength(3)
  const reset = await app.inject({
    method: 'POST',
    url: `/api/organisation/accounts/${accounts[0].accountId}/reset-password`,
    headers,
  })
  expect(reset.json()).toMatchObject({ account: { mustChangePassword: true } })
  await app.close()
})
