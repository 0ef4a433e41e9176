import { expect, vi } from 'vitest'
import type { AnyDb } from '#platform/database.ts'
import { caseIdOf } from '#platform/ids.ts'
import { silentLog } from '#platform/log.ts'
import { isPlaceAfter } from '#platform/log-place.ts'
import { committedTest } from '#testing/db-test.ts'
import { eventLog } from '../an-event.ts'
import type { Cursor, LoggedEvent } from '../contract.ts'
import { startIndicatorConsumer } from './run-consumer.ts'
import { listDaySums } from './verify-store.ts'

const received = '2023-11-09T02:00:00.000Z'

/** A log in memory that readers page through as they do through the real one. */
function aLog(count: number) {
  const { event } = eventLog()
  const events: LoggedEvent[] = Array.from({ length: count }, (_, index) =>
    event(caseIdOf(Date.parse(received) + index, index % 64, 1), received, {
      authorityId: 11,
      receivingUnitId: 11,
      calendarId: 1,
      receivedAt: received,
      clock: { startWt: 1, pauses: [] },
      dueWt: 9,
    }),
  )
  const readOutbox = vi.fn(async (cursor: Cursor, limit: number) =>
    events.filter((one) => isPlaceAfter(one.cursor, cursor)).slice(0, limit),
  )
  return { events, readOutbox, readCase: async () => [] }
}

const around = {
  timeZone: 'Asia/Ho_Chi_Minh',
  log: silentLog,
  shortestPauseMs: 1,
  longestPauseMs: 5,
  batchSize: 7,
}

async function countReceived(db: AnyDb): Promise<number | undefined> {
  return (await listDaySums(db)).find((sum) => sum.place === 'city' && sum.series === 'received')?.denominator
}

committedTest('two readers of one log count each event once between them', async ({ db, clock }) => {
  const { readOutbox, readCase } = aLog(100)
  const readers = [1, 2].map(() => startIndicatorConsumer({ ...around, db, clock, readOutbox, readCase }))
  await Promise.all(readers.map((reader) => reader.catchUp()))
  await vi.waitUntil(async () => (await countReceived(db)) === 100)
  await Promise.all(readers.map((reader) => reader.stop()))
  expect(await countReceived(db)).toBe(100)
})

committedTest(
  'a reader whose connections are cut goes on where it was and counts nothing twice',
  async ({ db, database, clock }) => {
    const { readOutbox, readCase } = aLog(60)
    let cuts = 0
    const reader = startIndicatorConsumer({
      ...around,
      db,
      clock,
      readOutbox,
      readCase,
      onFolded() {
        if (cuts++ > 2) return
        // From another session, as a restart of the server would.
        void database.pool
          .query(
            'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
          )
          .catch(() => undefined)
      },
    })
    await vi.waitUntil(async () => (await countReceived(db).catch(() => undefined)) === 60, {
      timeout: 20_000,
    })
    await reader.stop()
    expect(await countReceived(db)).toBe(60)
  },
)

committedTest('a reader that starts anew goes on from its checkpoint', async ({ db, clock }) => {
  const { events, readOutbox, readCase } = aLog(30)
  const hidden = events.splice(20)
  const first = startIndicatorConsumer({ ...around, db, clock, readOutbox, readCase })
  await first.catchUp()
  await first.stop()
  events.push(...hidden)
  const second = startIndicatorConsumer({ ...around, db, clock, readOutbox, readCase })
  await second.catchUp()
  expect(second.lag()).toMatchObject({ handled: 30, behind: false, error: null })
  await second.stop()
  expect(await countReceived(db)).toBe(30)
})
