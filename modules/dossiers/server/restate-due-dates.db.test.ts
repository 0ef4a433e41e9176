import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aSmallCity } from '#testing/small-city.ts'
import { getDossierView } from './dossier-view.ts'
import { fileAtCounter } from './file-dossier.ts'
import { restateDueDates } from './restate-due-dates.ts'

dbTest(
  'a newly declared closure moves due dates: working days without a write, same-day limits by one event',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const { parts } = city.dossiers
    const desk = await city.officer('motcua.00004')
    // Birth registration is answered the same day before 15:00, else the next working day.
    clock.set('2023-11-09T08:30:00.000Z')
    const sameDay = (await fileAtCounter(parts, desk, await aFiling(city, { procedureCode: '1.001193' })))
      .snapshot
    const inDays = (await fileAtCounter(parts, desk, await aFiling(city))).snapshot
    const before = await getDossierView(parts, desk, inDays.caseId)

    const operator = await city.officer('quantri')
    await city.calendar.declareDayOff(operator, {
      date: '2023-11-10',
      closedFrom: '15:00',
      kind: 'closure',
      nameVi: 'Nghỉ phòng bão',
      nameEn: 'Storm closure',
      legalGround: 'Công điện thử 01/CĐ',
    })
    const calendar = sameDay.calendarId
    expect(await restateDueDates(parts, calendar)).toBe(1)
    expect(await restateDueDates(parts, calendar)).toBe(0)

    const moved = await getDossierView(parts, desk, sameDay.caseId)
    expect(moved.clock).toMatchObject({
      dueAt: '2023-11-13T10:00:00.000Z',
      promisedAt: '2023-11-10T10:00:00.000Z',
    })
    const follows = await getDossierView(parts, desk, inDays.caseId)
    expect(new Date(follows.clock.dueAt ?? 0).getTime()).toBeGreaterThan(
      new Date(before.clock.dueAt ?? 0).getTime(),
    )
    expect(follows.version).toBe(before.version)
    expect(follows.clock.explanation.vi.join(' ')).toContain('Nghỉ phòng bão')
    expect((await city.casework.verify(db)).differences).toEqual([])
  },
)
