import type { Officer } from '#modules/organisation/contract.ts'
import type {
  BehindQuery,
  ChoicesQuery,
  InsightCases,
  InsightChoices,
  InsightQuery,
  InsightView,
  ProcedureChoice,
} from '../../insight.ts'
import type { ApprovedProcess } from '../../insight/conformance.ts'
import { discoverMap } from '../../insight/discover-map.ts'
import type { EventLog } from '../../insight/event-log.ts'
import { findCourses, type Behind } from '../../insight/find-courses.ts'
import { approvedOf } from './approved-of.ts'
import {
  countUses,
  findCodes,
  listPublished,
  type DefinitionScope,
  type ProcessUse,
} from './history-store.ts'
import { insightErrors } from './insight-errors.ts'
import { definitionScopeOf, scopeOf, type InsightParts, type OwnLog } from './insight-parts.ts'
import { readHistory } from './read-history.ts'

/** Beyond this only the newest are read, and the answer says so; a later look begins with what this one has read. */
const most = { cases: 200_000, unread: 20_000 }
const MOST_VARIANTS = 100
const MOST_EDGES = 300
const MOST_CASES_SHOWN = 100

/** Where the officer may look, and which processes ran there in the time. */
export async function showChoices(
  parts: InsightParts,
  officer: Officer,
  query: ChoicesQuery,
): Promise<InsightChoices> {
  const { organisation, db, subjects } = parts
  const to = query.to ?? organisation.today()
  const from = query.from ?? yearBefore(to)
  const uses = await countUses(db, scopeOf(parts, officer, { ...query, from, to }), subjects.tag)
  const published = await listPublished(db, [...new Set(uses.map(({ definitionId }) => definitionId))])
  const reach = organisation.unitsOf(officer, 'casework.mine')
  const tree = organisation.units()
  return {
    from,
    to,
    units: tree
      .all()
      .filter(({ id }) => reach === 'all' || reach.has(id))
      .toSorted((a, b) => tree.path(a.id).length - tree.path(b.id).length)
      .map(({ id, name, tier }) => ({ id, name, tier })),
    procedures: await proceduresOf(parts, uses, new Map(published.map((one) => [one.definitionId, one]))),
  }
}

/** The same day of the year before, and the day after it: a year of days. */
function yearBefore(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCFullYear(at.getUTCFullYear() - 1)
  at.setUTCDate(at.getUTCDate() + 1)
  return at.toISOString().slice(0, 10)
}

async function proceduresOf(
  { subjects }: InsightParts,
  uses: readonly ProcessUse[],
  published: ReadonlyMap<number, { no: number; decision: string | null }>,
): Promise<ProcedureChoice[]> {
  const bySubject = new Map<string | null, ProcedureChoice>()
  for (const { definitionId, subject, cases } of uses) {
    const known = bySubject.get(subject) ?? {
      subject,
      name: subject === null ? '' : ((await subjects.find(subject))?.name ?? subject),
      definitions: [],
    }
    const { no = null, decision = null } = published.get(definitionId) ?? {}
    known.definitions.push({ id: definitionId, version: no, decision, cases })
    bySubject.set(subject, known)
  }
  return [...bySubject.values()]
}

/** What really happened in one process, held against what was approved. */
export async function showInsight(
  parts: InsightParts,
  officer: Officer,
  query: InsightQuery,
): Promise<InsightView> {
  const { log, approved, steps, bpmn, casesInAll, casesRead } = await ownLog(parts, officer, query)
  const tree = parts.organisation.units()
  return {
    ...viewOf(log, approved),
    steps,
    units: Object.fromEntries(log.units.map((id) => [id, tree.nameOf(Number(id))])),
    durations: query.time ?? 'working',
    bpmn,
    casesInAll,
    casesRead,
  }
}

/** The dossiers behind one figure, those that took longest first. */
export async function showCasesBehind(
  parts: InsightParts,
  officer: Officer,
  query: InsightQuery & BehindQuery,
): Promise<InsightCases> {
  const { log, approved } = await ownLog(parts, officer, query)
  const found = findCourses(log, behindOf(query), approved)
  const longest = found.longest(MOST_CASES_SHOWN)
  const codes = await findCodes(
    parts.db,
    longest.map(({ caseId }) => caseId),
  )
  return {
    total: found.total,
    cases: longest.map((one) => ({ ...shown(one), code: codes.get(one.caseId) ?? one.caseId })),
  }
}

export function viewOf(log: EventLog, approved: ApprovedProcess | null) {
  const map = discoverMap(log, approved)
  return {
    map: {
      ...map,
      edges: map.edges.slice(0, MOST_EDGES),
      variants: map.variants.slice(0, MOST_VARIANTS),
    },
    variants: map.variants.length,
  }
}

export function shown({
  caseId,
  open,
  from,
  to,
  took,
}: ReturnType<ReturnType<typeof findCourses>['longest']>[number]) {
  return { caseId, open, from: new Date(from).toISOString(), to: new Date(to).toISOString(), took }
}

/** Errors: `casework.wrong_figure`. */
export function behindOf(query: BehindQuery): Behind {
  const { by, variant, activity, fromActivity = null, toActivity = null } = query
  if (by === 'variant' && variant !== undefined) return { by, key: variant }
  if (by === 'all' || by === 'deviating') return { by }
  if (by === 'edge' || by === 'out_of_order') return { by, from: fromActivity, to: toActivity }
  if (by === 'hand_over') {
    const { fromUnit = null, fromRole = null, toUnit = null, toRole = null } = query
    return { by, from: { unit: fromUnit, role: fromRole }, to: { unit: toUnit, role: toRole } }
  }
  if (by === 'variant' || activity === undefined) throw insightErrors.wrongFigure(by)
  return { by, activity }
}

function ownLog(parts: InsightParts, officer: Officer, query: InsightQuery): Promise<OwnLog> {
  const scope = definitionScopeOf(parts, officer, query)
  const durations = query.time ?? 'working'
  const key = JSON.stringify({ ...scope, durations })
  return parts.shelf.take(key, parts.clock.now(), () => readOwn(parts, scope, durations))
}

async function readOwn(
  { db, calendar }: InsightParts,
  scope: DefinitionScope,
  durations: 'working' | 'elapsed',
): Promise<OwnLog> {
  const said = await approvedOf(db, scope.definitionId)
  const read = await readHistory(db, scope, {
    most,
    durations,
    calendarOf: (id) => calendar.get(id),
  })
  return { ...said, ...read }
}
