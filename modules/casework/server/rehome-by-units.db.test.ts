import { expect } from 'vitest'
import { committedTest, dbTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity } from '#testing/small-city.ts'
import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { Home, WorkMove } from '#modules/organisation/contract.ts'
import { fileAtCounter } from '#modules/dossiers/server/index.ts'
import type { CaseSnapshot, CaseState, OpenTask, StateChange } from '../contract.ts'
import { commandKeyOf, deedOf } from './event-chain.ts'
import { homeFinder } from './rehome-flow.ts'
import { readStandings, rehomeByUnits, waysAsText } from './rehome-store.ts'

const [MERGED, PARTED, FOLLOWING, LISTED, ASIDE] = [9001, 9002, 9003, 9004, 9005]
const [ONE, TWO, THREE] = [9011, 9012, 9013]
const [GOES_ALONG, STAYS_BEHIND] = [71, 72]
const NOBODY = { accountId: null, postId: null, unitId: null }

dbTest(
  'the database finds the same home for a case, its tasks and their claims as the rules do, and leaves alone what it cannot know',
  async ({ db, clock }) => {
    const { city, base, open } = await around(db, clock)
    const move = aMove(base.calendarId)
    const task = base.marking[0]
    if (!task) throw new Error('a dossier begins with a task')
    const at = (unitId: number, claim: Partial<OpenTask> = {}) => [{ ...task, unitId, ...claim }]
    const both = { receivingUnitId: PARTED, authorityId: FOLLOWING, unitId: FOLLOWING }
    const sure: StateChange[] = [
      { ...all(MERGED), marking: at(MERGED) },
      { ...all(MERGED), marking: at(MERGED, { assigneeId: GOES_ALONG }) },
      { ...all(MERGED), marking: at(MERGED, { assigneeId: STAYS_BEHIND, field: 'a "unitId":9001, b' }) },
      {
        ...all(MERGED),
        marking: [...at(MERGED, { assigneeId: STAYS_BEHIND }), { ...task, taskNo: 9, unitId: MERGED }],
      },
      { ...all(MERGED), marking: [] },
      { ...all(ASIDE), receivingUnitId: MERGED, marking: at(ASIDE) },
      { ...all(FOLLOWING), marking: at(FOLLOWING) },
      { ...both, marking: at(FOLLOWING, { assigneeId: STAYS_BEHIND }) },
      ...Array.from({ length: 12 }, () => ({ ...all(PARTED), marking: at(PARTED) })),
    ]
    const unsure: StateChange[] = [
      { ...all(LISTED), marking: at(LISTED) },
      { ...all(MERGED), marking: [...at(MERGED), { ...task, taskNo: 9, unitId: ASIDE }] },
      {
        ...all(MERGED),
        marking: [
          ...at(MERGED, { assigneeId: GOES_ALONG }),
          { ...task, taskNo: 9, unitId: MERGED, assigneeId: STAYS_BEHIND },
        ],
      },
      { ...all(MERGED), marking: at(MERGED), closedAt: clock.now().toISOString() },
      { ...all(MERGED), marking: at(MERGED), calendarId: base.calendarId + 1 },
      { ...all(ASIDE), marking: at(ASIDE) },
    ]
    const ids: string[] = []
    for (const state of [...sure, ...unsure]) ids.push(await open(state))
    await city.casework.beginRehoming(db, move)
    const finder = homeFinder(move)
    const standings = await readStandings(db, ids)

    const left = await rehomeByUnits(db, move.planId, ids, {
      now: clock.now(),
      key: commandKeyOf('rehome'),
      deed: deedOf({ type: 'casework.rehomed', actorId: 5, postId: null, actorUnitId: 6 }),
      facts: '{"reorganisation":77,',
      ways: waysAsText(finder.byUnits),
    })

    expect(new Set(left)).toEqual(new Set(ids.slice(sure.length)))
    for (const standing of standings.slice(0, sure.length)) {
      const events = await city.casework.listEvents(db, standing.caseId)
      const { unitId, authorityId, receivingUnitId } = standing
      expect(events[1]).toMatchObject({ seq: 2, actorId: 5, postId: null, actorUnitId: 6 })
      expect(events[1]?.payload).toEqual({
        reorganisation: 77,
        from: { unitId, authorityId, receivingUnitId },
        set: finder.changeOf(standing, undefined),
      })
    }
    const parted = await city.casework.findCases(db, ids.slice(8, sure.length))
    expect(new Set(parted.map(({ unitId }) => unitId))).toEqual(new Set([ONE, TWO]))
    expect((await city.casework.verify(db)).differences).toEqual([])
  },
)

