import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { aKey } from '#testing/small-city.ts'
import {
  act,
  aLinkedCity,
  decide,
  fileLinked,
  hear,
  INSURANCE,
  look,
  partOf,
  POLICE,
  statesOf,
} from './linked-city.test-builder.ts'
import { findDossier } from './dossier-store.ts'
import { listComingParts } from './linked-view.ts'
import { onLinkEvent } from './on-link-event.ts'
import { placePart } from './place-part.ts'

const HOUR = 3_600_000

dbTest(
  'filed once, its parts are opened one after another and side by side, each with its own code, unit and slice',
  async ({ db, clock }) => {
    const city = await aLinkedCity(db, clock)
    const id = await fileLinked(city)
    expect(await statesOf(city, id)).toEqual({ birth: 'waiting', residence: 'waiting', insurance: 'waiting' })
    await hear(city, db)
    const birth = await partOf(city, id, 'birth')
    expect(birth).toMatchObject({ state: 'open', unit: { id: city.unitId('00004') } })
    // Same day, before three: by closing time.
    expect(birth.dueAt).toBe('2023-11-09T10:00:00.000Z')

    clock.advance(2 * HOUR)
    await decide(city, '00004', birth.caseId)
    await hear(city, db)
    expect(await statesOf(city, id)).toEqual({ birth: 'granted', residence: 'open', insurance: 'open' })
    const [residence, insurance] = [await partOf(city, id, 'residence'), await partOf(city, id, 'insurance')]
    expect([residence.unit?.id, insurance.unit?.id]).toEqual([city.unitId(POLICE), city.unitId(INSURANCE)])
    expect(new Set([birth.code, residence.code, insurance.code, (await look(city, id)).code]).size).toBe(4)
    // Fifteen and ten calendar days from the hand-over, neither ending on a day off.
    expect([residence.dueAt, insurance.dueAt]).toEqual([
      '2023-11-24T10:00:00.000Z',
      '2023-11-20T10:00:00.000Z',
    ])
    expect((await look(city, id)).linked?.expectedAt).toBe(residence.dueAt)
  },
)

dbTest(
  'the whole is due as the law says, and its desk is told when the longest path ends after that',
  async ({ db, clock }) => {
    const city = await aLinkedCity(db, clock)
    const id = await fileLinked(city)
    await hear(city, db)
    const fresh = await look(city, id)
    // Twenty working days from Thursday 9 November.
    expect(fresh.clock.dueAt).toBe('2023-12-07T02:00:00.000Z')
    expect(fresh.clock.promisedAt).toBe(fresh.clock.dueAt)
    expect(fresh.linked).toMatchObject({ atRisk: false, legalGround: '05/2015/TTLT-BTP-BCA-BYT' })
    clock.advance(20 * 24 * HOUR)
    expect((await look(city, id)).linked?.atRisk).toBe(true)
  },
)

dbTest(
  'the result of a part goes back to the whole and serves as a paper of the parts after it',
  async ({ db, clock }) => {
    const city = await aLinkedCity(db, clock)
    const id = await fileLinked(city)
    await hear(city, db)
    await decide(city, '00004', (await partOf(city, id, 'birth')).caseId)
    await hear(city, db)
    const birth = await partOf(city, id, 'birth')
    expect(birth.resultNumber).toMatch(/KQ$/)
    expect((await look(city, birth.caseId ?? '')).status).toBe('returned')
    const residence = await look(city, (await partOf(city, id, 'residence')).caseId ?? '')
    const kinship = residence.components.find(({ name }) => name === 'Giấy tờ về quan hệ nhân thân')
    expect(kinship?.received).toMatchObject({ fromData: true })
    const form = residence.components.find(({ name }) => name.includes('CT01'))
    expect(form?.received).toMatchObject({ originals: 1 })
    expect(residence.owner.fullName).toBe('Nguyễn Thị Thử')
    expect(residence.linked).toMatchObject({ part: 'residence', parentCaseId: id })
    // The desk that received the whole has received its parts; the specialist of the police is next.
    expect(residence.steps.map(({ state }) => state)).toEqual(['done', 'open', 'ahead', 'ahead', 'ahead'])
  },
)

