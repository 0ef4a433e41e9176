import { timingSafeEqual } from 'node:crypto'
import type { CaseSnapshot } from '#modules/casework/contract.ts'
import type { PublicDossier } from '../contract.ts'
import { ownerActions } from './dossier-flow.ts'
import { describe, readFacts } from './dossier-view.ts'
import { publicOpinions } from './opinion-view.ts'
import { listOwn } from './dossier-store.ts'
import { dossierErrors } from './errors.ts'
import { historyWords, insideSteps, opinionUnits } from './history-words.ts'
import type { Parts } from './parts.ts'
import { getVersion } from './procedure-of.ts'

/** What opens a dossier to its owner: the secret printed on the receipt, or the account it was filed from. */
export type OwnerKey = { secret: string } | { account: string }

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
  const timeline = facts.events
    .filter((event) => !insideSteps.includes(event.type))
    .map((event) => ({
      at: event.happenedAt,
      ...namingUnits(
        historyWords[event.type] ?? { vi: event.type, en: event.type },
        opinionUnits(event, units),
      ),
      unit: event.actorUnitId === null ? null : (units.find(event.actorUnitId)?.name ?? null),
    }))
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
      timeline,
      allowedActions: ownerActions(snapshot),
    },
  }
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
