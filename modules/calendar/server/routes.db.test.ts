import { Value } from 'typebox/value'
import { expect } from 'vitest'
import type { AnyRoute } from '#platform/http-route.ts'
import { dbTest } from '#testing/db-test.ts'
import { anOfficer, seededCalendars } from './a-declarer.ts'

/** Calls a route's handler as the server would: with checked input and a checked answer. */
async function call(
  routes: AnyRoute[],
  name: string,
  input: { params?: unknown; query?: unknown; body?: unknown; officer?: unknown },
) {
  const found = routes.find(({ method, path }) => `${method} ${path}` === name)
  if (!found) throw new Error(`no route ${name}`)
  for (const part of ['params', 'query', 'body'] as const) {
    const schema = found[part]
    if (schema && !Value.Check(schema, input[part])) throw new Error(`${part} refused`)
  }
  const answer = await found.handle(input as unknown as Parameters<AnyRoute['handle']>[0])
  if (found.response) expect(Value.Errors(found.response, answer)).toEqual([])
  return answer
}

dbTest('calendars and their days off are public', async ({ db, clock }) => {
  const { routes } = await seededCalendars(db, clock)
  expect(await call(routes, 'GET /api/calendars', {})).toMatchObject({
    calendars: [
      {
        id: 1,
        code: 'hn-standard',
        version: 1,
        hours: [
          {
            week: {
              1: [
                [480, 720],
                [780, 1020],
              ],
            },
          },
        ],
      },
      { id: 2, code: 'hn-saturday' },
    ],
  })
  expect(
    await call(routes, 'GET /api/calendars/:id/days', { params: { id: 1 }, query: { year: 2025 } }),
  ).toMatchObject({
    year: 2025,
    daysOff: expect.arrayContaining([
      expect.objectContaining({ date: '2025-04-30', legalGround: expect.stringContaining('Điều 112') }),
    ]),
    swapDays: [{ date: '2025-04-26', hoursOfWeekday: 5, certainty: 'unverified' }],
  })
  await expect(
    call(routes, 'GET /api/calendars/:id/days', { params: { id: 1 }, query: { year: 2099 } }),
  ).rejects.toMatchObject({ code: 'calendar.out_of_range' })
  await expect(
    call(routes, 'GET /api/calendars/:id/days', { params: { id: 9 }, query: { year: 2025 } }),
  ).rejects.toMatchObject({ code: 'calendar.not_found' })
})

dbTest('an officer declares a day off over HTTP, nobody does not', async ({ db, clock }) => {
  const { routes } = await seededCalendars(db, clock)
  const body = {
    date: '2023-11-13',
    kind: 'closure',
    nameVi: 'Lụt',
    nameEn: 'Flood',
    legalGround: 'Quyết định thử',
    closedFrom: '13:00',
  }
  await expect(call(routes, 'POST /api/calendars/days-off', { body })).rejects.toMatchObject({
    code: 'platform.sign_in_needed',
  })
  expect(
    await call(routes, 'POST /api/calendars/days-off', { body, officer: anOfficer(['calendar.declare']) }),
  ).toMatchObject({ dayOff: { fromMinute: 780 } })
})

dbTest(
  'the calculator explains in both languages and refuses what cannot be reckoned',
  async ({ db, clock }) => {
    const { routes } = await seededCalendars(db, clock)
    const body = {
      calendarId: 1,
      limit: { unit: 'working_days', amount: 3 },
      receivedAt: '2026-04-24T14:00:00+07:00',
      pauses: [{ cause: 'supplement', from: '2026-04-28T08:00:00+07:00', to: '2026-04-29T08:00:00+07:00' }],
    }
    expect(await call(routes, 'POST /api/calendars/explain', { body })).toMatchObject({
      explanation: { dueAt: '2026-05-05T14:00:00+07:00' },
      vi: expect.arrayContaining([expect.stringContaining('30/04/2026')]),
      en: expect.arrayContaining([expect.stringContaining('05/05/2026')]),
    })
    const code = (name: string) => ({ kind: 'invalid', code: `calendar.${name}` })
    await expect(
      call(routes, 'POST /api/calendars/explain', { body: { ...body, receivedAt: '2040-01-02T09:00:00Z' } }),
    ).rejects.toMatchObject(code('out_of_range'))
    await expect(
      call(routes, 'POST /api/calendars/explain', { body: { ...body, receivedAt: '2026-13-02T09:00:00Z' } }),
    ).rejects.toMatchObject(code('time_invalid'))
    await expect(
      call(routes, 'POST /api/calendars/explain', {
        body: { ...body, limit: { unit: 'working_days', amount: 0.3 } },
      }),
    ).rejects.toMatchObject(code('limit_invalid'))
    await expect(
      call(routes, 'POST /api/calendars/explain', {
        body: { ...body, pauses: [{ ...body.pauses[0], to: '2026-04-27T08:00:00+07:00' }] },
      }),
    ).rejects.toMatchObject(code('resume_before_stop'))
  },
)
