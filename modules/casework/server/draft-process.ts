import type { Officer } from '#modules/organisation/contract.ts'
import type { Content, SaveVersion, StartProcess, VersionAction } from '../publishing.ts'
import { caseworkErrors } from './errors.ts'
import { handOf, subjectOf, type ProcessParts } from './process-parts.ts'
import { allowedOn, isLawful } from './publishing-flow.ts'
import {
  deleteDraft,
  getOrInsertProcess,
  insertDraft,
  updateDraft,
  type VersionRow,
} from './publishing-store.ts'
import { getProcess, getVersionRow } from './show-process.ts'

/**
 * The process of a procedure, or a general one, found or begun; a new one starts with a draft of the procedure’s own table.
 * Errors: `casework.no_subject`, `casework.process_needs_name`.
 */
export async function startProcess(
  parts: ProcessParts,
  officer: Officer,
  { subject: code, name }: StartProcess,
): Promise<{ id: number; no: number }> {
  parts.organisation.requirePermission(officer, 'casework.draft_process')
  const subject = await subjectOf(parts, code)
  const called = subject?.name ?? name?.normalize('NFC').trim()
  if (!called) throw caseworkErrors.processNeedsName()
  const { kind } = parts.subjects
  const id = await getOrInsertProcess(parts.db, { kind, subject: code, name: called }, parts.clock.now())
  return { id, no: await startVersion(parts, officer, id, 0) }
}

/** A new draft as a copy of a version, or of the procedure’s own table (0). Errors: `casework.no_process`, `casework.no_version`. */
export async function startVersion(
  parts: ProcessParts,
  officer: Officer,
  id: number,
  from: number,
): Promise<number> {
  parts.organisation.requirePermission(officer, 'casework.draft_process')
  const process = await getProcess(parts, id)
  const content = from > 0 ? (await getVersionRow(parts, id, from)).content : await ownTable(parts, process)
  return insertDraft(parts.db, id, {
    content,
    author: officer.accountId,
    note: '',
    at: parts.clock.now(),
  })
}

async function ownTable(
  parts: ProcessParts,
  { subject: code }: { subject: string | null },
): Promise<Content> {
  const subject = code === null ? undefined : await parts.subjects.find(code)
  return { form: 'table', steps: [...(subject?.table?.steps ?? [])], dmn: null }
}

/** Writes a draft, whatever is wrong with it. Errors: `casework.version_moved`, `casework.version_action`. */
export async function saveVersion(
  parts: ProcessParts,
  officer: Officer,
  { id, no }: { id: number; no: number },
  { revision, content, note }: SaveVersion,
): Promise<void> {
  const row = await versionFor(parts, officer, { id, no, revision }, 'edit')
  const written = await updateDraft(
    parts.db,
    { id, no, revision },
    { content, author: officer.accountId, note: note ?? row.note, at: parts.clock.now() },
  )
  if (!written) throw caseworkErrors.versionMoved(no)
}

export async function removeDraft(
  parts: ProcessParts,
  officer: Officer,
  key: { id: number; no: number; revision: number },
): Promise<void> {
  await versionFor(parts, officer, key, 'remove')
  if (!(await deleteDraft(parts.db, key))) throw caseworkErrors.versionMoved(key.no)
}

/** The version as the caller saw it, for something the caller may do to it. */
export async function versionFor(
  parts: ProcessParts,
  officer: Officer,
  { id, no, revision }: { id: number; no: number; revision: number },
  action: VersionAction,
): Promise<VersionRow> {
  const isPublishing = action === 'publish' || action === 'retire'
  parts.organisation.requirePermission(
    officer,
    isPublishing ? 'casework.publish_process' : 'casework.draft_process',
  )
  const row = await getVersionRow(parts, id, no)
  if (isLawful(row.state, action) && row.revision !== revision) throw caseworkErrors.versionMoved(no)
  if (!allowedOn(row, handOf(parts, officer)).includes(action))
    throw caseworkErrors.versionActionNotAllowed(action, row.state)
  return row
}
