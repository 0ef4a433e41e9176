import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { sqlState } from '#platform/database.ts'
import { assertNoDemoSecrets } from './assert-no-demo-secrets.ts'
import { createFirstAdministrator } from './create-first-administrator.ts'
import { organisationModule } from './index.ts'
import { demoPasswordHash } from './password.ts'
import { resetPassword } from './manage-accounts.ts'
import { seedOrganisation, type Seed } from './seed-organisation.ts'
import { signIn } from './sign-in.ts'
import { aCaller, aSmallCity, signedIn, smallCityStaff, smallCityUnits } from './small-city.ts'
import type { OrganisationDb, OrganisationTables } from './tables.ts'

async function aSeed(more: Partial<Seed> = {}): Promise<Seed> {
  return {
    units: smallCityUnits,
    staff: smallCityStaff,
    passwordHash: await demoPasswordHash('cheap'),
    validFrom: '2023-01-01',
    ...more,
  }
}

async function countRows(db: OrganisationDb) {
  const count = async (
    table:
      | 'organisation.unit'
      | 'organisation.unit_term'
      | 'organisation.person'
      | 'organisation.assignment'
      | 'organisation.account',
  ) =>
    Number(
      (
        await db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    )
  return {
    units: await count('organisation.unit'),
    terms: await count('organisation.unit_term'),
    people: await count('organisation.person'),
    assignments: await count('organisation.assignment'),
    accounts: await count('organisation.account'),
  }
}

dbTest('seeding twice writes a city once', async ({ db }) => {
  const tables = db.withTables<OrganisationTables>()
  expect(await seedOrganisation(tables, await aSeed())).toEqual({ units: 6, staff: 8 })
  const once = await countRows(tables)
  expect(once).toEqual({ units: 6, terms: 6, people: 8, assignments: 9, accounts: 8 })
  expect(await seedOrganisation(tables, await aSeed())).toEqual({ units: 0, staff: 0 })
  expect(await countRows(tables)).toEqual(once)
})

dbTest('a whole city of 630 units and 3,000 officers is written and read', async ({ db, clock }) => {
  const communes = Array.from({ length: 624 }, (_, index) => ({
    code: `9${String(index).padStart(4, '0')}`,
    tier: 'commune' as const,
    kind: 'Phường',
    name: `Phường ${index}`,
    parentCode: '001',
  }))
  const officers = Array.from({ length: 3_000 }, (_, index) => ({
    login: `canbo${index}`,
    fullName: 'Nguyễn Thị Ánh',
    posts: [
      {
        unitCode: communes[index % communes.length]?.code ?? '01',
        kind: 'specialist' as const,
        title: 'Chuyên viên',
      },
    ],
  }))
  const tables = db.withTables<OrganisationTables>()
  await seedOrganisation(
    tables,
    await aSeed({ units: [...communes, ...smallCityUnits], staff: officers, passwordChangedAt: clock.now() }),
  )
  const organisation = organisationModule({
    db,
    clock,
    config: { timeZone: 'Asia/Ho_Chi_Minh', passwordCost: 'cheap' },
  })
  await organisation.start()
  expect(organisation.units().all()).toHaveLength(630)
  expect(await organisation.listOfficers()).toHaveLength(3_000)
})

dbTest('staff in an unknown unit, or units in a circle, write nothing at all', async ({ db }) => {
  const tables = db.withTables<OrganisationTables>()
  const lost = {
    login: 'lac',
    fullName: 'Ngô Thị Khánh',
    posts: [{ unitCode: '999', kind: 'clerk' as const, title: 'Văn thư' }],
  }
  await expect(seedOrganisation(tables, await aSeed({ staff: [lost] }))).rejects.toMatchObject({
    code: 'organisation.unit_not_found',
  })
  const circle = smallCityUnits.map((unit) => (unit.code === '01' ? { ...unit, parentCode: '00001' } : unit))
  await expect(seedOrganisation(tables, await aSeed({ units: circle }))).rejects.toMatchObject({
    code: 'organisation.unit_tree_broken',
  })
  expect(await countRows(tables)).toMatchObject({ units: 0, people: 0 })
})

dbTest('two terms of one unit that overlap are refused by the database', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const id = parts.registry.units().byCode('00001')?.id ?? 0
  const overlap = parts.db
    .insertInto('organisation.unit_term')
    .values({ unit_id: id, valid_from: '2024-01-01', name: 'Phường Khác', kind: 'Phường', parent_id: null })
    .execute()
  await expect(overlap.catch(sqlState)).resolves.toBe('23P01')
})

dbTest('a post has one holder at a time', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const { officer } = await signedIn(parts, 'quantri')
  const second = parts.db
    .insertInto('organisation.assignment')
    .values({ person_id: officer.personId === 1 ? 2 : 1, post_id: officer.postId, valid_from: '2023-06-01' })
    .execute()
  await expect(second.catch(sqlState)).resolves.toBe('23P01')
})

dbTest(
  'posts of a field and posts of every field are found for work in that field',
  async ({ db, clock }) => {
    await aSmallCity(db, clock)
    const organisation = organisationModule({ db, clock, config: { timeZone: 'Asia/Ho_Chi_Minh' } })
    await organisation.start()
    const unit = organisation.units().byCode('00037')?.id ?? 0
    const names = async (field?: string) =>
      (await organisation.postHolders(unit, 'specialist', field)).map((officer) => officer.name)
    expect(await names()).toEqual(['Bùi Thanh Hà'])
    expect(await names('Hộ tịch')).toEqual(['Bùi Thanh Hà'])
    expect(await names('Đất đai')).toEqual([])
  },
)

dbTest(
  'an empty city gets one first operator, who must change the password, and never a second that way',
  async ({ db, clock }) => {
    const tables = db.withTables<OrganisationTables>()
    const first = {
      city: { code: '01', kind: 'Thành phố', name: 'Thành phố Hà Nội' },
      timeZone: 'Asia/Ho_Chi_Minh',
      passwordCost: 'cheap' as const,
    }
    const made = await createFirstAdministrator(tables, clock, first)
    expect(made?.password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
    expect(await createFirstAdministrator(tables, clock, first)).toBeUndefined()
    const organisation = organisationModule({
      db,
      clock,
      config: { timeZone: 'Asia/Ho_Chi_Minh', passwordCost: 'cheap' },
    })
    await organisation.start()
    expect(await organisation.findOfficerByLogin('quantri')).toMatchObject({
      postKind: 'operator',
      grants: [],
    })
  },
)

dbTest('a real city open to the network is not started on demo passwords', async ({ db, clock }) => {
  const parts = await aSmallCity(db, clock)
  const refused = { code: 'organisation.demo_secrets' }
  await expect(assertNoDemoSecrets(parts.db, { demo: false, host: '0.0.0.0' })).rejects.toMatchObject({
    ...refused,
    facts: { accounts: 8 },
  })
  await assertNoDemoSecrets(parts.db, { demo: true, host: '0.0.0.0' })
  await assertNoDemoSecrets(parts.db, { demo: false, host: '127.0.0.1' })

  const { officer } = await signedIn(parts, 'quantri')
  const others = await parts.db
    .selectFrom('organisation.account')
    .select('id')
    .where('id', '!=', officer.accountId)
    .execute()
  for (const { id } of others) await resetPassword(parts, officer, id)
  await expect(assertNoDemoSecrets(parts.db, { demo: false, host: '::' })).rejects.toMatchObject({
    ...refused,
    facts: { accounts: 1 },
  })
  await parts.db.deleteFrom('organisation.session').execute()
  await signIn(parts, { login: 'quantri', password: 'thanglong2023' }, aCaller)
})
