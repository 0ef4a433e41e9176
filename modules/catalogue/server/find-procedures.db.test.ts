import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { catalogueModule } from './index.ts'
import { aProcedure, testParts } from './procedure-builder.ts'
import { seedProcedures } from './publish-procedure.ts'
import type { CatalogueTables } from './tables.ts'
import type { AnyDb } from '#platform/database.ts'
import type { FakeClock } from '#platform/clock.ts'

async function catalogueWith(db: AnyDb, clock: FakeClock) {
  await seedProcedures(
    db.withTables<CatalogueTables>(),
    clock,
    [
      aProcedure({ code: '1.900001', name: 'Đăng ký khai sinh thử', field: 'Hộ tịch thử' }),
      aProcedure({
        code: '1.900002',
        name: 'Đăng ký kết hôn thử',
        field: 'Hộ tịch thử',
        subjects: ['foreigner'],
      }),
      aProcedure({
        code: '1.900003',
        name: 'Cấp giấy phép xây dựng thử',
        field: 'Xây dựng thử',
        levels: ['province'],
        competentTier: 'department',
      }),
      aProcedure({ code: '1.900004', name: 'Giảm 100% phí', process: [] }),
    ],
    { validFrom: '2023-01-01' },
  )
  const { city, ...parts } = testParts(db, clock)
  const organisation = {
    requirePermission: parts.requirePermission,
    postKindsOn: city.postKindsOn,
    units: (day: string) => ({ all: () => city.unitsOn(day) }),
  }
  return catalogueModule({ ...parts, db, organisation })
}

const codes = (found: { items: { code: string }[] }) => found.items.map((item) => item.code)

dbTest(
  'procedures are found without diacritics, in any case and in either Unicode form',
  async ({ db, clock }) => {
    const catalogue = await catalogueWith(db, clock)
    for (const q of [
      'dang ky khai sinh',
      'ĐĂNG KÝ KHAI SINH',
      'khai sinh',
      'sinh khai',
      'Đăng ký khai sinh'.normalize('NFD'),
    ]) {
      expect(codes(await catalogue.findProcedures({ q }))[0], q).toBe('1.900001')
    }
  },
)

dbTest('slips of the keyboard still find the procedure', async ({ db, clock }) => {
  const catalogue = await catalogueWith(db, clock)
  expect(codes(await catalogue.findProcedures({ q: 'dang ki ket hon' }))).toContain('1.900002')
  expect(codes(await catalogue.findProcedures({ q: 'giay phep xay dugn' }))).toContain('1.900003')
})

dbTest('a code or its beginning finds the procedure', async ({ db, clock }) => {
  const catalogue = await catalogueWith(db, clock)
  expect(codes(await catalogue.findProcedures({ q: '1.900003' }))).toEqual(['1.900003'])
  expect((await catalogue.findProcedures({ q: '1.9000' })).total).toBe(4)
})

dbTest('signs that mean something to the database are plain signs in a search', async ({ db, clock }) => {
  const catalogue = await catalogueWith(db, clock)
  expect(codes(await catalogue.findProcedures({ q: '100%' }))).toEqual(['1.900004'])
  expect((await catalogue.findProcedures({ q: '%_\\' })).total).toBe(0)
  expect((await catalogue.findProcedures({ q: "'; drop table x --" })).total).toBe(0)
})

dbTest(
  'field, level, subject, tier and readiness narrow the list, and fields are counted',
  async ({ db, clock }) => {
    const catalogue = await catalogueWith(db, clock)
    expect(codes(await catalogue.findProcedures({ field: 'Xây dựng thử' }))).toEqual(['1.900003'])
    expect(codes(await catalogue.findProcedures({ level: 'province' }))).toEqual(['1.900003'])
    expect(codes(await catalogue.findProcedures({ subject: 'foreigner' }))).toEqual(['1.900002'])
    expect(codes(await catalogue.findProcedures({ tier: 'department' }))).toEqual(['1.900003'])
    expect(codes(await catalogue.findProcedures({ fileable: false }))).toEqual(['1.900004'])
    expect((await catalogue.findProcedures({ field: 'Xây dựng thử' })).fields).toContainEqual({
      field: 'Hộ tịch thử',
      count: 2,
    })
  },
)

dbTest('the list comes in pages', async ({ db, clock }) => {
  const catalogue = await catalogueWith(db, clock)
  const first = await catalogue.findProcedures({ page: 1, pageSize: 3 })
  const second = await catalogue.findProcedures({ page: 2, pageSize: 3 })
  expect([first.items.length, second.items.length, first.total, second.total]).toEqual([3, 1, 4, 4])
  expect(new Set([...codes(first), ...codes(second)]).size).toBe(4)
})

dbTest('a procedure is neither found nor read before the day it begins to hold', async ({ db, clock }) => {
  const catalogue = await catalogueWith(db, clock)
  expect((await catalogue.findProcedures({ on: '2022-12-31' })).total).toBe(0)
  await expect(catalogue.getProcedure('1.900001', { on: '2022-12-31' })).rejects.toMatchObject({
    code: 'catalogue.not_found',
  })
  await expect(catalogue.getProcedure('1.900001', { on: '2023-02-30' })).rejects.toMatchObject({
    code: 'catalogue.wrong_day',
  })
})

dbTest(
  'publishing the same procedures again changes nothing, and a changed one gets a version',
  async ({ db, clock }) => {
    const catalogue = await catalogueWith(db, clock)
    const tables = db.withTables<CatalogueTables>()
    const same = aProcedure({ code: '1.900001', name: 'Đăng ký khai sinh thử', field: 'Hộ tịch thử' })
    expect(await seedProcedures(tables, clock, [same], { validFrom: '2023-01-01' })).toEqual({
      added: 0,
      changed: 0,
      unchanged: 1,
    })
    expect(
      await seedProcedures(tables, clock, [{ ...same, dossierSets: 2 }], { validFrom: '2023-06-01' }),
    ).toEqual({ added: 0, changed: 1, unchanged: 0 })
    expect((await catalogue.getProcedure('1.900001', { on: '2023-03-01' })).dossierSets).toBe(1)
    expect((await catalogue.getProcedure('1.900001')).dossierSets).toBe(2)
    // What held before is published again, as at every start: it does not take the place of what came after it.
    expect(await seedProcedures(tables, clock, [same], { validFrom: '2023-01-01' })).toEqual({
      added: 0,
      changed: 0,
      unchanged: 1,
    })
    expect((await catalogue.getProcedure('1.900001')).dossierSets).toBe(2)
  },
)

dbTest('a published version does not change, not even by a statement', async ({ db, clock }) => {
  await catalogueWith(db, clock)
  const tables = db.withTables<CatalogueTables>()
  await expect(
    tables.updateTable('catalogue.procedure_version').set({ name: 'khác' }).execute(),
  ).rejects.toThrow(/does not change/)
})
