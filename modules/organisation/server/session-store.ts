import { sql } from 'kysely'
import type { AccountId, Day, PostId } from '../contract.ts'
import type { HeldPostRow } from './account-store.ts'
import type { OrganisationDb } from './tables.ts'

export type SessionRow = HeldPostRow & {
  accountId: AccountId
  name: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  /** By which the session sits on another's post. */
  substitution: number | null
  passwordChangedAt: Date | null
  /** Revision of units and grants at the moment of reading. */
  revision: number
}

/** A session that may be used now: not revoked, not expired, account enabled, its own post still held today. */
export function findSession(
  db: OrganisationDb,
  tokenHash: Buffer,
  now: Date,
  day: Day,
): Promise<SessionRow | undefined> {
  return (
    db
      .selectFrom('organisation.session as session')
      .innerJoin('organisation.account as account', 'account.id', 'session.account_id')
      .innerJoin('organisation.person as person', 'person.id', 'account.person_id')
      .innerJoin('organisation.post as post', 'post.id', 'session.post_id')
      .select([
        'account.id as accountId',
        'account.password_changed_at as passwordChangedAt',
        'person.id as personId',
        'person.full_name as name',
        'post.id as postId',
        'post.unit_id as unitId',
        'post.kind as kind',
        'post.title as title',
        'post.fields as fields',
        'session.created_at as createdAt',
        'session.last_seen_at as lastSeenAt',
        'session.expires_at as expiresAt',
        'session.substitution_id as substitution',
        sql<number>`(select number from organisation.revision)`.as('revision'),
      ])
      .where('session.token_hash', '=', tokenHash)
      .where('session.revoked_at', 'is', null)
      .where('session.expires_at', '>', now)
      .where('account.disabled_at', 'is', null)
      // Whether a substitution holds is known in memory; whoever sits on a post of their own holds it today.
      .where(
        sql<boolean>`(session.substitution_id is not null or exists (select from organisation.assignment a where a.post_id = post.id
        and a.person_id = person.id and a.valid_from <= ${day}::date and (a.valid_to is null or ${day}::date < a.valid_to)))`,
      )
      .where(
        sql<boolean>`post.valid_from <= ${day}::date and (post.valid_to is null or ${day}::date < post.valid_to)`,
      )
      .executeTakeFirst()
  )
}

export type NewSession = {
  tokenHash: Buffer
  accountId: AccountId
  postId: PostId
  now: Date
  expiresAt: Date
  ip: string
  userAgent: string
}

export async function insertSession(db: OrganisationDb, session: NewSession): Promise<void> {
  await db
    .insertInto('organisation.session')
    .values({
      token_hash: session.tokenHash,
      account_id: session.accountId,
      post_id: session.postId,
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
  db: OrganisationDb,
  tokenHash: Buffer,
  now: Date,
  expiresAt: Date,
): Promise<void> {
  await db
    .updateTable('organisation.session')
    .set({ last_seen_at: now, expires_at: expiresAt })
    .where('token_hash', '=', tokenHash)
    .execute()
}

export async function setSessionPost(
  db: OrganisationDb,
  tokenHash: Buffer,
  postId: PostId,
  substitution: number | null,
): Promise<void> {
  await db
    .updateTable('organisation.session')
    .set({ post_id: postId, substitution_id: substitution })
    .where('token_hash', '=', tokenHash)
    .execute()
}

export async function revokeSession(db: OrganisationDb, tokenHash: Buffer, now: Date): Promise<void> {
  await db
    .updateTable('organisation.session')
    .set({ revoked_at: now })
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .execute()
}

/** Ends every session of the account, or every one but the one at hand. */
export async function revokeSessionsOf(
  db: OrganisationDb,
  accountId: AccountId,
  now: Date,
  except?: Buffer,
): Promise<void> {
  let query = db
    .updateTable('organisation.session')
    .set({ revoked_at: now })
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
  if (except) query = query.where('token_hash', '!=', except)
  await query.execute()
}

/** Sessions of the account that ended before the instant are of no further use to an inquiry. */
export async function deleteEndedSessions(
  db: OrganisationDb,
  accountId: AccountId,
  before: Date,
): Promise<void> {
  await db
    .deleteFrom('organisation.session')
    .where('account_id', '=', accountId)
    .where('expires_at', '<', before)
    .execute()
}
