import { inTransaction } from '#platform/database.ts'
import type { Day, PostKind, Tier } from '../contract.ts'
import { getRealDay } from './day.ts'
import { organisationErrors } from './errors.ts'
import { cleanName, getLogin, givenNameKey } from './names.ts'
import {
  insertStaff,
  insertUnits,
  listKnownLogins,
  listUnitIds,
  lockIds,
  type NewStaff,
  type NewUnit,
} from './seed-store.ts'
import type { OrganisationDb } from './tables.ts'
import { raiseRevision } from './unit-store.ts'

export type SeedUnit = {
  code: string
  tier: Tier
  kind: string
  name: string
  parentCode?: string | undefined
  agencyCode?: string | undefined
  calendarId?: number | undefined
  position?: readonly [longitude: number, latitude: number] | undefined
  openedOn?: Day | undefined
  closedOn?: Day | undefined
}

export type SeedPost = {
  unitCode: string
  kind: PostKind
  title: string
  fields?: readonly string[] | undefined
}
export type SeedStaff = { login: string; fullName: string; posts: readonly SeedPost[] }

export type Seed = {
  units: readonly SeedUnit[]
  staff: readonly SeedStaff[]
  /** Of all new accounts; see `demoPasswordHash`. */
  passwordHash: string
  /** Absent: the password is a one-time one. */
  passwordChangedAt?: Date
  /** First day of units without a day of their own, of posts and of assignments. */
  validFrom: Day
}

/**
 * Writes units and staff in bulk. What is known already (units by code, staff by login) is left as it
 * is, so running it again changes nothing. All or nothing.
 */
export async function seedOrganisation(
  db: OrganisationDb,
  seed: Seed,
): Promise<{ units: number; staff: number }> {
  getRealDay(seed.validFrom)
  return inTransaction(db, async (tx) => {
    const last = await lockIds(tx)
    const unitIds = await listUnitIds(tx)

    const fresh = uniqueBy(seed.units, (unit) => unit.code).filter((unit) => !unitIds.has(unit.code))
    fresh.forEach((unit, index) => unitIds.set(unit.code, last.unit + index + 1))
    requireTree(fresh, unitIds)
    await insertUnits(
      tx,
      fresh.map((unit) => newUnit(unit, unitIds, seed.validFrom)),
    )

    const named = uniqueBy(
      seed.staff.map((member) => ({ ...member, login: getLogin(member.login) })),
      (member) => member.login,
    )
    const known = await listKnownLogins(
      tx,
      named.map((member) => member.login),
    )
    const staff = newStaff(
      named.filter((member) => !known.has(member.login)),
      unitIds,
      last,
    )
    await insertStaff(tx, staff, { ...seed, passwordChangedAt: seed.passwordChangedAt ?? null })

    if (fresh.length > 0) await raiseRevision(tx)
    return { units: fresh.length, staff: staff.accounts.length }
  })
}

function newUnit(unit: SeedUnit, unitIds: ReadonlyMap<string, number>, validFrom: Day): NewUnit {
  return {
    id: idOf(unitIds, unit.code),
    code: unit.code,
    tier: unit.tier,
    agency_code: unit.agencyCode ?? null,
    calendar_id: unit.calendarId ?? 1,
    longitude: unit.position?.[0] ?? null,
    latitude: unit.position?.[1] ?? null,
    opened_on: unit.openedOn ?? validFrom,
    closed_on: unit.closedOn ?? null,
    name: unit.name.normalize('NFC'),
    kind: unit.kind.normalize('NFC'),
    parent_id: unit.parentCode === undefined ? null : idOf(unitIds, unit.parentCode),
  }
}

function newStaff(
  members: readonly SeedStaff[],
  unitIds: ReadonlyMap<string, number>,
  last: { person: number; account: number; post: number },
): NewStaff {
  const people = members.map(({ fullName }, index) => {
    const name = cleanName(fullName)
    return { id: last.person + index + 1, full_name: name, given_name_key: givenNameKey(name) }
  })
  const accounts = members.map(({ login }, index) => ({
    id: last.account + index + 1,
    person_id: last.person + index + 1,
    login,
  }))
  const posts = members
    .flatMap((member, index) => member.posts.map((post) => ({ ...post, person_id: last.person + index + 1 })))
    .map(({ unitCode, kind, title, fields, person_id }, index) => ({
      id: last.post + index + 1,
      unit_id: idOf(unitIds, unitCode),
      kind,
      title: title.normalize('NFC'),
      fields: (fields ?? []).map((field) => field.normalize('NFC')),
      person_id,
    }))
  return { people, accounts, posts }
}

/** New units may hang under each other in any order, but never in a circle. */
function requireTree(fresh: readonly SeedUnit[], unitIds: ReadonlyMap<string, number>) {
  const parentOf = new Map(fresh.map((unit) => [unit.code, unit.parentCode]))
  for (const { code } of fresh) {
    const seen = new Set<string>()
    for (let at: string | undefined = code; at !== undefined; at = parentOf.get(at)) {
      if (seen.has(at) || !unitIds.has(at)) throw organisationErrors.unitTreeBroken([...seen, at])
      seen.add(at)
    }
  }
}

function idOf(unitIds: ReadonlyMap<string, number>, code: string): number {
  const id = unitIds.get(code)
  if (id === undefined) throw organisationErrors.unitNotFound(code)
  return id
}

function uniqueBy<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [key(item), item])).values()]
}
