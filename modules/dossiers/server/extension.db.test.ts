import { describe, expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity, LAWYER_LICENCE, type SmallCity } from '#testing/small-city.ts'
import { actAsOwner } from './act-on-dossier.ts'
import { refusedSuspension } from './check-suspension.ts'
import { fileAtCounter } from './file-dossier.ts'
import { desk, does, inHand, leader, specialist } from './hands.test-builder.ts'
import { listWork } from './work-list.ts'

describe('an apology', () => {
  const wish = { reasonCode: 'complex', newDueOn: '2023-11-20', note: 'Chờ xác minh nơi cư trú' }

  dbTest(
    'approved by a leader gives the one new date beside the printed one, and form 04',
    async ({ db, clock }) => {
      const { city, id, parts } = await inHand(db, clock)
      clock.set('2023-11-10T02:00:00.000Z')
      const lines = await listWork(parts, await city.officer(specialist), {})
      expect(lines).toMatchObject([{ apology: 'soon', proposal: null }])
      await does(city, specialist, 'propose_extension', id, wish)
      expect(await listWork(parts, await city.officer(specialist), {})).toMatchObject([
        { apology: null, proposal: 'extension' },
      ])
      await expect(does(city, specialist, 'propose_extension', id, wish)).rejects.toMatchObject({
        code: 'dossiers.extension_used',
      })
      const view = await does(city, leader, 'approve_extension', id, { documentNumber: '17' })
      expect(view.clock).toMatchObject({
        dueAt: '2023-11-20T10:00:00.000Z',
        promisedAt: '2023-11-14T02:00:00.000Z',
      })
      expect(view.standing.extension).toMatchObject({
        newDueOn: '2023-11-20',
        previousDueAt: '2023-11-14T02:00:00.000Z',
        timing: 'in_time',
        note: 'Chờ xác minh nơi cư trú',
      })
      expect(view.slips).toContain('04')
      await expect(does(city, specialist, 'propose_extension', id, wish)).rejects.toMatchObject({
        code: 'dossiers.extension_used',
      })
    },
  )

  dbTest(
    'close to the due date or after it is marked, and one after it keeps the dossier late',
    async ({ db, clock }) => {
      const { city, id, parts } = await inHand(db, clock)
      clock.set('2023-11-13T08:00:00.000Z')
      const { seq } = (await does(city, specialist, 'propose_extension', id, wish)).history.at(-1) ?? {}
      const events = await city.casework.listEvents(parts.db, id)
      expect(events.find((event) => event.seq === seq)?.payload).toMatchObject({ timing: 'short_notice' })
      clock.set('2023-11-15T02:00:00.000Z')
      const late = await does(city, leader, 'approve_extension', id)
      expect(late.standing.extension?.timing).toBe('late')
      await does(city, specialist, 'propose', id, { outcome: 'granted' })
      await does(city, leader, 'approve', id)
      await does(city, 'vanthu.00004', 'issue', id, { resultNumber: '01/QĐ', files: [] })
      expect((await city.casework.listEvents(parts.db, id)).at(-1)?.payload).toMatchObject({
        onTime: false,
        lateBecause: 'late_apology',
      })
    },
  )

  dbTest('with a day that is none, not later, or without a reason is refused', async ({ db, clock }) => {
    const { city, id } = await inHand(db, clock)
    for (const newDueOn of ['2023-11-14', '2023-02-30', '2025-01-01'])
      await expect(
        does(city, specialist, 'propose_extension', id, { ...wish, newDueOn }),
      ).rejects.toMatchObject({ code: 'dossiers.extension_day' })
    await expect(
      does(city, specialist, 'propose_extension', id, { ...wish, note: '' }),
    ).rejects.toMatchObject({ code: 'dossiers.say_why' })
    await expect(does(city, leader, 'approve_extension', id)).rejects.toMatchObject({
      code: 'dossiers.action_not_allowed',
    })
  })

  dbTest('that is turned down changes no date', async ({ db, clock }) => {
    const { city, id } = await inHand(db, clock)
    await does(city, specialist, 'propose_extension', id, wish)
    const view = await does(city, leader, 'reject_extension', id, { note: 'Còn đủ thời gian' })
    expect(view).toMatchObject({
      clock: { dueAt: '2023-11-14T02:00:00.000Z' },
      standing: { extension: null },
    })
  })

  dbTest('of a head is never approved by the same head', async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const { snapshot } = await fileAtCounter(
      city.dossiers.parts,
      await city.officer(desk),
      await aFiling(city, { procedureCode: LAWYER_LICENCE }),
    )
    const id = snapshot.caseId
    const heads = (await city.organisation.listOfficers()).filter(
      ({ postKind, unitId }) => postKind === 'head' && unitId === city.unitId('so-tu-phap'),
    )
    const own = await city.casework.getCase(db, id)
    const proposed = { ...own, tags: { ...own.tags, extensionProposed: heads[0]?.accountId ?? 1 } }
    expect(refusedSuspension('approve_extension', proposed, heads[0]?.accountId ?? 1)).toMatchObject({
      code: 'dossiers.own_proposal',
    })
  })
})

describe('stopping', () => {
  dbTest(
    'is a leader’s, with a reason of law, and a withdrawal that was accepted has form 05 too',
    async ({ db, clock }) => {
      const { city, id, parts } = await inHand(db, clock)
      await expect(does(city, specialist, 'stop', id, { reasonCode: 'sector_law' })).rejects.toMatchObject({
        code: 'dossiers.action_not_allowed',
      })
      await expect(
        does(city, leader, 'stop', id, { reasonCode: 'financial_duty_unmet' }),
      ).rejects.toMatchObject({ code: 'dossiers.reason_does_not_fit' })
      const other = await inHandAgain(city)
      const { version } = await city.casework.getCase(db, other)
      await actAsOwner(parts, 'withdraw', other, { version, commandKey: aKey() })
      const withdrawn = await does(city, desk, 'accept_withdrawal', other, { feesReturned: '50.000 đồng' })
      expect(withdrawn).toMatchObject({
        status: 'stopped',
        standing: { stopped: { reason: { code: 'withdrawn' }, feesReturned: '50.000 đồng' } },
      })
      expect(withdrawn.slips).toContain('05')
      expect((await does(city, leader, 'stop', id, { reasonCode: 'sector_law' })).status).toBe('stopped')
    },
  )

  async function inHandAgain(city: SmallCity) {
    const { snapshot } = await fileAtCounter(
      city.dossiers.parts,
      await city.officer(desk),
      await aFiling(city),
    )
    await does(city, desk, 'hand_over', snapshot.caseId)
    return snapshot.caseId
  }
})
