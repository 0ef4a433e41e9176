import type { FindProcedures, FoundProcedures } from '../contract.ts'
import { cityDay, getRealDay } from './city-day.ts'
import type { Parts } from './parts.ts'
import { searchProcedures } from './search-store.ts'

const PAGE_SIZE = 20

/** Procedures in force on a day, by name without diacritics and with slips of the keyboard, or by code. */
export async function findProcedures(
  { db, clock, timeZone }: Parts,
  ask: FindProcedures,
): Promise<FoundProcedures> {
  const on = ask.on === undefined ? cityDay(clock, timeZone) : getRealDay(ask.on)
  const page = ask.page ?? 1
  const pageSize = ask.pageSize ?? PAGE_SIZE
  const words = (ask.q ?? '').normalize('NFC').trim().replace(/\s+/gu, ' ').slice(0, 200)
  const found = await searchProcedures(db, { ...ask, q: words, on, page, pageSize })
  return { ...found, page, pageSize }
}