committedTest(
  'what others bring to an old unit while its work is moved is found by the next look, and what was moved is not looked at again',
  async ({ db, clock }) => {
    const { city, base, open } = await around(db, clock)
    const move = aMove(base.calendarId)
    const task = base.marking[0]
    if (!task) throw new Error('a dossier begins with a task')
    const at = (unitId: number) => ({ ...all(unitId), marking: [{ ...task, unitId }] })
    const ids = [await open(at(MERGED)), await open(at(ASIDE)), await open(at(ASIDE))]
    expect(await city.casework.beginRehoming(db, move)).toBe(true)
    const [, handed, untouched] = await city.casework.findCases(db, ids)
    if (!handed || !untouched) throw new Error('the cases are there')
    const { receivingUnitId: _, ...handing } = at(MERGED)
    const step = { key: aKey(), type: 'dossiers.handed_over', actor: NOBODY, set: handing }
    await city.casework.advance(db, handed, step)
    ids.push(await open(at(MERGED)))

    const moved = await city.casework.rehomeAll(db, move.planId, () => Promise.resolve(new Map()))

    expect(moved).toMatchObject({ found: 3, moved: 3, isFinished: true })
    const units = (await city.casework.findCases(db, ids)).map(({ caseId, unitId }) => [caseId, unitId])
    expect(new Map(units as [string, number][])).toEqual(
      new Map(ids.map((id) => [id, id === untouched.caseId ? ASIDE : ONE])),
    )
    expect(await city.casework.beginRehoming(db, move)).toBe(false)
    expect((await city.casework.verify(db)).differences).toEqual([])
  },
)

function all(unitId: number) {
  return { unitId, authorityId: unitId, receivingUnitId: unitId }
}

function aMove(calendarId: number): WorkMove {
  const home = (fromUnitId: number, toUnitId: number, rest: Partial<Home>): Home => ({
    fromUnitId,
    toUnitId,
    rule: 'all',
    share: null,
    takes: [],
    isRest: false,
    calendarId,
    ...rest,
  })
  return {
    planId: 77,
    homes: [
      home(MERGED, ONE, {}),
      home(PARTED, ONE, { rule: 'by_share', share: 0.4 }),
      home(PARTED, TWO, { rule: 'by_share', share: 0.6 }),
      home(FOLLOWING, ONE, { rule: 'by_receiving' }),
      home(FOLLOWING, THREE, { rule: 'by_receiving', isRest: true }),
      home(LISTED, ONE, { rule: 'by_list', isRest: true }),
    ],
    keepers: [
      { accountId: GOES_ALONG, unitId: ONE },
      { accountId: STAYS_BEHIND, unitId: 8 },
      { accountId: 3, unitId: ONE },
    ],
    happenedAt: '2023-11-08T17:00:00.000Z',
    actor: { accountId: 5, postId: null, unitId: 6 },
    facts: { reorganisation: 77 },
  }
}

async function around(db: AnyDb, clock: Clock) {
  const city = await aSmallCity(db, clock)
  const { snapshot } = await fileAtCounter(
    city.dossiers.parts,
    await city.officer('motcua.00004'),
    await aFiling(city),
  )
  let count = 0
  const base = stateOf(snapshot)
  const open = async (state: StateChange) => {
    const opened = await city.casework.open(db, {
      key: aKey(),
      type: 'dossiers.received',
      actor: NOBODY,
      happenedAt: clock.now(),
      state: { ...base, ...state, code: `case-${++count}` },
    })
    return opened.snapshot.caseId
  }
  return { city, base, open }
}

function stateOf({ caseId, version, touchedAt, lastHash, ...state }: CaseSnapshot): CaseState {
  return state
}
