import { sql } from 'kysely'
import { expect } from 'vitest'
import { silentLog } from '#platform/log.ts'
import { committedTest, dbTest } from '#testing/db-test.ts'
import {
  aModel,
  caught,
  end,
  gate,
  message,
  scope,
  signal,
  start,
  sub,
  thrown,
  timer,
  user,
} from '../../process/a-process-model.ts'
import { aDeliveredCity } from './a-delivered-case.test-builder.ts'
import { correlate } from './deliver-messages.ts'
import { listIncidentsOf } from './incident-store.ts'
import { retryIncident } from './retry-incident.ts'
import { NOBODY } from './carry.ts'

const waiter = aModel(
  [start(), caught('paid', message('fee.paid', 'number')), user('go'), end()],
  ['start > paid > go > end'],
)
const payer = aModel(
  [start(), user('pay'), thrown('tell', { does: 'message', name: 'fee.paid', correlation: 'number' }), end()],
  ['start > pay > tell > end'],
)
const hearer = aModel(
  [start(), caught('hear', signal('flood')), user('go'), end()],
  ['start > hear > go > end'],
)
const crier = aModel(
  [start(), user('see'), thrown('cry', { does: 'signal', name: 'flood' }), end()],
  ['start > see > cry > end'],
)

committedTest('a message of one case reaches the right one of two, once', async ({ db, clock }) => {
  const city = aDeliveredCity(db, clock)
  const [a, b] = [await city.open(waiter, { number: 'A' }), await city.open(waiter, { number: 'B' })]
  await city.deliver()
  const one = await city.open(payer, { number: 'B' })
  await one.done('pay')
  await city.deliver()
  await city.deliver()
  expect([await a.tasks(), await b.tasks()]).toEqual([[], ['go']])
  expect((await b.now()).version).toBe(2)
  await city.expectSound()
})

committedTest(
  'a message sent before anybody waits for it is taken by the first who does',
  async ({ db, clock }) => {
    const city = aDeliveredCity(db, clock)
    await city.deliver()
    const one = await city.open(payer, { number: 'C' })
    await one.done('pay')
    await city.deliver()
    const late = await city.open(waiter, { number: 'C' })
    await city.deliver()
    const later = await city.open(waiter, { number: 'C' })
    await city.deliver()
    expect([await late.tasks(), await later.tasks()]).toEqual([['go'], []])
    await city.expectSound()
  },
)

committedTest('a signal reaches all who wait for it', async ({ db, clock }) => {
  const city = aDeliveredCity(db, clock)
  await city.deliver()
  const all = [await city.open(hearer), await city.open(hearer), await city.open(hearer)]
  const deaf = await city.open(waiter, { number: 'D' })
  const one = await city.open(crier)
  await one.done('see')
  await Promise.all([city.deliver(), city.deliver()])
  await city.deliver()
  for (const case_ of all) expect(await case_.tasks()).toEqual(['go'])
  expect(await deaf.tasks()).toEqual([])
  await city.expectSound()
})

dbTest('a message from outside is taken once, however often it is sent', async ({ db, clock }) => {
  const city = aDeliveredCity(db, clock)
  const one = await city.open(waiter, { number: 7 })
  const sent = { key: 'bank-4711', name: 'fee.paid', correlation: 7, vars: { amount: 50_000 }, keepDays: 30 }
  const first = await correlate(city.delivery, db, silentLog, sent)
  expect(first).toEqual({ caseId: one.caseId, kept: false })
  expect(await correlate(city.delivery, db, silentLog, sent)).toEqual(first)
  expect((await one.now()).version).toBe(2)
  expect((await one.now()).process?.vars).toMatchObject({ amount: 50_000 })
  expect(await correlate(city.delivery, db, silentLog, { ...sent, key: 'bank-4712' })).toEqual({
    caseId: null,
    kept: true,
  })
  await city.expectSound()
})

dbTest(
  'of a timer and a message behind one gateway the message wins and the timer is taken off',
  async ({ db, clock }) => {
    const city = aDeliveredCity(db, clock)
    const one = await city.open(
      aModel(
        [
          start(),
          gate('event_based', 'race'),
          caught('late', timer('PT1H')),
          caught('paid', message('fee.paid', 'number')),
          user('a'),
          user('b'),
          end(),
          end('end2'),
        ],
        ['start > race > late > a > end', 'race > paid > b > end2'],
      ),
      { number: 'E' },
    )
    await correlate(city.delivery, db, silentLog, {
      key: 'k',
      name: 'fee.paid',
      correlation: 'E',
      vars: {},
      keepDays: 1,
    })
    clock.advance(7_200_000)
    expect(await city.fire()).toMatchObject({ claimed: 0 })
    expect(await one.tasks()).toEqual(['b'])
    await city.expectSound()
  },
)

dbTest('a message may begin an event sub-process that takes over', async ({ db, clock }) => {
  const city = aDeliveredCity(db, clock)
  const withdrawn = sub(
    'withdrawn',
    scope(
      [start('asked', { trigger: message('withdraw', 'number') }), user('close'), end('closed')],
      ['asked > close > closed'],
    ),
    { triggered: true },
  )
  const one = await city.open(aModel([start(), user('work'), end(), withdrawn], ['start > work > end']), {
    number: 'F',
  })
  await correlate(city.delivery, db, silentLog, {
    key: 'w',
    name: 'withdraw',
    correlation: 'F',
    vars: {},
    keepDays: 1,
  })
  expect(await one.tasks()).toEqual(['close'])
  await city.expectSound()
})

dbTest(
  'a message that a case cannot take is an incident there, and is delivered when it is tried again',
  async ({ db, clock }) => {
    const city = aDeliveredCity(db, clock)
    const one = await city.open(waiter, { number: 'G' })
    await sql`update casework.case set kind = 'unheard-of' where case_id = ${one.caseId}`.execute(db)
    const sent = { key: 'g', name: 'fee.paid', correlation: 'G', vars: {}, keepDays: 1 }
    expect(await correlate(city.delivery, db, silentLog, sent)).toEqual({ caseId: null, kept: true })
    const [incident] = await listIncidentsOf(db, one.caseId)
    expect(incident).toMatchObject({ element: 'fee.paid', code: 'casework.no_owner' })
    await sql`update casework.case set kind = 'test' where case_id = ${one.caseId}`.execute(db)
    const { left } = await retryIncident(city.delivery, db, silentLog, {
      caseId: one.caseId,
      key: incident?.key ?? '',
      commandKey: 'try-again',
      actor: NOBODY,
    })
    expect(left).toEqual([])
    expect(await one.tasks()).toEqual(['go'])
  },
)
