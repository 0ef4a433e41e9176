import type { Clock } from '#platform/clock.ts'
import type { Log } from '#platform/log.ts'
import type { Day, Grant, HeldPost, Officer, OnBehalfOf, PermissionWord, UnitId } from '../contract.ts'
import type { ActingRow, HeldPostRow } from './account-store.ts'
import { dayTeller } from './day.ts'
import { organisationErrors } from './errors.ts'
import { passwordHasher, type PasswordCost, type Passwords } from './password.ts'
import { mayWithin } from './permission-scope.ts'
import { sessionCache, type SessionCache } from './session-cache.ts'
import type { OrganisationDb } from './tables.ts'
import { unitRegistry, type UnitRegistry } from './unit-registry.ts'

export type OrganisationConfig = {
  timeZone: string
  passwordCost?: PasswordCost
  /** A session ends after so long without use (default 120). */
  sessionIdleMinutes?: number
  /** A session ends so long after sign-in in any case (default 14: a working day and its overtime). */
  sessionAbsoluteHours?: number
}

export type SessionTimes = { idleMinutes: number; absoluteHours: number }

/** What the use cases of this module work with. */
export type Parts = {
  db: OrganisationDb
  /** The machine's time, by which sessions and their limits run. */
  clock: Clock
  /** The city's time, by which units, posts and reorganisations hold; the same but in a demo or a replay. */
  cityClock: Clock
  timeZone: string
  log: Log
  today: () => Day
  registry: UnitRegistry
  sessions: SessionCache
  passwords: Passwords
  times: SessionTimes
}

export function makeParts(
  db: OrganisationDb,
  clock: Clock,
  config: OrganisationConfig,
  log: Log,
  cityClock: Clock = clock,
): Parts {
  const today = dayTeller(cityClock, config.timeZone)
  return {
    db,
    clock,
    cityClock,
    timeZone: config.timeZone,
    log,
    today,
    registry: unitRegistry(db, today),
    sessions: sessionCache(),
    passwords: passwordHasher(config.passwordCost ?? 'owasp'),
    times: {
      idleMinutes: config.sessionIdleMinutes ?? 120,
      absoluteHours: config.sessionAbsoluteHours ?? 14,
    },
  }
}

const NOTHING: readonly Grant[] = Object.freeze([])

/** The officer as seen by everyone else. Behind a one-time password nothing is granted until it is changed. */
export function officerOf(
  registry: UnitRegistry,
  row: HeldPostRow & Pick<ActingRow, 'accountId' | 'name' | 'passwordChangedAt'>,
  onBehalfOf?: OnBehalfOf,
): Officer {
  const grants = row.passwordChangedAt === null ? NOTHING : registry.grantsOf(row.kind)
  return Object.freeze({
    accountId: row.accountId,
    personId: row.personId,
    name: row.name,
    unitId: row.unitId,
    postId: row.postId,
    postKind: row.kind,
    postTitle: row.title,
    fields: Object.freeze(row.fields),
    // Whoever stands in does the work of the post; whom it appoints and manages is not theirs to say.
    grants: onBehalfOf ? grants.filter(({ permission }) => !permission.startsWith('organisation.')) : grants,
    ...(onBehalfOf ? { onBehalfOf } : {}),
  })
}

export function requirePermission(
  parts: Pick<Parts, 'registry'>,
  officer: Officer,
  permission: PermissionWord,
  unitId?: UnitId,
): void {
  if (!mayWithin(parts.registry.units(), officer, permission, unitId))
    throw organisationErrors.forbidden(permission, unitId)
}

export function heldPostView({ registry }: Pick<Parts, 'registry'>, row: HeldPostRow): HeldPost {
  return {
    postId: row.postId,
    unitId: row.unitId,
    unitName: registry.units().nameOf(row.unitId),
    kind: row.kind,
    title: row.title,
    fields: row.fields,
  }
}
