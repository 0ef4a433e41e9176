import { sql } from 'kysely'
import { expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { actOnDossier, fileAtCounter } from '#modules/dossiers/server/index.ts'
import { committedTest, untilShown } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity } from '#testing/small-city.ts'
import { listCoursesBetween, listWords, putCourses } from './course-store.ts'
import { readWords } from './course-words.ts'

const EVERY = ['0', '9223372036854775807'] as const

async function someHistories(db: AnyDb, clock: FakeClock) {
  const city = await aSmallCity(db, clock)
  const desk = await city.officer('motcua.00004')
  const file = async () =>
    (await fileAtCounter(city.dossiers.parts, desk, await aFiling(city))).snapshot.caseId
  const handOver = (caseId: string) =>
    actOnDossier(city.dossiers.parts, desk, 'hand_over', caseId, { version: 1, commandKey: aKey() })
  const versions = async () =>
    (await listCoursesBetween(db, ...EVERY)).map(({ version }) => version).toSorted((a, b) => a - b)
  const follow = async () => {
    await untilShown(db)
    return city.casework.followCourses(db)
  }
  return { city, file, handOver, versions, follow }
}

committedTest(
  'histories are read in the background, each once, and again when its case has gone on',
  async ({ db, clock }) => {
    const { city, file, handOver, versions, follow } = await someHistories(db, clock)
    const first = await file()
    await file()
    await handOver(first)
    expect(await follow()).toEqual({ handled: 3, more: false })
    expect(await versions()).toEqual([1, 2])
    const { rows } = await sql<{
      before: string
    }>`select max(xmin::text::bigint) as before from casework.course`.execute(db)
    expect(await follow()).toEqual({ handled: 0, more: false })
    await city.casework.restartReaders(db)
    expect(await follow()).toEqual({ handled: 3, more: false })
    const again = await sql<{
      before: string
    }>`select max(xmin::text::bigint) as before from casework.course`.execute(db)
    expect(again.rows).toEqual(rows)
    await file()
    expect(await follow()).toEqual({ handled: 1, more: false })
    expect(await versions()).toEqual([1, 1, 2])
    expect((await city.casework.verify(db)).differences).toEqual([])
  },
)

committedTest('a course that tells another history than the events is found', async ({ db, clock }) => {
  const { city, file, handOver, follow } = await someHistories(db, clock)
  const caseId = await file()
  await handOver(caseId)
  await follow()
  const differences = async () =>
    (await city.casework.verify(db)).differences.map(({ caseId: id, what }) => ({ id, what }))
  const one = [{ id: caseId, what: 'course' }]
  const falsify = async (change: ReturnType<typeof sql>) => {
    await sql`create table kept as select * from casework.course`.execute(db)
    await change.execute(db)
    const found = await differences()
    await sql`truncate casework.course`.execute(db)
    await sql`insert into casework.course select * from kept`.execute(db)
    await sql`drop table kept`.execute(db)
    return found
  }
  // The number of a unit, whether work lies open, a version that is not there yet; and one of an older version, which holds.
  expect(
    await falsify(
      sql`update casework.course set moves = set_byte(moves, length(moves) - 2, get_byte(moves, length(moves) - 2) # 2)`,
    ),
  ).toEqual(one)
  expect(await falsify(sql`update casework.course set moves = set_byte(moves, 1, 0)`)).toEqual(one)
  expect(await falsify(sql`update casework.course set version = 9`)).toEqual(one)
  expect(await falsify(sql`update casework.course set version = 1`)).toEqual(one)
  expect(await falsify(sql`update casework.course set case_id = case_id + 1`)).toEqual([
    { id: String(BigInt(caseId) + 1n), what: 'course' },
  ])
  // Packed in another way it is read by nobody.
  expect(await falsify(sql`update casework.course set moves = set_byte(moves, 0, 1)`)).toEqual([])
  expect(await differences()).toEqual([])
})

committedTest(
  'servers that keep courses side by side keep each case once as its events tell it, and never an older course over a newer',
  async ({ db, clock }) => {
    const { city, file, handOver, versions } = await someHistories(db, clock)
    const caseIds = [await file(), await file(), await file()]
    for (const caseId of caseIds.slice(1)) await handOver(caseId)
    await untilShown(db)
    await Promise.all([1, 2, 3].map(() => city.casework.followCourses(db)))
    expect(await city.casework.followCourses(db)).toEqual({ handled: 0, more: false })
    expect(await versions()).toEqual([1, 2, 2])

    // One read a history, stopped for long, and goes on after another has kept what came since.
    const [slow] = (await listCoursesBetween(db, ...EVERY)).filter(({ version }) => version === 1)
    if (!slow) throw new Error('no course')
    await handOver(slow.caseId)
    await untilShown(db)
    await city.casework.followCourses(db)
    await putCourses(db, [slow])
    expect(await versions()).toEqual([2, 2, 2])
    expect((await city.casework.verify(db)).differences).toEqual([])
  },
)

committedTest('servers that learn words at the same moment give each word one number', async ({ db }) => {
  const servers = await Promise.all(
    ['a', 'b', 'c', 'd'].map(async (name) => {
      const mine = [`${name}-1`, 'shared', `${name}-2`, 'as-well', `${name}-3`]
      const words = await readWords(db)
      await words.learn(db, mine)
      return { mine, words }
    }),
  )
  const known = await listWords(db)
  expect(known.map(({ word }) => word).toSorted()).toEqual(
    [...new Set(servers.flatMap(({ mine }) => mine))].toSorted(),
  )
  const numbers = new Map(known.map(({ word, no }) => [word, no]))
  for (const { mine, words } of servers)
    for (const word of mine)
      expect([words.numberOf(word), words.wordOf(words.numberOf(word))]).toEqual([numbers.get(word), word])
})
