import { sql } from 'kysely'
import { expect } from 'vitest'
import { dueAt } from '#modules/calendar/contract.ts'
import { dbTest } from '#testing/db-test.ts'
import { aCity, aDecidedDraft, applied, fileSome, ON_THE_DAY } from '#testing/a-reorganisation.ts'

dbTest(
  'dossiers that come to an office of other hours keep their dates, and their clocks, tasks and timers follow its calendar',
  async ({ db, clock }) => {
    const around = await aCity(db, clock)
    const { city, author } = around
    const filed = await fileSome(city, 40)
    const before = await city.casework.findCases(
      db,
      filed.map((one) => one.caseId),
    )
    const old = before[0]?.calendarId ?? 0
    const other = city.calendar.all().find((one) => one.id !== old)
    if (!other) throw new Error('the small city keeps two calendars')
    const id = await aDecidedDraft(around)
    const planned = {
      code: '00090',
      act: 'open',
      name: 'Phường Hồng Hà',
      kind: 'Phường',
      tier: 'commune',
    } as const
    await city.reorganisations.planUnits(author, id, [
      { ...planned, parentCode: '01', agencyCode: 'H26.902', calendarId: other.id },
    ])
    for (const { caseId, dueWt } of before)
      await sql`insert into casework.timer (shard_key, case_id, timer_key, calendar_id, due_wt)
        values (casework.shard_of(${caseId}), ${caseId}, 'own:thử', ${old}, ${dueWt})`.execute(db)
    await applied(around, id)
    clock.set(ON_THE_DAY)
    await city.reorganisations.goOn()

    const after = await city.casework.findCases(
      db,
      filed.map((one) => one.caseId),
    )
    const moved = after.filter((one) => one.unitId === city.unitId('00090'))
    expect(moved.length).toBeGreaterThan(0)
    expect(moved.length).toBeLessThan(after.length)
    for (const one of after) {
      const was = before.find(({ caseId }) => caseId === one.caseId)
      const isMoved = moved.includes(one)
      expect(one.calendarId).toBe(isMoved ? other.id : old)
      expect(one.marking.map((task) => task.calendarId)).toEqual([one.calendarId])
      expect(one.promisedAt).toBe(was?.promisedAt)
      if (!one.clock || !was?.clock) throw new Error('filed dossiers have clocks')
      expect(dueAt(one.clock, city.calendar.get(one.calendarId))).toEqual(
        dueAt(was.clock, city.calendar.get(old)),
      )
      const { rows } = await sql<{ calendar: number }>`
        select calendar_id as calendar from casework.timer where case_id = ${one.caseId} and timer_key = 'own:thử'`.execute(
        db,
      )
      expect(rows).toEqual([{ calendar: one.calendarId }])
    }
    // No event tells of the timers that were put here by hand.
    await sql`delete from casework.timer where timer_key = 'own:thử'`.execute(db)
    expect((await city.casework.verify(db)).differences).toEqual([])
  },
)
