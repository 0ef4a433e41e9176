import { readFileSync } from 'node:fs'
import Value from 'typebox/value'
import { UnitFile, type HanoiUnit } from './unit-file.ts'

export type { HanoiUnit } from './unit-file.ts'

/** Hanoi at the end of 2023: the city, 20 departments, 30 districts, 579 communes. Parents come before children. */
export function hanoiUnits2023(): HanoiUnit[] {
  return readUnits('units-2023.json')
}

/** Hanoi since 1 July 2025: the city and its 126 wards and communes with the units they were made of. */
export function hanoiUnits2025(): HanoiUnit[] {
  return readUnits('units-2025.json')
}

function readUnits(name: string): HanoiUnit[] {
  return Value.Parse(UnitFile, JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))).units
}
