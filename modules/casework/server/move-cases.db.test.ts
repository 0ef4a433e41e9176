import { expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity, GUARDIANSHIP } from '#testing/small-city.ts'
import { actOnDossier, fileAtCounter } from '#modules/dossiers/server/index.ts'
import type { ProcessStep } from '../contract.ts'
import {
  approveMigration,
  beginMigration,
  goOnMoving,
  listMoves,
  removeMigration,
} from './apply-migration.ts'
import { saveVersion, startProcess, startVersion } from './draft-process.ts'
import { planMigration, proposeMapping, tryMigration } from './plan-migration.ts'
import { publishVersion, submitVersion } from './publish-process.ts'
import { getVersion } from './show-process.ts'

const decision = { decisionNumber: '12/QĐ-THỬ', decisionDate: '2023-11-01', validFrom: '2023-11-09' }

/** A city with dossiers on the procedure’s own table, some handed over, and a published version with one more step. */
async function aCity(db: AnyDb, clock: FakeClock) {
  const city = await aSmallCity(db, clock)
  const { parts } = city.processes
  const author = await city.officer('kiemsoat.hanoi')
  const second = await city.officer('dieuhanh.hanoi')
  const desk = await city.officer('motcua.00004')
  const file = async () => (await fileAtCounter(city.dossiers.parts, desk, await aFiling(city))).snapshot
  const handOver = (caseId: string, version: number) =>
    actOnDossier(city.dossiers.parts, desk, 'hand_over', caseId, { version, commandKey: aKey() })
  const before = [await file(), await file(), await file()]
  const [first] = before
  if (!first) throw new Error('no dossier')
  await handOver(first.caseId, first.version)
  const key = await startProcess(parts, author, { subject: GUARDIANSHIP })
  const { content } = await getVersion(parts, author, key.id, key.no)
  if (content.form !== 'table') throw new Error('a draft begins as a table')
  const publish = async (no: number, steps: ProcessStep[]) => {
    await saveVersion(
      parts,
      author,
      { id: key.id, no },
      {
        revision: 1,
        content: { form: 'table', steps, dmn: null },
      },
    )
    await submitVersion(parts, author, { id: key.id, no }, { revision: 2 })
    await publishVersion(parts, second, { id: key.id, no }, { revision: 3, ...decision })
  }
  const steps: ProcessStep[] = content.steps.flatMap((step) =>
    step.key === 'appraise'
      ? [
          { ...step, minutes: step.minutes - 60 },
          { ...step, key: 'check', work: 'Kiểm tra chéo', minutes: 60 },
        ]
      : [step],
  )
  await publish(key.no, steps)
  return { city, parts, author, second, file, before, steps, key, publish }
}

