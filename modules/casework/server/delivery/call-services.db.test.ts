import { sql } from 'kysely'
import { expect } from 'vitest'
import { silentLog } from '#platform/log.ts'
import { dbTest } from '#testing/db-test.ts'
import { aModel, boundary, end, error, gate, service, start, user } from '../../process/a-process-model.ts'
import { aDeliveredCity } from './a-delivered-case.test-builder.ts'
import { answerCall } from './call-services.ts'
import { NOBODY } from './carry.ts'
import { listIncidentsOf } from './incident-store.ts'
import { retryIncident } from './retry-incident.ts'
import { claimCalls } from './service-store.ts'

const asking = aModel(
  [
    start(),
    service('ask', { topic: 'land.price' }),
    boundary('unknown', 'ask', error('no_parcel')),
    user('use'),
    user('look'),
    end(),
    end('end2'),
  ],
  ['start > ask > use > end', 'unknown > look > end2'],
)

dbTest('a service is asked once and its answer becomes variables of the process', async ({ db, clock }) => {
  const city = aDeliveredCity(db, clock)
  const asked: unknown[] = []
  city.owners.serve('land.price', async ({ key, vars }) => {
    asked.push([key, vars])
    return { outcome: { price: 12 } }
  })
  const one = await city.open(asking)
  await city.call()
  await city.call()
  expect(asked).toEqual([[`call:${one.caseId}:1`, {}]])
  expect(await one.tasks()).toEqual(['use'])
  expect((await one.now()).process?.vars).toEqual({ price: 12 })
  await city.expectSound()
})

dbTest('a service that reports an error of the model takes the way drawn for it', async ({ db, clock }) => {
  const city = aDeliveredCity(db, clock)
  city.owners.serve('land.price', async () => ({ error: { code: 'no_parcel' } }))
  const one = await city.open(asking)
  await city.call()
  expect(await one.tasks()).toEqual(['look'])
  await city.expectSound()
})

dbTest(
  'a service that does not answer is asked again, ever later, then is an incident, and goes on when tried again',
  async ({ db, clock }) => {
    const city = aDeliveredCity(db, clock)
    let attempts = 0
    let works = false
    city.owners.serve('land.price', async () => {
      attempts += 1
      if (!works) throw new Error('connection refused')
      return { outcome: {} }
    })
    const one = await city.open(asking)
    await city.call()
    await city.call()
    expect(attempts, 'not before its time').toBe(1)
    for (const seconds of [1, 5, 30, 120]) {
      clock.advance(seconds * 1_000 - 1)
      await city.call()
      clock.advance(1)
      await city.call()
    }
    expect(attempts).toBe(5)
    const [incident] = await listIncidentsOf(db, one.caseId)
    expect(incident).toMatchObject({
      element: 'ask',
      code: 'casework.service_failed',
      facts: { topic: 'land.price', attempts: 5, problem: 'connection refused' },
    })
    await city.expectSound()
    works = true
    clock.advance(3_600_000)
    await city.call()
    expect(attempts, 'nobody asks while it is an incident').toBe(5)
    const { left } = await retryIncident(city.delivery, db, silentLog, {
      caseId: one.caseId,
      key: incident?.key ?? '',
      commandKey: 'again',
      actor: NOBODY,
    })
    expect(left).toEqual([])
    await city.call()
    expect(await one.tasks()).toEqual(['use'])
    await city.expectSound()
  },
)

dbTest(
  'a call whose worker stopped is given to another, and the late answer of the first is refused',
  async ({ db, clock }) => {
    const city = aDeliveredCity(db, clock)
    const one = await city.open(asking)
    const take = (lease: string) =>
      claimCalls(db, {
        topics: ['land.price'],
        lease,
        now: clock.now(),
        until: new Date(clock.now().getTime() + 15_000),
        most: 5,
      })
    const [first] = await take('first')
    if (!first) throw new Error('nothing was claimed')
    expect(await take('second')).toEqual([])
    clock.advance(15_000)
    const [second] = await take('second')
    expect(second).toMatchObject({ caseId: one.caseId, attempts: 2 })
    expect(await answerCall(city.delivery, db, silentLog, first, { outcome: { by: 'first' } })).toBe(false)
    if (second)
      expect(await answerCall(city.delivery, db, silentLog, second, { outcome: { by: 'second' } })).toBe(true)
    expect((await one.now()).process?.vars).toEqual({ by: 'second' })
  },
)

dbTest(
  'what a service answered and no branch can take is an incident, which a change of the data solves',
  async ({ db, clock }) => {
    const city = aDeliveredCity(db, clock)
    city.owners.serve('land.price', async () => ({ outcome: {} }))
    const one = await city.open(
      aModel(
        [
          start(),
          service('ask', { topic: 'land.price' }),
          gate('exclusive', 'which'),
          user('a'),
          user('b'),
          end(),
          end('end2'),
        ],
        ['start > ask > which > [area > 5] a > end', 'which > [area < 5] b > end2'],
      ),
    )
    await city.call()
    const [incident] = await listIncidentsOf(db, one.caseId)
    expect(incident).toMatchObject({ element: 'which', redo: null })
    const retry = (commandKey: string, key: string) =>
      retryIncident(city.delivery, db, silentLog, { caseId: one.caseId, key, commandKey, actor: NOBODY })
    const { left } = await retry('first', incident?.key ?? '')
    expect(left, 'nothing has changed').toHaveLength(1)
    await sql`update casework.case set tags = '{"area": 9}' where case_id = ${one.caseId}`.execute(db)
    expect((await retry('second', left[0]?.key ?? '')).left).toEqual([])
    expect(await one.tasks()).toEqual(['a'])
    await expect(retry('third', 'gone')).rejects.toMatchObject({ code: 'casework.no_incident' })
  },
)
