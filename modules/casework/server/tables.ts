import type { ColumnType } from 'kysely'

type Instant = ColumnType<Date, string | Date, string | Date>

export type CaseTable = {
  shard_key: number
  case_id: string
  version: number
  definition_id: number
  kind: string
  code: string
  title: string
  authority_id: number
  receiving_unit_id: number
  unit_id: number
  status: string
  money_status: string
  delivery_status: string
  sync_status: string
  outcome: string | null
  marking: unknown
  process: unknown
  clock: Buffer | null
  calendar_id: number
  due_wt: number | null
  promised_at: Instant | null
  opened_at: Instant
  received_at: Instant | null
  closed_at: Instant | null
  touched_at: Instant
  tags: unknown
  last_hash: Buffer
}

export type EventTable = {
  shard_key: number
  case_id: string
  seq: number
  xid: string
  type: string
  actor_id: number | null
  post_id: number | null
  actor_unit_id: number | null
  happened_at: Instant
  recorded_at: Instant
  command_key: Buffer
  payload: Buffer
  hash: Buffer
}

export type OpenTaskTable = {
  shard_key: number
  case_id: string
  task_no: number
  step_key: string
  unit_id: number
  post_kind: string
  field: string | null
  assignee_id: number | null
  waiting: boolean
  opened_at: Instant
  calendar_id: number
  due_wt: number | null
}

export type DefinitionTable = {
  definition_id: number
  kind: string
  checksum: string
  steps: unknown
  /** Undefined for a process made from the table alone. */
  bpmn: string | null
  dmn: string | null
  created_at: Instant
}

export type TaskSeenTable = {
  shard_key: number
  case_id: string
  task_no: number
  account_id: number
  post_id: number
  seen_at: Instant
}

export type CaseworkTables = {
  'casework.task_seen': TaskSeenTable
  'casework.case': CaseTable
  'casework.event': EventTable
  'casework.open_task': OpenTaskTable
  'casework.definition': DefinitionTable
  'casework.opening': { shard_key: number; case_id: string; command_key: Buffer }
  'casework.case_code': { code: string; case_id: string }
}
