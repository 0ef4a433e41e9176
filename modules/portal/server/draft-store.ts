import type { DraftFile, Step, Typed } from '../contract.ts'
import type { PortalDb } from './tables.ts'

export type Draft = {
  id: string
  accountId: string | null
  procedureCode: string
  procedureName: string
  step: Step
  typed: Typed
  files: DraftFile[]
  commandKey: string
  updatedAt: Date
  expiresAt: Date
  sentCode: string | null
  sentSecret: string | null
}

/** What opens a draft: the account it belongs to, or the browser it was begun in. */
export type DraftKey = { account?: string; holderHash?: Buffer }

const columns = [
  'id',
  'account_id as accountId',
  'procedure_code as procedureCode',
  'procedure_name as procedureName',
  'step',
  'typed',
  'files',
  'command_key as commandKey',
  'updated_at as updatedAt',
  'expires_at as expiresAt',
  'sent_code as sentCode',
  'sent_secret as sentSecret',
] as const

export type NewDraft = {
  id: string
  accountId: string | null
  holderHash: Buffer | null
  procedureCode: string
  procedureName: string
  typed: Typed
  commandKey: string
  now: Date
  expiresAt: Date
}

export async function insertDraft(db: PortalDb, draft: NewDraft): Promise<void> {
  await db
    .insertInto('portal.draft')
    .values({
      id: draft.id,
      account_id: draft.accountId,
      holder_hash: draft.holderHash,
      procedure_code: draft.procedureCode,
      procedure_name: draft.procedureName,
      step: 'place',
      typed: JSON.stringify(draft.typed),
      files: '[]',
      command_key: draft.commandKey,
      created_at: draft.now,
      updated_at: draft.now,
      expires_at: draft.expiresAt,
      sent_code: null,
      sent_secret: null,
    })
    .execute()
}

/** A draft that this key opens; somebody else's is as absent as one that never was. */
export async function findDraft(
  db: PortalDb,
  id: string,
  key: DraftKey,
  now: Date,
  lock = false,
): Promise<Draft | undefined> {
  const query = held(db, key, now).where('id', '=', id)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}

/** The unsent drafts this key opens, last touched first. */
export function listDrafts(db: PortalDb, key: DraftKey, now: Date): Promise<Draft[]> {
  return held(db, key, now).where('sent_code', 'is', null).orderBy('updated_at', 'desc').limit(50).execute()
}

function held(db: PortalDb, { account, holderHash }: DraftKey, now: Date) {
  return db
    .selectFrom('portal.draft')
    .select(columns)
    .where('expires_at', '>', now)
    .where(({ eb, or }) =>
      or([
        ...(account === undefined ? [] : [eb('account_id', '=', account)]),
        ...(holderHash === undefined ? [] : [eb('holder_hash', '=', holderHash)]),
      ]),
    )
}

export type DraftChange = { typed: Typed; files: DraftFile[]; step: Step; now: Date; expiresAt: Date }

export async function updateDraft(db: PortalDb, id: string, change: DraftChange): Promise<void> {
  await db
    .updateTable('portal.draft')
    .set({
      typed: JSON.stringify(change.typed),
      files: JSON.stringify(change.files),
      step: change.step,
      updated_at: change.now,
      expires_at: change.expiresAt,
    })
    .where('id', '=', id)
    .execute()
}

/** The draft became a dossier; only the way to its receipt is kept. */
export async function setSent(db: PortalDb, id: string, code: string, secret: string): Promise<void> {
  await db
    .updateTable('portal.draft')
    .set({ sent_code: code, sent_secret: secret, files: '[]' })
    .where('id', '=', id)
    .execute()
}

export async function deleteDraft(db: PortalDb, id: string): Promise<void> {
  await db.deleteFrom('portal.draft').where('id', '=', id).where('sent_code', 'is', null).execute()
}

export async function deleteExpiredDrafts(db: PortalDb, now: Date): Promise<void> {
  await db.deleteFrom('portal.draft').where('expires_at', '<=', now).execute()
}

/** What was begun in this browser before signing in now belongs to the account, and to the browser no more. */
export async function adoptDrafts(db: PortalDb, holderHash: Buffer, accountId: string): Promise<void> {
  await db
    .updateTable('portal.draft')
    .set({ account_id: accountId, holder_hash: null })
    .where('holder_hash', '=', holderHash)
    .execute()
}
