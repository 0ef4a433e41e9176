import { describe, expect } from 'vitest'
import type { AnyDb } from '#platform/database.ts'
import type { FakeClock } from '#platform/clock.ts'
import { inTransaction } from '#platform/database.ts'
import { createHttpServer } from '#platform/http-server.ts'
import { silentLog } from '#platform/log.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import { committedTest, dbTest } from '#testing/db-test.ts'
import type { Notice, Recipient } from '../contract.ts'
import { notificationsModule } from './index.ts'
import type { NotificationTables } from './tables.ts'

const CASE = '7310000000000000001'
const officer: Recipient = { officer: 12 }
const citizen: Recipient = { citizen: 'cd-1' }

function anInbox(db: AnyDb, clock: FakeClock) {
  return notificationsModule({ db, clock, realClock: clock })
}

function aNotice(fields: Partial<Notice> = {}): Notice {
  return {
    key: 'approval:1',
    to: officer,
    topic: 'approval_asked',
    caseId: CASE,
    code: 'H26-20231109-0000001',
    vi: 'Có đề nghị gia hạn chờ duyệt.',
    en: 'An extension waits for approval.',
    ...fields,
  }
}

describe('a notice', () => {
  dbTest('told twice under one key is told once, and to two people twice', async ({ db, clock }) => {
    const inbox = anInbox(db, clock)
    expect(await inbox.notify(db, aNotice())).toBe(1)
    expect(await inbox.notify(db, aNotice({ vi: 'Lần hai.' }))).toBe(0)
    expect(await inbox.notify(db, [aNotice(), aNotice({ to: { officer: 13 } })])).toBe(1)
    const { notices, unread } = await inbox.readInbox(officer)
    expect(notices).toMatchObject([{ vi: 'Có đề nghị gia hạn chờ duyệt.', caseId: CASE, readAt: null }])
    expect(unread).toBe(1)
  })

  dbTest('goes with the transaction it was told in', async ({ db, clock }) => {
    const inbox = anInbox(db, clock)
    await expect(
      inTransaction(db, async (tx) => {
        await inbox.notify(tx, aNotice())
        throw new Error('the step failed')
      }),
    ).rejects.toThrow('the step failed')
    expect((await inbox.readInbox(officer)).notices).toEqual([])
  })

  dbTest('is read one by one or all at once, by its own reader only', async ({ db, clock }) => {
    const inbox = anInbox(db, clock)
    await inbox.notify(
      db,
      ['a', 'b', 'c'].map((key) => aNotice({ key })),
    )
    await inbox.notify(db, aNotice({ key: 'a', to: citizen, topic: 'ended' }))
    await inbox.markRead(officer, ['a'])
    expect((await inbox.readInbox(officer)).unread).toBe(2)
    expect((await inbox.readInbox(citizen)).unread).toBe(1)
    await inbox.markRead(officer, 'all')
    expect((await inbox.readInbox(officer, { unread: true })).notices).toEqual([])
  })

  dbTest('is listed newest first and page by page, leaving none out', async ({ db, clock }) => {
    const inbox = anInbox(db, clock)
    for (let n = 0; n < 7; n++) {
      await inbox.notify(db, aNotice({ key: `n:${n}` }))
      if (n % 2 === 0) clock.advance(1000)
    }
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await inbox.readInbox(officer, { limit: 3, ...(after ? { after } : {}) })
      seen.push(...page.notices.map(({ key }) => key))
      after = page.next ?? undefined
    } while (after)
    expect(seen).toEqual(['n:5', 'n:6', 'n:3', 'n:4', 'n:1', 'n:2', 'n:0'])
  })

  dbTest('of a topic that was switched off is not told', async ({ db, clock }) => {
    const inbox = anInbox(db, clock)
    await inbox.setPreferences(officer, { off: ['approval_asked'], emailOff: [], email: '' })
    expect(await inbox.notify(db, aNotice())).toBe(0)
    expect(await inbox.notify(db, aNotice({ key: 'answer:1', topic: 'approval_answered' }))).toBe(1)
    await inbox.setPreferences(officer, { off: [], emailOff: [], email: '' })
    expect(await inbox.notify(db, aNotice())).toBe(1)
  })

  dbTest('is deleted after the days its topic is kept', async ({ db, clock }) => {
    const inbox = anInbox(db, clock)
    const tables = db.withTables<NotificationTables>()
    await tables
      .insertInto('notifications.retention')
      .values({ topic: 'ended', days: 30, legal_ground: null })
      .execute()
    await inbox.notify(db, [aNotice(), aNotice({ key: 'end', topic: 'ended' })])
    clock.advance(31 * 86_400_000)
    expect(await inbox.removeOldNotices()).toBe(1)
    expect((await inbox.readInbox(officer)).notices).toMatchObject([{ topic: 'approval_asked' }])
    clock.advance(335 * 86_400_000)
    expect(await inbox.removeOldNotices()).toBe(1)
  })
})