dbTest(
  'a parent may not be decided while a required part is open, and the refusal names part, unit and due date',
  async ({ db, clock }) => {
    const city = await aLinkedCity(db, clock)
    const id = await fileLinked(city)
    await hear(city, db)
    await act(city, 'motcua.00004', 'hand_over', id)
    await act(city, 'chuyenvien1.00004', 'claim', id)
    expect((await look(city, id, 'chuyenvien1.00004')).allowedActions).not.toContain('propose')
    await expect(act(city, 'chuyenvien1.00004', 'propose', id, { outcome: 'granted' })).rejects.toMatchObject(
      {
        code: 'dossiers.parts_open',
        vi: expect.stringContaining('Đăng ký khai sinh (Phường Trúc Bạch, hạn'),
      },
    )
    await decide(city, '00004', (await partOf(city, id, 'birth')).caseId)
    await hear(city, db)
    await decide(city, POLICE, (await partOf(city, id, 'residence')).caseId, 'denied')
    await decide(city, INSURANCE, (await partOf(city, id, 'insurance')).caseId)
    await hear(city, db)
    expect(await statesOf(city, id)).toEqual({ birth: 'granted', residence: 'denied', insurance: 'granted' })
    expect((await look(city, id)).linked?.expectedAt).toBe(null)
    await act(city, 'chuyenvien1.00004', 'propose', id, { outcome: 'granted' })
    await act(city, 'vanthu.00004', 'issue', id, { resultNumber: '1/LT', files: [] })
    expect((await look(city, id)).status).toBe('decided')
    expect((await city.casework.verify(db)).differences).toEqual([])
    expect(await city.dossiers.verifyLinks()).toEqual({ parents: 1, differences: [] })
  },
)

dbTest(
  'a part on which all others rest ends the whole when it is denied, and nothing else begins',
  async ({ db, clock }) => {
    const city = await aLinkedCity(db, clock)
    const id = await fileLinked(city)
    await hear(city, db)
    await decide(city, '00004', (await partOf(city, id, 'birth')).caseId, 'denied')
    await hear(city, db)
    expect(await statesOf(city, id)).toEqual({ birth: 'denied', residence: 'dropped', insurance: 'dropped' })
    const view = await look(city, id)
    expect(view.status).toBe('stopped')
    expect(view.history.at(-1)?.vi).toContain('Dừng giải quyết vì một phần bắt buộc')
  },
)

dbTest(
  'a parent that is withdrawn takes its open parts along, each with its own event',
  async ({ db, clock }) => {
    const city = await aLinkedCity(db, clock)
    const id = await fileLinked(city)
    await hear(city, db)
    await decide(city, '00004', (await partOf(city, id, 'birth')).caseId)
    await hear(city, db)
    const residence = (await partOf(city, id, 'residence')).caseId ?? ''
    const { version } = await city.casework.getCase(db, id)
    const secret = (await city.dossiers.getOwned((await look(city, id)).code, await keyOf(city, id))).secret
    await city.dossiers.withdraw((await look(city, id)).code, { secret }, { version, commandKey: aKey() })
    await act(city, 'motcua.00004', 'accept_withdrawal', id)
    await hear(city, db)
    expect((await look(city, id)).status).toBe('stopped')
    const part = await look(city, residence)
    expect(part.status).toBe('stopped')
    expect(part.history.at(-1)?.type).toBe('dossiers.stopped_with_parent')
    expect(await statesOf(city, id)).toEqual({ birth: 'granted', residence: 'stopped', insurance: 'stopped' })
    expect((await city.dossiers.verifyLinks()).differences).toEqual([])
  },
)

dbTest(
  'a part that asks for papers stops its own slice and gives the whole two working days more, once',
  async ({ db, clock }) => {
    const city = await aLinkedCity(db, clock)
    const id = await fileLinked(city)
    await hear(city, db)
    await decide(city, '00004', (await partOf(city, id, 'birth')).caseId)
    await hear(city, db)
    const before = await look(city, id)
    const ask = { reasonCode: 'missing_component', faults: [{ what: 'Thiếu chữ ký' }], dueOn: '2023-11-20' }
    for (const [key, unit] of [
      ['residence', POLICE],
      ['insurance', INSURANCE],
    ] as const) {
      const { caseId } = await partOf(city, id, key)
      if (key === 'residence') await act(city, `chuyenvien1.${unit}`, 'claim', caseId)
      await act(
        city,
        key === 'residence' ? `chuyenvien1.${unit}` : `motcua.${unit}`,
        'request_supplement',
        caseId,
        ask,
      )
      await hear(city, db)
    }
    expect(await statesOf(city, id)).toMatchObject({ residence: 'paused', insurance: 'paused' })
    const after = await look(city, id)
    expect(before.clock.dueAt).toBe('2023-12-07T02:00:00.000Z')
    expect(after.clock.dueAt).toBe('2023-12-11T02:00:00.000Z')
    expect(after.clock.promisedAt).toBe(before.clock.promisedAt)
    expect(after.clock.state).toBe('running')
    expect(after.clock.explanation.vi.join(' ')).toContain('05/2015/TTLT-BTP-BCA-BYT')
    // The desk where it was filed hands in what is missing.
    const { caseId } = await partOf(city, id, 'residence')
    expect((await look(city, caseId ?? '')).allowedActions).toContain('supply_supplement')
  },
)

