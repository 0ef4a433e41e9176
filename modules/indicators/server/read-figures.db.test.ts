import { expect } from 'vitest'
import { caseIdOf } from '#platform/ids.ts'
import { dbTest } from '#testing/db-test.ts'
import { eventLog } from '../an-event.ts'
import { readingOf, timeZone } from './a-reading.test-builder.ts'
import { FOLD, foldEvents } from './fold-events.ts'
import { ensureCheckpoint } from './fold-store.ts'
import { readFigures, readFiguresOver } from './read-figures.ts'

const today = { from: '2023-11-09', to: '2023-11-09' }
const month = { from: '2023-11-01', to: '2023-11-09' }
const wholeWeekBefore = { from: '2023-11-01', to: '2023-11-03' }

dbTest(
  'a figure is compared with the same days a week earlier, and a running day only with the part of it that had passed',
  async ({ db }) => {
    await ensureCheckpoint(db, FOLD)
    const { event } = eventLog()
    // It is nine o'clock of Thursday the 9th in the city.
    const received = [
      ['2023-10-26T03:00:00.000Z', 11],
      ['2023-11-02T01:59:00.000Z', 11],
      ['2023-11-02T02:01:00.000Z', 11],
      ['2023-11-02T01:00:00.000Z', 12],
      ['2023-11-09T01:00:00.000Z', 11],
    ] as const
    await foldEvents(
      db,
      received.map(([at, unit], index) =>
        event(caseIdOf(Date.parse(at), 3, index + 1), at, {
          authorityId: unit,
          receivingUnitId: unit,
          calendarId: 1,
          receivedAt: at,
          clock: { startWt: 1000, pauses: [{ to: null }] },
        }),
      ),
      { timeZone, readCase: async () => [] },
    )

    const reading = readingOf(db)
    const weekBefore = async (unitId: number, periods: readonly (typeof today)[]) =>
      (await readFiguresOver(reading, { unitId }, periods)).views.map(
        ({ figures }) => figures.find(({ code }) => code === 'A01')?.sameTimeLastWeek,
      )
    expect(await weekBefore(11, [today, month, wholeWeekBefore])).toEqual([1, 2, 1])
    expect(await weekBefore(1, [today, month, wholeWeekBefore])).toEqual([2, 3, 1])
    const [ofToday, ofMonth] = (await readFiguresOver(reading, { unitId: 1 }, [today, month])).views
    expect(ofToday).toEqual(await readFigures(reading, { unitId: 1, period: today }))
    expect(ofMonth).toEqual(await readFigures(reading, { unitId: 1, period: month }))
  },
)
