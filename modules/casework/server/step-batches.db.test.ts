import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, expect, vi } from 'vitest'
import { committedTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity, type SmallCity } from '#testing/small-city.ts'
import { fileAtCounter } from '#modules/dossiers/server/index.ts'
import type { CaseSnapshot } from '../contract.ts'
import type { Step } from './advance.ts'

afterEach(() => void vi.restoreAllMocks())

const NOBODY = { accountId: null, postId: null, unitId: null }

async function someCases(city: SmallCity, count: number): Promise<CaseSnapshot[]> {
  const desk = await city.officer('motcua.00004')
  const cases: CaseSnapshot[] = []
  for (let index = 0; index < count; index += 1)
    cases.push((await fileAtCounter(city.dossiers.parts, desk, await aFiling(city))).snapshot)
  return cases
}

function aStep(fields: Partial<Step> = {}): Step {
  return { key: aKey(), type: 'dossiers.noted', actor: NOBODY, set: { status: 'processing' }, ...fields }
}

/** The cases each call carries, on connections opened from now on. */
function watchCalls(): string[][] {
  const calls: string[][] = []
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [config] = args
    if (isCall(config))
      calls.push(config.values[0].split('\u001e').map((step) => step.split('\u001f')[1] ?? ''))
    return Reflect.apply(query, this, args)
  } as never)
  return calls
}

function isCall(config: unknown): config is { name: string; values: [string] } {
  return (
    typeof config === 'object' && config !== null && 'name' in config && config.name === 'casework.advance'
  )
}

committedTest('steps that come together go in one call, and each is written', async ({ db, clock }) => {
  const calls = watchCalls()
  const city = await aSmallCity(db, clock)
  const cases = await someCases(city, 5)
  const steps = await Promise.all(cases.map((one) => city.casework.advance(db, one, aStep())))
  expect(calls.map((ids) => ids.length)).toEqual([5])
  expect(steps.map(({ snapshot, repeated }) => [snapshot.version, repeated])).toEqual(
    cases.map(() => [2, false]),
  )
  expect((await city.casework.verify(db)).differences).toEqual([])
})

committedTest('many that come together are shared between the calls that are free', async ({ db, clock }) => {
  const calls = watchCalls()
  const city = await aSmallCity(db, clock)
  const cases = await someCases(city, 9)
  await Promise.all(cases.map((one) => city.casework.advance(db, one, aStep())))
  expect(calls.map((ids) => ids.length)).toEqual([5, 4])
  expect(new Set(calls.flat())).toEqual(new Set(cases.map(({ caseId }) => caseId)))
  expect((await city.casework.verify(db)).differences).toEqual([])
})

committedTest(
  'a stale step and one of no case are told alone, and their neighbours are written',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const [fresh, passed, other] = await someCases(city, 3)
    if (!fresh || !passed || !other) throw new Error('no cases')
    await city.casework.advance(db, passed, aStep())
    const missing = { ...other, caseId: String(BigInt(other.caseId) + 64n) }
    const outcomes = await Promise.allSettled(
      [fresh, passed, missing, other].map((one) => city.casework.advance(db, one, aStep())),
    )
    expect(
      outcomes.map((one) => (one.status === 'fulfilled' ? one.value.snapshot.version : one.reason.code)),
    ).toEqual([2, 'casework.stale_version', 'casework.not_found', 2])
    expect((await city.casework.verify(db)).differences).toEqual([])
  },
)

committedTest('of two steps on the same version that come together one wins', async ({ db, clock }) => {
  const calls = watchCalls()
  const city = await aSmallCity(db, clock)
  const [one, other] = await someCases(city, 2)
  if (!one || !other) throw new Error('no cases')
  const outcomes = await Promise.allSettled(
    [one, one, other].map((from) => city.casework.advance(db, from, aStep())),
  )
  expect(calls.map((ids) => ids.toSorted())).toEqual([[one.caseId, other.caseId].toSorted(), [one.caseId]])
  expect(
    outcomes.map((each) => (each.status === 'fulfilled' ? each.value.snapshot.version : each.reason.code)),
  ).toEqual([2, 'casework.stale_version', 2])
})

committedTest(
  'the same command sent twice at once is done once and answered twice',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const [one] = await someCases(city, 1)
    if (!one) throw new Error('no case')
    const step = aStep()
    const [first, second] = await Promise.all([
      city.casework.advance(db, one, step),
      city.casework.advance(db, one, step),
    ])
    expect([first.repeated, second.repeated]).toEqual([false, true])
    expect(second.snapshot).toMatchObject({ version: 2, lastHash: first.snapshot.lastHash })
  },
)

committedTest('when the database refuses a call, only the step at fault is told', async ({ db, clock }) => {
  const city = await aSmallCity(db, clock)
  const [bad, ...good] = await someCases(city, 4)
  if (!bad) throw new Error('no cases')
  await sql`alter table casework.case add constraint known_status check (status <> 'odd')`.execute(db)
  const outcomes = await Promise.allSettled([
    ...good.map((one) => city.casework.advance(db, one, aStep())),
    city.casework.advance(db, bad, aStep({ set: { status: 'odd' } })),
  ])
  expect(outcomes.map((one) => one.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
  expect(await city.casework.findCase(db, bad.caseId)).toMatchObject({ version: 1 })
  expect((await city.casework.verify(db)).differences).toEqual([])
})

committedTest(
  'steps under way when the connection breaks are sent again and written once',
  async ({ db, database, clock }) => {
    const city = await aSmallCity(db, clock)
    const cases = await someCases(city, 3)
    const [first] = cases
    const blocker = await database.pool.connect()
    await blocker.query('begin')
    await blocker.query('select from casework.case where case_id = $1 for update', [first?.caseId])
    const steps = Promise.all(cases.map((one) => city.casework.advance(db, one, aStep())))
    await vi.waitFor(async () => {
      const { rowCount } = await database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like '%casework.advance%'`,
      )
      expect(rowCount).toBe(1)
    })
    await blocker.query('rollback')
    blocker.release()
    expect((await steps).map(({ snapshot, repeated }) => [snapshot.version, repeated])).toEqual(
      cases.map(() => [2, false]),
    )
    expect((await city.casework.verify(db)).differences).toEqual([])
  },
)

committedTest(
  'a step inside a transaction goes alone through it and goes back with it',
  async ({ db, clock }) => {
    const calls = watchCalls()
    const city = await aSmallCity(db, clock)
    const [mine, theirs] = await someCases(city, 2)
    if (!mine || !theirs) throw new Error('no cases')
    const inside = db.transaction().execute(async (tx) => {
      await city.casework.advance(tx, mine, aStep())
      throw new Error('changed my mind')
    })
    const outcomes = await Promise.allSettled([inside, city.casework.advance(db, theirs, aStep())])
    expect(outcomes.map((one) => one.status)).toEqual(['rejected', 'fulfilled'])
    expect(calls).toHaveLength(2)
    expect(calls).toEqual(expect.arrayContaining([[mine.caseId], [theirs.caseId]]))
    expect((await city.casework.findCase(db, mine.caseId))?.version).toBe(1)
    expect((await city.casework.findCase(db, theirs.caseId))?.version).toBe(2)
  },
)
