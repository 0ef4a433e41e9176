import { sql } from 'kysely'
import { inject, test, vi } from 'vitest'
import { openDatabase, type AnyDb, type Database } from '#platform/database.ts'
import { fakeClock, type FakeClock } from '#platform/clock.ts'
import { copyTemplate } from './database.ts'

/** A Thursday morning (09:00 in Hà Nội) with no holiday near it. */
export const TEST_NOW = '2023-11-09T02:00:00.000Z'

type Around = { db: AnyDb; clock: FakeClock }

async function openClone() {
  const { url, drop } = await copyTemplate(inject('adminUrl'))
  return { database: openDatabase(url, { max: 12 }), drop, url }
}

/** The database of this worker; it goes with the server at the end of the run. */
let shared: ReturnType<typeof openClone> | undefined

const ROLLBACK = Symbol('rollback')

/** A test in a transaction that is always rolled back: it leaves no trace, whatever it wrote. */
export function dbTest(title: string, body: (around: Around) => Promise<void>) {
  test(title, async () => {
    shared ??= openClone()
    const { database } = await shared
    try {
      await database.db.transaction().execute(async (tx) => {
        await body({ db: tx, clock: fakeClock(TEST_NOW) })
        throw ROLLBACK
      })
    } catch (error) {
      if (error !== ROLLBACK) throw error
    }
  })
}

/** A test of locking, of several connections or of committed order: it gets a database of its own. */
export function committedTest(
  title: string,
  body: (around: Around & { database: Database; url: string }) => Promise<void>,
) {
  test(title, async () => {
    const { database, drop, url } = await openClone()
    try {
      await body({ db: database.db, database, clock: fakeClock(TEST_NOW), url })
    } finally {
      await database.close()
      await drop()
    }
  })
}

/**
 * Until readers of the log are given everything committed before: they pass over what a transaction that is still open may
 * come before, and those of other tests on this server count. Only for tests whose own transactions are over.
 */
export async function untilShown(db: AnyDb): Promise<void> {
  const { rows } = await sql<{ xid: string }>`select pg_current_xact_id()::text as xid`.execute(db)
  await vi.waitUntil(
    async () => {
      const oldest = await sql<{ isOlder: boolean }>`
        select pg_snapshot_xmin(pg_current_snapshot()) <= ${rows[0]?.xid}::xid8 as "isOlder"`.execute(db)
      return oldest.rows[0]?.isOlder === false
    },
    { timeout: 30_000 },
  )
}
