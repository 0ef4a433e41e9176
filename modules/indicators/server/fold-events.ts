import type { AnyDb } from '#platform/database.ts'
import { isPlaceAfter, isSamePlace } from '#platform/log-place.ts'
import type { Contribution, Cursor, LoggedEvent, MeasureEvent, OpenCase } from '../contract.ts'
import { BEFORE, foldHistory, isMeasured, stepCase, type CaseSoFar } from '../measures/case-fold.ts'
import { findCheckpoint, findEnded, findOpenCases, writeFold } from './fold-store.ts'

/** The checkpoint of the fold in the platform's table of readers. */
export const FOLD = 'indicators.fold'

export type FoldOptions = {
  timeZone: string
  /** The whole history of one case: asked only when two of its events arrive out of order. */
  readCase: (db: AnyDb, caseId: string) => Promise<readonly MeasureEvent[]>
}

export type Folded = {
  /** False when another process holds the fold; nothing was done. */
  mine: boolean
  handled: number
  cursor: Cursor | undefined
  /** Units whose figures may have changed. */
  touched: ReadonlySet<number>
}

/** What a reader knows from its last batch: true for as long as the checkpoint is where it left it. */
export type Known = { cursor: Cursor; open: Map<string, OpenCase> }

/** So many open cases are remembered from batch to batch; most events are of cases that moved lately. */
const MOST_KNOWN = 10_000

/**
 * Folds a batch of the log, given in its order, with its checkpoint in one transaction: each event counts exactly once,
 * whatever the batches. Events at or before the checkpoint are passed over, so a batch may be given again. With `known`
 * the batch was read from its cursor on; has the checkpoint moved from there, nothing is folded and `cursor` says where it is.
 */
export async function foldEvents(
  db: AnyDb,
  batch: readonly LoggedEvent[],
  options: FoldOptions,
  known?: Known,
): Promise<Folded> {
  const from = known?.cursor ?? (await findCheckpoint(db, FOLD))?.cursor
  const fresh = from ? batch.filter((event) => isPlaceAfter(event.cursor, from)) : []
  const to = fresh.at(-1)?.cursor
  if (!from || !to) return { mine: true, handled: 0, cursor: from, touched: new Set() }

  const open = known?.open ?? new Map<string, OpenCase>()
  const { touched, ...change } = await foldCases(db, groupByCase(fresh), options.readCase, open)
  const cursor = await writeFold(
    db,
    FOLD,
    { from, to, handled: fresh.length, newestAt: newestOf(fresh), ...change },
    options.timeZone,
  )
  if (!cursor || !isSamePlace(cursor, to)) {
    open.clear()
    return { mine: cursor !== undefined, handled: 0, cursor, touched: new Set() }
  }
  remember(open, change)
  return { mine: true, handled: fresh.length, cursor, touched }
}

/** When the newest of the events was recorded, or what was known `before` if that is newer. */
export function newestOf(events: readonly LoggedEvent[], before = ''): string {
  return events.reduce((newest, event) => (event.recordedAt > newest ? event.recordedAt : newest), before)
}

function remember(open: Map<string, OpenCase>, { put, gone }: Pick<Change, 'put' | 'gone'>): void {
  for (const caseId of gone) open.delete(caseId)
  for (const each of put) {
    open.delete(each.caseId)
    open.set(each.caseId, each)
  }
  // A Map iterates in the order of insertion: the first are those that have not moved for longest.
  for (const caseId of open.keys()) {
    if (open.size <= MOST_KNOWN) return
    open.delete(caseId)
  }
}

function groupByCase(events: readonly LoggedEvent[]): Map<string, LoggedEvent[]> {
  const groups = new Map<string, LoggedEvent[]>()
  for (const event of events) {
    if (!isMeasured(event)) continue
    const known = groups.get(event.caseId)
    if (known) known.push(event)
    else groups.set(event.caseId, [event])
  }
  for (const group of groups.values()) group.sort((a, b) => a.seq - b.seq)
  return groups
}

type Change = {
  put: OpenCase[]
  gone: string[]
  /** Cases whose contributions were made from an incomplete history. */
  retracted: string[]
  contributions: Contribution[]
  touched: Set<number>
}

async function foldCases(
  db: AnyDb,
  groups: ReadonlyMap<string, readonly LoggedEvent[]>,
  readCase: FoldOptions['readCase'],
  known: ReadonlyMap<string, OpenCase>,
): Promise<Change> {
  const change: Change = { put: [], gone: [], retracted: [], contributions: [], touched: new Set() }
  const caseIds = [...groups.keys()]
  if (caseIds.length === 0) return change
  const open = new Map(
    (
      await findOpenCases(
        db,
        caseIds.filter((caseId) => !known.has(caseId)),
      )
    ).map((each) => [each.caseId, each]),
  )
  const unknown = caseIds.filter((caseId) => !known.has(caseId) && !open.has(caseId))
  const ended = new Set(await findEnded(db, unknown))

  for (const [caseId, events] of groups) {
    const before = known.get(caseId) ?? open.get(caseId)
    if (!ended.has(caseId) && isInOrder(before, events)) {
      note(change, caseId, before, events.reduce(stepCase, before ? { ...BEFORE, open: before } : BEFORE))
    } else {
      change.retracted.push(caseId)
      note(change, caseId, before, foldHistory(await readCase(db, caseId)))
    }
  }
  return change
}

/** Order inside a case is the rule; a step whose transaction began before the one it followed is the exception. */
function isInOrder(before: OpenCase | undefined, events: readonly LoggedEvent[]): boolean {
  const first = events[0]?.seq ?? 0
  return before ? first > before.version : first === 1
}

function note(change: Change, caseId: string, before: OpenCase | undefined, after: CaseSoFar): void {
  if (before) change.touched.add(before.unitId)
  if (after.open) {
    change.put.push(after.open)
    change.touched.add(after.open.unitId)
  } else if (before) change.gone.push(caseId)
  for (const contribution of after.contributions) {
    change.contributions.push(contribution)
    change.touched.add(contribution.unitId)
  }
}
