import { inTransaction, type AnyDb } from '#platform/database.ts'
import type { Contribution, Cursor, LoggedEvent, MeasureEvent, OpenCase } from '../contract.ts'
import { BEFORE, foldHistory, isMeasured, stepCase, type CaseSoFar } from '../measures/case-fold.ts'
import {
  addContributions,
  deleteOpenCases,
  findEnded,
  findOpenCases,
  lockCheckpoint,
  moveCheckpoint,
  putOpenCases,
  retractContributions,
} from './fold-store.ts'

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

const NOBODY: Folded = { mine: false, handled: 0, cursor: undefined, touched: new Set() }

/**
 * Folds a batch of the log, given in its order, with its checkpoint in one transaction: each event counts exactly once,
 * whatever the batches. Events at or before the checkpoint are passed over, so a batch may be given again; `readFrom`
 * says from where the batch was read.
 */
export async function foldEvents(
  db: AnyDb,
  batch: readonly LoggedEvent[],
  options: FoldOptions,
  readFrom?: Cursor,
): Promise<Folded> {
  return inTransaction(db, async (tx) => {
    const checkpoint = await lockCheckpoint(tx, FOLD)
    if (!checkpoint) return NOBODY
    // Somebody has sent the fold back to an earlier place: events between there and this batch are missing from it.
    const hasGap = readFrom !== undefined && isAfter(readFrom, checkpoint.cursor)
    if (hasGap) return { mine: true, handled: 0, cursor: checkpoint.cursor, touched: new Set() }
    const fresh = batch.filter((event) => isAfter(event.cursor, checkpoint.cursor))
    const last = fresh.at(-1)
    if (!last) return { mine: true, handled: 0, cursor: checkpoint.cursor, touched: new Set() }

    const change = await foldCases(tx, groupByCase(fresh), options.readCase)
    await retractContributions(tx, change.retracted, options.timeZone)
    await putOpenCases(tx, change.put)
    await deleteOpenCases(tx, change.gone)
    await addContributions(tx, change.contributions, options.timeZone)
    const newestAt = fresh.reduce(
      (newest, event) => (event.recordedAt > newest ? event.recordedAt : newest),
      '',
    )
    await moveCheckpoint(tx, FOLD, last.cursor, fresh.length, newestAt)
    return { mine: true, handled: fresh.length, cursor: last.cursor, touched: change.touched }
  })
}

export function isAfter(a: Cursor, b: Cursor): boolean {
  if (a.xid !== b.xid) return BigInt(a.xid) > BigInt(b.xid)
  if (a.caseId !== b.caseId) return BigInt(a.caseId) > BigInt(b.caseId)
  return a.seq > b.seq
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
): Promise<Change> {
  const change: Change = { put: [], gone: [], retracted: [], contributions: [], touched: new Set() }
  const caseIds = [...groups.keys()]
  if (caseIds.length === 0) return change
  const open = new Map((await findOpenCases(db, caseIds)).map((each) => [each.caseId, each]))
  const unknown = caseIds.filter((caseId) => !open.has(caseId))
  const ended = new Set(unknown.length > 0 ? await findEnded(db, unknown) : [])

  for (const [caseId, events] of groups) {
    const before = open.get(caseId)
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
