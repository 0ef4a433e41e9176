import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { aKey, aSmallCity } from '#testing/small-city.ts'
import type { CaseSnapshot, CaseState, OpenTask } from '../contract.ts'
import type { Casework, Machine, Proceeding } from './index.ts'
import type { AnyDb } from '#platform/database.ts'

const task = (id: string, minutes = 60) =>
  `<userTask id="${id}" name="${id}"><extensionElements><tl:step key="${id}" postKind="specialist" place="competent" minutes="${minutes}"/></extensionElements></userTask>`
const flow = (from: string, to: string, condition?: string) =>
  `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}">${condition ? `<conditionExpression xsi:type="tFormalExpression">${condition}</conditionExpression>` : ''}</sequenceFlow>`
const model = (body: string) =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tl="urn:thanglong:process:1" id="d" targetNamespace="t"><process id="p" isExecutable="true"><startEvent id="s"/>${body}<endEvent id="e"/></process></definitions>`

const twoOpinions = model(
  `<parallelGateway id="f"/>${task('land')}${task('fire')}<parallelGateway id="j"/><businessRuleTask id="r"><extensionElements><tl:decision ref="route" result="desk"/></extensionElements></businessRuleTask>
  <exclusiveGateway id="g" default="g-head"/>${task('leader')}${task('head')}<exclusiveGateway id="m"/>${task('give')}` +
    [
      flow('s', 'f'),
      flow('f', 'land'),
      flow('f', 'fire'),
      flow('land', 'j'),
      flow('fire', 'j'),
      flow('j', 'r'),
      flow('r', 'g'),
      flow('g', 'leader', 'desk = "leader"'),
      flow('g', 'head'),
      flow('leader', 'm'),
      flow('head', 'm'),
      flow('m', 'give'),
      flow('give', 'e'),
    ].join(''),
)

const route = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="t"><decision id="route" name="route"><decisionTable>
  <input id="i"><inputExpression typeRef="number"><text>area</text></inputExpression></input><output id="o" name="desk"/>
  <rule id="r1"><inputEntry><text>&gt; 100</text></inputEntry><outputEntry><text>"leader"</text></outputEntry></rule>
  <rule id="r2"><inputEntry><text>&lt;= 100</text></inputEntry><outputEntry><text>"head"</text></outputEntry></rule></decisionTable></decision></definitions>`

function tasksOf(
  state: Pick<CaseState, 'marking' | 'authorityId' | 'calendarId'>,
  { opened, closed }: Proceeding,
): OpenTask[] {
  const fresh = opened.map(({ taskNo, stepKey, step }) => ({
    taskNo,
    stepKey,
    unitId: state.authorityId,
    postKind: step.postKind,
    field: null,
    assigneeId: null,
    waiting: false,
    openedAt: '2026-03-02T01:00:00.000Z',
    calendarId: state.calendarId,
    dueWt: null,
  }))
  return [...state.marking.filter(({ taskNo }) => !closed.includes(taskNo)), ...fresh]
}

async function aModelCase(
  db: AnyDb,
  casework: Casework,
  machine: Machine,
  authorityId: number,
  tags: CaseState['tags'],
) {
  const blank: CaseState = {
    definitionId: machine.definitionId,
    kind: 'test',
    code: aKey(),
    title: 'x',
    authorityId,
    receivingUnitId: authorityId,
    unitId: authorityId,
    status: 'open',
    moneyStatus: 'none',
    deliveryStatus: 'none',
    syncStatus: 'none',
    outcome: null,
    marking: [],
    clock: null,
    calendarId: 1,
    dueWt: null,
    promisedAt: null,
    openedAt: '2026-03-02T01:00:00.000Z',
    receivedAt: null,
    closedAt: null,
    tags,
  }
  const begun = machine.begin(tags)
  const state = { ...blank, marking: tasksOf(blank, begun), process: begun.process }
  const { snapshot } = await casework.open(db, {
    key: aKey(),
    type: 'test.opened',
    actor: { accountId: null, postId: null, unitId: null },
    happenedAt: new Date('2026-03-02T01:00:00Z'),
    state,
  })
  return snapshot
}

