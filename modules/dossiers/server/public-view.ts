import { timingSafeEqual } from 'node:crypto'
import type { CaseEvent, CaseSnapshot } from '#modules/casework/contract.ts'
import type { PublicDossier } from '../contract.ts'
import { ownerActions, statusOf } from './dossier-flow.ts'
import { describe, readFacts } from './dossier-view.ts'
import { publicOpinions } from './opinion-view.ts'
import { findDossier, listOwn } from './dossier-store.ts'
import { dossierErrors } from './errors.ts'
import { insideSteps, opinionUnits, wordsOf } from './history-words.ts'
import { linkedView, readWhole } from './linked-view.ts'
import type { Parts } from './parts.ts'
import { getVersion } from './procedure-of.ts'

/** What opens a dossier to its owner: the secret printed on the receipt, or the account it was filed from. */
export type OwnerKey = { secret: string } | { account: string }

/** What happens at the seams of a part is told by the whole. */
const toldByParent = [
  'dossiers.received',
  'dossiers.decided',
  'dossiers.result_handed_back',
  'dossiers.stopped_with_parent',
]

/** Opens a dossier by its code for its owner. Errors: `dossiers.not_found`, whichever of the two was wrong. */
export async function getOwned(
  parts: Parts,
  code: string,
  key: OwnerKey,
): Promise<{ snapshot: CaseSnapshot; secret: string; view: PublicDossier }> {
  const { casework, db } = parts
  const caseId = await casework.findCaseIdByCode(db, code)
  if (!caseId) throw dossierErrors.notFound()
  const snapshot = await casework.getCase(db, caseId)
  const facts = await readFacts(parts, snapshot)
  if (!opens(key, facts.row)) throw dossierErrors.notFound()
  const machine = await casework.getMachine(db, snapshot.definitionId)
  const view = describe(parts, snapshot, machine, facts)
  const units = parts.organisation.units()
  const whole = await readWhole(parts, snapshot, facts.events)
  const unitName = (id: number) => units.find(id)?.name ?? String(id)
  const lineOf = (event: CaseEvent, part: string | null) => ({
    at: event.happenedAt,
    ...namingUnits(wordsOf(event, unitName), opinionUnits(event, units)),
    unit: event.actorUnitId === null ? null : unitName(event.actorUnitId),
    part,
  })
  const timeline = facts.events
    .filter((event) => !insideSteps.includes(event.type))
    .map((event) => lineOf(event, null))
  for (const { childId, name } of whole?.parent.caseId === caseId ? whole.parts : [])
    if (childId)
      for (const event of await casework.listEvents(db, childId))
        if (!insideSteps.includes(event.type) && !toldByParent.includes(event.type))
          timeline.push(lineOf(event, name))
  timeline.sort((a, b) => a.at.localeCompare(b.at))
  // Drafts and other papers of the office are not the owner's.
  const files = view.files.filter((file) => file.kind !== 'working')
  const {
    owner,
    history: _history,
    steps: _steps,
    slips: _slips,
    form: _form,
    proposals: _proposals,
    submitter: _submitter,
    title: _title,
    sets: _sets,
    ...shown
  } = view
  return {
    snapshot,
    secret: facts.row.secret,
    view: {
      ...shown,
      files,
      opinions: publicOpinions(view.opinions),
      ownerName: owner.fullName,
      linked: whole ? await linkedView(parts, whole, snapshot) : null,
      timeline,
      allowedActions: ownerActions(snapshot),
    },
  }
}

/** Only how far the dossier has come, for a page that asks again and again: no history is read. Errors: `dossiers.not_found`. */
export async function getOwnedVersion(
  { casework, db }: Parts,
  code: string,
  key: OwnerKey,
): Promise<Pick<PublicDossier, 'version' | 'status'>> {
  const caseId = await casework.findCaseIdByCode(db, code)
  const row = caseId === undefined ? undefined : await findDossier(db, caseId)
  if (!row || !opens(key, row)) throw dossierErrors.notFound()
  const snapshot = await casework.getCase(db, row.caseId)
  return { version: snapshot.version, status: statusOf(snapshot) }
}

/** Names who is asked or answers; never what was written. */
function namingUnits({ vi, en }: { vi: string; en: string }, names: readonly string[]) {
  return names.length === 0
    ? { vi, en }
    : { vi: `${vi}: ${names.join('; ')}`, en: `${en}: ${names.join('; ')}` }
}

function opens(key: OwnerKey, row: { secret: string; submitterAccount: string | null }): boolean {
  if ('account' in key) return row.submitterAccount === key.account
  const given = Buffer.from(key.secret)
  const kept = Buffer.from(row.secret)
  return given.length === kept.length && timingSafeEqual(given, kept)
}

export type OwnDossier = {
  code: string
  procedureName: string
  status: string
  ownerName: string
  filedAt: string
  dueAt: string | null
}

/** The dossiers filed from an account, newest first. */
export async function listOwned(parts: Parts, account: string): Promise<OwnDossier[]> {
  const rows = await listOwn(parts.db, account, 100)
  const snapshots = new Map(
    (
      await parts.casework.findCases(
        parts.db,
        rows.map((row) => row.caseId),
      )
    ).map((one) => [one.caseId, one]),
  )
  return Promise.all(
    rows.map(async (row) => ({
      code: row.code,
      procedureName: (await getVersion(parts, row.procedureVersionId)).name,
      status: snapshots.get(row.caseId)?.status ?? 'submitted',
      ownerName: row.ownerName,
      filedAt: row.filedAt.toISOString(),
      dueAt: snapshots.get(row.caseId)?.promisedAt ?? null,
    })),
  )
}
