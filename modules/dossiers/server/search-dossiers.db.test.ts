import { sql } from 'kysely'
import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import type { AnyDb } from '#platform/database.ts'
import { searchDossiers } from './dossier-store.ts'

/** Names of three words, the first in all, the last in every third; dossier n is older than dossier n + 1. */
async function someDossiers(db: AnyDb, count: number) {
  await sql`
    insert into dossiers.dossier (shard_key, case_id, code, procedure_code, procedure_version_id, channel, receiving_unit_id, authority_id, owner_name, secret, words, filed_at)
    select 1, 510272313753665131 + n * 4194304, 'C-' || n, 'p', 'p@1', 'counter', n % 2, n % 2, name, 's', to_tsvector('simple', platform.search_text(name || ' ' || n + 7000)), now()
    from generate_series(1, ${count}) as n cross join lateral (select 'Nguyễn Thị ' || (array['Thử', 'Hương', 'Lan'])[n % 3 + 1] as name) as named`.execute(
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