dbTest(
  'a case on a model walks its branches, its decision and its join, and its history proves it',
  async ({ db, clock }) => {
    const { casework, officer } = await aSmallCity(db, clock)
    const { unitId } = await officer('motcua.00004')
    const definitionId = await casework.defineModel(db, 'test', { bpmn: twoOpinions, dmn: route })
    const machine = await casework.getMachine(db, definitionId)
    expect(machine.steps.map(({ key }) => key)).toEqual(['land', 'fire', 'leader', 'head', 'give'])
    let snapshot = await aModelCase(db, casework, machine, unitId, { area: 250 })

    const walk = async (key: string) => {
      // Read again, as another node would that takes the case over.
      const from: CaseSnapshot = await casework.getCase(db, snapshot.caseId)
      const open = from.marking.find(({ stepKey }) => stepKey === key)
      if (!open) throw new Error(`${key} is not open`)
      const proceeding = machine.forward(from, open, {})
      const set = { marking: tasksOf(from, proceeding), process: proceeding.process }
      snapshot = (
        await casework.advance(db, from, {
          key: aKey(),
          type: 'test.walked',
          actor: { accountId: null, postId: null, unitId: null },
          set,
        })
      ).snapshot
      return snapshot.marking.map(({ stepKey }) => stepKey)
    }
    expect(snapshot.marking.map(({ stepKey }) => stepKey)).toEqual(['land', 'fire'])
    expect(await walk('fire')).toEqual(['land'])
    expect(await walk('land'), 'the table sends what is large to the leader').toEqual(['leader'])
    expect(machine.isFinal('leader')).toBe(false)
    expect(machine.isFinal('give')).toBe(true)
    expect(await walk('leader')).toEqual(['give'])
    expect(await walk('give')).toEqual([])
    expect(new Set(snapshot.process?.live)).toEqual(new Set())
    expect(await casework.verify(db)).toMatchObject({ cases: 1, events: 5, differences: [] })
  },
)

dbTest('a step whose data do not say how to go on is refused and writes nothing', async ({ db, clock }) => {
  const { casework, officer } = await aSmallCity(db, clock)
  const { unitId } = await officer('motcua.00004')
  const machine = await casework.getMachine(
    db,
    await casework.defineModel(db, 'test', { bpmn: twoOpinions, dmn: route }),
  )
  const snapshot = await aModelCase(db, casework, machine, unitId, { area: 'large' })
  const [land, fire] = snapshot.marking
  if (!land || !fire) throw new Error('no tasks')
  const half = machine.forward(snapshot, land, {})
  const standing = { ...snapshot, marking: tasksOf(snapshot, half), process: half.process }
  expect(() => machine.forward(standing, fire, {})).toThrow(
    expect.objectContaining({ code: 'casework.cannot_go_on' }),
  )
})

dbTest('one model is one definition, and a faulty one is refused with every fault', async ({ db, clock }) => {
  const { casework } = await aSmallCity(db, clock)
  const first = await casework.defineModel(db, 'test', { bpmn: twoOpinions, dmn: route })
  expect(await casework.defineModel(db, 'test', { bpmn: twoOpinions, dmn: route })).toBe(first)
  const faulty = model(
    `<userTask id="a"/><userTask id="v"/>${flow('s', 'a')}${flow('a', 'v')}${flow('v', 'e')}`,
  )
  await expect(casework.defineModel(db, 'test', { bpmn: faulty, dmn: null })).rejects.toMatchObject({
    code: 'casework.bad_model',
    facts: {
      problems: [
        { elementId: 'a', rule: 'bpmn.no_doer' },
        { elementId: 'v', rule: 'bpmn.no_doer' },
      ],
    },
  })
})
