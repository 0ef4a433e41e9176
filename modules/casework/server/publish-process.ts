import { inTransaction } from '#platform/database.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import { hasErrors } from '../process/problem.ts'
import type { MoveVersion, PublishVersion, RetireVersion } from '../publishing.ts'
import { versionFor } from './draft-process.ts'
import { caseworkErrors } from './errors.ts'
import { examineContent } from './examine-content.ts'
import { frameOf, subjectOf, type ProcessParts } from './process-parts.ts'
import {
  listVersions,
  updatePublished,
  updateRetired,
  updateState,
  type VersionRow,
} from './publishing-store.ts'
import { getProcess } from './show-process.ts'

type Key = { id: number; no: number }

/** The draft goes to whoever publishes. Errors: `casework.not_publishable` with every fault. */
export async function submitVersion(
  parts: ProcessParts,
  officer: Officer,
  { id, no }: Key,
  { revision, note }: MoveVersion,
): Promise<void> {
  const row = await versionFor(parts, officer, { id, no, revision }, 'submit')
  await assertPublishable(parts, row)
  await move(parts, { id, no, revision }, { state: 'submitted', note: note ?? row.note, sentBack: null })
}

/** Back to its authors, with a word why, which is theirs only: the note of the version stays what it was. */
export async function sendVersionBack(
  parts: ProcessParts,
  officer: Officer,
  { id, no }: Key,
  { revision, note }: MoveVersion,
): Promise<void> {
  const row = await versionFor(parts, officer, { id, no, revision }, 'send_back')
  await move(parts, { id, no, revision }, { state: 'draft', note: row.note, sentBack: note ?? null })
}

/**
 * Publishes by a decision: from its day new cases take the version, and what held before ends.
 * Errors: `casework.not_publishable`, `casework.decision_date`, `casework.valid_too_early`, `casework.version_action` for an author.
 */
export async function publishVersion(
  parts: ProcessParts,
  officer: Officer,
  { id, no }: Key,
  { revision, note, decisionNumber, decisionDate, validFrom }: PublishVersion,
): Promise<void> {
  const row = await versionFor(parts, officer, { id, no, revision }, 'publish')
  if (!isDay(decisionDate) || !isDay(validFrom) || decisionDate > validFrom)
    throw caseworkErrors.wrongDecisionDate(decisionDate, validFrom)
  const { kind } = await getProcess(parts, id)
  await assertPublishable(parts, row)
  const at = parts.clock.now()
  await inTransaction(parts.db, async (tx) => {
    await assertNotEarly({ ...parts, db: tx }, id, validFrom)
    const definitionId = await parts.defineApart(tx, kind, row.content, `${id}@${no}\n`)
    const published = await updatePublished(
      tx,
      { id, no, revision },
      {
        definitionId,
        decisionNumber: decisionNumber.normalize('NFC').trim(),
        decisionDate,
        validFrom,
        publisher: officer.accountId,
        note: note ?? row.note,
        at,
      },
    )
    if (!published) throw caseworkErrors.versionMoved(no)
  })
}

/** Ends a published version; new cases take the procedure’s own table again. Errors: `casework.valid_too_early`. */
export async function retireVersion(
  parts: ProcessParts,
  officer: Officer,
  { id, no }: Key,
  { revision, validTo }: RetireVersion,
): Promise<void> {
  const row = await versionFor(parts, officer, { id, no, revision }, 'retire')
  const today = parts.dayOf(parts.clock.now())
  const earliest = row.validFrom && row.validFrom > today ? row.validFrom : today
  if (!isDay(validTo) || validTo < earliest) throw caseworkErrors.validTooEarly(validTo, earliest)
  if (!(await updateRetired(parts.db, { id, no, revision }, { validTo, at: parts.clock.now() })))
    throw caseworkErrors.versionMoved(no)
}

/** What was received before stays where it is, so nothing may hold from a day that has passed or before the last version. */
async function assertNotEarly(parts: ProcessParts, id: number, validFrom: string) {
  const last = (await listVersions(parts.db, [id]))
    .filter(({ state }) => state === 'published')
    .flatMap((row) => row.validFrom ?? [])
    .toSorted()
    .at(-1)
  const today = parts.dayOf(parts.clock.now())
  const earliest = last !== undefined && last > today ? last : today
  if (validFrom < earliest) throw caseworkErrors.validTooEarly(validFrom, earliest)
}

async function assertPublishable(parts: ProcessParts, row: VersionRow) {
  const { subject: code } = await getProcess(parts, row.processId)
  const frame = frameOf(parts, await subjectOf(parts, code))
  const { problems, machine } = await examineContent(row.content, frame)
  if (hasErrors(problems) || !machine)
    throw caseworkErrors.notPublishable(problems.filter(({ severity }) => severity === 'error'))
}

async function move(
  parts: ProcessParts,
  key: Key & { revision: number },
  to: { state: 'draft' | 'submitted'; note: string; sentBack: string | null },
) {
  if (!(await updateState(parts.db, key, { ...to, at: parts.clock.now() })))
    throw caseworkErrors.versionMoved(key.no)
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
