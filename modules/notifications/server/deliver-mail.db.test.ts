import { describe, expect } from 'vitest'
import type { AnyDb } from '#platform/database.ts'
import type { FakeClock } from '#platform/clock.ts'
import { silentLog } from '#platform/log.ts'
import { aMailServer } from '#testing/a-mail-server.ts'
import { dbTest } from '#testing/db-test.ts'
import type { Recipient } from '../contract.ts'
import { deliverMail, smtpSender } from './deliver-mail.ts'
import { retryFailed, summarise } from './delivery-store.ts'
import { notificationsModule } from './index.ts'
import type { NotificationTables } from './tables.ts'

const citizen: Recipient = { citizen: 'cd-1' }
const address = 'nguoi.thu@example.vn'

async function aPost(db: AnyDb, clock: FakeClock) {
  const server = await aMailServer()
  const mail = { url: server.url, from: 'motcua@example.vn' }
  const linkOf = () => 'https://dichvucong.example.vn/ho-so/H26-1'
  const inbox = notificationsModule({ db, clock, realClock: clock, mail, linkOf })
  const sender = smtpSender(mail, linkOf)
  const tables = db.withTables<NotificationTables>()
  const parts = { db: tables, realClock: clock, log: silentLog }
  await inbox.setPreferences(citizen, { off: [], emailOff: ['ended'], email: address })
  const tell = (key: string, topic: 'extended' | 'ended' = 'extended') =>
    inbox.notify(db, {
      key,
      to: citizen,
      topic,
      code: 'H26-1',
      vi: 'Cơ quan xin lỗi và hẹn lại ngày trả: 20/11/2023.',
      en: 'The agency apologises; the new date is 20/11/2023.',
    })
  async function close() {
    sender.close()
    await server.close()
  }
  return { server, tables, tell, deliver: () => deliverMail(parts, sender), close }
}

describe('e-mail', () => {
  dbTest(
    'brings a notice to a real mail server, once, with code and link and no name',
    async ({ db, clock }) => {
      const { server, tables, tell, deliver, close } = await aPost(db, clock)
      await tell('extended:1')
      expect(await deliver()).toBe(1)
      expect(await deliver()).toBe(0)
      expect(server.letters).toHaveLength(1)
      const [letter] = server.letters
      expect(letter?.raw).toContain(`To: ${address}`)
      expect(letter?.subject).toBe('Cơ quan xin lỗi và hẹn lại ngày trả – H26-1')
      expect(letter?.text).toContain('Cơ quan xin lỗi và hẹn lại ngày trả: 20/11/2023.')
      expect(letter?.text).toContain('https://dichvucong.example.vn/ho-so/H26-1')
      expect(await summarise(tables)).toMatchObject({ waiting: 0, sent: 1, failed: 0 })
      await close()
    },
  )

  dbTest('is not sent for a topic without e-mail, though the inbox has it', async ({ db, clock }) => {
    const { server, tell, deliver, close } = await aPost(db, clock)
    expect(await tell('ended:1', 'ended')).toBe(1)
    expect(await deliver()).toBe(0)
    expect(server.letters).toEqual([])
    await close()
  })

  dbTest('is tried again after a pause when the server is busy, and then no more', async ({ db, clock }) => {
    const { server, tables, tell, deliver, close } = await aPost(db, clock)
    server.refuse(451)
    await tell('extended:2')
    let tries = 0
    for (let hour = 0; hour < 40; hour++) {
      tries += await deliver()
      expect(await deliver()).toBe(0)
      clock.advance(3_600_000)
    }
    expect(tries).toBe(6)
    expect(await summarise(tables)).toMatchObject({
      failed: 1,
      failures: [{ host: '@example.vn', attempts: 6 }],
    })
    server.refuse(undefined)
    expect(await retryFailed(tables, clock.now())).toBe(1)
    expect(await deliver()).toBe(1)
    expect(server.letters).toHaveLength(1)
    await close()
  })

  dbTest('that the server will never take is given up at once', async ({ db, clock }) => {
    const { server, tables, tell, deliver, close } = await aPost(db, clock)
    server.refuse(550)
    await tell('extended:3')
    await deliver()
    const { failed, failures } = await summarise(tables)
    expect(failed).toBe(1)
    expect(failures[0]?.error).toContain('550')
    await close()
  })

  dbTest('whose sender died is sent by another after a while', async ({ db, clock }) => {
    const { server, tables, tell, deliver, close } = await aPost(db, clock)
    await tell('extended:4')
    const dead = deliverMail(
      { db: tables, realClock: clock, log: silentLog },
      { send: () => Promise.reject(new Error('killed')) },
    )
    await dead
    expect(await deliver()).toBe(0)
    clock.advance(11 * 60_000)
    expect(await deliver()).toBe(1)
    expect(server.letters).toHaveLength(1)
    await close()
  })
})
