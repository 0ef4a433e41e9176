import { describe, expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { aCity, aDecidedDraft, applied, DAY, ON_THE_DAY } from '#testing/a-reorganisation.ts'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aSmallCity, LAWYER_LICENCE } from '#testing/small-city.ts'
import { getDossierView } from './dossier-view.ts'
import { fileAtCounter } from './file-dossier.ts'
import { findOnDay } from './find-on-day.ts'
import { asking, desk, does, inHand, leader, specialist } from './hands.test-builder.ts'
import { partsOnDay } from './parts-on-day.ts'
import { showDossierOnDay } from './show-dossier-on-day.ts'

const FILED_ON = '2023-11-09'
const NEXT_DAY = '2023-11-10T02:00:00.000Z'

describe('a dossier as of a past day', () => {
  dbTest(
    'stands as it stood at the end of the day, with what had happened by then and nothing to do',
    async ({ db, clock }) => {
      const { city, id, parts } = await inHand(db, clock)
      const reader = await city.officer(specialist)
      const then = await getDossierView(parts, reader, id)
      clock.set(NEXT_DAY)
      await does(city, specialist, 'request_supplement', id, asking)
      const seen = await showDossierOnDay(parts, reader, id, FILED_ON)
      expect(seen).toMatchObject({
        onDay: FILED_ON,
        version: then.version,
        status: 'processing',
        steps: then.steps,
        history: then.history,
        faults: [],
        allowedActions: [],
        slips: [],
      })
      expect(seen.clock).toMatchObject({ state: 'running', dueAt: then.clock.dueAt })
      expect(await showDossierOnDay(parts, reader, id, '2023-11-10')).toEqual(
        await getDossierView(parts, reader, id),
      )
    },
  )

  dbTest('however its case is read, nothing of a later day is told', async ({ db, clock }) => {
    const { city, id, parts } = await inHand(db, clock)
    const snapshot = await city.casework.getCase(db, id)
    const events = await city.casework.listEvents(db, id)
    clock.set(NEXT_DAY)
    await does(city, specialist, 'request_supplement', id, asking)
    expect((await city.casework.getCase(db, id)).version).toBe(snapshot.version + 1)
    const on = (day: string) => partsOnDay(parts, city.organisation.getPastDay(day))
    const { casework: then } = await on(FILED_ON)
    expect(await then.getCase(db, id)).toEqual(snapshot)
    expect(await then.findCase(db, id)).toEqual(snapshot)
    expect(await then.findCases(db, [id])).toEqual([snapshot])
    expect(await then.listEvents(db, id)).toEqual(events)
    expect(await then.historiesOf(db, [id])).toEqual(new Map([[id, events]]))
    const { casework: before } = await on('2023-11-08')
    expect(await before.findCase(db, id)).toBeUndefined()
    expect(await before.listEvents(db, id)).toEqual([])
    expect(await before.historiesOf(db, [id])).toEqual(new Map())
    await expect(before.getCase(db, id)).rejects.toMatchObject({ code: 'dossiers.not_found' })
  })

  dbTest('a holiday declared later does not move the due date it had then', async ({ db, clock }) => {
    const { city, id, parts } = await inHand(db, clock)
    const reader = await city.officer(specialist)
    const then = await getDossierView(parts, reader, id)
    clock.set(NEXT_DAY)
    await city.calendar.declareDayOff(await city.officer('kiemsoat.hanoi'), {
      date: '2023-11-13',
      kind: 'closure',
      nameVi: 'Nghỉ tránh bão',
      nameEn: 'Storm',
      legalGround: 'Công điện thử',
    })
    const now = await getDossierView(parts, reader, id)
    expect(now.clock.dueAt).not.toBe(then.clock.dueAt)
    expect(now.clock.explanation.vi.join()).toContain('Nghỉ tránh bão')
    const seen = await showDossierOnDay(parts, reader, id, FILED_ON)
    expect(seen.clock.dueAt).toBe(then.clock.dueAt)
    expect(seen.clock.explanation).toEqual(then.clock.explanation)
    const { lines } = await findOnDay(parts, reader, { q: 'thử', on: FILED_ON, unit: undefined, limit: 9 })
    expect(lines.map(({ dueAt }) => dueAt)).toEqual([then.clock.dueAt])
  })

  dbTest('papers that were supplied later are not shown before', async ({ db, clock }) => {
    const { city, id, parts } = await inHand(db, clock)
    const reader = await city.officer(specialist)
    const before = await getDossierView(parts, reader, id)
    const componentId = before.components[0]?.componentId ?? ''
    await does(city, specialist, 'request_supplement', id, asking)
    clock.set(NEXT_DAY)
    const components = [{ componentId, originals: 1, copies: 0 }]
    await does(city, desk, 'supply_supplement', id, { components })
    const received = async (on: string) =>
      (await showDossierOnDay(parts, reader, id, on)).components.find(
        (one) => one.componentId === componentId,
      )?.received ?? null
    expect(await received(FILED_ON)).toBeNull()
    expect(await received('2023-11-10')).toMatchObject(components[0] ?? {})
  })

  dbTest('what was written down later counts from when it happened', async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const happenedAt = clock.now().toISOString()
    clock.set(NEXT_DAY)
    const officer = await city.officer(desk)
    const { snapshot } = await fileAtCounter(
      city.dossiers.parts,
      officer,
      await aFiling(city, { happenedAt }),
    )
    const seen = await showDossierOnDay(city.dossiers.parts, officer, snapshot.caseId, FILED_ON)
    expect(seen.history.map(({ type }) => type)).toEqual(['dossiers.received'])
    const asked = { q: snapshot.code, on: FILED_ON, unit: undefined, limit: 9 }
    expect((await findOnDay(city.dossiers.parts, officer, asked)).lines).toHaveLength(1)
  })

  dbTest('shows an agency that was asked its own part, from the day it was asked', async ({ db, clock }) => {
    const { city, id, parts } = await inHand(db, clock)
    const asked = await city.officer('lanhdao.so-tu-phap')
    clock.set(NEXT_DAY)
    await does(city, specialist, 'consult', id, {
      question: 'Đề nghị cho ý kiến',
      asked: [{ unitId: asked.unitId, limit: { unit: 'working_days', amount: 2 } }],
      silence: 'recorded',
      extension: 'on_request',
    })
    clock.set('2023-11-13T02:00:00.000Z')
    expect(await showDossierOnDay(parts, asked, id, '2023-11-10')).toMatchObject({
      shown: 'to_asked_agency',
      opinions: [{ no: 1, state: 'asked', isOverdue: false, allowedActions: [] }],
      history: [],
    })
    await expect(showDossierOnDay(parts, asked, id, FILED_ON)).rejects.toMatchObject({
      code: 'dossiers.not_yours',
    })
  })

  dbTest(
    'is refused where it was not filed yet, and to whoever may not read it today',
    async ({ db, clock }) => {
      const { city, id, parts } = await inHand(db, clock)
      const show = async (login: string, on: string) =>
        showDossierOnDay(parts, await city.officer(login), id, on)
      clock.set(NEXT_DAY)
      await expect(show(specialist, '2023-11-08')).rejects.toMatchObject({
        code: 'dossiers.not_filed_yet',
        facts: { filedOn: FILED_ON },
      })
      await expect(show('motcua.00001', FILED_ON)).rejects.toMatchObject({ code: 'dossiers.not_yours' })
      for (const [on, code] of [
        ['2023-11-11', 'organisation.day_to_come'],
        ['2022-12-31', 'organisation.before_first_unit'],
        ['2023-02-30', 'organisation.wrong_day'],
        ['hôm qua', 'organisation.wrong_day'],
      ] as const)
        await expect(show(specialist, on)).rejects.toMatchObject({ code, kind: 'invalid' })
    },
  )
})

