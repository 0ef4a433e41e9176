import { hash } from 'node:crypto'
import type { Home, WorkMove } from '#modules/organisation/contract.ts'
import type { StateChange } from '../contract.ts'
import type { Standing, WaysByUnits } from './rehome-store.ts'

/** The ways out of every old unit, and who keeps claimed work; made once per move. */
export type HomeFinder = {
  units: readonly number[]
  /** The office hours a case is reckoned by once this unit decides it; undefined where nothing says so. */
  hoursOf(unitId: number): number | undefined
  /** Whether somebody must say where the case's owner lives before its home is known. */
  needsPlace(standing: Standing): boolean
  changeOf(standing: Standing, place: string | undefined): StateChange | undefined
  /** The same for cases of which the units tell everything, for the database. */
  byUnits: WaysByUnits
}

export function homeFinder({ homes, keepers }: Pick<WorkMove, 'homes' | 'keepers'>): HomeFinder {
  const waysOf = new Map<number, Home[]>()
  for (const home of homes) waysOf.set(home.fromUnitId, [...(waysOf.get(home.fromUnitId) ?? []), home])
  const hours = new Map(homes.map(({ toUnitId, calendarId }) => [toUnitId, calendarId]))
  const keeps = new Set(keepers.map(({ accountId, unitId }) => `${accountId} ${unitId}`))

  function homeOf(unitId: number, standing: Standing, place: string | undefined): number {
    const ways = waysOf.get(unitId)
    const first = ways?.[0]
    if (!ways || !first) return unitId
    if (
      first.rule === 'by_receiving' &&
      standing.receivingUnitId !== unitId &&
      waysOf.has(standing.receivingUnitId)
    ) {
      return homeOf(standing.receivingUnitId, standing, place)
    }
    const way =
      first.rule === 'by_share'
        ? shareWay(ways, standing.caseId)
        : ways.find((one) => takes(one, standing, place))
    return (way ?? restOf(ways) ?? first).toUnitId
  }

  return {
    byUnits: waysByUnits(waysOf, hours, keepers),
    units: [...waysOf.keys()],
    hoursOf: (unitId) => hours.get(unitId),
    needsPlace: (standing) =>
      [standing.unitId, standing.authorityId, standing.receivingUnitId].some(
        (unit) => waysOf.get(unit)?.[0]?.rule === 'by_address',
      ),
    changeOf(standing, place) {
      const home = (unitId: number) => homeOf(unitId, standing, place)
      const marking = standing.marking.map((task) => {
        const unitId = home(task.unitId)
        if (unitId === task.unitId) return task
        // Claimed work stays with whoever goes along; else any post of the kind in the new unit may take it.
        const isKept = task.assigneeId !== null && keeps.has(`${task.assigneeId} ${unitId}`)
        return { ...task, unitId, assigneeId: isKept ? task.assigneeId : null }
      })
      const next = {
        unitId: home(standing.unitId),
        authorityId: home(standing.authorityId),
        receivingUnitId: home(standing.receivingUnitId),
      }
      const movedTasks = marking.some((task, index) => task !== standing.marking[index])
      if (standing.isClosed) {
        // What has been decided stays decided by the unit that decided it; only the work left on it moves.
        return movedTasks ? { unitId: next.unitId, marking } : undefined
      }
      const change: StateChange = {
        ...(next.unitId === standing.unitId ? {} : { unitId: next.unitId }),
        ...(next.authorityId === standing.authorityId ? {} : { authorityId: next.authorityId }),
        ...(next.receivingUnitId === standing.receivingUnitId
          ? {}
          : { receivingUnitId: next.receivingUnitId }),
        ...(movedTasks ? { marking } : {}),
      }
      return Object.keys(change).length > 0 ? change : undefined
    },
  }
}

function waysByUnits(
  waysOf: ReadonlyMap<number, readonly Home[]>,
  hours: ReadonlyMap<number, number>,
  keepers: WorkMove['keepers'],
): WaysByUnits {
  const last = Math.max(0, ...waysOf.keys(), ...hours.keys())
  const units = Array.from({ length: last }, (_, index) => index + 1)
  const first: number[] = []
  const heirs: number[] = []
  const upTo: number[] = []
  for (const unit of units) {
    first.push(heirs.length + 1)
    const ways = waysOf.get(unit) ?? []
    if (ways[0]?.rule !== 'by_share') continue
    let end = 0
    for (const way of ways) {
      heirs.push(way.toUnitId)
      upTo.push((end += way.share ?? 0))
    }
    heirs.push(restOf(ways)?.toUnitId ?? unit)
    upTo.push(end)
  }
  return {
    ways: units.map((unit) => wayOf(waysOf.get(unit))),
    byReceiving: units.map((unit) => waysOf.get(unit)?.[0]?.rule === 'by_receiving'),
    hours: units.map((unit) => hours.get(unit) ?? 0),
    first: [...first, heirs.length + 1],
    heirs,
    upTo,
    keepers: keepers
      .map(({ accountId, unitId }) => (BigInt(accountId) << 32n) | BigInt(unitId))
      .sort((a, b) => (a < b ? -1 : 1)),
  }
}

function wayOf(ways: readonly Home[] | undefined): number | null {
  const first = ways?.[0]
  if (!ways || !first) return 0
  if (first.rule === 'by_share') return -1
  // Of those that go where the case was received this is the way of what they received themselves.
  if (first.rule === 'by_receiving') return restOf(ways)?.toUnitId ?? null
  return first.rule === 'all' ? first.toUnitId : null
}

function restOf(ways: readonly Home[]): Home | undefined {
  return ways.find(({ isRest }) => isRest) ?? ways[0]
}

function takes({ rule, takes: taken, isRest }: Home, standing: Standing, place: string | undefined): boolean {
  if (rule === 'all') return true
  if (isRest) return false
  if (rule === 'by_list') return taken.includes(standing.code)
  if (rule === 'by_field') return taken.includes(standing.field ?? '')
  if (rule === 'by_address') return place !== undefined && taken.some((area) => speaksOf(place, area))
  return false
}

/** Where in [0, 1) a case falls; the same for ever, whoever asks. */
function shareWay(ways: readonly Home[], caseId: string): Home | undefined {
  const at = hash('sha256', caseId, 'buffer').readUInt32BE(0) / 2 ** 32
  let upTo = 0
  return ways.find((way) => at < (upTo += way.share ?? 0))
}

/** Whether an address names an area, as whole words, whatever the case, the marks and the punctuation. */
export function speaksOf(address: string, area: string): boolean {
  return ` ${wordsOf(address)} `.includes(` ${wordsOf(area)} `)
}

function wordsOf(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
