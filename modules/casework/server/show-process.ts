import type { Officer } from '#modules/organisation/contract.ts'
import type {
  Content,
  Examined,
  ProcessDetail,
  ProcessHead,
  ProcessList,
  SubjectLine,
  VersionHead,
  VersionView,
} from '../publishing.ts'
import { caseworkErrors } from './errors.ts'
import { examineContent, knownFacts } from './examine-content.ts'
import { findDefinitionId } from './definition-store.ts'
import { frameOf, handOf, limitsOf, subjectOf, type ProcessParts } from './process-parts.ts'
import { allowedOn, isInForce } from './publishing-flow.ts'
import {
  countOpenCases,
  countOpenOfSubject,
  findProcess,
  findVersion,
  listProcesses,
  listVersions,
  type VersionRow,
} from './publishing-store.ts'

const MOST_LISTED = 200
const MOST_SUBJECTS = 20

/** Every process with its versions, those changed last first. */
export async function listAll(parts: ProcessParts, officer: Officer, text: string): Promise<ProcessList> {
  parts.organisation.requirePermission(officer, 'casework.draft_process')
  const heads = await listProcesses(parts.db, text.normalize('NFC').trim(), MOST_LISTED)
  const rows = await listVersions(
    parts.db,
    heads.map(({ id }) => id),
  )
  const versions = await headsOf(parts, rows)
  return {
    processes: heads.map((head) => ({
      ...head,
      versions: versions.flatMap((version, index) => (rows[index]?.processId === head.id ? [version] : [])),
    })),
  }
}

/** Procedures for which a process may be started. */
export async function searchSubjects(
  parts: ProcessParts,
  officer: Officer,
  text: string,
): Promise<{ subjects: SubjectLine[] }> {
  parts.organisation.requirePermission(officer, 'casework.draft_process')
  return { subjects: (await parts.subjects.search(text)).slice(0, MOST_SUBJECTS) }
}

/** One process with its versions side by side and how many cases run on each. */
export async function getDetail(parts: ProcessParts, officer: Officer, id: number): Promise<ProcessDetail> {
  parts.organisation.requirePermission(officer, 'casework.draft_process')
  const head = await getProcess(parts, id)
  const subject = head.subject === null ? undefined : await parts.subjects.find(head.subject)
  return {
    ...head,
    versions: await headsOf(parts, await listVersions(parts.db, [id])),
    limits: limitsOf(parts, subject ?? null),
    ownTable: subject?.table ? { openCases: await openOnOwnTable(parts, subject.code, subject.table) } : null,
    mayDraft: handOf(parts, officer).mayDraft,
  }
}

async function openOnOwnTable(
  { db, subjects }: ProcessParts,
  subject: string,
  table: Parameters<typeof findDefinitionId>[1],
): Promise<number> {
  const definitionId = await findDefinitionId(db, table)
  return definitionId === undefined ? 0 : countOpenOfSubject(db, { definitionId, tag: subjects.tag, subject })
}

/** One version: the document, what is wrong with it, and what the caller may do. */
export async function getVersion(
  parts: ProcessParts,
  officer: Officer,
  id: number,
  no: number,
): Promise<VersionView> {
  parts.organisation.requirePermission(officer, 'casework.draft_process')
  const process = await getProcess(parts, id)
  const row = await getVersionRow(parts, id, no)
  const subject = process.subject === null ? null : ((await parts.subjects.find(process.subject)) ?? null)
  const frame = frameOf(parts, subject)
  const [version] = await headsOf(parts, [row])
  if (!version) throw caseworkErrors.noSuchVersion(id, no)
  return {
    process,
    version,
    revision: row.revision,
    content: row.content,
    examined: shown(await examineContent(row.content, frame)),
    limits: frame.limits,
    facts: knownFacts(frame),
    askedAtOpening: subject?.askedAtOpening ?? [],
    allowedActions: allowedOn(row, handOf(parts, officer)),
    today: parts.dayOf(parts.clock.now()),
  }
}

/** What would be said of a content, without storing it. */
export async function checkContent(
  parts: ProcessParts,
  officer: Officer,
  { subject: code, content }: { subject: string | null; content: Content },
): Promise<Examined> {
  parts.organisation.requirePermission(officer, 'casework.draft_process')
  const frame = frameOf(parts, await subjectOf(parts, code))
  return shown(await examineContent(content, frame))
}

/** Without what the server alone works with. */
function shown({ steps, stops, bpmn, problems, minutes, decisions, asks }: Examined): Examined {
  return { steps, stops, bpmn, problems, minutes, decisions, asks }
}

export async function getProcess({ db }: Pick<ProcessParts, 'db'>, id: number): Promise<ProcessHead> {
  const found = await findProcess(db, id)
  if (!found) throw caseworkErrors.noSuchProcess(id)
  return found
}

export async function getVersionRow(
  { db }: Pick<ProcessParts, 'db'>,
  id: number,
  no: number,
): Promise<VersionRow> {
  const found = await findVersion(db, id, no)
  if (!found) throw caseworkErrors.noSuchVersion(id, no)
  return found
}

async function headsOf(
  { db, organisation, dayOf, clock }: ProcessParts,
  rows: readonly VersionRow[],
): Promise<VersionHead[]> {
  const today = dayOf(clock.now())
  const people = new Set(
    rows.flatMap(({ authors, publisherId }) => [...authors, ...(publisherId === null ? [] : [publisherId])]),
  )
  const names = people.size > 0 ? await organisation.namesOf([...people]) : new Map<number, string>()
  const open = await countOpenCases(
    db,
    rows.flatMap(({ definitionId }) => (definitionId === null ? [] : [definitionId])),
  )
  const nameOf = (id: number) => names.get(id) ?? `#${id}`
  return rows.map((row) => ({
    no: row.no,
    state: row.state,
    openCases: row.definitionId === null ? 0 : (open.get(row.definitionId) ?? 0),
    decisionNumber: row.decisionNumber,
    decisionDate: row.decisionDate,
    validFrom: row.validFrom,
    validTo: row.validTo,
    inForce: isInForce(row, today),
    authors: row.authors.map(nameOf),
    publisher: row.publisherId === null ? null : nameOf(row.publisherId),
    note: row.note,
    sentBack: row.sentBack,
    changedAt: row.changedAt.toISOString(),
  }))
}
