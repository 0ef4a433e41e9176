import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import { silentLog, type Log } from '#platform/log.ts'
import type { AnyRoute } from '#platform/http-route.ts'
import {
  isPermissionWord,
  sessionCookie,
  type AccountId,
  type AuthorityGiven,
  type Day,
  type Officer,
  type PermissionWord,
  type PostKind,
  type Succession,
  type Unit,
  type UnitId,
} from '../contract.ts'
import type { AuthorityView, EndAuthority, RecordAuthority } from '../authority.ts'
import {
  authoritiesFor,
  authorityOn,
  endAuthority,
  getAuthorityGiven,
  recordAuthority,
} from './authorities.ts'
import type { Named } from './authority-flow.ts'
import { authorityRoutes } from './authority-routes.ts'
import type { ProcedurePort } from './procedure-port.ts'
import { listActing, listNames } from './account-store.ts'
import { makeParts, officerOf, requirePermission, type OrganisationConfig } from './parts.ts'
import { findStandIn } from './find-stand-in.ts'
import { findCapacity, type Signing } from './find-capacity.ts'
import { getPastDay, type PastDay } from './past-day.ts'
import { listPostKindsOn } from './post-people-store.ts'
import { mayWithin, unitsWithin, unitsWithinOn } from './permission-scope.ts'
import type { Reorganisations } from './reorganisation-uses.ts'
import { reorganisations } from './reorganisations.ts'
import { organisationRoutes } from './routes.ts'
import { substitutesOf } from './substitutions.ts'
import type { OrganisationTables } from './tables.ts'
import type { UnitTree } from './unit-tree.ts'
import type { WorkPort } from './work-port.ts'
import { authenticate } from './use-session.ts'

export type { UnitTree } from './unit-tree.ts'
export type { PastDay } from './past-day.ts'
export type { Signing } from './find-capacity.ts'
export type { Reorganisations } from './reorganisation-uses.ts'
export type { ProcedureFacts, ProcedurePort } from './procedure-port.ts'
export {
  proposalGroundWords,
  type DecisionKind,
  type PlannedUnit,
  type ProposalGround,
  type ReorganisationView,
  type Resolution,
} from '../reorganisation.ts'
export type { WorkPort } from './work-port.ts'
export { prepareReorganisation, type Prepared } from './prepare-reorganisation.ts'
export type { OrganisationConfig } from './parts.ts'
export {
  seedOrganisation,
  type Seed,
  type SeedPost,
  type SeedStaff,
  type SeedUnit,
} from './seed-organisation.ts'
export { createFirstAdministrator, type FirstAdministrator } from './create-first-administrator.ts'
export { assertNoDemoSecrets } from './assert-no-demo-secrets.ts'
export { demoPassword, demoPasswordHash, type PasswordCost } from './password.ts'
export type { OrganisationDb, OrganisationTables } from './tables.ts'

/** What the apps and other modules may use. Everything else in this folder is private. */
export type Organisation = {
  /** Writes missing default grants and reads units and grants; to be awaited before anything else. */
  start(): Promise<void>
  /** Reads units and grants again, after seeding. */
  refresh(): Promise<void>
  routes: AnyRoute[]
  /** The city's day now. */
  today(): Day
  /** The units as of a day, today by default; in memory, no round trip. */
  units(onDay?: Day): UnitTree
  /** A day to look back at, as somebody wrote it. Throws `organisation.wrong_day`, `day_to_come`, `before_first_unit`. */
  getPastDay(text: string): PastDay
  /** Who followed whom, over every change of the map that has been dated. */
  successions(): readonly Succession[]
  /** By which delegation another unit decides the procedure on the day in the competent unit's place; in memory. */
  authorityOn(unitId: UnitId, procedure: Named, onDay: Day): AuthorityGiven | undefined
  /** Every delegation of the procedure in force on the day, whoever gave it; in memory. */
  authoritiesFor(procedure: Named, onDay: Day): AuthorityGiven[]
  /** A delegation of the register, in force or not. Throws `organisation.no_authority`. */
  getAuthority(id: number): AuthorityGiven
  /** The register of delegated authority, given who knows the procedures. */
  authorityRegister(procedures: ProcedurePort): AuthorityRegister
  /** The unit that answers to an electronic document address on the day, also to that of a closed unit. */
  unitByAddress(agencyCode: string, onDay?: Day): Unit | undefined
  /** Changes of the map, given who carries the work; routes and a job that goes on where it stopped. */
  reorganisations(work: WorkPort): Reorganisations
  authenticate(token: string | undefined): Promise<Officer | undefined>
  officerOf(cookies: Readonly<Record<string, string | undefined>>): Promise<Officer | undefined>
  may(officer: Officer, permission: string, unitId?: UnitId): boolean
  /** Throws `organisation.forbidden`. */
  requirePermission(officer: Officer, permission: PermissionWord, unitId?: UnitId): void
  /** Where the officer may do this: a set of units, or `all`. */
  unitsOf(officer: Officer, permission: PermissionWord): 'all' | ReadonlySet<UnitId>
  /** The same on the map of another day: what lay within the officer's unit then, and what it has inherited since. */
  unitsOfOn(onDay: Day, officer: Officer, permission: PermissionWord): 'all' | ReadonlySet<UnitId>
  /** Who holds posts of the kind in the unit today; with a field, those of that field and those of every field. */
  postHolders(unitId: UnitId, postKind: PostKind, field?: string): Promise<Officer[]>
  /** Kinds of the posts that each unit has on the day, held or not. */
  postKindsOn(day: Day): Promise<ReadonlyMap<UnitId, ReadonlySet<PostKind>>>
  /** For simulation, tests and jobs that act in somebody's name: the person on the first post held today. */
  findOfficerByLogin(login: string): Promise<Officer | undefined>
  /** Everybody who may act today, once per post. */
  listOfficers(): Promise<Officer[]>
  namesOf(accountIds: readonly AccountId[]): Promise<ReadonlyMap<AccountId, string>>
  /** Who acts on the officer's post on the day in their place, in work of this procedure. */
  findStandIn(
    officer: Officer,
    onDay: Day,
    work: { code: string; field: string | null },
  ): Promise<Officer | undefined>
  /** The lines over a signature (TM., Q., KT., TL., TUQ. and the titles); none where the post signs for nobody. */
  capacityOf(signing: Signing): Promise<string[]>
  /** Who stands in for any of these people today, in work of this procedure. */
  substitutesOf(
    accountIds: readonly AccountId[],
    work: { code: string; field: string | null },
  ): Promise<AccountId[]>
}

