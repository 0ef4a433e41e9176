import { sql } from 'kysely'
import { expect } from 'vitest'
import type { AnyDb } from '#platform/database.ts'
import { asAppError } from '#platform/http-refusals.ts'
import { actOnDossier, fileAtCounter } from '#modules/dossiers/server/index.ts'
import { committedTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity } from '#testing/small-city.ts'

/** From now on the database has no room for another event, as PostgreSQL says it. */
async function fillDisk(db: AnyDb): Promise<void> {
  await sql`create function casework.no_room() returns trigger language plpgsql as $$
    begin
      raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';
    end $$`.execute(db)
  await sql`create trigger no_room before insert on casework.event for each row execute function casework.no_room()`.execute(
    db,
  )
}

committedTest(
  'when the disk of the database is full nothing is half done, and what is sent again when there is room is done once',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const { parts } = city.dossiers
    const desk = await city.officer('motcua.00004')
    const filings = await Promise.all(Array.from({ length: 6 }, () => aFiling(city)))
    const before = await Promise.all(
      filings.slice(0, 3).map(async (filing) => (await fileAtCounter(parts, desk, filing)).snapshot),
    )
    const keys = before.map(() => aKey())
    const commands = () =>
      Promise.allSettled([
        ...filings.slice(3).map(async (filing) => (await fileAtCounter(parts, desk, filing)).repeated),
        ...before.map(async ({ caseId }, index) => {
          const body = { version: 1, commandKey: keys[index] ?? '' }
          return (await actOnDossier(parts, desk, 'hand_over', caseId, body)).repeated
        }),
      ])
    const verified = async () => {
      const { cases, events, differences } = await city.casework.verify(db)
      const { rows } = await sql<{ dossiers: number }>`
        select count(*)::int as dossiers from dossiers.dossier join dossiers.dossier_data using (shard_key, case_id)`.execute(
        db,
      )
      return { cases, events, differences, dossiers: rows[0]?.dossiers }
    }

    await fillDisk(db)
    const refused = await commands()
    expect(refused.map((one) => (one.status === 'rejected' ? asAppError(one.reason)?.code : 'done'))).toEqual(
      refused.map(() => 'platform.disk_full'),
    )
    expect(await verified()).toEqual({ cases: 3, events: 3, differences: [], dossiers: 3 })
    for (const { caseId } of before)
      expect(await city.casework.getCase(db, caseId)).toMatchObject({ version: 1, status: 'received' })

    await sql`drop trigger no_room on casework.event`.execute(db)
    expect(await commands()).toEqual(refused.map(() => ({ status: 'fulfilled', value: false })))
    expect(await commands()).toEqual(refused.map(() => ({ status: 'fulfilled', value: true })))
    expect(await verified()).toEqual({ cases: 6, events: 9, differences: [], dossiers: 6 })
  },
)
