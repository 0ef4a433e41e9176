import { describe, expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { dbTest } from '#testing/db-test.ts'
import { aKey } from '#testing/small-city.ts'
import { actAsOwner } from './act-on-dossier.ts'
import { getDossierView } from './dossier-view.ts'
import { asking, desk, does, fires, inHand, leader, specialist } from './hands.test-builder.ts'
import type { DossiersTables } from './tables.ts'
import { countWork, listWork } from './work-list.ts'

describe('a suspension', () => {
  dbTest(
    'stops the clock for a reason of law and gives the time back when it ends',
    async ({ db, clock }) => {
      const { city, id } = await inHand(db, clock)
      const stopped = await does(city, specialist, 'suspend', id, {
        reasonCode: 'field_verification',
        expectedOn: '2023-11-15',
        documentNumber: '12/CV',
      })
      expect(stopped).toMatchObject({ status: 'suspended', nationalCode: 4, clock: { state: 'paused' } })
      expect(stopped.standing.suspension).toMatchObject({
        reason: { code: 'field_verification', vi: 'Chờ cơ quan khác xác minh thực địa' },
        expectedOn: '2023-11-15',
        // Ten working days from Thursday nine o'clock.
        capAt: '2023-11-23T02:00:00.000Z',
        documentNumber: '12/CV',
      })
      expect(stopped.clock.explanation.vi.join(' ')).toContain('tối đa 10 ngày làm việc')
      expect(stopped.allowedActions).toEqual(['resume'])
      clock.set('2023-11-13T02:00:00.000Z')
      const resumed = await does(city, specialist, 'resume', id)
      expect(resumed).toMatchObject({
        status: 'processing',
        clock: {
          state: 'running',
          dueAt: '2023-11-16T02:00:00.000Z',
          promisedAt: '2023-11-14T02:00:00.000Z',
        },
        standing: { suspension: null },
      })
      expect((await city.casework.verify(db)).differences).toEqual([])
    },
  )

  dbTest('that reaches its cap ends by itself, and time beyond the cap counts', async ({ db, clock }) => {
    const { city, id, parts } = await inHand(db, clock)
    await does(city, specialist, 'suspend', id, {
      reasonCode: 'field_verification',
      expectedOn: '2023-11-15',
    })
    clock.set('2023-11-24T02:00:00.000Z')
    await fires(city)
    const view = await getDossierView(parts, await city.officer(specialist), id)
    // Three working days to go on the 23rd, when the ten days were over.
    expect(view).toMatchObject({ status: 'processing', clock: { dueAt: '2023-11-28T02:00:00.000Z' } })
    expect(view.history.at(-1)?.type).toBe('dossiers.suspension_lapsed')
    expect(view.steps.find((step) => step.state === 'open')?.postKind).toBe('specialist')
  })

  dbTest('whose dossier its owner asks to withdraw still ends at its cap', async ({ db, clock }) => {
    const { city, id, parts } = await inHand(db, clock)
    await does(city, specialist, 'suspend', id, {
      reasonCode: 'field_verification',
      expectedOn: '2023-11-15',
    })
    const { version } = await city.casework.getCase(db, id)
    await actAsOwner(parts, 'withdraw', id, { version, commandKey: aKey() })
    clock.set('2023-11-24T02:00:00.000Z')
    await fires(city)
    const back = await does(city, desk, 'reject_withdrawal', id, { reasonCode: 'third_party' })
    expect(back).toMatchObject({ status: 'processing', clock: { state: 'running' } })
    expect((await city.casework.verify(db)).differences).toEqual([])
  })

  dbTest('for a financial duty waits for payment and has no cap', async ({ db, clock }) => {
    const { city, id } = await inHand(db, clock)
    const view = await does(city, specialist, 'suspend', id, {
      reasonCode: 'financial_duty',
      expectedOn: '2023-12-15',
    })
    expect(view).toMatchObject({
      status: 'awaiting_payment',
      nationalCode: 6,
      standing: { suspension: { capAt: null } },
    })
    expect((await does(city, leader, 'resume', id)).status).toBe('processing')
  })

  dbTest(
    'beyond its cap, without a known reason, or for a reason of a higher post is refused',
    async ({ db, clock }) => {
      const { city, id } = await inHand(db, clock)
      const told = { reasonCode: 'field_verification', expectedOn: '2023-11-24' }
      await expect(does(city, specialist, 'suspend', id, told)).rejects.toMatchObject({
        code: 'dossiers.beyond_cap',
      })
      await expect(
        does(city, specialist, 'suspend', id, { ...told, expectedOn: '2023-11-09' }),
      ).rejects.toMatchObject({ code: 'dossiers.beyond_cap' })
      await expect(
        does(city, specialist, 'suspend', id, { ...told, reasonCode: 'holiday' }),
      ).rejects.toMatchObject({ code: 'dossiers.unknown_reason' })
      await expect(
        does(city, specialist, 'suspend', id, { reasonCode: 'force_majeure', expectedOn: '2023-11-15' }),
      ).rejects.toMatchObject({ code: 'dossiers.reason_not_yours' })
      const byLeader = await does(city, leader, 'suspend', id, {
        reasonCode: 'force_majeure',
        expectedOn: '2023-12-09',
      })
      // Thirty days of the calendar: midnight after the ninth of December.
      expect(byLeader.standing.suspension?.capAt).toBe('2023-12-09T17:00:00.000Z')
    },
  )
})

describe('a second supplement', () => {
  async function askedOnce(db: AnyDb, clock: FakeClock) {
    const hand = await inHand(db, clock)
    await does(hand.city, specialist, 'request_supplement', hand.id, asking)
    await does(hand.city, desk, 'supply_supplement', hand.id)
    return hand
  }

  dbTest('needs the approval of a leader, is marked, and makes the dossier late', async ({ db, clock }) => {
    const { city, id, parts } = await askedOnce(db, clock)
    await expect(does(city, specialist, 'request_supplement', id, asking)).rejects.toMatchObject({
      code: 'dossiers.supplement_needs_approval',
    })
    const proposed = await does(city, specialist, 'propose_supplement', id, {
      ...asking,
      note: 'Bản chụp vẫn mờ',
    })
    expect(proposed).toMatchObject({ status: 'processing', clock: { state: 'running' } })
    expect(proposed.proposals).toMatchObject([
      { kind: 'supplement', day: '2023-11-20', note: 'Bản chụp vẫn mờ' },
    ])
    await expect(does(city, specialist, 'propose_supplement', id, asking)).rejects.toMatchObject({
      code: 'dossiers.supplement_used',
    })
    const approved = await does(city, leader, 'approve_supplement', id, { dueOn: '2023-11-22' })
    expect(approved).toMatchObject({
      status: 'awaiting_supplement',
      supplementDueOn: '2023-11-22',
      standing: { supplements: 2 },
      proposals: [],
    })
    expect(approved.faults).toMatchObject([{ what: 'Thiếu bản sao' }])
    expect(approved.history.at(-1)?.type).toBe('dossiers.second_supplement_requested')
    expect(approved.slips).toContain('02')
    await does(city, desk, 'supply_supplement', id)
    await expect(does(city, specialist, 'propose_supplement', id, asking)).rejects.toMatchObject({
      code: 'dossiers.supplement_used',
    })
    await does(city, specialist, 'propose', id, { outcome: 'granted' })
    await does(city, leader, 'approve', id)
    await does(city, 'vanthu.00004', 'issue', id, { resultNumber: '01/QĐ', files: [] })
    const events = await city.casework.listEvents(parts.db, id)
    expect(events.at(-1)?.payload).toMatchObject({ onTime: false, lateBecause: 'supplements' })
  })

  dbTest(
    'that is not approved leaves everything as it was, with a sentence saying why',
    async ({ db, clock }) => {
      const { city, id } = await askedOnce(db, clock)
      await does(city, specialist, 'propose_supplement', id, asking)
      await expect(does(city, leader, 'reject_supplement', id)).rejects.toMatchObject({
        code: 'dossiers.say_why',
      })
      const view = await does(city, leader, 'reject_supplement', id, { note: 'Giấy tờ đã đủ' })
      expect(view).toMatchObject({ status: 'processing', proposals: [], standing: { supplements: 1 } })
    },
  )
})

describe('a supplement that does not come', () => {
  dbTest('returns to the desk, which may stop the dossier with form 05', async ({ db, clock }) => {
    const { city, id, parts } = await inHand(db, clock)
    await does(city, specialist, 'request_supplement', id, asking)
    await expect(does(city, leader, 'stop', id, { reasonCode: 'supplement_expired' })).rejects.toMatchObject({
      code: 'dossiers.reason_does_not_fit',
    })
    await expect(does(city, desk, 'stop', id, { reasonCode: 'supplement_expired' })).rejects.toMatchObject({
      code: 'dossiers.action_not_allowed',
    })
    clock.set('2023-11-20T18:00:00.000Z')
    await fires(city)
    const officer = await city.officer(desk)
    expect(await listWork(parts, officer, {})).toMatchObject([
      { waiting: false, status: 'awaiting_supplement' },
    ])
    const stopped = await does(city, desk, 'stop', id, {
      reasonCode: 'supplement_expired',
      papersReturned: '01 bản chính',
    })
    expect(stopped).toMatchObject({
      status: 'stopped',
      nationalCode: 8,
      standing: { stopped: { reason: { code: 'supplement_expired' }, papersReturned: '01 bản chính' } },
    })
    expect(stopped.slips).toContain('05')
    expect((await city.casework.verify(db)).differences).toEqual([])
  })

  dbTest('stops the dossier by itself where the city has set that rule', async ({ db, clock }) => {
    const { city, id, parts } = await inHand(db, clock)
    await db
      .withTables<DossiersTables>()
      .updateTable('dossiers.rule')
      .set({ value: 'stop' })
      .where('key', '=', 'supplement_expiry')
      .execute()
    await does(city, specialist, 'request_supplement', id, asking)
    clock.set('2023-11-20T18:00:00.000Z')
    await fires(city)
    const view = await getDossierView(parts, await city.officer(desk), id)
    expect(view).toMatchObject({
      status: 'stopped',
      standing: { stopped: { reason: { code: 'supplement_expired' } } },
    })
  })
})

describe('the receiving desk', () => {
  dbTest(
    'sees and counts a dossier that waits for papers at a specialist, until they come',
    async ({ db, clock }) => {
      const { city, id, parts } = await inHand(db, clock)
      const officer = await city.officer(desk)
      expect(await listWork(parts, officer, {})).toEqual([])
      await does(city, specialist, 'request_supplement', id, asking)
      expect(await countWork(parts, officer)).toMatchObject({ total: 1, waiting: 1 })
      expect(await listWork(parts, officer, {})).toMatchObject([
        { caseId: id, waiting: true, allowedActions: ['supply_supplement'] },
      ])
      await does(city, desk, 'supply_supplement', id)
      expect(await countWork(parts, officer)).toMatchObject({ total: 0 })
    },
  )
})
