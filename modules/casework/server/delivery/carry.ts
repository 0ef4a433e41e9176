import { AppError } from '#platform/errors.ts'
import { inTransaction, isConnectionLost, type AnyDb } from '#platform/database.ts'
import type { CaseSnapshot } from '../../contract.ts'
import { advanceAll, type Step } from '../advance.ts'
import { findCases } from '../case-store.ts'
import type { Engine } from '../engine.ts'
import { caseworkErrors } from '../errors.ts'
import type { Actor } from '../open-case.ts'
import type { Machine, Proceeding } from '../process-machine.ts'
import type { Owners } from './owners.ts'

/** What the parts of the delivery work with. */
export type Delivery = {
  engine: Engine
  owners: Owners
  /** The clock of outside systems and of leases; the city's own may run faster. */
  realClock: Engine['clock']
  getMachine(db: AnyDb, definitionId: number): Promise<Machine>
}

export const NOBODY: Actor = { accountId: null, postId: null, unitId: null }

/** Something that happens to a case, and how its process goes on from there. */
export type Happening = {
  caseId: string
  /** Idempotency key of the step. */
  key: string
  /** Type of the event, unless the owner names another. */
  type: string
  actor?: Actor
  happenedAt?: Date
  facts: Record<string, unknown>
  /** The step of the process; undefined where nobody waits any more. */
  go(machine: Machine, snapshot: CaseSnapshot): Proceeding | undefined
  /** Instead of the process: the owner's own business. */
  own?(db: AnyDb, snapshot: CaseSnapshot): Promise<Omit<Step, 'key' | 'actor'>>
}

export type Failure = { happening: Happening; error: unknown }

export type Carried = {
  done: Happening[]
  /** Nobody waited for it any more. */
  late: Happening[]
  failed: Failure[]
}

type Ready = { happening: Happening; from: CaseSnapshot; step: Step }

/**
 * Carries out what happened to cases that are under this transaction's lock, at most one happening a case.
 * One that fails leaves the others as they are; a lost connection fails all.
 */
export async function carry(
  delivery: Delivery,
  tx: AnyDb,
  happenings: readonly Happening[],
): Promise<Carried> {
  const carried: Carried = { done: [], late: [], failed: [] }
  const found = await findCases(
    tx,
    happenings.map(({ caseId }) => caseId),
  )
  const snapshots = new Map(found.map((snapshot) => [snapshot.caseId, snapshot]))
  const ready: Ready[] = []
  for (const happening of happenings) {
    const from = snapshots.get(happening.caseId)
    try {
      const step = from && (await stepAfter(delivery, tx, from, happening))
      if (from && step) ready.push({ happening, from, step })
      else carried.late.push(happening)
    } catch (error) {
      fail(carried, happening, error)
    }
  }
  try {
    await inTransaction(tx, (inner) => advanceAll(inner, delivery.engine, ready))
    carried.done.push(...ready.map(({ happening }) => happening))
  } catch (error) {
    if (isConnectionLost(error)) throw error
    for (const one of ready) {
      try {
        await inTransaction(tx, (inner) => advanceAll(inner, delivery.engine, [one]))
        carried.done.push(one.happening)
      } catch (alone) {
        fail(carried, one.happening, alone)
      }
    }
  }
  return carried
}

function fail(carried: Carried, happening: Happening, error: unknown) {
  if (isConnectionLost(error)) throw error
  carried.failed.push({ happening, error })
}

/** The step that follows from what happened; the owner of the kind says what it means to the case. */
async function stepAfter(
  { engine, owners, getMachine }: Delivery,
  tx: AnyDb,
  snapshot: CaseSnapshot,
  { key, type, actor = NOBODY, happenedAt, facts, go, own }: Happening,
): Promise<Step | undefined> {
  const told = { key, actor, ...(happenedAt ? { happenedAt } : {}) }
  if (own) {
    const step = await own(tx, snapshot)
    return { ...told, ...step, facts: { ...facts, ...step.facts } }
  }
  const machine = await getMachine(tx, snapshot.definitionId)
  const proceeding = go(machine, snapshot)
  if (!proceeding) return undefined
  const owner = owners.ownerOf(snapshot.kind)
  if (!owner) throw caseworkErrors.noOwner(snapshot.kind)
  const moved = await owner.moved(tx, { snapshot, machine, proceeding, now: engine.clock.now() })
  return { ...told, type, ...moved, facts: { ...facts, ...moved.facts }, ...proceeding.part }
}

/** What an incident says of something that could not be carried out. */
export function problemOf(error: unknown): { code: string; facts: Record<string, string> } {
  if (error instanceof AppError) return { code: error.code, facts: { vi: error.vi, en: error.en } }
  return {
    code: 'casework.delivery_failed',
    facts: { message: error instanceof Error ? error.message : String(error) },
  }
}
