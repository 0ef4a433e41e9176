import { sql } from 'kysely'
import type {
  CompetentTier,
  Completeness,
  FilingChannel,
  ProcedureId,
  ProcedureRecord,
  ProcedureVersionId,
} from '../contract.ts'
import { missingForFiling, versionIdOf } from '../contract.ts'
import type { PostKind } from '#modules/organisation/contract.ts'
import type { CatalogueDb } from './tables.ts'

export type Origin = 'own' | 'national' | 'review' | 'level'

/** The decision by which an official published a version, and who that was. */
export type LevelDecision = { number: string; decidedOn: string; by: string }

export type NewVersion = {
  procedureId: ProcedureId
  version: number
  origin: Origin
  inForce: boolean
  validFrom: string
  record: ProcedureRecord
  sourceText: string | null
  sourceHash: string | null
  completeness: Completeness
  createdAt: Date
  decision?: LevelDecision | null
}

export type StoredVersion = {
  procedureId: ProcedureId
  version: number
  versionId: ProcedureVersionId
  origin: Origin
  inForce: boolean
  validFrom: string
  validTo: string | null
  record: ProcedureRecord
  sourceText: string | null
  sourceHash: string | null
  fileable: boolean
  completeness: Completeness
  createdAt: Date
  decision: LevelDecision | null
}

export type KnownProcedure = {
  id: string
  latestVersion: number
  sourceHash: string | null
  lastRunId: string | null
  lastLine: number | null
}

/** Locks the named procedures, in one order, so that two imports cannot cross. */
export async function lockProcedures(db: CatalogueDb, ids: string[]): Promise<KnownProcedure[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('catalogue.procedure')
    .select([
      'id',
      'latest_version as latestVersion',
      'source_hash as sourceHash',
      'last_run_id as lastRunId',
      'last_line as lastLine',
    ])
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
}

export type ProcedureMark = {
  id: string
  latestVersion: number
  sourceHash: string | null
  runId: string | null
  line: number | null
  at: Date
}

