import { sql } from 'kysely'
import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity } from '#testing/small-city.ts'
import type { CaseSnapshot, CaseState } from '../contract.ts'
import { fileAtCounter } from '#modules/dossiers/server/index.ts'

dbTest('what a case waits for is kept in the step itself, and at its opening', async ({ db, clock }) => {
  const city = await aSmallCity(db, clock)
  const { snapshot } = await fileAtCounter(
    city.dossiers.parts,
    await city.officer('motcua.00004'),
    await aFiling(city),
  )
  await sql`create table public.watched (case_id bigint, watch json)`.execute(db)
  await sql`drop function if exists casework.put_watches(smallint, bigint, json)`.execute(db)
  await sql`create function casework.put_watches(_shard smallint, _case bigint, _watch json) returns void language sql
    as $$ insert into public.watched values (_case, _watch) $$`.execute(db)
  const actor = { accountId: null, postId: null, unitId: null }
  const { snapshot: next } = await city.casework.advance(db, snapshot, {
    key: aKey(),
    type: 'dossiers.noted',
    actor,
    set: {},
    watch: { timers: ['a'] },
  })
  await city.casework.advance(db, next, { key: aKey(), type: 'dossiers.noted', actor, set: {} })
  const { snapshot: other } = await city.casework.open(db, {
    key: aKey(),
    type: 'dossiers.received',
    actor,
    happenedAt: clock.now(),
    state: { ...stateOf(snapshot), code: 'other' },
    watch: { timers: ['b'] },
  })
  const { rows } = await sql`select case_id, watch from public.watched`.execute(db)
  expect(rows).toEqual([
    { case_id: snapshot.caseId, watch: { timers: ['a'] } },
    { case_id: other.caseId, watch: { timers: ['b'] } },
  ])
})

function stateOf({ caseId, version, touchedAt, lastHash, ...state }: CaseSnapshot): CaseState {
  return state
}
