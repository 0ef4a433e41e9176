import { callPrepared, type AnyDb } from '#platform/database.ts'
import type { OpenTask, StoredTimer, StoredWatch } from '../contract.ts'

/** One step as `casework.advance` takes it; bytes are written in hexadecimal behind `\x`, what is JSON as its text. */
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
  marking: string
  process: string | null
  clock: string | null
  calendar: number
  due: number | null
  promised: string | null
  received: string | null
  closed: string | null
  tags: string
  close: readonly number[]
  put: readonly OpenTask[]
  watch: StoredWatch | undefined
}

export type StepOutcome = 'done' | 'repeated' | 'stale' | 'missing'

/** Between the steps of a call, their fields, the items of a field and the fields of an item. */
const [STEP, FIELD, ITEM, PART] = ['\u001e', '\u001f', '\u001d', '\u001c'] as const
const NULL = '\\N'
const separators = new RegExp(`[${STEP}${FIELD}${ITEM}${PART}]`)

/** Carries steps of different cases in one round trip; answers for each, in their order, what became of it. */
export async function callAdvance(db: AnyDb, steps: readonly StepRow[]): Promise<StepOutcome[]> {
  const { rows } = await callPrepared<{ case_id: string; outcome: StepOutcome }>(
    db,
    'casework.advance',
    'select case_id, outcome from casework.advance($1)',
    [steps.map(lineOf).join(STEP)],
  )
  if (rows.length === 0) return steps.map(() => 'done')
  const others = new Map(rows.map((row) => [row.case_id, row.outcome]))
  return steps.map((step) => others.get(step.id) ?? 'done')
}

/** A step in the form the call takes, in the order in which the call reads it. */
function lineOf(step: StepRow): string {
  const { type, status, money, delivery, sync, outcome } = step
  const { timers, timersOff, watch } = waitsOf(step.watch)
  return [
    step.shard,
    step.id,
    step.version,
    step.key,
    plain(type),
    step.actor ?? NULL,
    step.post ?? NULL,
    step.actorUnit ?? NULL,
    step.happened,
    step.recorded,
    step.payload,
    step.hash,
    step.unit,
    step.authority,
    plain(status),
    plain(money),
    plain(delivery),
    plain(sync),
    outcome === null ? NULL : plain(outcome),
    step.marking,
    step.process ?? NULL,
    step.clock ?? NULL,
    step.calendar,
    step.due ?? NULL,
    step.promised ?? NULL,
    step.received ?? NULL,
    step.closed ?? NULL,
    step.tags,
    `{${step.close.join(',')}}`,
    step.put.map(taskOf).join(ITEM),
    timers.map(timerOf).join(ITEM),
    timersOff.map(plain).join(ITEM),
    watch ? JSON.stringify(watch) : NULL,
  ].join(FIELD)
}

/** Most that a case waits for besides people are timers, and those go with the step; whatever else goes as JSON. */
function waitsOf(watch: StoredWatch | undefined): {
  timers: readonly StoredTimer[]
  timersOff: readonly string[]
  watch: StoredWatch | undefined
} {
  if (!watch) return { timers: [], timersOff: [], watch }
  for (const kind in watch)
    if (kind !== 'timers' && kind !== 'timersOff') return { timers: [], timersOff: [], watch }
  const { timers = [], timersOff = [] } = watch
  // A timer that is set anew takes the place of the one before.
  const off =
    timers.length > 0 ? timersOff.filter((key) => !timers.some((one) => one.key === key)) : timersOff
  return { timers, timersOff: off, watch: undefined }
}

function taskOf(task: OpenTask): string {
  const { taskNo, stepKey, unitId, postKind, field, assigneeId, waiting, openedAt, calendarId, dueWt } = task
  return [
    taskNo,
    plain(stepKey),
    unitId,
    plain(postKind),
    field === null ? NULL : plain(field),
    assigneeId ?? NULL,
    waiting,
    openedAt,
    calendarId,
    dueWt ?? NULL,
  ].join(PART)
}

function timerOf(timer: StoredTimer): string {
  const when = 'at' in timer ? [NULL, NULL, timer.at] : [timer.calendarId, timer.dueWt, NULL]
  return [plain(timer.key), ...when].join(PART)
}

/** JSON holds none of the separators; a name that does is no name that anybody could have typed. */
function plain(text: string): string {
  if (text === NULL || separators.test(text))
    throw new Error(`A step cannot hold the text ${JSON.stringify(text)}.`)
  return text
}
