import { sql } from 'kysely'
import { expect, vi } from 'vitest'
import { silentLog } from '#platform/log.ts'
import type { AnyDb } from '#platform/database.ts'
import { committedTest, dbTest, TEST_NOW } from '#testing/db-test.ts'
import {
  aModel,
  boundary,
  caught,
  end,
  gate,
  loop,
  scope,
  start,
  sub,
  timer,
  user,
} from '../../process/a-process-model.ts'
import type { Trigger } from '../../process/definition.ts'
import { aDeliveredCity, type AWalk } from './a-delivered-case.test-builder.ts'
import { listIncidentsOf } from './incident-store.ts'
import { startDelivery } from './start-delivery.ts'

const HOUR = 3_600_000
const working = (iso: string): Trigger => ({ on: 'timer', by: 'duration', value: { iso }, working: true })

/** Work with a timer on it, and what the timer leads to. */
const late = (trigger: Trigger, interrupting = true) =>
  aModel(
    [
      start(),
      user('work'),
      boundary('limit', 'work', trigger, interrupting),
      user('remind'),
      end(),
      end('end2'),
    ],
    ['start > work > end', 'limit > remind > end2'],
  )

async function timersOf(db: AnyDb, caseId: string): Promise<string[]> {
  const { rows } = await sql<{
    timer_key: string
  }>`select timer_key from casework.timer where case_id = ${caseId} order by 1`.execute(db)
  return rows.map((row) => row.timer_key.replace(/^\d+:/, ''))
}

dbTest(
  'a timer that interrupts takes the work away when it is due, and not before',
  async ({ db, clock }) => {
    const city = aDeliveredCity(db, clock)
    const one = await city.open(late(timer('PT2H')))
    clock.advance(2 * HOUR - 1)
    expect(await city.fire()).toMatchObject({ claimed: 0 })
    clock.advance(1)
    await city.fire()
    expect(await one.tasks()).toEqual(['remind'])
    expect(await timersOf(db, one.caseId)).toEqual([])
    const { version } = await one.now()
    await city.fire()
    expect((await one.now()).version, 'it fires once').toBe(version)
    await city.expectSound()
  },
)

dbTest('a timer that does not interrupt leaves the work where it is', async ({ db, clock }) => {
  const city = aDeliveredCity(db, clock)
  const one = await city.open(late(timer('PT2H'), false))
  clock.advance(2 * HOUR)
  await city.fire()
  expect(await one.tasks()).toEqual(['remind', 'work'])
  await city.expectSound()
})

dbTest('work done in time takes its timer off', async ({ db, clock }) => {
  const city = aDeliveredCity(db, clock)
  const one = await city.open(late(timer('PT2H')))
  expect(await timersOf(db, one.caseId)).toEqual(['limit'])
  await one.done('work')
  expect(await timersOf(db, one.caseId)).toEqual([])
  clock.advance(3 * HOUR)
  expect(await city.fire()).toMatchObject({ claimed: 0 })
  await city.expectSound()
})

dbTest('a cycle fires as often as it says', async ({ db, clock }) => {
  const city = aDeliveredCity(db, clock)
  const one = await city.open(late(timer('R2/PT1H', 'cycle'), false))
  for (let turn = 0; turn < 4; turn++) {
    clock.advance(HOUR)
    await city.fire()
  }
  expect(await one.tasks()).toEqual(['remind', 'remind', 'work'])
  expect(await timersOf(db, one.caseId)).toEqual([])
  await city.expectSound()
})

dbTest('a cycle that stood still for days is not made up for', async ({ db, clock }) => {
  const city = aDeliveredCity(db, clock)
  const one = await city.open(late(timer('R/PT1H', 'cycle'), false))
  clock.advance(72 * HOUR)
  await city.fire()
  await city.fire()
  expect(await one.tasks()).toEqual(['remind', 'work'])
  expect(await timersOf(db, one.caseId)).toEqual(['limit'])
})

