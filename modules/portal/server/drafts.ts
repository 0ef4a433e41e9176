import { newToken } from '#platform/ids.ts'
import { inTransaction } from '#platform/database.ts'
import {
  draftCookie,
  draftDays,
  nobody,
  type Citizen,
  type DraftFile,
  type Step,
  type Typed,
} from '../contract.ts'
import {
  deleteDraft,
  deleteExpiredDrafts,
  findDraft,
  insertDraft,
  listDrafts,
  updateDraft,
  type Draft,
  type DraftKey,
} from './draft-store.ts'
import { portalErrors } from './errors.ts'
import type { Parts } from './parts.ts'
import { hashToken, tokenHashOf, type Cookies } from './sessions.ts'

type DraftParts = Pick<Parts, 'db' | 'clock'>

export function draftKeyOf(citizen: Citizen | undefined, cookies: Cookies): DraftKey {
  const holderHash = tokenHashOf(cookies[draftCookie])
  return { ...(citizen ? { account: citizen.id } : {}), ...(holderHash ? { holderHash } : {}) }
}

/** Begins a draft for the account or, without one, for the browser; a browser without a token gets one. */
export async function openDraft(
  { db, clock }: DraftParts,
  procedure: { code: string; name: string },
  citizen: Citizen | undefined,
  cookies: Cookies,
): Promise<{ id: string; newHolder: string | undefined }> {
  const now = clock.now()
  await deleteExpiredDrafts(db, now)
  const known = tokenHashOf(cookies[draftCookie])
  const newHolder = citizen || known ? undefined : newToken(32)
  const id = newToken(12)
  await insertDraft(db, {
    id,
    accountId: citizen?.id ?? null,
    holderHash: citizen ? null : (known ?? hashToken(newHolder ?? '')),
    procedureCode: procedure.code,
    procedureName: procedure.name,
    typed: emptyTyped(citizen),
    commandKey: `portal.${newToken(16)}`,
    now,
    expiresAt: expiry(now),
  })
  return { id, newHolder }
}

export function emptyTyped(citizen: Citizen | undefined): Typed {
  return {
    unitId: null,
    districtId: null,
    wanted: '',
    forWhom: 'self',
    owner: citizen?.person ?? nobody,
    submitter: citizen?.person ?? nobody,
    form: {},
    bringing: {},
    delivery: '',
  }
}

/** Errors: `portal.draft_not_found`, also for somebody else's. */
export async function getDraft({ db, clock }: DraftParts, id: string, key: DraftKey): Promise<Draft> {
  const draft = opensNothing(key) ? undefined : await findDraft(db, id, key, clock.now())
  if (!draft) throw portalErrors.draftNotFound()
  return draft
}

export async function listOpenDrafts({ db, clock }: DraftParts, key: DraftKey): Promise<Draft[]> {
  return opensNothing(key) ? [] : listDrafts(db, key, clock.now())
}

/** Changes what was typed under a lock, so that two tabs do not undo each other. A sent draft stays as it is. */
export async function changeDraft(
  { db, clock }: DraftParts,
  id: string,
  key: DraftKey,
  change: (draft: Draft) => { typed?: Typed; files?: DraftFile[]; step?: Step },
): Promise<Draft> {
  if (opensNothing(key)) throw portalErrors.draftNotFound()
  return inTransaction(db, async (tx) => {
    const now = clock.now()
    const draft = await findDraft(tx, id, key, now, true)
    if (!draft) throw portalErrors.draftNotFound()
    if (draft.sentCode) return draft
    const next = { ...draft, ...change(draft), updatedAt: now, expiresAt: expiry(now) }
    await updateDraft(tx, id, { ...next, now })
    return next
  })
}

export async function removeDraft(parts: DraftParts, id: string, key: DraftKey): Promise<void> {
  await getDraft(parts, id, key)
  await deleteDraft(parts.db, id)
}

function opensNothing({ account, holderHash }: DraftKey): boolean {
  return account === undefined && holderHash === undefined
}

function expiry(now: Date): Date {
  return new Date(now.getTime() + draftDays * 86_400_000)
}
