import { expect } from 'vitest'
import { caseIdOf } from '#platform/ids.ts'
import type { AnyDb } from '#platform/database.ts'
import { committedTest, untilShown } from '#testing/db-test.ts'
import { sql } from 'kysely'
import type { Cursor, OutboxEvent } from '../contract.ts'
import { FIRST_CURSOR, readCommitted } from './outbox-store.ts'
import { packShared } from './packed-text.ts'
import { recentLog, type RecentLog } from './recent-log.ts'

const begun = Date.parse('2023-11-09T02:00:00.000Z')

/** Writes events as steps do; each a transaction of its own. */
async function write(db: AnyDb, from: number, count: number) {
  for (let index = from; index < from + count; index++) {
    await sql`
      insert into casework.event (shard_key, case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, payload, hash)
      values (${index % 64}, ${caseIdOf(begun, index % 64, 1)}, ${index}, 'dossiers.moved', null, null, null, now(), now(), ${Buffer.alloc(16)},
        ${packShared(JSON.stringify({ set: { title: `Hồ sơ ${index}` } }))}, ${Buffer.alloc(32)})`.execute(db)
  }
}

async function readOn(recent: RecentLog, from: Cursor, limit: number): Promise<OutboxEvent[]> {
  const all: OutboxEvent[] = []
  for (;;) {
    const some = await recent.readAfter(all.at(-1)?.cursor ?? from, limit)
    if (some.length === 0) return all
    all.push(...some)
  }
}

committedTest(
  'readers of the recent log see all of the log, each from its own place, and what several see is one object',
  async ({ db }) => {
    const recent = recentLog(db)
    await write(db, 1, 12)
    await untilShown(db)
    const first = await readOn(recent, FIRST_CURSOR, 5)
    expect(first).toEqual(await readCommitted(db, FIRST_CURSOR, 100))
    expect(first.map((event) => event.payload.set.title)).toContain('Hồ sơ 12')
    await write(db, 13, 5)
    await untilShown(db)
    const [ahead, behind, anew] = await Promise.all([
      readOn(recent, first.at(-1)?.cursor ?? FIRST_CURSOR, 3),
      readOn(recent, first[4]?.cursor ?? FIRST_CURSOR, 100),
      // A place that is none of theirs, as that of a reader who begins with what happens from now on.
      readOn(recent, { ...(first[8]?.cursor ?? FIRST_CURSOR), caseId: '0', seq: 0 }, 100),
    ])
    expect(ahead.map((event) => event.seq)).toEqual([13, 14, 15, 16, 17])
    expect(behind.map((event) => event.seq)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17])
    expect(anew.map((event) => event.seq)).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17])
    expect(behind.at(-1)).toBe(ahead.at(-1))
  },
)

committedTest('the recent log keeps no more than its share and loses nobody for it', async ({ db }) => {
  const recent = recentLog(db)
  await write(db, 1, 3)
  await untilShown(db)
  const first = await readOn(recent, FIRST_CURSOR, 100)
  await sql`
    insert into casework.event (shard_key, case_id, seq, type, happened_at, recorded_at, command_key, payload, hash)
    select 1, ${caseIdOf(begun, 1, 7)}, n, 'dossiers.moved', now(), now(), ${Buffer.alloc(16)}, ${packShared('{"set":{}}')}, ${Buffer.alloc(32)}
    from generate_series(1, 4500) as n`.execute(db)
  await untilShown(db)
  const fast = await readOn(recent, first.at(-1)?.cursor ?? FIRST_CURSOR, 1000)
  const slow = await readOn(recent, first[1]?.cursor ?? FIRST_CURSOR, 1000)
  expect([fast.length, slow.length]).toEqual([4500, 4501])
})

committedTest('an event that commits late is not skipped by the recent log', async ({ db, database }) => {
  const recent = recentLog(db)
  await write(db, 1, 1)
  await untilShown(db)
  const [seen] = await readOn(recent, FIRST_CURSOR, 100)
  const slow = await database.pool.connect()
  await slow.query('begin')
  await slow.query('select pg_current_xact_id()')
  await write(db, 2, 1)
  expect(await recent.readAfter(seen?.cursor ?? FIRST_CURSOR, 10)).toEqual([])
  await slow.query('rollback')
  slow.release()
  await untilShown(db)
  expect(await recent.readAfter(seen?.cursor ?? FIRST_CURSOR, 10)).toHaveLength(1)
})
