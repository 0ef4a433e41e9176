import { sql } from 'kysely'
import type { AccountId, Day, PersonId, PostId, PostKind, UnitId } from '../contract.ts'
import type { OrganisationDb } from './tables.ts'

export type AccountRow = {
  accountId: AccountId
  personId: PersonId
  name: string
  login: string
  passwordHash: string
  disabledAt: Date | null
  passwordChangedAt: Date | null
}

export type HeldPostRow = {
  personId: PersonId
  postId: PostId
  unitId: UnitId
  kind: PostKind
  title: string
  fields: string[]
}

function accounts(db: OrganisationDb) {
  return db
    .selectFrom('organisation.account as account')
    .innerJoin('organisation.person as person', 'person.id', 'account.person_id')
    .select([
      'account.id as accountId',
      'account.person_id as personId',
      'person.full_name as name',
      'account.login as login',
      'account.password_hash as passwordHash',
      'account.disabled_at as disabledAt',
      'account.password_changed_at as passwordChangedAt',
    ])
}

export function findAccountByLogin(db: OrganisationDb, login: string): Promise<AccountRow | undefined> {
  return accounts(db).where('account.login', '=', login).executeTakeFirst()
}

export function findAccount(db: OrganisationDb, accountId: AccountId): Promise<AccountRow | undefined> {
  return accounts(db).where('account.id', '=', accountId).executeTakeFirst()
}

/** The posts held on the day, in the order of their ids. */
export function listHeldPosts(
  db: OrganisationDb,
  day: Day,
  personIds: readonly PersonId[],
): Promise<HeldPostRow[]> {
  return heldPosts(db, day)
    .where('assignment.person_id', '=', sql<number>`any(${[...personIds]}::int[])`)
    .orderBy('post.id')
    .execute()
}

/** Everyone who works in the unit on the day, by the Vietnamese order of names. */
export function listStaff(db: OrganisationDb, day: Day, unitId: UnitId): Promise<AccountRow[]> {
  return accounts(db)
    .where(
      'account.person_id',
      'in',
      heldPosts(db, day).clearSelect().select('assignment.person_id').where('post.unit_id', '=', unitId),
    )
    .orderBy('person.given_name_key')
    .orderBy('account.id')
    .execute()
}

export type SeatRow = HeldPostRow & { name: string }

/** The posts of a unit with who holds them on the day, by the order of posts. */
export function listSeats(db: OrganisationDb, day: Day, unitId: UnitId): Promise<SeatRow[]> {
  return seats(db, day).where('post.unit_id', '=', unitId).orderBy('post.id').execute()
}

export function findSeat(db: OrganisationDb, day: Day, postId: PostId): Promise<SeatRow | undefined> {
  return seats(db, day).where('post.id', '=', postId).executeTakeFirst()
}

function seats(db: OrganisationDb, day: Day) {
  return heldPosts(db, day)
    .innerJoin('organisation.person as person', 'person.id', 'assignment.person_id')
    .select('person.full_name as name')
}

function heldPosts(db: OrganisationDb, day: Day) {
  return db
    .selectFrom('organisation.assignment as assignment')
    .innerJoin('organisation.post as post', 'post.id', 'assignment.post_id')
    .select([
      'assignment.person_id as personId',
      'post.id as postId',
      'post.unit_id as unitId',
      'post.kind as kind',
      'post.title as title',
      'post.fields as fields',
    ])
    .where(
      sql<boolean>`assignment.valid_from <= ${day}::date and (assignment.valid_to is null or ${day}::date < assignment.valid_to)`,
    )
    .where(
      sql<boolean>`post.valid_from <= ${day}::date and (post.valid_to is null or ${day}::date < post.valid_to)`,
    )
}

export type ActingRow = HeldPostRow & Pick<AccountRow, 'accountId' | 'name' | 'login' | 'passwordChangedAt'>

/** Every enabled account on every post it may act from on the day. */
export function listActing(
  db: OrganisationDb,
  day: Day,
  only: { login?: string; personId?: PersonId; unitId?: UnitId; postKind?: PostKind; field?: string },
): Promise<ActingRow[]> {
  let query = heldPosts(db, day)
    .innerJoin('organisation.account as account', 'account.person_id', 'assignment.person_id')
    .innerJoin('organisation.person as person', 'person.id', 'assignment.person_id')
    .select([
      'account.id as accountId',
      'person.full_name as name',
      'account.login as login',
      'account.password_changed_at as passwordChangedAt',
    ])
    .where('account.disabled_at', 'is', null)
  if (only.login !== undefined) query = query.where('account.login', '=', only.login)
  if (only.personId !== undefined) query = query.where('assignment.person_id', '=', only.personId)
  if (only.unitId !== undefined) query = query.where('post.unit_id', '=', only.unitId)
  if (only.postKind !== undefined) query = query.where('post.kind', '=', only.postKind)
  // A post without fields takes every field of its unit.
  const { field } = only
  if (field !== undefined)
    query = query.where(sql<boolean>`(post.fields = '{}' or ${field} = any(post.fields))`)
  return query.orderBy('person.given_name_key').orderBy('post.id').execute()
}

export function listNames(
  db: OrganisationDb,
  accountIds: readonly AccountId[],
): Promise<{ accountId: AccountId; name: string }[]> {
  return db
    .selectFrom('organisation.account as account')
    .innerJoin('organisation.person as person', 'person.id', 'account.person_id')
    .select(['account.id as accountId', 'person.full_name as name'])
    .where('account.id', '=', sql<number>`any(${[...accountIds]}::int[])`)
    .execute()
}

export async function listAccountIds(
  db: OrganisationDb,
  personIds: readonly PersonId[],
): Promise<AccountId[]> {
  const rows = await db
    .selectFrom('organisation.account')
    .select('id')
    .where('person_id', '=', sql<number>`any(${[...personIds]}::int[])`)
    .where('disabled_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

export async function setPassword(
  db: OrganisationDb,
  accountId: AccountId,
  passwordHash: string,
  changedAt: Date | null,
): Promise<void> {
  await db
    .updateTable('organisation.account')
    .set({ password_hash: passwordHash, password_changed_at: changedAt })
    .where('id', '=', accountId)
    .execute()
}

export async function setDisabled(
  db: OrganisationDb,
  accountId: AccountId,
  disabledAt: Date | null,
): Promise<void> {
  await db
    .updateTable('organisation.account')
    .set({ disabled_at: disabledAt })
    .where('id', '=', accountId)
    .execute()
}

export async function countAccountsWithHashMark(db: OrganisationDb, mark: string): Promise<number> {
  const row = await db
    .selectFrom('organisation.account')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where(sql<boolean>`position(${mark} in password_hash) > 0`)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export async function hasAccounts(db: OrganisationDb): Promise<boolean> {
  return (await db.selectFrom('organisation.account').select('id').limit(1).executeTakeFirst()) !== undefined
}
