import type { PersonTyped } from '../contract.ts'
import type { PortalDb } from './tables.ts'

export type AccountRow = { id: string; login: string; passwordHash: string; person: PersonTyped }
export type NewAccount = AccountRow & { createdAt: Date }

export function findAccount(db: PortalDb, login: string): Promise<AccountRow | undefined> {
  return db
    .selectFrom('portal.account')
    .select(['id', 'login', 'password_hash as passwordHash', 'person'])
    .where('login', '=', login)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
}

/** False when the login is taken. */
export async function insertAccount(db: PortalDb, account: NewAccount): Promise<boolean> {
  return (await insertAccounts(db, [account])) === 1
}

/** How many were new; a login already taken is left as it is. */
export async function insertAccounts(db: PortalDb, accounts: readonly NewAccount[]): Promise<number> {
  if (accounts.length === 0) return 0
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('portal.account')
    .values(
      accounts.map(({ id, login, passwordHash, person, createdAt }) => ({
        id,
        login,
        password_hash: passwordHash,
        person: JSON.stringify(person),
        created_at: createdAt,
        disabled_at: null,
      })),
    )
    .onConflict((conflict) => conflict.column('login').doNothing())
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows ?? 0)
}

export async function setPerson(db: PortalDb, id: string, person: PersonTyped): Promise<void> {
  await db
    .updateTable('portal.account')
    .set({ person: JSON.stringify(person) })
    .where('id', '=', id)
    .execute()
}
