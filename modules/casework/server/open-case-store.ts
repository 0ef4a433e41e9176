import { callPrepared, type AnyDb } from '#platform/database.ts'
import type { CaseSnapshot, StoredWatch } from '../contract.ts'

import { packedClock, packText } from './packed-text.ts'

type FirstEvent = {
  shard: number
  key: Buffer
  type: string
  actorId: number | null
  postId: number | null
  actorUnitId: number | null
  happenedAt: string
  recordedAt: string
  payloadText: string
  hash: Buffer
  watch: StoredWatch | undefined
}

/** Everything an opening writes, in one statement. */
const INSERT = `
with opened as (
  insert into casework.opening (shard_key, command_key, case_id) values ($1, $2, $3)
), coded as (
  insert into casework.case_code (code, case_id) values ($4, $3)
), event as (
  insert into casework.event (shard_key, case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, payload, hash)
  values ($1, $3, 1, $5, $6, $7, $8, $9, $10, $2, $11, $12)
), opened_case as (
  insert into casework.case (shard_key, case_id, version, definition_id, kind, code, title, authority_id, receiving_unit_id, unit_id, status,
    money_status, delivery_status, sync_status, outcome, marking, clock, calendar_id, due_wt, promised_at, opened_at, received_at, closed_at, touched_at, tags, last_hash, process)
  values ($1, $3, 1, $13, $14, $4, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $10, $32, $12, $33)
)
select casework.put_first($1, $3, $24, $34)`

export async function insertCase(db: AnyDb, snapshot: CaseSnapshot, event: FirstEvent) {
  await callPrepared(db, 'casework.open', INSERT, [
    event.shard,
    event.key,
    snapshot.caseId,
    snapshot.code,
    event.type,
    event.actorId,
    event.postId,
    event.actorUnitId,
    event.happenedAt,
    event.recordedAt,
    packText(event.payloadText),
    event.hash,
    snapshot.definitionId,
    snapshot.kind,
    snapshot.title,
    snapshot.authorityId,
    snapshot.receivingUnitId,
    snapshot.unitId,
    snapshot.status,
    snapshot.moneyStatus,
    snapshot.deliveryStatus,
    snapshot.syncStatus,
    snapshot.outcome,
    JSON.stringify(snapshot.marking),
    snapshot.clock && packedClock(snapshot.clock),
    snapshot.calendarId,
    snapshot.dueWt,
    snapshot.promisedAt,
    snapshot.openedAt,
    snapshot.receivedAt,
    snapshot.closedAt,
    JSON.stringify(snapshot.tags),
    snapshot.process ? JSON.stringify(snapshot.process) : null,
    event.watch ? JSON.stringify(event.watch) : null,
  ])
}