dbTest(
  'a slice that is passed marks the part for whoever follows the whole, and for whoever waits for it',
  async ({ db, clock }) => {
    const city = await aLinkedCity(db, clock)
    const id = await fileLinked(city)
    await hear(city, db)
    expect((await partOf(city, id, 'birth')).lateMinutes).toBe(null)
    clock.advance(24 * HOUR)
    const late = await partOf(city, id, 'birth')
    // Closed at five, now it is nine: an hour of work has passed.
    expect(late.lateMinutes).toBe(60)
    const { coming } = await coming4(city, POLICE)
    expect(coming).toMatchObject([
      { key: 'residence', parentCaseId: id, late: [{ name: 'Đăng ký khai sinh', minutes: 60 }] },
    ])
    const code = (await look(city, id)).code
    const { view } = await city.dossiers.getOwned(code, await keyOf(city, id))
    expect(view.linked?.parts.find(({ key }) => key === 'birth')?.lateMinutes).toBe(60)
    await decide(city, '00004', late.caseId)
    await hear(city, db)
    expect((await partOf(city, id, 'birth')).lateMinutes).toBe(60)
    expect((await look(city, id)).history.some(({ vi }) => vi.includes('(chấp thuận, quá hạn)'))).toBe(true)
    expect((await coming4(city, POLICE)).coming).toEqual([])
  },
)

dbTest(
  'a part nobody was found for is shown to the desk, which chooses a unit that can do it',
  async ({ db, clock }) => {
    const city = await aLinkedCity(db, clock, [INSURANCE])
    const id = await fileLinked(city)
    await hear(city, db)
    await decide(city, '00004', (await partOf(city, id, 'birth')).caseId)
    await hear(city, db)
    const part = await partOf(city, id, 'residence')
    expect(part).toMatchObject({ state: 'unplaced', unit: null, allowedActions: ['choose_unit'] })
    expect((await coming4(city, '00004')).unplaced).toMatchObject([{ key: 'residence', parentCaseId: id }])
    const choose = async (login: string, unitId: number, key = 'residence') =>
      placePart(city.dossiers.parts, await city.officer(login), id, key, {
        unitId,
        version: (await city.casework.getCase(db, id)).version,
        commandKey: aKey(),
      })
    await expect(choose('motcua.00001', city.unitId('00001'))).rejects.toMatchObject({
      code: 'dossiers.not_yours',
    })
    await expect(choose('motcua.00004', city.unitId('01'))).rejects.toMatchObject({
      code: 'dossiers.part_unit_cannot',
    })
    await expect(choose('motcua.00004', city.unitId('00004'), 'birth')).rejects.toMatchObject({
      code: 'dossiers.no_such_part',
    })
    await choose('motcua.00004', city.unitId('00001'))
    await hear(city, db)
    expect(await partOf(city, id, 'residence')).toMatchObject({
      state: 'open',
      unit: { id: city.unitId('00001') },
      allowedActions: [],
    })
    expect((await coming4(city, '00004')).unplaced).toEqual([])
  },
)

dbTest(
  'a part that a timer ended, without a person to say so, is heard of like any other',
  async ({ db, clock }) => {
    const city = await aLinkedCity(db, clock)
    const id = await fileLinked(city)
    await hear(city, db)
    const { caseId } = await partOf(city, id, 'birth')
    const birth = await city.casework.getCase(db, caseId ?? '')
    await city.casework.advance(db, birth, {
      key: aKey(),
      type: 'dossiers.decided',
      actor: { accountId: null, postId: null, unitId: null },
      set: { status: 'decided', outcome: 'granted', closedAt: clock.now().toISOString(), marking: [] },
    })
    const told = (await city.casework.listEvents(db, birth.caseId)).at(-1)
    if (!told) throw new Error('nothing told')
    const cursor = { xid: '0', caseId: birth.caseId, seq: told.seq }
    await onLinkEvent(city.dossiers.parts, { ...told, cursor })
    await hear(city, db)
    expect(await statesOf(city, id)).toEqual({ birth: 'granted', residence: 'open', insurance: 'open' })
  },
)

async function coming4(city: Awaited<ReturnType<typeof aLinkedCity>>, unit: string) {
  return listComingParts(city.dossiers.parts, await city.officer(`motcua.${unit}`))
}

async function keyOf(city: Awaited<ReturnType<typeof aLinkedCity>>, caseId: string) {
  return { secret: (await findDossier(city.dossiers.parts.db, caseId))?.secret ?? '' }
}
