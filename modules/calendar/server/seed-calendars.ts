import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { inTransaction, type AnyDb } from '#platform/database.ts'
import officeCalendars from '#data/holidays/office-calendars.json' with { type: 'json' }
import vietnam2023 from '#data/holidays/vietnam-2023.json' with { type: 'json' }
import vietnam2024 from '#data/holidays/vietnam-2024.json' with { type: 'json' }
import vietnam2025 from '#data/holidays/vietnam-2025.json' with { type: 'json' }
import vietnam2026 from '#data/holidays/vietnam-2026.json' with { type: 'json' }
import vietnam2027 from '#data/holidays/vietnam-2027.json' with { type: 'json' }
import { DayOffSchema, SwapDaySchema, duePolicies, type DuePolicy } from '../contract.ts'
import {
  addCalendars,
  addDaysOff,
  addSwapDays,
  listVersions,
  raiseVersions,
  recordChange,
} from './calendar-store.ts'
import type { CalendarTables } from './tables.ts'

const clockTime = () => Type.String({ pattern: '^([01]\\d|2[0-4]):[0-5]\\d$' })
const sourceNote = Type.Object({ sourceNote: Type.String({ minLength: 1 }) })

/** One year of a country's days off, as kept in data/holidays. */
export const HolidayFileSchema = Type.Object({
  year: Type.Integer(),
  note: Type.String(),
  daysOff: Type.Array(Type.Intersect([Type.Omit(DayOffSchema, ['fromMinute']), sourceNote])),
  swapDays: Type.Array(Type.Intersect([SwapDaySchema, sourceNote])),
})
export type HolidayFile = Static<typeof HolidayFileSchema>

const OfficeFileSchema = Type.Object({
  calendars: Type.Array(
    Type.Object({
      id: Type.Integer({ minimum: 1 }),
      code: Type.String(),
      nameVi: Type.String(),
      nameEn: Type.String(),
      policy: Type.Unsafe<DuePolicy>(Type.Enum([...duePolicies])),
      minutesPerDay: Type.Integer(),
      firstYear: Type.Integer(),
      lastYear: Type.Integer(),
      legalGround: Type.String(),
      hours: Type.Array(
        Type.Object({
          from: Type.String(),
          week: Type.Record(Type.String(), Type.Array(Type.Tuple([clockTime(), clockTime()]))),
        }),
      ),
    }),
  ),
})

const holidayFiles: readonly unknown[] = [vietnam2023, vietnam2024, vietnam2025, vietnam2026, vietnam2027]

/** The holiday files of the release, checked. */
export function readHolidayFiles(): HolidayFile[] {
  return holidayFiles.map((file) => Value.Parse(HolidayFileSchema, file))
}

/**
 * Writes the release's office calendars and holidays; what is there already stays as it is, so a city's own
 * changes survive. A later release that brings new days raises the versions.
 */
export async function seedCalendars(
  db: AnyDb,
  at: Date,
): Promise<{ calendars: number; daysOff: number; swapDays: number }> {
  const offices = Value.Parse(OfficeFileSchema, officeCalendars).calendars
  const years = readHolidayFiles()

  return inTransaction(db.withTables<CalendarTables>(), async (tx) => {
    const before = await listVersions(tx)
    const calendars = await addCalendars(
      tx,
      offices.map(({ hours, ...office }) => ({
        ...office,
        hours: hours.map(({ from, week }) => ({ from, week: minutesOfWeek(week) })),
      })),
    )
    const daysOff = await addDaysOff(
      tx,
      years.flatMap((year) =>
        year.daysOff.map((day) => ({
          ...day,
          fromMinute: 0,
          calendarId: null,
          declaredAt: at,
          declaredBy: null,
        })),
      ),
    )
    const swapDays = await addSwapDays(
      tx,
      years.flatMap((year) => year.swapDays.map((day) => ({ ...day, calendarId: null }))),
    )

    const added = { daysOff, swapDays }
    if (before.length > 0 && daysOff.length + swapDays.length > 0) {
      await recordChange(tx, await raiseVersions(tx, null), {
        changedAt: at,
        changedBy: null,
        what: { release: added },
      })
    } else {
      await recordChange(
        tx,
        calendars.map((calendarId) => ({ calendarId, version: 1 })),
        { changedAt: at, changedBy: null, what: { release: added } },
      )
    }
    return { calendars: calendars.length, daysOff: daysOff.length, swapDays: swapDays.length }
  })
}

function minutesOfWeek(week: Record<string, [string, string][]>) {
  return Object.fromEntries(
    Object.entries(week).map(([weekday, spans]) => [
      weekday,
      spans.map(([from, to]) => [minuteOf(from), minuteOf(to)]),
    ]),
  )
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}
