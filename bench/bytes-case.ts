import { FIRST_CURSOR } from '#modules/casework/server/index.ts'
import { fileCases, openDesks, stepAll, takeStep } from './five-steps.ts'
import { onServer, openCity, type BenchServer, type City } from './make-city.ts'
import { reportBelow, say } from './report.ts'

/** Everything a finished five-step case leaves in the database: rows, indexes, figures; files are not in the database. */
export async function benchBytesCase(server: BenchServer, { cases: count }: { cases: number }) {
  await server.create('bytes')
  // Whether a commit waits for the disk changes nothing in what is kept.
  await onServer(server.postgres.url, 'alter database bytes set synchronous_commit = off')
  const city = await openCity(server, 'bytes')
  const before = await sizeOf(city)
  const desks = await openDesks(city, 200)
  const deskOf = new Map(desks.map((desk) => [desk.unitId, desk]))
  // A day's worth at a time, as in a city: open work is never everything there ever was.
  for (let left = count; left > 0; left -= 4_000) {
    const cases = await fileCases(city, desks, Math.min(left, 4_000), `bytes ${left}`)
    await stepAll(cases, 16, (one) => takeStep(city, deskOf, one))
  }
  await foldAll(city)
  await city.database.pool.query('vacuum analyze')
  const after = await sizeOf(city)
  reportBelow('bytes_case', (sum(after) - sum(before)) / count, 'bytes', 6_000)
  for (const [name, size] of after) {
    const grown = Math.round((size - (before.get(name) ?? 0)) / count)
    if (grown > 0) say(`  ${name} ${grown} bytes`)
  }
  await city.close()
  await server.drop('bytes')
}

/** Bytes of each table, what it holds outside its rows included, and of each index; the years of a table together. */
async function sizeOf({ database }: City): Promise<Map<string, number>> {
  const { rows } = await database.pool.query<{ name: string; size: string }>(`
    select n.nspname || '.' || regexp_replace(coalesce(t.relname || ' ' || replace(c.relname, t.relname, ''), c.relname), '_20\\d\\d', '') as name,
      sum(pg_relation_size(c.oid) + case when i.indexrelid is null then pg_table_size(c.oid) - pg_relation_size(c.oid) else 0 end)::text as size
    from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_index i on i.indexrelid = c.oid left join pg_class t on t.oid = i.indrelid
    where c.relkind in ('r', 'm', 'i') and n.nspname in ('casework', 'dossiers', 'indicators', 'files') group by 1 order by 1`)
  return new Map(rows.map((row) => [row.name, Number(row.size)]))
}

function sum(sizes: ReadonlyMap<string, number>): number {
  return [...sizes.values()].reduce((total, one) => total + one, 0)
}

async function foldAll({ database: { db }, product: { casework, indicators } }: City) {
  await indicators.prepare()
  let cursor = FIRST_CURSOR
  for (;;) {
    const events = await casework.readOutbox(db, cursor, 5_000)
    const last = events.at(-1)
    if (!last) return
    await indicators.foldEvents(events)
    cursor = last.cursor
  }
}
