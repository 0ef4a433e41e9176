import { expect } from 'vitest'
import type { LegalClock } from '#modules/calendar/contract.ts'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aSmallCity } from '#testing/small-city.ts'
import { listMoved } from './list-moved.ts'
import { getDossierView } from './dossier-view.ts'
import { fileAtCounter } from './file-dossier.ts'
import { tellMoved } from './tell-moved.ts'
import { restateOldClocks } from './restate-old-clocks.ts'

const closure = {
  date: '2023-11-10',
  closedFrom: '15:00',
  kind: 'closure' as const,
  nameVi: 'Nghỉ phòng bão',
  nameEn: 'Storm closure',
  legalGround: 'Công điện thử 01/CĐ',
}

dbTest(
  'a newly declared closure moves every due date at once, and no dossier is written',
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

    await city.calendar.declareDayOff(await city.officer('quantri'), closure)

    const moved = await getDossierView(parts, desk, sameDay.caseId)
    expect(moved).toMatchObject({
      version: sameDay.version,
      clock: { dueAt: '2023-11-13T10:00:00.000Z', promisedAt: '2023-11-10T10:00:00.000Z' },
    })
    const follows = await getDossierView(parts, desk, inDays.caseId)
    expect(Date.parse(follows.clock.dueAt ?? '')).toBeGreaterThan(Date.parse(before.clock.dueAt ?? ''))
    expect(follows.version).toBe(before.version)
    expect(follows.clock.explanation.vi.join(' ')).toContain('Nghỉ phòng bão')
    expect((await city.casework.verify(db)).differences).toEqual([])

    const { version } = city.calendar.get(sameDay.calendarId)
    const list = await listMoved(parts, desk, { calendarId: sameDay.calendarId, version })
    // Both were filed in one millisecond, so either may have the lower number.
    list.dossiers.sort((a, b) => (a.code < b.code ? -1 : 1))
    expect(list).toMatchObject({
      count: 2,
      after: null,
      dossiers: [
        { code: sameDay.code, dueBefore: '2023-11-10T10:00:00.000Z', dueAfter: '2023-11-13T10:00:00.000Z' },
        { code: inDays.code, dueBefore: before.clock.dueAt, dueAfter: follows.clock.dueAt },
      ],
    })
    // What was declared later does not change what this declaration moved.
    const later = { ...closure, date: '2023-11-14', closedFrom: '08:00' }
    await city.calendar.declareDayOff(await city.officer('quantri'), later)
    expect((await listMoved(parts, desk, { calendarId: sameDay.calendarId, version })).count).toBe(list.count)
    await expect(
      listMoved(parts, desk, { calendarId: sameDay.calendarId, version: 99 }),
    ).rejects.toMatchObject({
      code: 'calendar.no_such_version',
    })
  },
)

dbTest('whoever watches a dossier is told once that its due date moved', async ({ db, clock }) => {
  const city = await aSmallCity(db, clock)
  const { parts } = city.dossiers
  const desk = await city.officer('motcua.00004')
  const leader = { officer: (await city.officer('lanhdao.00004')).accountId }
  clock.set('2023-11-09T08:30:00.000Z')
  const watched = (await fileAtCounter(parts, desk, await aFiling(city))).snapshot
  await fileAtCounter(parts, desk, await aFiling(city))
  await parts.notifications.watch(leader, { caseId: watched.caseId, code: watched.code })
  const before = city.calendar.get(watched.calendarId)
  await city.calendar.declareDayOff(await city.officer('quantri'), closure)
  const changed = [{ before, after: city.calendar.get(watched.calendarId) }]

  expect(await tellMoved(parts, changed)).toBe(1)
  expect(await tellMoved(parts, changed)).toBe(0)

  const inbox = await parts.notifications.readInbox(leader)
  expect(inbox.notices.map(({ topic, code }) => [topic, code])).toEqual([['due_moved', watched.code]])
})

dbTest(
  'a clock of the first release is put on its line once, as an event of its dossier',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const { parts } = city.dossiers
    const desk = await city.officer('motcua.00004')
    clock.set('2023-11-09T08:30:00.000Z')
    const filed = (await fileAtCounter(parts, desk, await aFiling(city, { procedureCode: '1.001193' })))
      .snapshot
    const { startDay: _, ...old } = filed.clock as LegalClock
    const { snapshot } = await city.casework.advance(db, filed, {
      key: 'as-the-first-release',
      type: 'dossiers.due_restated',
      actor: { accountId: null, postId: null, unitId: null },
      set: { clock: old },
    })

    expect(await restateOldClocks(parts)).toBe(1)
    expect(await restateOldClocks(parts)).toBe(0)

    const found = await city.casework.getCase(db, snapshot.caseId)
    expect(found).toMatchObject({
      version: snapshot.version + 1,
      clock: { startDay: 19670, dueWt: filed.dueWt },
    })
    expect((await city.casework.verify(db)).differences).toEqual([])
  },
)
