import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { Organisation } from '#modules/organisation/server/index.ts'
import type { ApprovedProcess } from '../../insight/conformance.ts'
import type { EventLog } from '../../insight/event-log.ts'
import type { InsightQuery, StepWords } from '../../insight.ts'
import type { Calendars } from '../engine.ts'
import type { ProcessSubjects } from '../process-subjects.ts'
import type { DefinitionScope, HistoryScope } from './history-store.ts'
import { insightErrors } from './insight-errors.ts'
import type { LogShelf } from './log-shelf.ts'

/** What insight into processes works with. */
export type InsightParts = {
  db: AnyDb
  clock: Clock
  organisation: Pick<Organisation, 'may' | 'requirePermission' | 'today' | 'units' | 'unitsOf' | 'namesOf'>
  calendar: Calendars
  subjects: Pick<ProcessSubjects, 'tag' | 'find'>
  shelf: LogShelf<OwnLog>
  foreign: LogShelf<EventLog>
}

/** A history read into a log, with what its process says. */
export type OwnLog = {
  log: EventLog
  approved: ApprovedProcess
  steps: Readonly<Record<string, StepWords>>
  bpmn: string
  casesInAll: number
  casesRead: number
}

/** Việt Nam keeps one time all year. */
const CITY_OFFSET = '+07:00'
const DAY_MS = 86_400_000

/** Where and when the officer looks. Errors: `organisation.forbidden`, `casework.wrong_period`. */
export function scopeOf(
  { organisation }: Pick<InsightParts, 'organisation'>,
  officer: Officer,
  { unit, from, to }: Pick<InsightQuery, 'unit' | 'from' | 'to'>,
): HistoryScope {
  const first = new Date(`${from}T00:00:00${CITY_OFFSET}`)
  const last = new Date(`${to}T00:00:00${CITY_OFFSET}`)
  if (!isDay(first, from) || !isDay(last, to) || last < first) throw insightErrors.wrongPeriod(from, to)
  return {
    units: unitsOf(organisation, officer, unit),
    from: first,
    until: new Date(last.getTime() + DAY_MS),
  }
}

function unitsOf(
  organisation: InsightParts['organisation'],
  officer: Officer,
  unit: number | undefined,
): readonly number[] | null {
  organisation.requirePermission(officer, 'casework.mine', unit)
  const reach = organisation.unitsOf(officer, 'casework.mine')
  if (unit === undefined) return reach === 'all' ? null : [...reach]
  const tree = organisation.units()
  if (reach === 'all' && tree.root?.id === unit) return null
  const below = tree.isOpen(unit) ? [...tree.subtree(unit)] : [unit]
  const wanted = new Set(below.flatMap((one) => [one, ...(tree.isOpen(one) ? tree.forebears(one) : [])]))
  return [...wanted].filter((one) => reach === 'all' || reach.has(one))
}

function isDay(at: Date, day: string): boolean {
  return (
    !Number.isNaN(at.getTime()) && new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10) === day
  )
}

export function definitionScopeOf(
  parts: Pick<InsightParts, 'organisation' | 'subjects'>,
  officer: Officer,
  query: InsightQuery,
): DefinitionScope {
  return {
    ...scopeOf(parts, officer, query),
    definitionId: query.definition,
    subject: query.subject === undefined ? null : { tag: parts.subjects.tag, code: query.subject },
  }
}
