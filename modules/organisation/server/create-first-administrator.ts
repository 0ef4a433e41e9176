import type { Clock } from '#platform/clock.ts'
import { postKindWords } from '../contract.ts'
import { hasAccounts } from './account-store.ts'
import { dayTeller } from './day.ts'
import { newOneTimePassword, passwordHasher, type PasswordCost } from './password.ts'
import { seedOrganisation, type SeedUnit } from './seed-organisation.ts'
import { findCityCode } from './seed-store.ts'
import type { OrganisationDb } from './tables.ts'

export type FirstAdministrator = {
  /** The city to stand at the top when there is no unit yet. */
  city: Pick<SeedUnit, 'code' | 'name' | 'kind'>
  login?: string
  fullName?: string
  timeZone: string
  passwordCost?: PasswordCost
}

/**
 * Gives an empty city its first operator and returns the one-time password, to be printed once.
 * Undefined when there is any account already: this is no way in to a city at work.
 */
export async function createFirstAdministrator(
  db: OrganisationDb,
  clock: Clock,
  {
    city,
    login = 'quantri',
    fullName = 'Quản trị hệ thống',
    timeZone,
    passwordCost = 'owasp',
  }: FirstAdministrator,
): Promise<{ login: string; password: string } | undefined> {
  if (await hasAccounts(db)) return undefined
  const password = newOneTimePassword()
  const passwordHash = await passwordHasher(passwordCost).hash(password)
  const known = await findCityCode(db)
  const { staff } = await seedOrganisation(db, {
    units: known === undefined ? [{ ...city, tier: 'city' }] : [],
    staff: [
      {
        login,
        fullName,
        posts: [{ unitCode: known ?? city.code, kind: 'operator', title: postKindWords.operator.vi }],
      },
    ],
    passwordHash,
    validFrom: dayTeller(clock, timeZone)(),
  })
  return staff === 1 ? { login, password } : undefined
}
