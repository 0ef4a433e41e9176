import { sql } from 'kysely'
import { expect } from 'vitest'
import { committedTest, dbTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity } from '#testing/small-city.ts'
import type { CaseSnapshot, CaseState } from '../contract.ts'
import { fileAtCounter } from '#modules/dossiers/server/index.ts'
import { caseworkModule } from './index.ts'

dbTest('what a case waits for is kept in the step itself, and at its opening', async ({ db, clock }) => {
  const city = await aSmallCity(db, clock)
  const { snapshot } = await fileAtCounter(
    city.dossiers.parts,
    await city.officer('motcua.00004'),
    await aFiling(city),
  )
  const actor = { accountId: null, postId: null, unitId: null }
  const { snapshot: next } = await city.casework.advance(db, snapshot, {
    key: aKey(),
    type: 'dossiers.noted',
    actor,
    set: {},
    timers: { set: [{ key: 'own:a', at: '2023-12-01T00:00:00.000Z' }] },
  })
  await city.casework.advance(db, next, { key: aKey(), type: 'dossiers.noted', actor, set: {} })
  const { snapshot: other } = await city.casework.open(db, {
    key: aKey(),
    type: 'dossiers.received',
    actor,
    happenedAt: clock.now(),
    state: { ...stateOf(snapshot), code: 'other' },
    timers: { set: [{ key: 'own:b', calendarId: 1, dueWt: 7 }] },
  })
  const { rows } =
    await sql`select case_id, timer_key, due_wt from casework.timer order by timer_key`.execute(db)
  expect(rows).toEqual([
    { case_id: snapshot.caseId, timer_key: 'own:a', due_wt: null },
    { case_id: other.caseId, timer_key: 'own:b', due_wt: 7 },
  ])
})

dbTest(
  'a step keeps names as they are written, and refuses one that holds what parts its fields',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const { snapshot } = await fileAtCounter(
      city.dossiers.parts,
      await city.officer('motcua.00004'),
      await aFiling(city),
    )
    const actor = { accountId: null, postId: null, unitId: null }
    const [task] = snapshot.marking
    if (!task) throw new Error('nothing is open')
    const odd = { ...task, taskNo: 90, stepKey: 'a\tb\n{c},"d"\\N', field: null, assigneeId: null }
    const step = { type: 'dossiers.noted', actor }
    const { snapshot: next } = await city.casework.advance(db, snapshot, {
      ...step,
      key: aKey(),
      set: { marking: [odd], outcome: '' },
      timers: { set: [{ key: 'own:a,"b"', calendarId: 1, dueWt: 7 }], cancelled: ['own:a,"b"', 'own:none'] },
    })
    const { rows } = await sql`
      select step_key, field, assignee_id, waiting, timer_key from casework.open_task
      join casework.timer using (shard_key, case_id) where case_id = ${snapshot.caseId}`.execute(db)
    expect(rows).toEqual([
      {
        step_key: odd.stepKey,
        field: null,
        assignee_id: null,
        waiting: task.waiting,
        timer_key: 'own:a,"b"',
      },
    ])
    expect(await city.casework.findCase(db, snapshot.caseId)).toMatchObject({ outcome: '', marking: [odd] })
    const parting = { ...odd, stepKey: 'a\u001fb' }
    const refused = city.casework.advance(db, next, { ...step, key: aKey(), set: { marking: [parting] } })
    await expect(refused).rejects.toThrow('cannot hold')
    expect(await city.casework.findCase(db, snapshot.caseId)).toMatchObject({ version: next.version })
  },
)

committedTest(
  'cases of events come from memory where this process knows them so late, else as they now are',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const elsewhere = caseworkModule({ clock })
    const { snapshot } = await fileAtCounter(
      city.dossiers.parts,
      await city.officer('motcua.00004'),
      await aFiling(city),
    )
    const { caseId } = snapshot
    const actor = { accountId: null, postId: null, unitId: null }
    await city.casework.getCase(db, caseId)
    const event = { caseId, seq: 1 }
    expect((await city.casework.casesSince(db, [event]))[0]).toBe(await city.casework.getCase(db, caseId, 1))
    const { snapshot: next } = await elsewhere.advance(db, snapshot, {
      key: aKey(),
      type: 'dossiers.noted',
      actor,
      set: {},
    })
    expect(await city.casework.casesSince(db, [event, { caseId, seq: 2 }])).toMatchObject([next])
    expect(await city.casework.casesSince(db, [{ caseId: '1', seq: 1 }])).toEqual([])
  },
)

function stateOf({ caseId, version, touchedAt, lastHash, ...state }: CaseSnapshot): CaseState {
  return state
}