/** The register of delegated authority; each use asks again who may. */
export type AuthorityRegister = {
  routes: AnyRoute[]
  record(officer: Officer, wish: RecordAuthority): Promise<AuthorityView>
  end(officer: Officer, id: number, end: EndAuthority): Promise<AuthorityView>
}

/** The organisation over its tables. Refuses with `organisation.*` codes; call `start` before anything else. */
export function organisationModule({
  db,
  clock,
  cityClock = clock,
  config,
  log = silentLog,
}: {
  db: AnyDb
  /** By which sessions run. */
  clock: Clock
  /** By which units and posts hold; the same unless the city lives in another time. */
  cityClock?: Clock
  config: OrganisationConfig
  log?: Log
}): Organisation {
  const parts = makeParts(db.withTables<OrganisationTables>(), clock, config, log, cityClock)
  const { registry, today } = parts

  async function acting(only: Parameters<typeof listActing>[2]): Promise<Officer[]> {
    const rows = await listActing(parts.db, today(), only)
    return rows.filter((row) => registry.units().isOpen(row.unitId)).map((row) => officerOf(registry, row))
  }

  return {
    start: () => registry.start(),
    async refresh() {
      await registry.refresh()
      parts.sessions.forgetAll()
    },
    routes: organisationRoutes(parts),
    today,
    units: (onDay) => registry.units(onDay),
    getPastDay: (text) => getPastDay(parts, text),
    successions: () => registry.successions(),
    authorityOn: (unitId, procedure, onDay) => authorityOn(parts, unitId, procedure, onDay),
    authoritiesFor: (procedure, onDay) => authoritiesFor(parts, procedure, onDay),
    getAuthority: (id) => getAuthorityGiven(parts, id),
    authorityRegister(procedures) {
      const register = { ...parts, procedures }
      return {
        routes: authorityRoutes(register),
        record: (officer, wish) => recordAuthority(register, officer, wish),
        end: (officer, id, end) => endAuthority(register, officer, id, end),
      }
    },
    unitByAddress: (agencyCode, onDay) => registry.unitByAddress(agencyCode, onDay),
    reorganisations: (work) => reorganisations(parts, work),
    authenticate: (token) => authenticate(parts, token),
    officerOf: (cookies) => authenticate(parts, cookies[sessionCookie]),
    may: (officer, permission, unitId) =>
      isPermissionWord(permission) && mayWithin(registry.units(), officer, permission, unitId),
    requirePermission: (officer, permission, unitId) => requirePermission(parts, officer, permission, unitId),
    unitsOf: (officer, permission) => unitsWithin(registry.units(), officer, permission),
    unitsOfOn: (onDay, officer, permission) =>
      unitsWithinOn(registry.units(onDay), registry.units(), officer, permission),
    postHolders: (unitId, postKind, field) =>
      acting({ unitId, postKind, ...(field === undefined ? {} : { field }) }),
    postKindsOn: (day) => listPostKindsOn(parts.db, day),
    findOfficerByLogin: async (login) => (await acting({ login })).sort((a, b) => a.postId - b.postId)[0],
    listOfficers: () => acting({}),
    substitutesOf: (accountIds, work) => substitutesOf(parts, accountIds, work),
    findStandIn: (officer, onDay, work) => findStandIn(parts, officer, onDay, work),
    capacityOf: (signing) => findCapacity(parts, signing),
    async namesOf(accountIds) {
      return new Map((await listNames(parts.db, accountIds)).map((row) => [row.accountId, row.name]))
    },
  }
}