dbTest(
  'working time does not pass at night, and a holiday declared later moves the timer without a write',
  async ({ db, clock }) => {
    const city = aDeliveredCity(db, clock)
    // Thursday 09:00; one working day and seven hours lead to Friday's close.
    const one = await city.open(late(working('P1DT7H')))
    const before = await sql`select * from casework.timer`.execute(db)
    city.declareDaysOff([
      {
        date: '2023-11-10',
        fromMinute: 0,
        kind: 'holiday',
        nameVi: 'Nghỉ',
        nameEn: 'Off',
        legalGround: 'QĐ thử',
        certainty: 'verified',
      },
    ])
    expect((await sql`select * from casework.timer`.execute(db)).rows).toEqual(before.rows)
    clock.set('2023-11-10T10:00:00Z')
    await city.fire()
    expect(await one.tasks(), 'the day off does not count').toEqual(['work'])
    clock.set('2023-11-13T09:59:59Z')
    await city.fire()
    expect(await one.tasks()).toEqual(['work'])
    clock.set('2023-11-13T10:00:00Z')
    await city.fire()
    expect(await one.tasks()).toEqual(['remind'])
  },
)

dbTest(
  'of two timers behind one gateway the first wins and the other is taken off',
  async ({ db, clock }) => {
    const city = aDeliveredCity(db, clock)
    const one = await city.open(
      aModel(
        [
          start(),
          gate('event_based', 'race'),
          caught('soon', timer('PT1H')),
          caught('later', timer('PT5H')),
          user('a'),
          user('b'),
          end(),
          end('end2'),
        ],
        ['start > race > soon > a > end', 'race > later > b > end2'],
      ),
    )
    expect(await timersOf(db, one.caseId)).toEqual(['later', 'soon'])
    clock.advance(6 * HOUR)
    await city.fire()
    await city.fire()
    expect(await one.tasks()).toHaveLength(1)
    expect(await timersOf(db, one.caseId)).toEqual([])
    await city.expectSound()
  },
)

dbTest('a timer on many instances takes them all away', async ({ db, clock }) => {
  const city = aDeliveredCity(db, clock)
  const one = await city.open(
    aModel(
      [
        start(),
        user('ask', { loop: loop({ cardinality: '3' }) }),
        boundary('limit', 'ask', timer('PT1H')),
        user('sum'),
        end(),
        end('end2'),
      ],
      ['start > ask > end', 'limit > sum > end2'],
    ),
  )
  expect(await one.tasks()).toEqual(['ask', 'ask', 'ask'])
  await one.done('ask')
  clock.advance(HOUR)
  await city.fire()
  expect(await one.tasks()).toEqual(['sum'])
  await city.expectSound()
})

dbTest('a timer of an event sub-process begins it beside the work', async ({ db, clock }) => {
  const city = aDeliveredCity(db, clock)
  const watcher = sub(
    'watch',
    scope(
      [start('due', { trigger: timer('PT1H'), interrupting: false }), user('look'), end('seen')],
      ['due > look > seen'],
    ),
    { triggered: true },
  )
  const one = await city.open(aModel([start(), user('work'), end(), watcher], ['start > work > end']))
  clock.advance(HOUR)
  await city.fire()
  expect(await one.tasks()).toEqual(['look', 'work'])
  await city.expectSound()
})

dbTest(
  'where the data do not say how to go on the token stays as an incident, and the others go on',
  async ({ db, clock }) => {
    const city = aDeliveredCity(db, clock)
    const one = await city.open(
      aModel(
        [
          start(),
          user('work'),
          boundary('limit', 'work', timer('PT1H'), false),
          gate('exclusive', 'which'),
          user('a'),
          user('b'),
          end(),
          end('end2'),
          end('end3'),
        ],
        ['start > work > end', 'limit > which > [area > 5] a > end2', 'which > [area < 5] b > end3'],
      ),
    )
    clock.advance(HOUR)
    await city.fire()
    expect(await one.tasks()).toEqual(['work'])
    expect(await listIncidentsOf(db, one.caseId)).toMatchObject([{ element: 'which', redo: null }])
    await city.expectSound()
  },
)

dbTest(
  'a timer that cannot be delivered is held as an incident and holds nobody up',
  async ({ db, clock }) => {
    const city = aDeliveredCity(db, clock)
    const bad = await city.open(late(timer('PT1H')))
    const good = await city.open(late(timer('PT1H')))
    await sql`update casework.case set kind = 'unheard-of' where case_id = ${bad.caseId}`.execute(db)
    clock.advance(HOUR)
    await city.fire()
    expect(await good.tasks()).toEqual(['remind'])
    expect(await bad.tasks()).toEqual(['work'])
    expect(await listIncidentsOf(db, bad.caseId)).toMatchObject([
      { element: 'limit', code: 'casework.no_owner', redo: { timer: expect.stringMatching(/:limit$/) } },
    ])
    expect(await city.fire(), 'it is not tried again by itself').toMatchObject({ claimed: 0 })
    await bad.done('work')
    expect(await listIncidentsOf(db, bad.caseId), 'it goes with its timer').toEqual([])
  },
)

