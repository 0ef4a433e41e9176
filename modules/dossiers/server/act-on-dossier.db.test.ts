import { describe, expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { committedTest, dbTest } from '#testing/db-test.ts'
import { demoProcedures } from '#data/procedures/procedures.ts'
import { seedProcedures } from '#modules/catalogue/server/index.ts'
import {
  aFiling,
  aKey,
  aSmallCity,
  GUARDIANSHIP,
  LAWYER_LICENCE,
  type SmallCity,
} from '#testing/small-city.ts'
import type { ActionBody, DossierAction, DossierView } from '../contract.ts'
import { actAsOwner, actOnDossier } from './act-on-dossier.ts'
import { getDossierView } from './dossier-view.ts'
import { fileAtCounter, fileOnline } from './file-dossier.ts'
import { countWork, findLines, listWork } from './work-list.ts'

type Bodies = { [Action in DossierAction]: Omit<ActionBody<Action>, 'version' | 'commandKey'> }
type Told = Partial<ActionBody<DossierAction>> & Record<string, unknown>

async function does<Action extends DossierAction>(
  city: SmallCity,
  login: string,
  action: Action,
  caseId: string,
  told: Bodies[Action] extends Record<string, never> ? Told : Told = {},
): Promise<DossierView> {
  const officer = await city.officer(login)
  const { version } = await city.casework.getCase(city.dossiers.parts.db, caseId)
  const body = { version, commandKey: aKey(), ...told } as ActionBody<Action>
  await actOnDossier(city.dossiers.parts, officer, action, caseId, body)
  return getDossierView(city.dossiers.parts, officer, caseId)
}

async function filed(db: AnyDb, clock: FakeClock, procedureCode?: string) {
  const city = await aSmallCity(db, clock)
  const desk = await city.officer('motcua.00004')
  const filing = await aFiling(city, procedureCode ? { procedureCode } : {})
  const { snapshot } = await fileAtCounter(city.dossiers.parts, desk, filing)
  return { city, desk, filing, snapshot, id: snapshot.caseId, parts: city.dossiers.parts }
}

describe('a dossier at one commune', () => {
  dbTest(
    'is received with a code of its unit and day, a running clock and a due date',
    async ({ db, clock }) => {
      const { snapshot, desk, parts } = await filed(db, clock)
      const view = await getDossierView(parts, desk, snapshot.caseId)
      expect(view.code).toMatch(/^000\.\d{2}\.\d{2}\.H26-231109-0001$/)
      expect(view.status).toBe('received')
      // Three working days of eight hours from Thursday 09:00: Friday, Monday, Tuesday.
      expect(view.clock.dueAt).toBe('2023-11-14T02:00:00.000Z')
      expect(view.clock.promisedAt).toBe(view.clock.dueAt)
      expect(view.allowedActions).toEqual(['hand_over', 'request_supplement'])
      expect(view.clock.explanation.vi.length).toBeGreaterThan(2)
    },
  )

  dbTest('goes from desk to specialist to leader to clerk and back to its owner', async ({ db, clock }) => {
    const { city, id } = await filed(db, clock)
    expect((await does(city, 'motcua.00004', 'hand_over', id)).status).toBe('processing')
    await does(city, 'chuyenvien1.00004', 'claim', id)
    await does(city, 'chuyenvien1.00004', 'propose', id, { outcome: 'granted' })
    await does(city, 'lanhdao.00004', 'approve', id)
    const decided = await does(city, 'vanthu.00004', 'issue', id, { resultNumber: '01/QĐ', files: [] })
    expect(decided).toMatchObject({
      status: 'decided',
      nationalCode: 9,
      outcome: 'granted',
      resultNumber: '01/QĐ',
    })
    const returned = await does(city, 'motcua.00004', 'return_result', id, { receivedBy: 'Nguyễn Thị Thử' })
    expect(returned).toMatchObject({ status: 'returned', allowedActions: [] })
    expect(returned.steps.every((step) => step.state === 'done')).toBe(true)
    expect((await city.casework.verify(db)).differences).toEqual([])
  })

  dbTest('returned by the leader comes back to the specialist', async ({ db, clock }) => {
    const { city, id } = await filed(db, clock)
    await does(city, 'motcua.00004', 'hand_over', id)
    await does(city, 'chuyenvien1.00004', 'claim', id)
    await does(city, 'chuyenvien1.00004', 'propose', id, { outcome: 'denied' })
    await does(city, 'lanhdao.00004', 'return_for_rework', id, {
      reasonCode: 'wrong_ground',
      note: 'Xem lại điều 46',
    })
    const again = await does(city, 'chuyenvien1.00004', 'claim', id)
    expect(again.steps.find((step) => step.state === 'open')?.postKind).toBe('specialist')
    expect(again.history.map((line) => line.note)).toContain('Xem lại điều 46')
  })

  dbTest(
    'stands still while its owner supplies papers, and is due later by that time',
    async ({ db, clock }) => {
      const { city, id } = await filed(db, clock)
      await does(city, 'motcua.00004', 'request_supplement', id, {
        reasonCode: 'missing_component',
        faults: [{ what: 'Thiếu bản sao' }],
        dueOn: '2023-11-20',
      })
      clock.set('2023-11-13T02:00:00.000Z')
      const stopped = await getDossierView(city.dossiers.parts, await city.officer('motcua.00004'), id)
      expect(stopped.clock).toMatchObject({ state: 'paused', overdue: false })
      const supplied = await does(city, 'motcua.00004', 'supply_supplement', id)
      expect(supplied).toMatchObject({
        status: 'received',
        clock: {
          state: 'running',
          dueAt: '2023-11-16T02:00:00.000Z',
          promisedAt: '2023-11-14T02:00:00.000Z',
        },
      })
      await expect(
        does(city, 'motcua.00004', 'request_supplement', id, {
          reasonCode: 'missing_component',
          faults: [{ what: 'Lại thiếu' }],
          dueOn: '2023-11-20',
        }),
      ).rejects.toMatchObject({ code: 'dossiers.supplement_needs_approval' })
    },
  )

  dbTest('is overdue once its due moment has passed', async ({ db, clock }) => {
    const { desk, id, parts } = await filed(db, clock)
    clock.set('2023-11-14T02:01:00.000Z')
    expect((await getDossierView(parts, desk, id)).clock.overdue).toBe(true)
    expect(await countWork(parts, desk)).toMatchObject({ total: 1, overdue: 1 })
  })

  dbTest('may be withdrawn by its owner once the desk accepts', async ({ db, clock }) => {
    const { city, id, parts } = await filed(db, clock)
    await actAsOwner(parts, 'withdraw', id, { version: 1, commandKey: aKey() })
    const kept = await does(city, 'motcua.00004', 'reject_withdrawal', id, { reasonCode: 'third_party' })
    expect(kept).toMatchObject({ status: 'received', allowedActions: expect.arrayContaining(['hand_over']) })
    await actAsOwner(parts, 'withdraw', id, { version: kept.version, commandKey: aKey() })
    expect(await does(city, 'motcua.00004', 'accept_withdrawal', id)).toMatchObject({
      status: 'stopped',
      nationalCode: 8,
    })
  })
})

describe('a dossier filed at a commune for a department', () => {
  dbTest('travels commune, department, commune', async ({ db, clock }) => {
    const { city, id } = await filed(db, clock, LAWYER_LICENCE)
    const away = await does(city, 'motcua.00004', 'hand_over', id)
    expect(away.holdingUnit.name).toBe('Sở Tư pháp')
    await does(city, 'motcua.so-tu-phap', 'hand_over', id)
    const specialists = (await city.organisation.listOfficers()).filter(
      (one) => one.postKind === 'specialist' && one.unitId === city.unitId('so-tu-phap'),
    )
    let holder = ''
    for (const specialist of specialists) {
      const lines = await listWork(city.dossiers.parts, specialist, {})
      if (lines.length > 0 && !holder) {
        holder = specialist.name
        const at = await city.casework.getCase(db, id)
        await actOnDossier(city.dossiers.parts, specialist, 'claim', id, {
          version: at.version,
          commandKey: aKey(),
        })
        await actOnDossier(city.dossiers.parts, specialist, 'propose', id, {
          version: at.version + 1,
          commandKey: aKey(),
          outcome: 'granted',
        })
      }
    }
    expect(holder).not.toBe('')
    await does(city, 'truongphong.so-tu-phap', 'review', id)
    await does(city, 'lanhdao.so-tu-phap', 'approve', id)
    const back = await does(city, 'vanthu.so-tu-phap', 'issue', id, { resultNumber: '9/CC', files: [] })
    expect(back).toMatchObject({ status: 'decided', holdingUnit: { name: 'Phường Trúc Bạch' } })
    expect(await does(city, 'motcua.00004', 'return_result', id)).toMatchObject({ status: 'returned' })
  })
})

describe('what is refused', () => {
  dbTest('another unit can neither see nor move a dossier', async ({ db, clock }) => {
    const { city, id, parts } = await filed(db, clock)
    const stranger = await city.officer('motcua.00001')
    await expect(getDossierView(parts, stranger, id)).rejects.toMatchObject({ code: 'dossiers.not_yours' })
    await expect(
      actOnDossier(parts, stranger, 'hand_over', id, { version: 1, commandKey: aKey() }),
    ).rejects.toMatchObject({ code: 'dossiers.action_not_allowed' })
    expect(await findLines(parts, stranger, 'Nguyễn Thị Thử', 10)).toEqual([])
  })

  dbTest(
    'a stale version changes nothing, and the same key answers twice with one step',
    async ({ db, clock }) => {
      const { desk, id, parts, city } = await filed(db, clock)
      const body = { version: 1, commandKey: aKey() }
      const first = await actOnDossier(parts, desk, 'hand_over', id, body)
      const second = await actOnDossier(parts, desk, 'hand_over', id, body)
      expect(second).toMatchObject({ repeated: true, snapshot: { version: first.snapshot.version } })
      await expect(
        actOnDossier(parts, desk, 'hand_over', id, { version: 1, commandKey: aKey() }),
      ).rejects.toMatchObject({ code: 'casework.stale_version' })
      expect(await city.casework.listEvents(db, id)).toHaveLength(2)
    },
  )

  dbTest('the same filing sent twice is one dossier', async ({ db, clock }) => {
    const { desk, filing, snapshot, parts } = await filed(db, clock)
    const again = await fileAtCounter(parts, desk, filing)
    expect(again).toMatchObject({
      repeated: true,
      snapshot: { caseId: snapshot.caseId, code: snapshot.code },
    })
  })

  dbTest(
    'names with markup or direction marks are refused, decomposed ones are composed',
    async ({ db, clock }) => {
      const { city, desk, parts } = await filed(db, clock)
      for (const fullName of ['<b>Nguyễn</b>', 'Nguyễn \u202eThử', 'Nguyễn\u0007 Thử', '12345']) {
        const filing = await aFiling(city, { owner: { kind: 'citizen', fullName } })
        await expect(fileAtCounter(parts, desk, filing)).rejects.toMatchObject({ code: 'dossiers.bad_name' })
      }
      const { snapshot } = await fileAtCounter(
        parts,
        desk,
        await aFiling(city, { owner: { kind: 'citizen', fullName: 'Nguyễn Ánh'.normalize('NFD') } }),
      )
      expect(snapshot.title).toBe('Nguyễn Ánh'.normalize('NFC'))
      expect(await findLines(parts, desk, 'nguyen anh', 10)).toHaveLength(1)
    },
  )

  dbTest('missing and wrong fields are told all at once', async ({ db, clock }) => {
    const { city, desk, parts } = await filed(db, clock)
    const filing = await aFiling(city, { form: { wardBirthDate: '2023-02-31' } })
    await expect(fileAtCounter(parts, desk, filing)).rejects.toMatchObject({
      code: 'dossiers.fields',
      facts: {
        problems: expect.arrayContaining([
          expect.objectContaining({ field: 'guardianName' }),
          expect.objectContaining({ field: 'wardBirthDate' }),
        ]),
      },
    })
  })

  dbTest('unknown codes, closed days and moments that cannot be are told by name', async ({ db, clock }) => {
    const { city, desk, id, parts } = await filed(db, clock)
    await expect(
      fileAtCounter(parts, desk, { ...(await aFiling(city)), procedureCode: '9.999999' }),
    ).rejects.toMatchObject({ code: 'catalogue.not_found' })
    await expect(
      fileAtCounter(
        parts,
        desk,
        await aFiling(city, { components: [{ componentId: 'nothing', originals: 1, copies: 0 }] }),
      ),
    ).rejects.toMatchObject({ code: 'dossiers.unknown_component' })
    await expect(
      fileAtCounter(parts, desk, await aFiling(city, { happenedAt: '2023-11-10T02:00:00.000Z' })),
    ).rejects.toMatchObject({ code: 'dossiers.happened_at' })
    const ask = { version: 1, commandKey: aKey(), faults: [{ what: 'Thiếu giấy' }] }
    await expect(
      actOnDossier(parts, desk, 'request_supplement', id, {
        ...ask,
        reasonCode: 'no_such',
        dueOn: '2023-11-20',
      }),
    ).rejects.toMatchObject({ code: 'dossiers.unknown_reason' })
    for (const dueOn of ['2023-11-09', '2023-02-30', '2031-01-01']) {
      await expect(
        actOnDossier(parts, desk, 'request_supplement', id, {
          ...ask,
          reasonCode: 'missing_component',
          dueOn,
        }),
      ).rejects.toMatchObject({ code: 'dossiers.supplement_date' })
    }
  })

  dbTest('a due date beyond the calendar is refused and nothing is filed', async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    clock.set('2032-12-31T08:00:00.000Z')
    const desk = await city.officer('motcua.00004')
    await expect(fileAtCounter(city.dossiers.parts, desk, await aFiling(city))).rejects.toMatchObject({
      code: 'calendar.out_of_range',
    })
    expect(await countWork(city.dossiers.parts, desk).catch(() => ({ total: 0 }))).toMatchObject({ total: 0 })
  })

  dbTest('a clock that jumps back does not turn the history round', async ({ db, clock }) => {
    const { city, id } = await filed(db, clock)
    clock.advance(-3_600_000)
    await does(city, 'motcua.00004', 'hand_over', id)
    const events = await city.casework.listEvents(db, id)
    expect(events.map((event) => event.recordedAt)).toEqual(
      [...events.map((event) => event.recordedAt)].sort(),
    )
  })
})

