import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import { expect } from 'vitest'
import type { AnyDb, Database } from '#platform/database.ts'
import { committedTest } from '#testing/db-test.ts'
import { aCity, aDecidedDraft, applied, fileSome, ON_THE_DAY } from '#testing/a-reorganisation.ts'

const DOSSIERS = 24
/** Any number that nobody else locks. */
const GATE = 771_203

committedTest(
  'a process killed in the middle of moving dossiers leaves nothing half moved, and the next one moves each once',
  async ({ db, database, clock, url }) => {
    const around = await aCity(db, clock)
    const { city } = around
    await fileSome(city, DOSSIERS)
    const id = await aDecidedDraft(around)
    await applied(around, id)
    clock.set(ON_THE_DAY)
    await moveFiveAtATime(db)
    await stopAtTheGate(db)

    const gate = await database.pool.connect()
    await gate.query('select pg_advisory_lock($1)', [GATE])
    const first = goOnElsewhere(url)
    await untilAllWait(database)
    first.kill('SIGKILL')
    await once(first, 'exit')
    const before = await movedOf(db)
    expect(before).toHaveLength(10)
    expect((await city.reorganisations.get(id)).status).toBe('applying')
    await gate.query('select pg_advisory_unlock($1)', [GATE])
    gate.release()
    await sql`drop trigger stop_at_gate on casework.rehoming_chunk`.execute(db)

    const [code] = (await once(goOnElsewhere(url), 'exit')) as [number]
    expect(code).toBe(0)
    expect(await city.reorganisations.get(id)).toMatchObject({
      status: 'applied',
      progress: { found: DOSSIERS, moved: DOSSIERS, isFinished: true },
    })
    expect(await movedOf(db)).toEqual(Array.from({ length: DOSSIERS }, () => 1))
    expect(await city.casework.verify(db)).toMatchObject({ cases: DOSSIERS, differences: [] })
    const { rows } = await sql<{ left: number }>`
      select count(*)::int as left from casework.case c join organisation.unit u on u.id in (c.unit_id, c.authority_id, c.receiving_unit_id)
      where u.closed_on is not null`.execute(db)
    expect(rows[0]?.left).toBe(0)
  },
)

/** How often each moved dossier was moved. */
async function movedOf(db: AnyDb): Promise<number[]> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from casework.event where type = 'casework.rehomed' group by case_id`.execute(
    db,
  )
  return rows.map((row) => row.n)
}

async function moveFiveAtATime(db: AnyDb): Promise<void> {
  await sql`alter function casework.collect_rehoming(int, int[], int, bytea) rename to collect_by`.execute(db)
  await sql`create function casework.collect_rehoming(_plan int, _units int[], _size int, _key bytea) returns int language sql as $$
    select casework.collect_by(_plan, _units, 5, _key) $$`.execute(db)
}

/** After two chunks every further one is written and then waits, not yet committed, for whoever holds the gate. */
async function stopAtTheGate(db: AnyDb): Promise<void> {
  await sql`create function casework.stop_at_gate() returns trigger language plpgsql as $$
    begin
      if old.chunk_no >= 2 then perform pg_advisory_xact_lock(${sql.lit(GATE)}); end if;
      return old;
    end $$`.execute(db)
  await sql`create trigger stop_at_gate before delete on casework.rehoming_chunk for each row execute function casework.stop_at_gate()`.execute(
    db,
  )
}

async function untilAllWait({ pool }: Database): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_locks where locktype = 'advisory' and objid = $1 and not granted`,
      [GATE],
    )
    // All three lanes stand at the gate, so both chunks before it are committed.
    if (rows[0]?.waiting === 3) return
  }
}

function goOnElsewhere(url: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'testing/go-on-process.ts', url, ON_THE_DAY], {
    stdio: 'inherit',
  })
}
