import { sql } from 'kysely'
import { callPrepared, type AnyDb } from '#platform/database.ts'
import { shardOf } from '#platform/ids.ts'
import type { AuthorityGiven } from '#modules/organisation/contract.ts'
import type { Channel, ComponentReceived, Delivery, FormData, Party, Reason } from '../contract.ts'
import type { DossiersTables } from './tables.ts'

export type NewDossier = {
  caseId: string
  code: string
  procedureCode: string
  procedureVersionId: string
  channel: Channel
  receivingUnitId: number
  authorityId: number
  /** The delegation under which the unit decides; whoever gave it finds the dossier too. */
  given: AuthorityGiven | undefined
  ownerName: string
  submitterAccount: string | null
  secret: string
  /** Everything it may be found by, as typed; folded here. */
  searched: string
  filedAt: string
  owner: Party
  submitter: Party | null
  form: FormData
  components: ComponentReceived[]
  sets: number
  delivery: Delivery
}

const INSERT = `
with found_by as (
  insert into dossiers.dossier (shard_key, case_id, code, procedure_code, procedure_version_id, channel, receiving_unit_id, authority_id, owner_name, submitter_account, secret, words, filed_at, delegation_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
    dossiers.found_by($12, $2, $7, $8) || case when $21::int is null then ''::tsvector else array_to_tsvector(array['/' || $21::int]) end, $13, $20)
)
insert into dossiers.dossier_data (shard_key, case_id, owner, submitter, form, components, sets, delivery)
values ($1, $2, $14, $15, $16, $17, $18, $19)`

export async function insertDossier(db: AnyDb, dossier: NewDossier) {
  await callPrepared(db, 'dossiers.insert', INSERT, [
    shardOf(dossier.caseId),
    dossier.caseId,
    dossier.code,
    dossier.procedureCode,
    dossier.procedureVersionId,
    dossier.channel,
    dossier.receivingUnitId,
    dossier.authorityId,
    dossier.ownerName,
    dossier.submitterAccount,
    dossier.secret,
    dossier.searched,
    dossier.filedAt,
    JSON.stringify(dossier.owner),
    dossier.submitter && JSON.stringify(dossier.submitter),
    JSON.stringify(dossier.form),
    JSON.stringify(dossier.components),
    dossier.sets,
    dossier.delivery,
    dossier.given?.id ?? null,
    dossier.given?.fromUnitId ?? null,
  ])
}

export type DossierRow = {
  caseId: string
  code: string
  procedureCode: string
  procedureVersionId: string
  channel: Channel
  receivingUnitId: number
  authorityId: number
  ownerName: string
  submitterAccount: string | null
  secret: string
  filedAt: Date
}

const columns = [
  'case_id as caseId',
  'code',
  'procedure_code as procedureCode',
  'procedure_version_id as procedureVersionId',
  'channel',
  'receiving_unit_id as receivingUnitId',
  'authority_id as authorityId',
  'owner_name as ownerName',
  'submitter_account as submitterAccount',
  'secret',
  'filed_at as filedAt',
] as const
export const NAMED_COLUMNS = columns.map((column) => column.replace(/ as (.*)/, ' as "$1"')).join(', ')

export async function findDossier(db: AnyDb, caseId: string): Promise<DossierRow | undefined> {
  return db
    .withTables<DossiersTables>()
    .selectFrom('dossiers.dossier')
    .select([...columns])
    .where('shard_key', '=', shardOf(caseId))
    .where('case_id', '=', caseId)
    .executeTakeFirst()
}

/** Form and papers as they lay there at a version of the case, where they were replaced since. */
export async function findDataAt(db: AnyDb, caseId: string, version: number) {
  return db
    .withTables<DossiersTables>()
    .selectFrom('dossiers.data_before')
    .select(['form', 'components'])
    .where('shard_key', '=', shardOf(caseId))
    .where('case_id', '=', caseId)
    .where('before_version', '>', version)
    .orderBy('before_version')
    .limit(1)
    .executeTakeFirst()
}

export async function findDossiers(db: AnyDb, caseIds: readonly string[]): Promise<DossierRow[]> {
  if (caseIds.length === 0) return []
  const shards = [...new Set(caseIds.map((id) => shardOf(id)))]
  return db
    .withTables<DossiersTables>()
    .selectFrom('dossiers.dossier')
    .select([...columns])
    .where('shard_key', 'in', shards)
    .where('case_id', 'in', [...caseIds])
    .execute()
}

