import { inTransaction, type AnyDb } from '#platform/database.ts'
import { declared } from '../measures/declared.ts'
import { measureCodes, type Cursor, type MeasureEvent, type OpenCase, type Position } from '../contract.ts'
import { FOLD } from './fold-events.ts'
import { findCheckpoint } from './fold-store.ts'
import { readLevels } from './figures-store.ts'
import { spreadOf } from '../ages.ts'
import { positionFinder, positionsAt } from './positions.ts'
import type { Reading } from './read-figures.ts'
import { dayKey, recompute, type Recomputed } from './recompute.ts'
import { countProofs, listDaySums, listOpenCases, listWrongMonths } from './verify-store.ts'

export type IndicatorDifference = {
  what: 'day' | 'proof' | 'month' | 'open_case' | 'level'
  key: string
  stored: unknown
  recomputed: unknown
}

export type IndicatorVerification = {
  cases: number
  contributions: number
  open: number
  differences: IndicatorDifference[]
  upTo: Cursor | null
}

/**
 * Holds the fold, the recomputation from raw events and the proofs against one another, as of the fold's checkpoint.
 * Nothing is locked: everything is read in one snapshot.
 */
export async function verifyIndicators(
  reading: Reading,
  readEvents: (db: AnyDb, upTo: Cursor) => AsyncIterable<readonly MeasureEvent[]>,
): Promise<IndicatorVerification> {
  return inSnapshot(reading.db, async (tx) => {
    const checkpoint = await findCheckpoint(tx, FOLD)
    const upTo = checkpoint?.cursor ?? { xid: '0', caseId: '0', seq: 0 }
    const fresh = await recompute(readEvents(tx, upTo), reading.day)
    const differences = [
      ...(await compareDays(tx, fresh)),
      ...(await compareProofs(tx, fresh, reading.timeZone)),
      ...(await listWrongMonths(tx)).map((key) => ({
        what: 'month' as const,
        key,
        stored: 'month',
        recomputed: 'sum of its days',
      })),
      ...(await compareOpen(tx, fresh.open)),
      ...(await compareLevels(tx, fresh.open, positionsAt(reading.calendars(), reading.clock.now()))),
    ]
    return {
      cases: fresh.cases,
      contributions: fresh.contributions,
      open: fresh.open.size,
      differences,
      upTo: checkpoint?.cursor ?? null,
    }
  })
}

function inSnapshot<Result>(db: AnyDb, work: (tx: AnyDb) => Promise<Result>): Promise<Result> {
  if (db.isTransaction) return inTransaction(db, work)
  return db.transaction().setIsolationLevel('repeatable read').execute(work)
}

async function compareDays(db: AnyDb, fresh: Recomputed): Promise<IndicatorDifference[]> {
  const stored = new Map((await listDaySums(db)).map((sum) => [dayKey(sum), sum]))
  return compareMaps(
    'day',
    stored,
    fresh.days,
    (sum) => `${sum.numerator}/${sum.denominator} online ${sum.online} post ${sum.post}`,
  )
}

async function compareProofs(db: AnyDb, fresh: Recomputed, timeZone: string): Promise<IndicatorDifference[]> {
  const counted = new Map((await countProofs(db, timeZone)).map((sum) => [dayKey(sum), sum]))
  return compareMaps('proof', counted, fresh.days, (sum) => `${sum.numerator}/${sum.denominator}`)
}

async function compareOpen(db: AnyDb, fresh: ReadonlyMap<string, OpenCase>): Promise<IndicatorDifference[]> {
  const stored = new Map((await listOpenCases(db)).map((open) => [open.caseId, open]))
  return compareMaps('open_case', stored, fresh, ({ version: _, ...open }) =>
    JSON.stringify(Object.entries(open).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  )
}

/** The conditions in the database and those of the measures must count the same cases. */
async function compareLevels(
  db: AnyDb,
  fresh: ReadonlyMap<string, OpenCase>,
  positions: readonly Position[],
): Promise<IndicatorDifference[]> {
  const find = positionFinder(positions)
  const levels = await readLevels(db, 'competent', null, positions)
  const stored: Record<string, number> = {
    A00: levels.open,
    A03: levels.overdue,
    A04: levels.dueSoon,
    A05: spreadOf(levels.ages)?.aged ?? 0,
  }
  return measureCodes.flatMap((code): IndicatorDifference[] => {
    const measure = declared[code]
    if (measure.kind !== 'level') return []
    const held = [...fresh.values()].filter((open) => {
      const at = find(open)
      return at ? measure.holds(open, at) : code === 'A00' && open.receivedAt !== null
    }).length
    return held === stored[code] ? [] : [{ what: 'level', key: code, stored: stored[code], recomputed: held }]
  })
}

function compareMaps<Stored, Fresh extends Stored>(
  what: IndicatorDifference['what'],
  stored: ReadonlyMap<string, Stored>,
  fresh: ReadonlyMap<string, Fresh>,
  say: (value: Stored) => string,
): IndicatorDifference[] {
  const keys = new Set([...stored.keys(), ...fresh.keys()])
  return [...keys].flatMap((key) => {
    const [a, b] = [stored.get(key), fresh.get(key)].map((value) =>
      value === undefined ? 'absent' : say(value),
    )
    return a === b ? [] : [{ what, key, stored: a, recomputed: b }]
  })
}
