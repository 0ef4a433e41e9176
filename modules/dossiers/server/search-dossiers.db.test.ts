import { sql } from 'kysely'
import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import type { AnyDb } from '#platform/database.ts'
import { searchDossiers, searchDossiersBefore } from './search-store.ts'

const SECOND = 1_000 * 2 ** 22

/** Names of three words, the first in all, the last in every third; dossier n is older than dossier n + 1. */
async function someDossiers(db: AnyDb, count: number, apart = SECOND) {
  await sql`
    insert into dossiers.dossier (shard_key, case_id, code, procedure_code, procedure_version_id, channel, receiving_unit_id, authority_id, owner_name, secret, words, filed_at)
    select 1, id, 'C-' || n, 'p', 'p@1', 'counter', n % 2, n % 2, name, 's', dossiers.found_by(name || ' ' || n + 7000, id, n % 2, n % 2), now()
    from generate_series(1, ${count}) as n cross join lateral (
      select 510272313753665131 + n * ${String(apart)}::bigint as id, 'Nguyễn Thị ' || (array['Thử', 'Hương', 'Lan'])[n % 3 + 1] as name) as named`.execute(
    db,
  )
}

const codes = async (db: AnyDb, query: string, scope: 'all' | number[] = 'all') =>
  (await searchDossiers(db, query, scope, 3)).map((row) => row.code)

dbTest(
  'a search answers the newest that hold every word, whichever way it is carried out',
  async ({ db }) => {
    await someDossiers(db, 400)
    const answers = async () => [
      await codes(db, 'Nguyễn'),
      await codes(db, 'nguyen thi thu'),
      await codes(db, 'huong'),
      await codes(db, '7123'),
      await codes(db, 'thi 7123'),
      await codes(db, 'nguyen 9999'),
      await codes(db, 'lan', [0]),
    ]
    const before = await answers()
    await sql`analyze dossiers.dossier_2023`.execute(db)
    expect(await answers()).toEqual(before)
    expect(before).toEqual([
      ['C-400', 'C-399', 'C-398'],
      ['C-399', 'C-396', 'C-393'],
      ['C-400', 'C-397', 'C-394'],
      ['C-123'],
      ['C-123'],
      [],
      ['C-398', 'C-392', 'C-386'],
    ])
  },
)

dbTest('where no whole word answers, the last word may be the beginning of one', async ({ db }) => {
  await someDossiers(db, 9)
  await sql`analyze dossiers.dossier_2023`.execute(db)
  expect(await codes(db, 'nguyen thi huo')).toEqual(['C-7', 'C-4', 'C-1'])
})

dbTest('a code is found by its parts, and a procedure by its number', async ({ db }) => {
  await sql`
    insert into dossiers.dossier (shard_key, case_id, code, procedure_code, procedure_version_id, channel, receiving_unit_id, authority_id, owner_name, secret, words, filed_at)
    select 1, 510272313753665131, 'C-1', 'p', 'p@1', 'counter', 7, 8, 'x', 's', dossiers.found_by('000.11-231109-0042 ĐỖ Ánh 1.002055', 510272313753665131, 7, 8), now()`.execute(
    db,
  )
  for (const query of ['000.11-231109-0042', '0042', 'đỗ ánh', 'do anh 1.002055', 'do an'])
    expect(await codes(db, query)).toEqual(['C-1'])
  expect(await codes(db, '0042', [8])).toEqual(['C-1'])
  expect(await codes(db, '0042', [9])).toEqual([])
  expect(await codes(db, '0042', [])).toEqual([])
  // What the index knows besides is nothing that can be typed.
  for (const query of ['/7', '@47', "'", '& | !', '']) expect(await codes(db, query)).toEqual([])
})

dbTest(
  'dossiers of many months are found newest first, by whoever sees all or one office',
  async ({ db }) => {
    const hours = 3_600 * SECOND
    await someDossiers(db, 6_000, hours)
    const { rows } = await sql<{ code: string; name: string; unit: number }>`
      select code, owner_name as name, authority_id as unit from dossiers.dossier order by case_id desc`.execute(
      db,
    )
    const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    const wanted = (query: string, unit?: number) =>
      rows
        .filter((row) => unit === undefined || row.unit === unit)
        .filter(({ code, name }) => {
          const words = [...plain(name).split(' '), String(Number(code.slice(2)) + 7000)]
          return query.split(' ').every((word) => words.some((known) => known.startsWith(word)))
        })
        .slice(0, 3)
        .map((row) => row.code)
    for (const query of ['nguyen', 'lan', '7004', 'nguyen lan 7012', 'nguyen h', '70', 'thu 70', 'thi 12999'])
      for (const unit of [undefined, 0, 1])
        expect(await codes(db, query, unit === undefined ? 'all' : [unit])).toEqual(wanted(query, unit))
  },
)

dbTest('what was filed before a moment is found page by page, newest first', async ({ db }) => {
  const hours = 3_600 * SECOND
  await someDossiers(db, 6_000, hours)
  await sql`
    update dossiers.dossier set filed_at = timestamptz '2020-01-01' + (case_id >> 22) * interval '1 millisecond'`.execute(
    db,
  )
  const filedBefore = new Date('2024-03-05T00:00:00Z')
  const { rows } = await sql<{ code: string; name: string; unit: number }>`
    select code, owner_name as name, authority_id as unit from dossiers.dossier
    where filed_at < ${filedBefore.toISOString()}::timestamptz order by case_id desc`.execute(db)
  const found = async (query: string, scope: 'all' | number[]) => {
    const all = []
    for await (const page of searchDossiersBefore(db, query, scope, filedBefore))
      all.push(...page.map(({ code }) => code))
    return all
  }
  const wanted = (name: string, unit?: number) =>
    rows
      .filter((row) => row.name.endsWith(name) && (unit === undefined || row.unit === unit))
      .map(({ code }) => code)
  expect(rows.length).toBeGreaterThan(1_000)
  expect(await found('lan', 'all')).toEqual(wanted('Lan'))
  expect(await found('nguyen h', [1])).toEqual(wanted('Hương', 1))
  expect(await found('nguyen 12999', 'all')).toEqual([])
  expect(await found('lan', [])).toEqual([])
})