describe('a dossier filed online', () => {
  dbTest('waits without a clock until the desk receives it', async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const { channel: _channel, commandKey, ...filing } = await aFiling(city)
    const { snapshot } = await fileOnline(city.dossiers.parts, filing, {
      key: commandKey,
      account: 'someone',
    })
    expect(snapshot).toMatchObject({ status: 'submitted', clock: null, receivedAt: null })
    const received = await does(city, 'motcua.00004', 'receive', snapshot.caseId)
    expect(received).toMatchObject({ status: 'received', clock: { state: 'running' } })
    expect(received.slips).toEqual(['01', '06'])
  })
})

committedTest('sixteen desks that act at once on one dossier move it once', async ({ db, clock }) => {
  const { desk, id, parts, city } = await filed(db, clock)
  const answers = await Promise.allSettled(
    Array.from({ length: 16 }, () =>
      actOnDossier(parts, desk, 'hand_over', id, { version: 1, commandKey: aKey() }),
    ),
  )
  expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
  expect(await city.casework.listEvents(db, id)).toHaveLength(2)
  expect((await city.casework.verify(db)).differences).toEqual([])
})

dbTest('a running dossier keeps the version of the procedure it was filed under', async ({ db, clock }) => {
  const { city, desk, id, parts } = await filed(db, clock)
  const { record } = demoProcedures().find((one) => one.record.code === GUARDIANSHIP) ?? {}
  if (!record) throw new Error('the demo procedure is missing')
  await seedProcedures(db, clock, [{ ...record, name: 'Đăng ký giám hộ (sửa đổi)' }], {
    validFrom: '2023-11-09',
  })
  const { snapshot } = await fileAtCounter(parts, desk, await aFiling(city))
  expect((await getDossierView(parts, desk, snapshot.caseId)).procedure).toMatchObject({
    name: 'Đăng ký giám hộ (sửa đổi)',
    versionId: `${GUARDIANSHIP}@2`,
  })
  expect((await getDossierView(parts, desk, id)).procedure).toMatchObject({
    name: record.name,
    versionId: `${GUARDIANSHIP}@1`,
  })
})
