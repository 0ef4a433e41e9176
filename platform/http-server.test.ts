import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { Type } from 'typebox'
import { refusal } from './errors.ts'
import { route, type AnyRoute } from './http-route.ts'
import { createHttpServer } from './http-server.ts'
import { silentLog } from './log.ts'

const routes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/api/open',
    access: 'public',
    summary: 'Open.',
    handle: () => ({ hello: 'chào' }),
  }),
  route({
    method: 'POST',
    path: '/api/echo',
    access: 'public',
    summary: 'Echo.',
    body: Type.Object({ name: Type.String({ minLength: 2 }) }),
    handle: ({ body }) => body,
  }),
  route({
    method: 'GET',
    path: '/api/refused',
    access: 'public',
    summary: 'Refuses.',
    handle: () => {
      throw refusal('conflict', 'test.refused', { vi: 'Không được', en: 'No' }, { why: 1 })
    },
  }),
  route({
    method: 'GET',
    path: '/api/bug',
    access: 'public',
    summary: 'Fails.',
    handle: () => {
      throw new Error('secret detail')
    },
  }),
  route({
    method: 'GET',
    path: '/api/lost',
    access: 'public',
    summary: 'Loses its database.',
    handle: () => {
      throw Object.assign(new Error('terminating connection'), { code: '57P01' })
    },
  }),
  route({
    method: 'GET',
    path: '/api/nul',
    access: 'public',
    summary: 'Is given a text no database keeps.',
    handle: () => {
      throw Object.assign(new Error('invalid byte sequence for encoding "UTF8": 0x00'), { code: '22021' })
    },
  }),
  route({
    method: 'GET',
    path: '/api/full',
    access: 'public',
    summary: 'Fills the disk.',
    handle: () => {
      throw Object.assign(new Error('could not extend file'), { code: '53100' })
    },
  }),
  route({
    method: 'GET',
    path: '/page',
    access: 'public',
    html: true,
    summary: 'A page.',
    handle: () => {
      throw refusal('not_found', 'test.gone', { vi: 'Không còn', en: 'Gone' })
    },
  }),
  route({
    method: 'GET',
    path: '/api/often',
    access: 'public',
    perMinute: 2,
    summary: 'Limited.',
    handle: () => ({}),
  }),
  route({
    method: 'GET',
    path: '/api/closed',
    access: { permission: 'test.do' },
    summary: 'Closed.',
    handle: () => ({}),
  }),
  route({ method: 'GET', path: '/metrics', access: 'monitor', summary: 'Figures.', handle: () => ({}) }),
]

const app = await createHttpServer({
  routes,
  log: silentLog,
  officerOf: async (cookies) => (cookies.who ? ({ name: cookies.who } as never) : undefined),
  citizenOf: async () => undefined,
  may: (officer) => (officer as unknown as { name: string }).name === 'right',
  now: () => new Date('2023-11-09T02:00:00Z'),
  maxBodyBytes: 2_000,
  maxUploadBytes: 2_000,
  secureCookies: false,
  metricsToken: undefined,
  errorPage: (error) => `<h1>${error.vi}</h1>`,
})
afterAll(() => app.close())

function codeOf(body: string): string {
  return (JSON.parse(body) as { error: { code: string } }).error.code
}

