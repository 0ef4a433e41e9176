import type { PersonTyped } from '../contract.ts'
import type { PortalDb } from './tables.ts'

export type SessionRow = {
  accountId: string
  login: string
  person: PersonTyped
  createdAt: Date
  lastSeenAt: Date
}

/** A session in force: not revoked, not over, its account not closed. */
export function findSession(db: PortalDb, tokenHash: Buffer, now: Date): Promise<SessionRow | undefined> {
  return db
    .selectFrom('portal.session as session')
    .innerJoin('portal.account as account', 'account.id', 'session.account_id')
    .select([
      'account.id as accountId',
      'account.login as login',
      'account.person as person',
      'session.created_at as createdAt',
      'session.last_seen_at as lastSeenAt',
    ])
    .where('session.token_hash', '=', tokenHash)
    .where('session.revoked_at', 'is', null)
    .where('session.expires_at', '>', now)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst()
}

export type NewSession = {
  tokenHash: Buffer
  accountId: string
  now: Date
  expiresAt: Date
  ip: string
  userAgent: string
}

export async function insertSession(db: PortalDb, session: NewSession): Promise<void> {
  await db
    .insertInto('portal.session')
    .values({
      token_hash: session.tokenHash,
      account_id: session.accountId,
      created_at: session.now,
      last_seen_at: session.now,
      expires_at: session.expiresAt,
      revoked_at: null,
      ip: session.ip,
      user_agent: session.userAgent,
    })
    .execute()
}

export async function touchSession(
  db: PortalDb,
  tokenHash: Buffer,
  now: Date,
  expiresAt: Date,
): Promise<void> {
  await db
    .updateTable('portal.session')
    .set({ last_seen_at: now, expires_at: expiresAt })
    .where('token_hash', '=', tokenHash)
    .execute()
}

export async function revokeSession(db: PortalDb, tokenHash: Buffer, now: Date): Promise<void> {
  await db
    .updateTable('portal.session')
    .set({ revoked_at: now })
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .execute()
}

/** Ends every session of the account but the one at hand; says how many. */
export async function revokeOtherSessions(
  db: PortalDb,
  accountId: string,
  kept: Buffer,
  now: Date,
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('portal.session')
    .set({ revoked_at: now })
    .where('account_id', '=', accountId)
    .where('token_hash', '!=', kept)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

export type LiveSession = { tokenHash: Buffer; createdAt: Date; lastSeenAt: Date; userAgent: string }

export function listSessions(db: PortalDb, accountId: string, now: Date): Promise<LiveSession[]> {
  return db
    .selectFrom('portal.session')
    .select([
      'token_hash as tokenHash',
      'created_at as createdAt',
      'last_seen_at as lastSeenAt',
      'user_agent as userAgent',
    ])
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('last_seen_at', 'desc')
    .limit(20)
    .execute()
}

export async function deleteEndedSessions(db: PortalDb, accountId: string, before: Date): Promise<void> {
  await db
    .deleteFrom('portal.session')
    .where('account_id', '=', accountId)
    .where('expires_at', '<', before)
    .execute()
}
