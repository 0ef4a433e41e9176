import type { PlannedUnit, SuccessionRow } from '../reorganisation.ts'
import type { Draft, OtherDocument, StandingUnit, World } from './read-plan.ts'

// Documents and cities for tests of the dry run: wards below one city, one unit, row or part at a time.

const head = {
  title: 'Phương án thử',
  effectiveOn: '2025-07-01',
  legalNumber: '1/NQ',
  legalDate: '2025-06-16',
}

export function standing(code: string, more: Partial<StandingUnit> = {}): StandingUnit {
  return {
    id: Number(code) || 1,
    code,
    name: `Phường ${code}`,
    tier: 'commune',
    parentCode: '9',
    agencyCode: `A.${code}`,
    calendarId: 1,
    openedOn: '2020-01-01',
    isOpen: true,
    changesLater: false,
    ...more,
  }
}

export const otherDocument = (more: Partial<OtherDocument>): OtherDocument => ({
  title: 'Khác',
  codes: [],
  closing: [],
  parents: [],
  ...more,
})

const city = standing('9', { tier: 'city', parentCode: null })

export function world(units: readonly StandingUnit[], more: Partial<World> = {}): World {
  return {
    units: [city, ...units],
    posts: [],
    work: [],
    others: [],
    authorities: [],
    closedThrough: null,
    procedures: [],
    calendars: new Set([1, 2]),
    ...more,
  }
}

export const close = (code: string): PlannedUnit => ({ code, act: 'close' })
export const open = (code: string, more: Partial<PlannedUnit> = {}): PlannedUnit => ({
  code,
  act: 'open',
  name: `Xã ${code}`,
  kind: 'Xã',
  tier: 'commune',
  parentCode: '9',
  ...more,
})
export const row = (
  predecessorCode: string,
  successorCode: string,
  more: Partial<SuccessionRow> = {},
): SuccessionRow => ({
  predecessorCode,
  successorCode,
  extent: 'full',
  rule: null,
  share: null,
  takes: [],
  isRest: false,
  takesPosts: false,
  ...more,
})
export const part = (from: string, to: string, more: Partial<SuccessionRow> = {}) =>
  row(from, to, { extent: 'partial', ...more })

export function draft(
  units: readonly PlannedUnit[],
  rows: readonly SuccessionRow[],
  more: Partial<Draft> = {},
): Draft {
  return { id: 1, version: 1, head, units, rows, postHomes: [], covers: [], filingEnds: [], ...more }
}
