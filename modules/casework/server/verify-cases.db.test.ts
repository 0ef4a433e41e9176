import { sql } from 'kysely'
import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity } from '#testing/small-city.ts'
import { actOnDossier, fileAtCounter } from '#modules/dossiers/server/index.ts'
import { committedTest, untilShown } from '#testing/db-test.ts'
import type { AnyDb } from '#platform/database.ts'
import type { FakeClock } from '#platform/clock.ts'

async function oneDossier(db: AnyDb, clock: FakeClock) {
  const city = await aSmallCity(db, clock)
  const desk = await city.officer('motcua.00004')
  const { snapshot } = await fileAtCounter(city.dossiers.parts, desk, await aFiling(city))
  await actOnDossier(city.dossiers.parts, desk, 'hand_over', snapshot.caseId, {
    version: 1,
    commandKey: aKey(),
  })
  return { city, caseId: snapshot.caseId }
}

dbTest('an untouched history agrees with its row, its chain and its tasks', async ({ db, clock }) => {
  const { city } = await oneDossier(db, clock)
  expect(await city.casework.verify(db)).toEqual({ cases: 1, events: 2, differences: [] })
})

const tampering = {
  'an event whose words were changed': {
    statement: sql`update casework.event set payload = casework.plain('{"set":{}}') where seq = 2`,
    what: 'chain',
  },
  'an event whose moment was changed': {
    statement: sql`update casework.event set happened_at = happened_at - interval '1 day' where seq = 2`,
    what: 'chain',
  },
  'an event that was removed': { statement: sql`delete from casework.event where seq = 1`, what: 'events' },
  'a row that was changed beside its events': {
    statement: sql`update casework.case set status = 'returned'`,
    what: 'row',
  },
  'a due position that was changed': {
    statement: sql`update casework.case set due_wt = due_wt + 480`,
    what: 'row',
  },
  'a task that vanished from its list': { statement: sql`delete from casework.open_task`, what: 'tasks' },
} as const

for (const [title, { statement, what }] of Object.entries(tampering)) {
  dbTest(`verify finds ${title}`, async ({ db, clock }) => {
    const { city, caseId } = await oneDossier(db, clock)
    await statement.execute(db)
    const { differences } = await city.casework.verify(db)
    expect(differences.map((one) => [one.caseId, one.what])).toContainEqual([caseId, what])
  })
}

committedTest('the outbox never skips an event that commits late', async ({ db, database, clock }) => {
  const { city } = await oneDossier(db, clock)
  const { snapshot } = await fileAtCounter(
    city.dossiers.parts,
    await city.officer('motcua.00004'),
    await aFiling(city),
  )
  await untilShown(db)
  const start = await city.casework.currentCursor(db)
  const slow = await database.pool.connect()
  await slow.query('begin')
  await slow.query('select pg_current_xact_id()')
  await actOnDossier(city.dossiers.parts, await city.officer('motcua.00004'), 'hand_over', snapshot.caseId, {
    version: 1,
    commandKey: aKey(),
  })
  // An older transaction is still open: what committed after it must wait, or it could be overtaken.
  expect(await city.casework.readOutbox(db, start, 10)).toEqual([])
  await slow.query('rollback')
  slow.release()
  await untilShown(db)
  expect(await city.casework.readOutbox(db, start, 10)).toHaveLength(1)
})

dbTest(
  'events of a database loaded from a dump are read again, and verify still agrees',
  async ({ db, clock }) => {
    const { city } = await oneDossier(db, clock)
    expect(await city.casework.renumberOutbox(db)).toBe(false)
    await sql`update casework.event set xid = '9000000000000'`.execute(db)
    expect(await city.casework.renumberOutbox(db)).toBe(true)
    expect(await city.casework.renumberOutbox(db)).toBe(false)
    const { rows } = await sql<{
      read: boolean
    }>`select bool_and(xid < pg_snapshot_xmin(pg_current_snapshot())) as read from casework.event`.execute(db)
    expect(rows[0]?.read).toBe(true)
    expect((await city.casework.verify(db)).differences).toEqual([])
  },
)

dbTest(
  'the outbox is read in the order of transactions, also where their numbers gain a digit',
  async ({ db, clock }) => {
    const { city } = await oneDossier(db, clock)
    await sql`update casework.event set xid = (8 + seq)::text::xid8`.execute(db)
    await sql`insert into casework.event (shard_key, case_id, seq, xid, type, happened_at, recorded_at, command_key, hash, payload)
      select shard_key, case_id, 3, '100', type, happened_at, recorded_at, command_key, hash, payload from casework.event where seq = 2`.execute(
      db,
    )
    const read = await city.casework.readOutbox(db, { xid: '0', caseId: '0', seq: 0 }, 10)
    expect(read.map((event) => event.cursor.xid)).toEqual(['9', '10', '100'])
  },
)