/** A dossier of each ward filed on the 9th; on 1 December one ward is whole in a new one, the other parted. */
async function acrossTheChange(db: AnyDb, clock: FakeClock) {
  const around = await aCity(db, clock)
  const { city } = around
  const { parts } = city.dossiers
  const file = async (ward: string) => {
    const receivingUnitId = city.unitId(ward)
    const { snapshot } = await fileAtCounter(
      parts,
      await city.officer(`motcua.${ward}`),
      await aFiling(city, { receivingUnitId }),
    )
    return { code: snapshot.code, caseId: snapshot.caseId, unitId: receivingUnitId }
  }
  const [whole, parted] = [await file('00001'), await file('00004')]
  const district = city.unitId('001')
  const former = await city.officer('lanhdao.001')
  const id = await aDecidedDraft(around)
  await applied(around, id)
  clock.set(ON_THE_DAY)
  await city.reorganisations.goOn()
  const found = async (login: string, asked: { on?: string; unit?: number } = {}) =>
    findOnDay(parts, await city.officer(login), {
      q: 'nguyễn thị',
      on: asked.on ?? FILED_ON,
      unit: asked.unit,
      limit: 50,
    })
  return { city, parts, whole, parted, district, former, found }
}

describe('a search as of a past day', () => {
  dbTest(
    'an heir finds what its forebears held under their names of then, and others’ dossiers stay theirs',
    async ({ db, clock }) => {
      const { city, whole, parted, found } = await acrossTheChange(db, clock)
      const heir = await found('motcua.00001')
      const line = heir.lines.find(({ code }) => code === whole.code)
      expect(heir.onDay).toBe(FILED_ON)
      expect(line).toMatchObject({
        status: 'received',
        holdingUnit: { id: whole.unitId, name: 'Phường Phúc Xá' },
        allowedActions: [],
      })
      const now = await city.casework.getCase(db, parted.caseId)
      const mine = now.unitId === city.unitId('00004') ? 'motcua.00001' : 'motcua2.00004'
      const theirs = mine === 'motcua.00001' ? 'motcua2.00004' : 'motcua.00001'
      const codes = async (login: string) => (await found(login)).lines.map(({ code }) => code)
      expect(await codes(mine)).toContain(parted.code)
      expect(await codes(theirs)).not.toContain(parted.code)
      expect(await codes('motcua2.00004')).not.toContain(whole.code)
      const later = await found('motcua.00001', { on: DAY })
      expect(later.lines.find(({ code }) => code === whole.code)?.holdingUnit.name).toBe('Phường Ba Đình')
    },
  )

  dbTest('a unit of that day’s map holds what it and the units below it held', async ({ db, clock }) => {
    const { city, whole, parted, district, found } = await acrossTheChange(db, clock)
    const codes = async (unit: number, on = FILED_ON) =>
      (await found('kiemsoat.hanoi', { unit, on })).lines.map(({ code }) => code).toSorted()
    expect(await codes(whole.unitId)).toEqual([whole.code])
    expect(await codes(district)).toEqual([whole.code, parted.code].toSorted())
    expect(await codes(city.unitId('so-tu-phap'))).toEqual([])
    await expect(codes(district, DAY)).rejects.toMatchObject({ code: 'dossiers.unit_not_open' })
    await expect(codes(city.unitId('00004'))).rejects.toMatchObject({ code: 'dossiers.unit_not_open' })
    await expect(found('motcua2.00004', { unit: whole.unitId })).rejects.toMatchObject({
      code: 'dossiers.not_yours',
    })
  })

  dbTest('whoever held a post of then gains nothing by looking back', async ({ db, clock }) => {
    const { parts, former, whole, district, found } = await acrossTheChange(db, clock)
    // The session of a post that ended is over; were it still believed, today's rights would refuse it.
    const asked = { q: whole.code, on: FILED_ON, unit: undefined, limit: 9 }
    expect((await findOnDay(parts, former, asked)).lines).toEqual([])
    await expect(showDossierOnDay(parts, former, whole.caseId, FILED_ON)).rejects.toMatchObject({
      code: 'dossiers.not_yours',
    })
    await expect(found('lanhdao.so-tu-phap', { unit: district })).rejects.toMatchObject({
      code: 'dossiers.not_yours',
    })
  })

  dbTest('says that there is more than it shows', async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const officer = await city.officer(leader)
    for (let turn = 0; turn < 3; turn++)
      await fileAtCounter(city.dossiers.parts, await city.officer(desk), await aFiling(city))
    clock.set(NEXT_DAY)
    const find = (limit: number) =>
      findOnDay(city.dossiers.parts, officer, { q: 'thử', on: FILED_ON, unit: undefined, limit })
    expect(await find(2)).toMatchObject({ more: true, lines: [{}, {}] })
    expect(await find(3)).toMatchObject({ more: false, lines: [{}, {}, {}] })
  })

  dbTest(
    'looks page after page for what is far back, stops at its bounds, and says then that there may be more',
    async ({ db, clock }) => {
      const city = await aSmallCity(db, clock)
      const { parts } = city.dossiers
      const receiver = await city.officer(desk)
      const file = async () =>
        (await fileAtCounter(parts, receiver, await aFiling(city, { procedureCode: LAWYER_LICENCE })))
          .snapshot
      const held = await file()
      await does(city, desk, 'hand_over', held.caseId)
      // A whole page of what the department decides and does not hold yet, one of which went on the day after.
      for (let turn = 0; turn < 100; turn++) {
        clock.advance(1_000)
        await file()
      }
      const late = await file()
      clock.set(NEXT_DAY)
      await does(city, desk, 'hand_over', late.caseId)

      const controller = await city.officer('kiemsoat.hanoi')
      const asked = { q: 'thử', on: FILED_ON, unit: city.unitId('so-tu-phap'), limit: 9 }
      const find = async (most?: { lookedAt: number; readBack: number }) => {
        const { lines, more } = await findOnDay(parts, controller, asked, most)
        return { codes: lines.map(({ code }) => code), more }
      }
      const found = { codes: [held.code], more: false }
      const stopped = { codes: [], more: true }
      expect(await find()).toEqual(found)
      expect(await find({ lookedAt: 101, readBack: 2 })).toEqual(found)
      expect(await find({ lookedAt: 100, readBack: 2 })).toEqual(stopped)
      expect(await find({ lookedAt: 101, readBack: 1 })).toEqual(stopped)
    },
  )
})