dbTest(
  'a timer of the owner is heard once, may be set again, and goes when cancelled',
  async ({ db, clock }) => {
    const city = aDeliveredCity(db, clock)
    const heard: string[] = []
    city.owners.onOwnTimer('test', 'ask', async (_, { key, dueAt }) => {
      heard.push(`${key} ${dueAt.toISOString()}`)
      return heard.length > 1
        ? undefined
        : {
            type: 'test.asked',
            set: { status: 'asked' },
            timers: { set: [{ key, at: new Date(clock.now().getTime() + HOUR).toISOString() }] },
          }
    })
    const one = await city.open(
      aModel([start(), user('work'), end()], ['start > work > end']),
      {},
      {
        timers: { set: [{ key: 'own:ask:3', at: '2023-11-09T03:00:00.000Z' }] },
      },
    )
    clock.advance(HOUR)
    await city.fire()
    expect((await one.now()).status).toBe('asked')
    clock.advance(HOUR)
    await city.fire()
    await city.fire()
    expect(heard).toEqual(['own:ask:3 2023-11-09T03:00:00.000Z', 'own:ask:3 2023-11-09T04:00:00.000Z'])
    expect(await timersOf(db, one.caseId)).toEqual([])
    await city.expectSound()
  },
)

dbTest('a clock that jumps forth and back fires each timer once', async ({ db, clock }) => {
  const city = aDeliveredCity(db, clock)
  const near = await city.open(late(timer('PT1H')))
  const far = await city.open(late(timer('PT48H')))
  clock.set('2023-11-10T02:00:00Z')
  await city.fire()
  clock.set('2023-11-08T02:00:00Z')
  await city.fire()
  clock.set(TEST_NOW)
  await city.fire()
  expect([await near.tasks(), await far.tasks()]).toEqual([['remind'], ['work']])
  clock.set('2023-11-11T02:00:00Z')
  await city.fire()
  expect([await near.tasks(), await far.tasks()]).toEqual([['remind'], ['remind']])
  expect((await near.now()).version).toBe(2)
  await city.expectSound()
})

committedTest(
  'what a node had under lock when it was killed is taken over, and each timer fires once',
  async ({ db, database, clock }) => {
    const city = aDeliveredCity(db, clock)
    const cases: AWalk[] = []
    for (let index = 0; index < 20; index++) cases.push(await city.open(late(timer('PT1H'))))
    clock.advance(HOUR)
    const dying = await database.pool.connect()
    dying.on('error', () => undefined)
    const { rows } = await dying.query('select pg_backend_pid() as pid')
    await dying.query('begin')
    await dying.query(`select * from casework.claim_timers($1, '{}', '{}', '{}', 8)`, [clock.now()])
    // Another node takes the rest and leaves alone what is under lock.
    await city.fire()
    const fired = async () =>
      (await Promise.all(cases.map((one) => one.tasks()))).filter(([task]) => task === 'remind').length
    expect(await fired()).toBe(12)
    await database.pool.query('select pg_terminate_backend($1)', [rows[0].pid])
    dying.release(true)
    const node = startDelivery(city.delivery, { db, log: silentLog })
    try {
      await vi.waitUntil(async () => (await fired()) === 20, { timeout: 5_000 })
    } finally {
      await node.stop()
    }
    for (const one of cases) expect((await one.now()).version).toBe(2)
    await city.expectSound()
  },
)

committedTest(
  'nodes at once fire each turn of a cycle once between them, and none early',
  async ({ db, clock }) => {
    const city = aDeliveredCity(db, clock)
    const cases: AWalk[] = []
    for (let index = 0; index < 40; index++)
      cases.push(await city.open(late(timer('R/PT1H', 'cycle'), false)))
    const reminded: string[] = []
    // A node that reads a timer just before another sets it anew: it takes turns to meet one.
    for (let turn = 1; turn <= 12; turn++) {
      clock.advance(HOUR)
      reminded.push('remind')
      await Promise.all([1, 2, 3, 4, 5, 6].map(() => city.fire()))
      for (const one of cases) expect(await one.tasks()).toEqual([...reminded, 'work'])
    }
    await city.expectSound()
  },
)