dbTest(
  'running dossiers are tried, approved by another and moved with their clock, doers and history',
  async ({ db, clock }) => {
    const { city, parts, author, second, before, key } = await aCity(db, clock)
    const { from, to, mapping } = await proposeMapping(parts, author, key.id, { from: 0, to: 1 })
    expect(to.length).toBe(from.length + 1)
    expect(mapping).toHaveLength(from.length)
    const plan = { from: 0, to: 1, mapping }
    expect(await tryMigration(parts, author, key.id, plan)).toMatchObject({
      open: 3,
      movable: 3,
      staying: [],
    })
    const id = await planMigration(parts, author, key.id, plan)
    const move = { processId: key.id, id }
    await expect(approveMigration(parts, author, move)).rejects.toMatchObject({
      code: 'casework.migration_action',
    })
    await expect(beginMigration(parts, second, move)).rejects.toMatchObject({
      code: 'casework.migration_action',
    })
    await approveMigration(parts, second, move)
    await beginMigration(parts, author, move)
    expect(await city.processes.goOn()).toBe(3)
    expect(await city.processes.goOn(), 'what was moved is not moved again').toBe(0)
    expect((await listMoves(parts, author, key.id)).migrations).toMatchObject([
      { state: 'applied', moved: 3, left: 0, todo: 0, allowedActions: [] },
    ])
    for (const was of before) {
      const now = await city.casework.getCase(db, was.caseId)
      expect(now.definitionId).not.toBe(was.definitionId)
      expect({ clock: now.clock, dueWt: now.dueWt, promisedAt: now.promisedAt }).toEqual({
        clock: was.clock,
        dueWt: was.dueWt,
        promisedAt: was.promisedAt,
      })
      const events = await city.casework.listEvents(db, was.caseId)
      expect(events.filter(({ type }) => type === 'casework.migrated')).toHaveLength(1)
    }
    const [handed, waiting] = before
    if (!handed || !waiting) throw new Error('no dossiers')
    const appraised = await city.casework.getCase(db, handed.caseId)
    expect(appraised.marking).toMatchObject([{ stepKey: 'appraise', postKind: 'specialist' }])
    // The case goes on by the new table: an officer hands the other one over and it opens the new step in its turn.
    const desk = await city.officer('motcua.00004')
    const { version } = await city.casework.getCase(db, waiting.caseId)
    const { snapshot } = await actOnDossier(city.dossiers.parts, desk, 'hand_over', waiting.caseId, {
      version,
      commandKey: aKey(),
    })
    expect(snapshot.marking).toMatchObject([{ stepKey: 'appraise' }])
    expect(await city.casework.verify(db)).toMatchObject({ differences: [] })
  },
)

dbTest('a dossier whose step is mapped to none stays, and the dry run said which', async ({ db, clock }) => {
  const { city, parts, author, second, before, key } = await aCity(db, clock)
  const { mapping } = await proposeMapping(parts, author, key.id, { from: 0, to: 1 })
  const plan = { from: 0, to: 1, mapping: mapping.filter(({ from }) => from !== 'appraise') }
  const tried = await tryMigration(parts, author, key.id, plan)
  expect(tried).toMatchObject({
    open: 3,
    movable: 2,
    staying: [{ reason: 'step_not_mapped', count: 1, codes: [before[0]?.code] }],
  })
  expect(tried.steps.find(({ key: step }) => step === 'appraise')).toMatchObject({
    to: null,
    open: 1,
    movable: 0,
  })
  const id = await planMigration(parts, author, key.id, plan)
  await approveMigration(parts, second, { processId: key.id, id })
  await beginMigration(parts, second, { processId: key.id, id })
  await city.processes.goOn()
  expect((await listMoves(parts, author, key.id)).migrations).toMatchObject([
    { state: 'applied', moved: 2, left: 1, todo: 0 },
  ])
  expect((await city.casework.getCase(db, before[0]?.caseId ?? '')).definitionId).toBe(
    before[0]?.definitionId,
  )
})

