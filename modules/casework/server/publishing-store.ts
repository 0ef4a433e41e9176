import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import type { ProcessStep } from '../contract.ts'
import type { Content, ProcessHead, PublishVersion, VersionState } from '../publishing.ts'

export type VersionRow = {
  processId: number
  no: number
  state: VersionState
  revision: number
  content: Content
  note: string
  /** Why the draft was sent back to its authors, until they submit it again. */
  sentBack: string | null
  authors: number[]
  changedAt: Date
  definitionId: number | null
  decisionNumber: string | null
  decisionDate: string | null
  validFrom: string | null
  validTo: string | null
  publisherId: number | null
}

/** The process of a kind and subject, made where there is none. */
export async function getOrInsertProcess(
  db: AnyDb,
  { kind, subject, name }: Omit<ProcessHead, 'id'>,
  at: Date,
): Promise<number> {
  for (;;) {
    const { rows } = await sql<{ process_id: number }>`
      select process_id from casework.process where kind = ${kind} and subject is not distinct from ${subject}::text`.execute(
      db,
    )
    if (rows[0]) return rows[0].process_id
    // Two writers may draw the same next id; the loser draws again.
    await sql`
      insert into casework.process (process_id, kind, subject, name, created_at)
      select coalesce(max(process_id), 0) + 1, ${kind}, ${subject}::text, ${name}, ${at.toISOString()}::timestamptz from casework.process
      on conflict do nothing`.execute(db)
  }
}

const HEAD = sql`p.process_id as id, p.kind, p.subject, p.name`

export async function findProcess(db: AnyDb, id: number): Promise<ProcessHead | undefined> {
  const { rows } =
    await sql<ProcessHead>`select ${HEAD} from casework.process p where process_id = ${id}`.execute(db)
  return rows[0]
}

/** The processes whose name or subject holds the text, those changed last first. */
export async function listProcesses(db: AnyDb, text: string, limit: number): Promise<ProcessHead[]> {
  const { rows } = await sql<ProcessHead>`
    select ${HEAD} from casework.process p
    where ${text} = '' or p.subject = ${text} or strpos(lower(p.name), lower(${text})) > 0
    order by (select max(changed_at) from casework.process_version v where v.process_id = p.process_id) desc nulls last, p.process_id
    limit ${limit}`.execute(db)
  return rows
}

type StoredVersion = Omit<VersionRow, 'content'> & {
  steps: ProcessStep[] | null
  bpmn: string | null
  dmn: string | null
}

const VERSION = sql`process_id as "processId", version_no as no, state, revision, steps, bpmn, dmn, note, sent_back as "sentBack", authors,
  changed_at as "changedAt", definition_id as "definitionId", decision_number as "decisionNumber",
  decision_date::text as "decisionDate", valid_from::text as "validFrom", valid_to::text as "validTo", publisher_id as "publisherId"`

function versionOf({ steps, bpmn, dmn, ...row }: StoredVersion): VersionRow {
  return {
    ...row,
    content: bpmn === null ? { form: 'table', steps: steps ?? [], dmn } : { form: 'model', bpmn, dmn },
  }
}

/** Versions of some processes, the newest first. */
export async function listVersions(db: AnyDb, processIds: readonly number[]): Promise<VersionRow[]> {
  const { rows } = await sql<StoredVersion>`
    select ${VERSION} from casework.process_version where process_id = any(${[...processIds]}::int[])
    order by process_id, version_no desc`.execute(db)
  return rows.map(versionOf)
}

export async function findVersion(db: AnyDb, id: number, no: number): Promise<VersionRow | undefined> {
  const { rows } = await sql<StoredVersion>`
    select ${VERSION} from casework.process_version where process_id = ${id} and version_no = ${no}`.execute(
    db,
  )
  return rows[0] && versionOf(rows[0])
}

/** A new draft under the next number. */
export async function insertDraft(
  db: AnyDb,
  id: number,
  { content, author, note, at }: { content: Content; author: number | null; note: string; at: Date },
): Promise<number> {
  // One writer at a time draws the number.
  await sql`select from casework.process where process_id = ${id} for update`.execute(db)
  const { rows } = await sql<{ no: number }>`
    insert into casework.process_version (process_id, version_no, state, revision, steps, bpmn, dmn, note, authors, created_at, changed_at)
    select ${id}, coalesce(max(version_no), 0) + 1, 'draft', 1, ${stepsOf(content)}::json, ${bpmnOf(content)}::text, ${content.dmn}::text,
      ${note}, ${author === null ? [] : [author]}::int[], ${at.toISOString()}::timestamptz, ${at.toISOString()}::timestamptz
    from casework.process_version where process_id = ${id}
    returning version_no as no`.execute(db)
  return rows[0]?.no ?? 1
}

function stepsOf(content: Content): string | null {
  return content.form === 'table' ? JSON.stringify(content.steps) : null
}

function bpmnOf(content: Content): string | null {
  return content.form === 'model' ? content.bpmn : null
}

export type VersionKey = { id: number; no: number; revision: number }

