import type { Clock } from '#platform/clock.ts'
import type { Log } from '#platform/log.ts'
import type { Day, Grant, Officer, PermissionWord, UnitId } from '../contract.ts'
import type { ActingRow, HeldPostRow } from './account-store.ts'
import { organisationErrors } from './errors.ts'
import type { Passwords } from './password.ts'
import { mayWithin } from './permission-scope.ts'
import type { SessionCache } from './session-cache.ts'
import type { OrganisationDb } from './tables.ts'
import type { UnitRegistry } from './unit-registry.ts'

export type SessionTimes = { idleMinutes: number; absoluteHours: number }

/** What the use cases of this module work with. */
export type Parts = {
  db: OrganisationDb
  clock: Clock
  log: Log
  today: () => Day
  registry: UnitRegistry
  sessions: SessionCache
  passwords: Passwords
  times: SessionTimes
}

const NOTHING: readonly Grant[] = Object.freeze([])

/** The officer as seen by everyone else. Behind a one-time password nothing is granted until it is changed. */
export function officerOf(
  registry: UnitRegistry,
  row: HeldPostRow & Pick<ActingRow, 'accountId' | 'name' | 'passwordChangedAt'>,
): Officer {
  return Object.freeze({
    accountId: row.accountId,
    personId: row.personId,
    name: row.name,
    unitId: row.unitId,
    postId: row.postId,
    postKind: row.kind,
    postTitle: row.title,
    ...(row.field === null ? {} : { field: row.field }),
    grants: row.passwordChangedAt === null ? NOTHING : registry.grantsOf(row.kind),
  })
}

export function requirePermission(parts: Pick<Parts, 'registry'>, officer: Officer, permission: PermissionWord, unitId?: UnitId): void {
  if (!mayWithin(parts.registry.units(), officer, permission, unitId)) throw organisationErrors.forbidden(permission, unitId)
}