describe('the HTTP face', () => {
  test('answers with the headers that keep a browser safe', async () => {
    const answer = await app.inject('/api/open')
    expect(answer.json()).toEqual({ hello: 'chào' })
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    })
    expect(answer.headers['content-security-policy']).toContain("object-src 'none'")
    expect(answer.headers['x-request-id']).toBeTruthy()
  })

  test('tells every wrong field of a body and how to mend it, in both languages', async () => {
    const answer = await app.inject({ method: 'POST', url: '/api/echo', payload: { name: 'a' } })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({
      error: {
        code: 'platform.invalid_input',
        vi: expect.stringContaining('/name'),
        en: expect.stringContaining('/name'),
        facts: { problems: [{ at: '/name' }] },
      },
    })
    expect(
      codeOf(
        (
          await app.inject({
            method: 'POST',
            url: '/api/echo',
            payload: '{"name":',
            headers: { 'content-type': 'application/json' },
          })
        ).body,
      ),
    ).toBe('platform.invalid_input')
  })

  test('refuses a body over the limit', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/echo',
      payload: { name: 'x'.repeat(3_000) },
    })
    expect([answer.statusCode, codeOf(answer.body)]).toEqual([413, 'platform.too_large'])
  })

  test('does not unpack a body, for what is in it could be of any size', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/echo',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      payload: gzipSync(JSON.stringify({ name: 'Nguyễn Thị Thử' })),
    })
    expect(answer.statusCode).toBe(400)
  })

  test('passes a refusal on with its code and facts', async () => {
    const answer = await app.inject('/api/refused')
    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toMatchObject({
      error: { code: 'test.refused', kind: 'conflict', vi: 'Không được', facts: { why: 1 } },
    })
  })

  test('never shows the inside of a bug', async () => {
    const answer = await app.inject('/api/bug')
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('secret detail')
    expect(answer.json<{ error: { requestId: string } }>().error.requestId).toBe(
      answer.headers['x-request-id'],
    )
  })

  test('says that the database was lost and that sending again is safe', async () => {
    const answer = await app.inject('/api/lost')
    expect([answer.statusCode, codeOf(answer.body)]).toEqual([503, 'platform.database_lost'])
  })

  test('says that the disk is full and that nothing was written', async () => {
    const answer = await app.inject('/api/full')
    expect([answer.statusCode, codeOf(answer.body)]).toEqual([503, 'platform.disk_full'])
  })

  test('says that a text holds what no database keeps', async () => {
    const answer = await app.inject('/api/nul')
    expect([answer.statusCode, codeOf(answer.body)]).toEqual([400, 'platform.nul_character'])
  })

  test('answers a page where a page was asked for', async () => {
    const answer = await app.inject('/page')
    expect([answer.statusCode, answer.body]).toEqual([404, '<h1>Không còn</h1>'])
    expect((await app.inject({ url: '/nowhere', headers: { accept: 'text/html' } })).body).toContain('<h1>')
    expect(codeOf((await app.inject('/api/nowhere')).body)).toBe('platform.no_such_page')
  })

  test('refuses an unsafe request that another site sent', async () => {
    const send = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/api/echo', payload: { name: 'ab' }, headers })
    expect((await send({ origin: 'https://evil.example', host: 'city.example' })).statusCode).toBe(403)
    expect((await send({ 'sec-fetch-site': 'cross-site', host: 'city.example' })).statusCode).toBe(403)
    expect((await send({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200)
    expect((await send({ origin: 'https://city.example', host: 'city.example' })).statusCode).toBe(200)
  })

  test('lets in whom the route says', async () => {
    const status = async (cookie?: string) =>
      (await app.inject({ url: '/api/closed', headers: cookie ? { cookie } : {} })).statusCode
    expect([await status(), await status('who=wrong'), await status('who=right')]).toEqual([401, 403, 200])
  })

  test('shows figures to its own machine only, and not through a proxy on it', async () => {
    expect((await app.inject('/metrics')).statusCode).toBe(200)
    expect(
      (await app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.9' } })).statusCode,
    ).toBe(403)
    expect((await app.inject({ url: '/metrics', remoteAddress: '203.0.113.9' })).statusCode).toBe(403)
  })

  test('says when to come back to who asks too often', async () => {
    const answers = [
      await app.inject('/api/often'),
      await app.inject('/api/often'),
      await app.inject('/api/often'),
    ]
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 429])
    expect(Number(answers[2]?.headers['retry-after'])).toBeGreaterThan(0)
  })
})