/** Writes the document of a draft; false: somebody changed it since the revision. */
export async function updateDraft(
  db: AnyDb,
  { id, no, revision }: VersionKey,
  { content, author, note, at }: { content: Content; author: number; note: string; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update casework.process_version set revision = revision + 1, steps = ${stepsOf(content)}::json, bpmn = ${bpmnOf(content)}::text,
      dmn = ${content.dmn}::text, note = ${note}, changed_at = ${at.toISOString()}::timestamptz,
      authors = case when ${author} = any(authors) then authors else authors || ${author}::int end
    where process_id = ${id} and version_no = ${no} and revision = ${revision} and state = 'draft'`.execute(
    db,
  )
  return numAffectedRows === 1n
}

export async function updateState(
  db: AnyDb,
  { id, no, revision }: VersionKey,
  {
    state,
    note,
    sentBack,
    at,
  }: { state: 'draft' | 'submitted'; note: string; sentBack: string | null; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update casework.process_version set revision = revision + 1, state = ${state}, note = ${note},
      sent_back = ${sentBack}, changed_at = ${at.toISOString()}::timestamptz
    where process_id = ${id} and version_no = ${no} and revision = ${revision} and state in ('draft', 'submitted')`.execute(
    db,
  )
  return numAffectedRows === 1n
}

export async function deleteDraft(db: AnyDb, { id, no, revision }: VersionKey): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from casework.process_version
    where process_id = ${id} and version_no = ${no} and revision = ${revision} and state = 'draft'`.execute(
    db,
  )
  return numAffectedRows === 1n
}

/** Publishes, and ends on the same day whatever new cases took until then. */
export async function updatePublished(
  db: AnyDb,
  { id, no, revision }: VersionKey,
  {
    definitionId,
    decisionNumber,
    decisionDate,
    validFrom,
    publisher,
    note,
    at,
  }: Omit<PublishVersion, 'revision' | 'note'> & {
    definitionId: number
    publisher: number | null
    note: string
    at: Date
  },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update casework.process_version set revision = revision + 1, state = 'published', definition_id = ${definitionId},
      decision_number = ${decisionNumber}, decision_date = ${decisionDate}::date, valid_from = ${validFrom}::date, note = ${note},
      publisher_id = ${publisher}, published_at = ${at.toISOString()}::timestamptz, changed_at = ${at.toISOString()}::timestamptz
    where process_id = ${id} and version_no = ${no} and revision = ${revision} and state = 'submitted'`.execute(
    db,
  )
  if (numAffectedRows !== 1n) return false
  await sql`
    update casework.process_version set valid_to = ${validFrom}::date, revision = revision + 1
    where process_id = ${id} and version_no <> ${no} and state = 'published' and valid_to is null`.execute(db)
  return true
}

export async function updateRetired(
  db: AnyDb,
  { id, no, revision }: VersionKey,
  { validTo, at }: { validTo: string; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update casework.process_version set revision = revision + 1, state = 'retired', valid_to = ${validTo}::date, changed_at = ${at.toISOString()}::timestamptz
    where process_id = ${id} and version_no = ${no} and revision = ${revision} and state = 'published'`.execute(
    db,
  )
  return numAffectedRows === 1n
}

/** The version that new cases take. */
export type InForce = {
  definitionId: number
  processId: number
  no: number
  decisionNumber: string
  /** Whether decisions were published with it. */
  hasDecisions: boolean
}

/** The version that new cases of the subject take on the day. */
export async function findInForce(
  db: AnyDb,
  { kind, subject, onDay }: { kind: string; subject: string; onDay: string },
): Promise<InForce | undefined> {
  const { rows } = await sql<InForce>`
    select v.definition_id as "definitionId", v.process_id as "processId", v.version_no as no,
      v.decision_number as "decisionNumber", v.dmn is not null as "hasDecisions"
    from casework.process p
    join casework.process_version v using (process_id)
    where p.kind = ${kind} and p.subject = ${subject} and v.state in ('published', 'retired')
      and v.valid_from <= ${onDay}::date and (v.valid_to is null or ${onDay}::date < v.valid_to)
    order by v.valid_from desc, v.version_no desc limit 1`.execute(db)
  return rows[0]
}

/** Cases not yet closed, by definition. */
export async function countOpenCases(
  db: AnyDb,
  definitionIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (definitionIds.length === 0) return new Map()
  const { rows } = await sql<{ definition_id: number; n: number }>`
    select definition_id, count(*)::int as n from casework.case
    where closed_at is null and definition_id = any(${[...definitionIds]}::int[]) group by 1`.execute(db)
  return new Map(rows.map((row) => [row.definition_id, row.n]))
}

/** The same for one definition that several subjects share, such as a table written alike. */
export async function countOpenOfSubject(
  db: AnyDb,
  { definitionId, tag, subject }: { definitionId: number; tag: string; subject: string },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from casework.case
    where closed_at is null and definition_id = ${definitionId} and tags ->> ${tag} = ${subject}`.execute(db)
  return rows[0]?.n ?? 0
}
