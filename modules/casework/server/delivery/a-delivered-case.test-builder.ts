import { anOffice } from '#testing/an-office.ts'
import { untilShown } from '#testing/db-test.ts'
import { expect } from 'vitest'
import type { DayOff } from '#modules/calendar/contract.ts'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { silentLog } from '#platform/log.ts'
import type { CaseSnapshot, CaseState, OpenTask, StepPart } from '../../contract.ts'
import { compileMachine } from '../../process/compile.ts'
import type { ProcessDefinition } from '../../process/definition.ts'
import { advance, type Step } from '../advance.ts'
import { findCase } from '../case-store.ts'
import { createEngine } from '../engine.ts'
import { openCase } from '../open-case.ts'
import { verifyCases } from '../verify-cases.ts'
import { machineOf, type Machine, type Proceeding } from '../process-machine.ts'
import { NOBODY, type Delivery } from './carry.ts'
import { callServices } from './call-services.ts'
import { deliverSaid } from './deliver-messages.ts'
import { fireTimers } from './fire-timers.ts'
import { Owners } from './owners.ts'

let numbers = 0

/** An engine for cases of the kind `test` on processes given as plain models, and those cases walked by the names of their steps. */
export function aDeliveredCity(db: AnyDb, clock: FakeClock) {
  const machines = new Map<number, Machine>()
  const owners = new Owners()
  let office = anOffice()
  const engine = createEngine(clock, () => undefined, { get: () => office, all: () => [office] })
  const delivery: Delivery = {
    engine,
    owners,
    realClock: clock,
    async getMachine(_, definitionId) {
      const machine = machines.get(definitionId)
      if (!machine) throw new Error(`no definition ${definitionId}`)
      return machine
    },
  }
  owners.own('test', {
    moved: async (_, { snapshot, proceeding }) => ({ set: setAfter(snapshot, proceeding, clock) }),
  })

  async function open(
    definition: ProcessDefinition,
    tags: CaseState['tags'] = {},
    part: StepPart = {},
  ): Promise<AWalk> {
    const machine = machineOf(++numbers, compileMachine(definition))
    machines.set(machine.definitionId, machine)
    const blank = blankState(machine.definitionId, tags, clock)
    const begun = machine.begin(tags)
    const { snapshot } = await openCase(db, engine, {
      key: `open-${numbers}-${blank.code}`,
      type: 'test.opened',
      actor: NOBODY,
      happenedAt: clock.now(),
      state: { ...blank, ...setAfter(blank, begun, clock) },
      ...begun.part,
      ...part,
    })
    return aWalk(delivery, db, clock, snapshot.caseId, machine)
  }

  return {
    delivery,
    owners,
    open,
    declareDaysOff: (daysOff: readonly DayOff[]) => void (office = anOffice(daysOff)),
    fire: () => fireTimers(delivery, db, silentLog),
    /** Delivers what was committed. */
    async deliver() {
      await untilShown(db)
      while (await deliverSaid(delivery, db, silentLog));
    },
    call: () => callServices(delivery, db, silentLog),
    /** History, rows and all that cases wait for agree. */
    async expectSound() {
      const { differences } = await verifyCases(db, undefined, delivery.getMachine)
      expect(differences).toEqual([])
    },
  }
}

export type AWalk = ReturnType<typeof aWalk>

function aWalk(delivery: Delivery, db: AnyDb, clock: FakeClock, caseId: string, machine: Machine) {
  const now = async (): Promise<CaseSnapshot> => {
    const snapshot = await findCase(db, caseId)
    if (!snapshot) throw new Error(`no case ${caseId}`)
    return snapshot
  }
  const step = (from: CaseSnapshot, type: string, rest: Pick<Step, 'set'> & StepPart) =>
    advance(db, delivery.engine, from, {
      key: `${type}-${caseId}-${from.version}`,
      type,
      actor: NOBODY,
      ...rest,
    })
  const complete = async (from: CaseSnapshot, task: OpenTask, outcome: object) => {
    const proceeding = machine.forward(from, task, { ...outcome })
    await step(from, 'test.done', { set: setAfter(from, proceeding, clock), ...proceeding.part })
  }
  return {
    caseId,
    now,
    /** The steps open now. */
    async tasks(): Promise<string[]> {
      return (await now()).marking.map(({ stepKey }) => stepKey).sort()
    },
    async done(step: string, outcome = {}): Promise<void> {
      const from = await now()
      const task = from.marking.find(({ stepKey }) => stepKey === step)
      if (!task) throw new Error(`${step} is not open`)
      await complete(from, task, outcome)
    },
    async doneNumber(taskNo: number, outcome = {}): Promise<void> {
      const from = await now()
      const task = from.marking.find((one) => one.taskNo === taskNo)
      if (!task) throw new Error(`task ${taskNo} is not open`)
      await complete(from, task, outcome)
    },
    /** Its owner gives it up: it waits for nothing any more. */
    async close(): Promise<void> {
      const from = await now()
      await step(from, 'test.closed', {
        set: { marking: [], closedAt: clock.now().toISOString(), ...(from.process ? { process: null } : {}) },
      })
    },
  }
}

function setAfter(
  before: Pick<CaseState, 'marking'>,
  { opened, closed, process }: Proceeding,
  clock: FakeClock,
): Pick<CaseState, 'marking' | 'process'> {
  const fresh = opened.map(
    ({ taskNo, stepKey, step }): OpenTask => ({
      taskNo,
      stepKey,
      unitId: 1,
      postKind: step.postKind,
      field: null,
      assigneeId: null,
      waiting: false,
      openedAt: clock.now().toISOString(),
      calendarId: 1,
      dueWt: null,
    }),
  )
  return { marking: [...before.marking.filter(({ taskNo }) => !closed.includes(taskNo)), ...fresh], process }
}

function blankState(definitionId: number, tags: CaseState['tags'], clock: FakeClock): CaseState {
  return {
    definitionId,
    kind: 'test',
    code: `T-${process.pid}-${++numbers}`,
    title: 'x',
    authorityId: 1,
    receivingUnitId: 1,
    unitId: 1,
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
    openedAt: clock.now().toISOString(),
    receivedAt: null,
    closedAt: null,
    tags,
  }
}