export async function listOwn(db: AnyDb, account: string, limit: number): Promise<DossierRow[]> {
  return db
    .withTables<DossiersTables>()
    .selectFrom('dossiers.dossier')
    .select([...columns])
    .where('submitter_account', '=', account)
    .orderBy('filed_at', 'desc')
    .limit(limit)
    .execute()
}

export async function findData(db: AnyDb, caseId: string) {
  return db
    .withTables<DossiersTables>()
    .selectFrom('dossiers.dossier_data')
    .select(['owner', 'submitter', 'form', 'components', 'sets', 'delivery'])
    .where('shard_key', '=', shardOf(caseId))
    .where('case_id', '=', caseId)
    .executeTakeFirst()
}

/** Replaces what the version of the case brought anew; what lay there before is kept beside it. */
export async function updateData(
  db: AnyDb,
  { caseId, version }: { caseId: string; version: number },
  { components, form }: { components?: ComponentReceived[] | undefined; form?: FormData | undefined },
) {
  await sql`
    with kept as (
      insert into dossiers.data_before (shard_key, case_id, before_version, form, components)
      select shard_key, case_id, ${version}::int, form, components from dossiers.dossier_data
      where shard_key = ${shardOf(caseId)} and case_id = ${caseId}
      on conflict do nothing
    )
    update dossiers.dossier_data set
      components = coalesce(${components ? JSON.stringify(components) : null}::json, components),
      form = coalesce(${form ? JSON.stringify(form) : null}::json, form)
    where shard_key = ${shardOf(caseId)} and case_id = ${caseId}`.execute(db)
}

export async function listReasons(db: AnyDb, on: string): Promise<Reason[]> {
  const rows = await db
    .withTables<DossiersTables>()
    .selectFrom('dossiers.reason')
    .select([
      'code',
      'kind',
      'vi',
      'en',
      'legal_ground as legalGround',
      'cause',
      'cap',
      'cap_unit as capUnit',
      'who',
    ])
    .where('valid_from', '<=', on)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', on)]))
    .orderBy('kind')
    .orderBy('position')
    .execute()
  return rows
}

export async function insertReasons(db: AnyDb, reasons: readonly Reason[], validFrom: string) {
  await db
    .withTables<DossiersTables>()
    .insertInto('dossiers.reason')
    .values(
      reasons.map((reason, position) => ({
        kind: reason.kind,
        code: reason.code,
        position,
        vi: reason.vi,
        en: reason.en,
        legal_ground: reason.legalGround,
        cause: reason.cause ?? null,
        cap: reason.cap ?? null,
        cap_unit: reason.capUnit ?? null,
        who: reason.who ?? null,
        valid_from: validFrom,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What the rules in force on a day say, by their key. */
export async function listRules(db: AnyDb, on: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .withTables<DossiersTables>()
    .selectFrom('dossiers.rule')
    .select(['key', 'value'])
    .where('valid_from', '<=', on)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', on)]))
    .orderBy('valid_from')
    .execute()
  return new Map(rows.map(({ key, value }) => [key, value]))
}

/** Where the owners of these dossiers live, as they stated it; those who stated nothing are left out. */
export async function listAddresses(db: AnyDb, caseIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ case_id: string; address: string }>`
    select case_id, owner ->> 'address' as address from dossiers.dossier_data
    join unnest(${caseIds.map((id) => shardOf(id))}::smallint[], ${[...caseIds]}::bigint[]) as asked (shard_key, case_id) using (shard_key, case_id)
    where owner ->> 'address' is not null`.execute(db)
  return new Map(rows.map((row) => [row.case_id, row.address]))
}

/** What was filed under a delegation of authority, the newest first; `after` is the last of the page before. */
export async function listDelegated(
  db: AnyDb,
  delegationId: number,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<DossierRow[]> {
  let found = db
    .withTables<DossiersTables>()
    .selectFrom('dossiers.dossier')
    .select([...columns])
    .where('delegation_id', '=', delegationId)
  if (after !== undefined) found = found.where('case_id', '<', after)
  return found.orderBy('case_id', 'desc').limit(limit).execute()
}

export async function countDelegated(db: AnyDb, delegationId: number): Promise<number> {
  const { count } = await db
    .withTables<DossiersTables>()
    .selectFrom('dossiers.dossier')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('delegation_id', '=', delegationId)
    .executeTakeFirstOrThrow()
  return Number(count)
}
