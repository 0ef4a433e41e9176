import { callPrepared, type AnyDb } from '#platform/database.ts'
import type { CaseState, OpenTask, StoredWatch } from '../contract.ts'

/** One step as `casework.advance` takes it; bytes are written in hexadecimal behind `\x`. */
export type StepRow = {
  shard: number
  id: string
  version: number
  key: string
  type: string
  actor: number | null
  post: number | null
  actorUnit: number | null
  happened: string
  recorded: string
  payload: string
  hash: string
  unit: number
  authority: number
  status: string
  money: string
  delivery: string
  sync: string
  outcome: string | null
  marking: readonly OpenTask[]
  process: CaseState['process']
  clock: string | null
  calendar: number
  due: number | null
  promised: string | null
  received: string | null
  closed: string | null
  tags: CaseState['tags']
  close: readonly number[]
  put: readonly OpenTask[]
  watch: StoredWatch | undefined
}

export type StepOutcome = 'done' | 'repeated' | 'stale' | 'missing'

/** Carries steps of different cases in one round trip; answers for each, in their order, what became of it. */
export async function callAdvance(db: AnyDb, steps: readonly StepRow[]): Promise<StepOutcome[]> {
  const { rows } = await callPrepared<{ case_id: string; outcome: StepOutcome }>(
    db,
    'casework.advance',
    'select case_id, outcome from casework.advance($1)',
    [JSON.stringify(steps)],
  )
  if (rows.length === 0) return steps.map(() => 'done')
  const others = new Map(rows.map((row) => [row.case_id, row.outcome]))
  return steps.map((step) => others.get(step.id) ?? 'done')
}
