import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { compileCalendar, type HoursPeriod, type WorkingCalendar } from '../contract.ts'
import { listCalendars, listDaysOff, listSwapDays, listVersions } from './calendar-store.ts'
import { calendarRefusals, refusing } from './errors.ts'
import type { CalendarDb } from './tables.ts'

/** Opening hours as stored: periods with a span list per weekday. */
export const HoursSchema = Type.Unsafe<HoursPeriod[]>(
  Type.Array(
    Type.Object({
      from: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
      week: Type.Record(Type.String(), Type.Array(Type.Tuple([Type.Integer(), Type.Integer()]))),
    }),
  ),
)

/** Every calendar compiled, in memory: asking one costs no round trip. */
export type CalendarRegistry = {
  /** Throws `calendar.not_found`, or `calendar.not_loaded` before the first `reload`. */
  get(calendarId: number): WorkingCalendar
  all(): readonly WorkingCalendar[]
  reload(): Promise<void>
  /** Reads anew only what another process changed; says whether anything had changed. */
  refresh(): Promise<boolean>
  /** Hears of calendars whose version is new after a reload; answers how to stop hearing. */
  onChange(listener: (changed: readonly ChangedCalendar[]) => void): () => void
}

/** A calendar as it was until now, and as it is. */
export type ChangedCalendar = { before: WorkingCalendar; after: WorkingCalendar }

export function calendarRegistry(db: CalendarDb, timeZone: string): CalendarRegistry {
  let calendars: ReadonlyMap<number, WorkingCalendar> | undefined
  const listeners = new Set<(changed: readonly ChangedCalendar[]) => void>()

  async function reload() {
    const before = calendars
    const loaded = await loadCalendars(db, timeZone)
    calendars = loaded
    if (!before) return
    const changed = [...loaded.values()].flatMap((after): ChangedCalendar[] => {
      const known = before.get(after.id)
      return known && known.version !== after.version ? [{ before: known, after }] : []
    })
    if (changed.length) for (const listener of listeners) listener(changed)
  }

  return {
    get(calendarId) {
      if (!calendars) throw calendarRefusals.notLoaded()
      const calendar = calendars.get(calendarId)
      if (!calendar) throw calendarRefusals.notFound(calendarId)
      return calendar
    },
    all: () => [...(calendars?.values() ?? [])],
    reload,
    async refresh() {
      const versions = await listVersions(db)
      const same =
        versions.length === calendars?.size &&
        versions.every(({ calendarId, version }) => calendars?.get(calendarId)?.version === version)
      if (!same) await reload()
      return !same
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

async function loadCalendars(
  db: CalendarDb,
  timeZone: string,
): Promise<ReadonlyMap<number, WorkingCalendar>> {
  const [rows, daysOff, swapDays] = [await listCalendars(db), await listDaysOff(db), await listSwapDays(db)]
  // Hundreds of offices keep the same few hours: what is worked out of them is shared.
  const alike = new Map<string, WorkingCalendar>()
  return new Map(
    rows.map((row) => {
      const holdsFor = ({ calendarId }: { calendarId: number | null }) =>
        calendarId === null || calendarId === row.id
      const days = { daysOff: daysOff.filter(holdsFor), swapDays: swapDays.filter(holdsFor) }
      const hasOwn = [...days.daysOff, ...days.swapDays].some(({ calendarId }) => calendarId !== null)
      const key = JSON.stringify([row.hours, row.firstYear, row.lastYear, hasOwn ? row.id : 0])
      const known = alike.get(key)
      if (known) return [row.id, { ...known, ...row, hours: known.hours }]
      const hours = Value.Parse(HoursSchema, row.hours)
      const calendar = refusing(() => compileCalendar({ ...row, hours, timeZone, ...days }))
      alike.set(key, calendar)
      return [row.id, calendar]
    }),
  )
}