dbTest('a move to where a case would stand still is not made', async ({ db, clock }) => {
  const { parts, author, second, file, key, steps } = await aCity(db, clock)
  await file()
  const no = await startVersion(parts, author, key.id, key.no)
  const task = (step: ProcessStep, id: string) =>
    `<userTask id="${id}" name="${step.work}"><extensionElements><tl:step key="${id}" postKind="${step.postKind}" place="${step.place}" minutes="0"/></extensionElements></userTask>`
  const flow = (from: string, to: string) =>
    `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}"/>`
  const [receive] = steps
  const appraise = steps.find((step) => step.key === 'appraise')
  const last = steps.at(-1)
  if (!receive || !appraise || !last) throw new Error('no steps')
  const bpmn = `<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:thanglong:process:1" id="d" targetNamespace="urn:test"><process id="p" isExecutable="true"><startEvent id="s"/>${task(receive, 'receive')}<parallelGateway id="f"/>${task(appraise, 'appraise')}${task(appraise, 'other')}<parallelGateway id="j"/>${task(last, 'give')}<endEvent id="e"/>${flow('s', 'receive')}${flow('receive', 'f')}${flow('f', 'appraise')}${flow('f', 'other')}${flow('appraise', 'j')}${flow('other', 'j')}${flow('j', 'give')}${flow('give', 'e')}</process></definitions>`
  const version = { id: key.id, no }
  await saveVersion(parts, author, version, { revision: 1, content: { form: 'model', bpmn, dmn: null } })
  await submitVersion(parts, author, version, { revision: 2 })
  await publishVersion(parts, second, version, { revision: 3, ...decision })
  const mapping = [
    { from: 'receive', to: 'receive' },
    { from: 'appraise', to: 'appraise' },
  ]
  expect(
    await tryMigration(parts, author, key.id, { from: 0, to: no, mapping }),
    'one branch alone would wait for ever at the join',
  ).toMatchObject({ open: 3, movable: 2, staying: [{ reason: 'not_together', count: 1 }] })
  expect(await tryMigration(parts, author, key.id, { from: 1, to: no, mapping })).toMatchObject({
    open: 1,
    movable: 1,
  })
})

dbTest(
  'a move that breaks off in the middle leaves nothing half, and goes on where it stood',
  async ({ db, clock }) => {
    const { city, parts, author, second, before, key } = await aCity(db, clock)
    const { mapping } = await proposeMapping(parts, author, key.id, { from: 0, to: 1 })
    const id = await planMigration(parts, author, key.id, { from: 0, to: 1, mapping })
    await approveMigration(parts, second, { processId: key.id, id })
    await beginMigration(parts, second, { processId: key.id, id })
    const broken = {
      ...parts,
      advance: async (...[tx, from, step]: Parameters<typeof parts.advance>) => {
        if (from.caseId === before[2]?.caseId) throw new Error('the line broke')
        return parts.advance(tx, from, step)
      },
    }
    await expect(goOnMoving(broken)).rejects.toThrow('the line broke')
    expect((await listMoves(parts, author, key.id)).migrations).toMatchObject([
      { state: 'applying', moved: 0, todo: 3 },
    ])
    expect((await city.casework.getCase(db, before[0]?.caseId ?? '')).definitionId).toBe(
      before[0]?.definitionId,
    )
    expect(await goOnMoving(parts)).toBe(3)
    expect(await city.casework.verify(db)).toMatchObject({ differences: [] })
  },
)

dbTest('a plan to nowhere is refused, and one that has not begun can be dropped', async ({ db, clock }) => {
  const { parts, author, key } = await aCity(db, clock)
  const plan = (more: object) =>
    planMigration(parts, author, key.id, { from: 0, to: 1, mapping: [], ...more })
  await expect(plan({ to: 1, from: 1 })).rejects.toMatchObject({ code: 'casework.same_version' })
  await expect(plan({ to: 7 })).rejects.toMatchObject({ code: 'casework.no_version' })
  await expect(plan({ mapping: [{ from: 'receive', to: 'nowhere' }] })).rejects.toMatchObject({
    code: 'casework.no_step',
  })
  const no = await startVersion(parts, author, key.id, 1)
  await expect(plan({ to: no })).rejects.toMatchObject({ code: 'casework.not_published' })
  const id = await plan({})
  await removeMigration(parts, author, { processId: key.id, id })
  await expect(removeMigration(parts, author, { processId: key.id, id })).rejects.toMatchObject({
    code: 'casework.no_migration',
  })
})

dbTest('who did a step stays known under the key it goes on with', async ({ db, clock }) => {
  const { parts } = await aCity(db, clock)
  const mapping = new Map([
    ['appraise', 'check'],
    ['sign', 'sign'],
  ])
  expect(parts.subjects.carryTags({ channel: 'online', doneBy_appraise: 7 }, mapping)).toEqual({
    channel: 'online',
    doneBy_appraise: 7,
    doneBy_check: 7,
  })
})