/** Writes procedures and where they were last seen; one statement for the whole batch. */
export async function markProcedures(db: CatalogueDb, marks: ProcedureMark[]): Promise<void> {
  if (marks.length === 0) return
  await db
    .insertInto('catalogue.procedure')
    .values(
      marks.map((mark) => ({
        id: mark.id,
        code: mark.id,
        latest_version: mark.latestVersion,
        source_hash: mark.sourceHash,
        last_run_id: mark.runId,
        last_line: mark.line,
        created_at: mark.at,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((excluded) => ({
        latest_version: excluded.ref('excluded.latest_version'),
        source_hash: excluded.ref('excluded.source_hash'),
        last_run_id: excluded.ref('excluded.last_run_id'),
        last_line: excluded.ref('excluded.last_line'),
      })),
    )
    .execute()
}

export async function insertVersions(db: CatalogueDb, versions: NewVersion[]): Promise<void> {
  if (versions.length === 0) return
  await db
    .insertInto('catalogue.procedure_version')
    .values(
      versions.map(({ record, ...version }) => ({
        procedure_id: version.procedureId,
        version: version.version,
        id: versionIdOf(version.procedureId, version.version),
        origin: version.origin,
        in_force: version.inForce,
        valid_from: version.validFrom,
        body: JSON.stringify(record),
        source_text: version.sourceText,
        source_hash: version.sourceHash,
        name: record.name,
        field: record.field,
        levels: record.levels,
        subjects: record.subjects,
        channels: [...new Set<FilingChannel>(record.channels.map((channel) => channel.channel))],
        competent_tier: record.competentTier as CompetentTier | null,
        fileable: missingForFiling(record).length === 0,
        completeness: version.completeness.percent,
        missing: version.completeness.missing,
        created_at: version.createdAt,
        decision_number: version.decision?.number ?? null,
        decided_on: version.decision?.decidedOn ?? null,
        published_by: version.decision?.by ?? null,
      })),
    )
    .execute()
}

/** Ends what holds now; a version that began on the same day or later then held on no day at all. */
export async function closeVersions(
  db: CatalogueDb,
  ends: { procedureId: string; validTo: string }[],
): Promise<void> {
  if (ends.length === 0) return
  const ids = ends.map((end) => end.procedureId)
  const days = ends.map((end) => end.validTo)
  await sql`
    update catalogue.procedure_version v
    set valid_to = greatest(e.valid_to, v.valid_from)
    from unnest(${ids}::text[], ${days}::date[]) as e (procedure_id, valid_to)
    where v.procedure_id = e.procedure_id and v.in_force and v.valid_to is null
  `.execute(db)
}

function versions(db: CatalogueDb) {
  return db
    .selectFrom('catalogue.procedure_version as v')
    .select([
      'v.procedure_id',
      'v.version',
      'v.id',
      'v.origin',
      'v.in_force',
      'v.body',
      'v.source_text',
      'v.source_hash',
      'v.fileable',
      'v.completeness',
      'v.missing',
      'v.created_at',
      'v.decision_number',
      'v.published_by',
      sql<string | null>`v.decided_on::text`.as('decided_on'),
      sql<string>`v.valid_from::text`.as('valid_from'),
      sql<string | null>`v.valid_to::text`.as('valid_to'),
    ])
}

type VersionRow = Awaited<ReturnType<ReturnType<typeof versions>['executeTakeFirstOrThrow']>>

function toVersion(row: VersionRow): StoredVersion {
  return {
    procedureId: row.procedure_id as ProcedureId,
    version: row.version,
    versionId: row.id as ProcedureVersionId,
    origin: row.origin,
    inForce: row.in_force,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    record: row.body,
    sourceText: row.source_text,
    sourceHash: row.source_hash,
    fileable: row.fileable,
    completeness: { percent: row.completeness, missing: row.missing },
    createdAt: row.created_at,
    decision:
      row.decision_number === null || row.decided_on === null || row.published_by === null
        ? null
        : { number: row.decision_number, decidedOn: row.decided_on, by: row.published_by },
  }
}

export async function findVersion(
  db: CatalogueDb,
  procedureId: string,
  version: number,
): Promise<StoredVersion | undefined> {
  const row = await versions(db)
    .where('v.procedure_id', '=', procedureId)
    .where('v.version', '=', version)
    .executeTakeFirst()
  return row && toVersion(row)
}

export async function findVersionById(
  db: CatalogueDb,
  versionId: string,
): Promise<StoredVersion | undefined> {
  const row = await versions(db).where('v.id', '=', versionId).executeTakeFirst()
  return row && toVersion(row)
}

/** The version that holds on a day. */
export async function findVersionOn(
  db: CatalogueDb,
  procedureId: string,
  day: string,
): Promise<StoredVersion | undefined> {
  const row = await versions(db)
    .where('v.procedure_id', '=', procedureId)
    .where('v.in_force', '=', true)
    .where(sql<boolean>`v.valid_from <= ${day}::date and (v.valid_to is null or v.valid_to > ${day}::date)`)
    .executeTakeFirst()
  return row && toVersion(row)
}

/** What holds now or last began to hold, for each of the procedures that have anything in force. */
export async function listVersionsInForce(db: CatalogueDb, ids: string[]): Promise<StoredVersion[]> {
  if (ids.length === 0) return []
  const rows = await versions(db)
    .where('v.procedure_id', 'in', ids)
    .where('v.in_force', '=', true)
    .where('v.valid_to', 'is', null)
    .execute()
  return rows.map(toVersion)
}

/** Every version of a procedure, the newest first. */
export async function listVersionsOf(db: CatalogueDb, procedureId: string): Promise<StoredVersion[]> {
  const rows = await versions(db)
    .where('v.procedure_id', '=', procedureId)
    .orderBy('v.version', 'desc')
    .limit(200)
    .execute()
  return rows.map(toVersion)
}

export type Competence = {
  code: string
  name: string
  field: string | null
  tier: CompetentTier | null
  unitCode: string | null
  /** Kinds of post its process needs at the unit that decides. */
  postKinds: PostKind[]
}

/** Who decides each of these procedures by the version in force on the day; codes nobody knows are left out. */
export async function listCompetence(
  db: CatalogueDb,
  codes: readonly string[],
  day: string,
): Promise<Competence[]> {
  if (codes.length === 0) return []
  const { rows } = await sql<Competence>`
    select v.procedure_id as code, v.name, v.field, v.competent_tier as tier, v.body ->> 'competentUnitCode' as "unitCode",
      array(select distinct row -> 'doer' ->> 'postKind' from jsonb_array_elements(v.body -> 'process') as row
        where row -> 'doer' ->> 'unit' = 'competent') as "postKinds"
    from catalogue.procedure_version v
    where v.procedure_id = any(${[...codes]}::text[]) and v.in_force
      and v.valid_from <= ${day}::date and (v.valid_to is null or v.valid_to > ${day}::date)`.execute(db)
  return rows
}

/** Who decides each procedure that is in force on the day. */
export async function listDeciders(
  db: CatalogueDb,
  day: string,
): Promise<Pick<Competence, 'code' | 'name' | 'tier' | 'unitCode'>[]> {
  const { rows } = await sql<Pick<Competence, 'code' | 'name' | 'tier' | 'unitCode'>>`
    select v.procedure_id as code, v.name, v.competent_tier as tier, v.body ->> 'competentUnitCode' as "unitCode"
    from catalogue.procedure_version v
    where v.in_force and v.valid_from <= ${day}::date and (v.valid_to is null or v.valid_to > ${day}::date)
    order by v.procedure_id`.execute(db)
  return rows
}

export async function listCodesOf(db: CatalogueDb, field: string, day: string): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select v.procedure_id as code from catalogue.procedure_version v
    where v.field = ${field} and v.in_force and v.valid_from <= ${day}::date
      and (v.valid_to is null or v.valid_to > ${day}::date)`.execute(db)
  return rows.map(({ code }) => code)
}

/** Whether a linked procedure in force on the day names the unit for the procedure as a part. */
export async function hasPart(
  db: CatalogueDb,
  { code, unitCode }: { code: string; unitCode: string },
  day: string,
): Promise<boolean> {
  const { rows } = await sql`
    select from catalogue.procedure_version v
    cross join lateral jsonb_array_elements(v.body -> 'linked' -> 'parts') as part
    where v.in_force and v.valid_from <= ${day}::date and (v.valid_to is null or v.valid_to > ${day}::date)
      and part ->> 'procedureCode' = ${code} and part ->> 'competentUnitCode' = ${unitCode}
    limit 1`.execute(db)
  return rows.length > 0
}