describe('a watched case', () => {
  dbTest('tells only those who asked that its due date moved, once per cause', async ({ db, clock }) => {
    const inbox = anInbox(db, clock)
    const other = '7310000000000000002'
    await inbox.watch(officer, { caseId: CASE, code: 'H26-1' })
    await inbox.watch(officer, { caseId: CASE, code: 'H26-1' })
    await inbox.watch(citizen, { caseId: CASE, code: 'H26-1' })
    expect(await inbox.listWatchedCases(db, '0', 10)).toEqual([CASE])
    const moved = [CASE, other].map((caseId) => ({ caseId, vi: 'Hạn mới 20/11.', en: 'New date 20/11.' }))
    expect(await inbox.notifyWatchers(db, 'holiday:5', moved)).toBe(2)
    expect(await inbox.notifyWatchers(db, 'holiday:5', moved)).toBe(0)
    await inbox.unwatch(officer, CASE)
    expect(await inbox.watches(officer, CASE)).toBe(false)
    expect(await inbox.notifyWatchers(db, 'holiday:6', moved)).toBe(1)
    expect((await inbox.readInbox(citizen)).notices).toMatchObject([
      { topic: 'due_moved', code: 'H26-1' },
      { topic: 'due_moved' },
    ])
  })
})

describe('preferences of notices', () => {
  dbTest('refuse an address that is none and a topic of somebody else', async ({ db, clock }) => {
    const inbox = anInbox(db, clock)
    const wish = { off: [], emailOff: [], email: 'không phải thư' }
    await expect(inbox.setPreferences(citizen, wish)).rejects.toMatchObject({
      code: 'notifications.bad_email',
    })
    await expect(
      inbox.setPreferences(citizen, { off: ['approval_asked'], emailOff: [], email: '' }),
    ).rejects.toMatchObject({ code: 'notifications.not_for_you' })
    expect((await inbox.preferencesOf(citizen)).topics).not.toContain('approval_asked')
  })
})

describe('the routes of the inbox', () => {
  dbTest('answer only what the caller was told', async ({ db, clock }) => {
    const inbox = anInbox(db, clock)
    await inbox.notify(db, [aNotice(), aNotice({ to: { officer: 99 } })])
    const app = await createHttpServer({
      routes: inbox.routes,
      log: silentLog,
      officerOf: async () => ({ accountId: 12, grants: [] }) as unknown as Officer,
      citizenOf: async () => undefined,
      may: () => false,
      now: () => clock.now(),
      maxBodyBytes: 10_000,
      maxUploadBytes: 10_000,
      secureCookies: false,
      metricsToken: undefined,
    })
    const get = async (url: string) => (await app.inject({ url })).json() as Record<string, unknown>
    expect(await get('/api/notifications')).toMatchObject({ unread: 1, notices: [{ key: 'approval:1' }] })
    const read = await app.inject({
      method: 'POST',
      url: '/api/notifications/read',
      payload: { keys: ['approval:1'] },
    })
    expect(read.json()).toEqual({ unread: 0 })
    expect(await get('/api/notifications/unread')).toEqual({ unread: 0 })
    expect((await inbox.readInbox({ officer: 99 })).unread).toBe(1)
    const wrong = await app.inject({ url: '/api/notifications?after=yesterday' })
    expect(wrong.statusCode).toBe(400)
    await app.close()
  })
})

committedTest('a live screen hears of a notice after its commit, whoever wrote it', async ({ db, clock }) => {
  const inbox = anInbox(db, clock)
  let heard: (told: readonly Recipient[]) => void = () => undefined
  const next = new Promise<readonly Recipient[]>((resolve) => (heard = resolve))
  const tail = inbox.tail((told) => heard(told))
  // The tail has its beginning once it has read; a notice before that is history.
  let told: readonly Recipient[] | undefined
  void next.then((value) => (told = value))
  for (let n = 0; told === undefined && n < 200; n++) {
    await inTransaction(db, (tx) => inbox.notify(tx, aNotice({ key: `live:${n}` })))
    tail.wake()
    await Promise.race([next, new Promise((resolve) => setImmediate(resolve))])
  }
  expect(await next).toEqual([officer])
  await tail.stop()
})
