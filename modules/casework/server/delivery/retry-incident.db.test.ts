import { sql } from 'kysely'
import { expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { silentLog } from '#platform/log.ts'
import { dbTest } from '#testing/db-test.ts'
import {
  aModel,
  boundary,
  caught,
  end,
  gate,
  message,
  service,
  start,
  timer,
  user,
} from '../../process/a-process-model.ts'
import { aDeliveredCity } from './a-delivered-case.test-builder.ts'
import { NOBODY } from './carry.ts'
import { correlate } from './deliver-messages.ts'
import { listIncidentsOf } from './incident-store.ts'
import { retryIncident } from './retry-incident.ts'

const HOUR = 3_600_000
const asking = aModel(
  [start(), service('ask', { topic: 'land.price' }), user('use'), end()],
  ['start > ask > use > end'],
)

/** A city in which whatever stands still is tried again an hour later. */
function aCity(db: AnyDb, clock: FakeClock) {
  const city = aDeliveredCity(db, clock)
  const first = async (caseId: string) => {
    const [incident] = await listIncidentsOf(db, caseId)
    if (!incident) throw new Error(`${caseId} does not stand still`)
    return incident
  }
  return {
    ...city,
    first,
    async retryLater(caseId: string) {
      const { key } = await first(caseId)
      clock.advance(HOUR)
      const commandKey = `at ${clock.now().toISOString()}`
      return retryIncident(city.delivery, db, silentLog, { caseId, key, commandKey, actor: NOBODY })
    },
  }
}

dbTest(
  'a token that cannot go on this time either stands since the first time, and anew where it stops elsewhere',
  async ({ db, clock }) => {
    const city = aCity(db, clock)
    const one = await city.open(
      aModel(
        [
          start(),
          user('work'),
          boundary('limit', 'work', timer('PT1H'), false),
          gate('exclusive', 'which'),
          gate('exclusive', 'then'),
          user('a'),
          user('b'),
          end(),
          end('end2'),
          end('end3'),
        ],
        [
          'start > work > end',
          'limit > which > [area > 5] then > [floors > 1] a > end2',
          'which > [area < 5] b > end3',
        ],
      ),
    )
    clock.advance(HOUR)
    await city.fire()
    const { since } = await city.first(one.caseId)
    expect((await city.retryLater(one.caseId)).left).toMatchObject([{ element: 'which', since }])
    await sql`update casework.case set tags = '{"area": 9}' where case_id = ${one.caseId}`.execute(db)
    expect((await city.retryLater(one.caseId)).left).toMatchObject([{ element: 'then', since: clock.now() }])
  },
)

dbTest('a service that fails again after a retry stands since its first failure', async ({ db, clock }) => {
  const city = aCity(db, clock)
  city.owners.serve('land.price', async () => {
    throw new Error('connection refused')
  })
  const one = await city.open(asking)
  const giveUp = async () => {
    for (const seconds of [0, 1, 5, 30, 120]) {
      clock.advance(seconds * 1_000)
      await city.call()
    }
    return city.first(one.caseId)
  }
  const { since } = await giveUp()
  expect((await city.retryLater(one.caseId)).left).toEqual([])
  expect(await giveUp()).toMatchObject({ code: 'casework.service_failed', since })
  await city.expectSound()
})

dbTest('an answer that a case can still not take stands since the first one', async ({ db, clock }) => {
  const city = aCity(db, clock)
  city.owners.serve('land.price', async () => ({ outcome: {} }))
  const one = await city.open(asking)
  await sql`update casework.case set kind = 'unheard-of' where case_id = ${one.caseId}`.execute(db)
  await city.call()
  const { since } = await city.first(one.caseId)
  expect((await city.retryLater(one.caseId)).left).toEqual([])
  await city.call()
  expect(await city.first(one.caseId)).toMatchObject({ code: 'casework.no_owner', since })
})

dbTest(
  'a timer that is tried again goes at once, or says what hinders it and stands since the first time',
  async ({ db, clock }) => {
    const city = aCity(db, clock)
    const one = await city.open(
      aModel(
        [start(), user('work'), boundary('limit', 'work', timer('PT1H')), user('remind'), end(), end('end2')],
        ['start > work > end', 'limit > remind > end2'],
      ),
    )
    await sql`update casework.case set kind = 'unheard-of' where case_id = ${one.caseId}`.execute(db)
    clock.advance(HOUR)
    await city.fire()
    const { since } = await city.first(one.caseId)
    expect((await city.retryLater(one.caseId)).left).toMatchObject([{ code: 'casework.no_owner', since }])
    expect(await city.fire(), 'it is not tried again by itself').toMatchObject({ claimed: 0 })
    await sql`update casework.case set kind = 'test' where case_id = ${one.caseId}`.execute(db)
    expect((await city.retryLater(one.caseId)).left).toEqual([])
    expect(await one.tasks()).toEqual(['remind'])
    await city.expectSound()
  },
)

dbTest('a message that a case can still not take stands since the first time', async ({ db, clock }) => {
  const city = aCity(db, clock)
  const one = await city.open(
    aModel(
      [start(), caught('paid', message('fee.paid', 'number')), user('go'), end()],
      ['start > paid > go > end'],
    ),
    { number: 'G' },
  )
  await sql`update casework.case set kind = 'unheard-of' where case_id = ${one.caseId}`.execute(db)
  const sent = { key: 'g', name: 'fee.paid', correlation: 'G', vars: {}, keepDays: 1 }
  await correlate(city.delivery, db, silentLog, sent)
  const { since } = await city.first(one.caseId)
  expect((await city.retryLater(one.caseId)).left).toMatchObject([{ element: 'fee.paid', since }])
})
