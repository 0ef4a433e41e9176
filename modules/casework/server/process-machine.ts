import type { CaseSnapshot, OpenTask, Process, ProcessStep, StepPart } from '../contract.ts'
import { importBpmn, type BpmnModel } from '../process/bpmn-import.ts'
import { calledBy } from '../process/check-calls.ts'
import { checkProcess } from '../process/check-process.ts'
import { compileMachine, type MachineNode, type ProcessMachine } from '../process/compile.ts'
import type { ProcessDefinition } from '../process/definition.ts'
import { decideByTables } from '../process/dmn/decide-by-tables.ts'
import type { Decision } from '../process/dmn/decision.ts'
import { importDmn } from '../process/dmn/dmn-import.ts'
import { factsAsked } from '../process/facts-asked.ts'
import type { Vars } from '../process/json.ts'
import type { Live, Marking, Move, OutsideEvent } from '../process/marking.ts'
import { groupBy } from '../process/group-by.ts'
import { hasErrors, type Problem } from '../process/problem.ts'
import { complete, earlierTasks, enter, fire, retry, sendBack } from '../process/run.ts'
import { moveMarking, type NoPlace } from '../process/move-marking.ts'
import { tableToDefinition } from '../process/table-to-bpmn.ts'
import { waitsOf, type Waits } from '../process/waits.ts'
import { caseworkErrors } from './errors.ts'
import { partOfMove } from './watch-flow.ts'

/** What a move of the process does to a case: tasks to open and to close, and what is stored besides. */
export type Proceeding = {
  opened: readonly { taskNo: number; stepKey: string; step: ProcessStep }[]
  closed: readonly number[]
  process: Marking | null
  ended: boolean
  /** What the case begins and ceases to wait for, and what it says to others: handed on to the step as it is. */
  part: Pick<StepPart, 'watch' | 'sent'>
}

type Standing = Pick<CaseSnapshot, 'marking' | 'version' | 'process' | 'tags'>

/** A process compiled once; what follows a step is decided by its marking machine. */
export type Machine = {
  definitionId: number
  /** Every task of people in the process, in the order in which they are met. */
  steps: readonly ProcessStep[]
  step(key: string): ProcessStep
  /** Whether no other step can follow. */
  isFinal(key: string): boolean
  /** The step to which work may be sent back, or undefined where there is none. */
  previous(key: string): ProcessStep | undefined
  /** The step from which a plain line leads here and nowhere else, so that handing on can be taken back. */
  handedFrom(key: string): ProcessStep | undefined
  /** Whether another step may not be done by whoever does this one. */
  isNotedDoer(key: string): boolean
  /** Each of these refuses with `casework.cannot_go_on` where the data do not say how the process goes on. */
  begin(tags: Vars): Proceeding
  forward(standing: Standing, task: OpenTask, outcome: Vars): Proceeding
  /** Undefined where nothing lies before. */
  back(standing: Standing, task: OpenTask): Proceeding | undefined
  /** Something from outside; undefined where nobody waits for it any more. What cannot go on becomes an incident. */
  fire(standing: Standing, event: OutsideEvent): Proceeding | undefined
  /** A service has answered. */
  served(standing: Standing, call: number, outcome: Vars): Proceeding | undefined
  /** An incident is tried again with the data as they are now. */
  retry(standing: Standing, incident: number): Proceeding | undefined
  /** What people call an element. */
  nameOf(at: string): string
  /** Names of what its conditions and decisions ask of a case from outside. */
  asks: readonly string[]
  /** All that a case waits for besides people. */
  waits(standing: Standing): Waits
  markingOf(standing: Standing): Marking
  /** The key of the step of an element; undefined where it is no step of people. */
  keyAt(at: string): string | undefined
  /**
   * A case of another process on this one: its open steps where they are mapped to, by key, or why it finds no place.
   * `follows` says for each new task which old one it follows.
   */
  takeOver(
    before: Machine,
    standing: Standing,
    mapping: ReadonlyMap<string, string>,
  ): { proceeding: Proceeding; follows: ReadonlyMap<number, number> } | { stays: NoPlace; at: string }
}

/** A BPMN model as a definition, with the decision tables it asks. */
export type ModelText = { bpmn: string; dmn: string | null }

export type ReadModel = {
  definition: ProcessDefinition
  machine: ProcessMachine
  /** Names of what it asks of a case. */
  asks: string[]
  problems: Problem[]
}

export type ExaminedModel = {
  model: BpmnModel | undefined
  definitions: ProcessDefinition[]
  decisions: Decision[]
  problems: Problem[]
}

/** Reads a model and tells everything that is wrong with it. */
export async function examineModel({ bpmn, dmn }: ModelText): Promise<ExaminedModel> {
  const { model, definitions, problems } = await importBpmn(bpmn)
  const tables = dmn === null ? { decisions: [], problems: [] } : importDmn(dmn)
  const decisions = tables.decisions.flatMap(({ id, name }) => [id, name])
  return {
    model,
    definitions,
    decisions: tables.decisions,
    problems: [
      ...problems,
      ...tables.problems,
      ...runnable(definitions).flatMap((one) => checkProcess(one, { calls: definitions, decisions })),
    ],
  }
}

/** The process that runs the case and those it calls: what else a file draws is nobody's work here. */
function runnable(definitions: readonly ProcessDefinition[]): ProcessDefinition[] {
  const [definition] = definitions
  if (!definition) return []
  return [definition, ...calledBy(definition, new Map(definitions.map((one) => [one.id, one])))]
}

/** Reads a model for running. Errors: `casework.bad_model` with every problem, its element and its mending. */
export async function readModel(text: ModelText): Promise<ReadModel> {
  const { definitions, decisions, problems } = await examineModel(text)
  const [definition, ...calls] = definitions
  if (!definition || hasErrors(problems)) throw caseworkErrors.badModel(problems)
  return { definition, ...compiled(definition, calls, decisions), problems }
}

/**
 * A model that was accepted when it was stored: it goes on as it is, whatever has been refused since.
 * Errors: `casework.bad_model` where the file itself cannot be read any more.
 */
export async function storedModel({ bpmn, dmn }: ModelText): Promise<Pick<ReadModel, 'machine' | 'asks'>> {
  const { definitions, problems } = await importBpmn(bpmn)
  const [definition, ...calls] = definitions
  if (!definition) throw caseworkErrors.badModel(problems)
  const decisions = dmn === null ? [] : importDmn(dmn).decisions
  return compiled(definition, calls, decisions)
}

function compiled(
  definition: ProcessDefinition,
  calls: readonly ProcessDefinition[],
  decisions: readonly Decision[],
): Pick<ReadModel, 'machine' | 'asks'> {
  return {
    machine: compileMachine(definition, { calls, decide: decideByTables(decisions) }),
    asks: factsAsked([definition, ...calls], decisions).map(({ name }) => name),
  }
}

/** Compiles the table of steps. Errors: `casework.bad_process`. */
export function compileTable(definitionId: number, process: Process): Machine {
  const seen = new Set<string>()
  if (process.steps.length === 0) throw caseworkErrors.badProcess('it has no step')
  for (const { key, minutes, notBy } of process.steps) {
    if (seen.has(key)) throw caseworkErrors.badProcess(`step "${key}" stands twice`)
    if (!Number.isFinite(minutes) || minutes < 0)
      throw caseworkErrors.badProcess(`step "${key}" has no valid time`)
    if (notBy !== undefined && !seen.has(notBy))
      throw caseworkErrors.badProcess(
        `step "${key}" must not be done by the doer of "${notBy}", which does not lie before it`,
      )
    seen.add(key)
  }
  return machineOf(definitionId, compileMachine(tableToDefinition(process)))
}

/** The machine as the owners of cases use it. */
export function machineOf(
  definitionId: number,
  machine: ProcessMachine,
  asks: readonly string[] = [],
): Machine {
  const nodes = [...machine.nodes.values()].filter(({ node }) => node.kind === 'user')
  const keys = keysOf(nodes)
  const byKey = new Map(nodes.map((node) => [keys.get(node.at) ?? node.at, node]))
  const isLine = [...machine.nodes.values()].every(
    ({ node, out }) =>
      out.length <= 1 &&
      (node.kind === 'start' ||
        node.kind === 'end' ||
        (node.kind === 'user' && !node.loop && node.inputs.length === 0 && node.outputs.length === 0)),
  )
  const finals = new Set(nodes.filter((node) => isLast(node, machine)).map(({ at }) => at))
  const steps = new Map(nodes.map((node) => [node.at, stepOf(node, keys, nodes)]))
  const noted = new Set([...steps.values()].flatMap(({ notBy }) => notBy ?? []))

  const nodeOf = (key: string) => {
    const node = byKey.get(key)
    if (!node) throw caseworkErrors.noSuchTask(key)
    return node
  }
  const stepAt = (at: string) => {
    const step = steps.get(at)
    if (!step) throw caseworkErrors.noSuchTask(at)
    return step
  }
  const proceed = (move: Move, before: Pick<Marking, 'live'>): Proceeding => ({
    opened: move.opened.map(({ key, at }) => ({
      taskNo: key,
      stepKey: keys.get(at) ?? at,
      step: stepAt(at),
    })),
    closed: move.closed,
    process: isLine ? null : move.marking,
    ended: move.ended,
    part: partOfMove(move, before),
  })
  const byPerson = (move: Move, before: Pick<Marking, 'live'>): Proceeding => {
    // A person's step that would leave the case standing is refused with the reason, and nothing is written.
    if (move.incidents.length > 0) throw caseworkErrors.cannotGoOn(move.incidents)
    return proceed(move, before)
  }
  const standingAt = ({ marking, version, process }: Standing): Marking => {
    if (process) return process
    const live = marking.flatMap(({ taskNo, stepKey, aside }): Live[] =>
      aside === undefined ? [{ k: taskNo, at: nodeOf(stepKey).at }] : [],
    )
    // The version grows with every step of a line, so a number drawn from it was never used in this case before.
    return { next: marking.reduce((most, { taskNo }) => Math.max(most, taskNo), version) + 1, live }
  }
  const backFrom = (key: string) => earlierTasks(machine, nodeOf(key).at)[0]

  return {
    definitionId,
    steps: nodes.map(({ at }) => stepAt(at)),
    step: (key) => stepAt(nodeOf(key).at),
    isFinal: (key) => finals.has(nodeOf(key).at),
    previous(key) {
      const before = backFrom(key)
      return before && stepAt(before.at)
    },
    handedFrom(key) {
      const from = plainBefore(nodeOf(key))
      return from && stepAt(from.at)
    },
    isNotedDoer: (key) => noted.has(key),
    begin: (tags) => byPerson(enter(machine, tags), { live: [] }),
    forward(standing, task, outcome) {
      const marking = standingAt(standing)
      const move = complete(machine, marking, task.taskNo, isLine ? {} : outcome, standing.tags)
      if (!move.taken) throw caseworkErrors.noSuchTask(task.stepKey)
      return byPerson(move, marking)
    },
    back(standing, task) {
      const before = backFrom(task.stepKey)
      if (!before) return undefined
      const marking = standingAt(standing)
      const move = sendBack(machine, marking, task.taskNo, before.at, standing.tags)
      return move.taken ? byPerson(move, marking) : undefined
    },
    fire(standing, event) {
      const marking = standingAt(standing)
      const move = fire(machine, marking, event, standing.tags)
      if (event.type === 'timer' && !move.timers.set.some(({ key }) => key === event.key))
        move.timers.cancelled.push(event.key)
      if (event.type === 'error' || event.type === 'failure') move.services.cancelled.push(event.key)
      return move.taken ? proceed(move, marking) : undefined
    },
    served(standing, call, outcome) {
      const marking = standingAt(standing)
      const move = complete(machine, marking, call, outcome, standing.tags)
      move.services.cancelled.push(call)
      return move.taken ? proceed(move, marking) : undefined
    },
    retry(standing, incident) {
      const marking = standingAt(standing)
      const move = retry(machine, marking, incident, standing.tags)
      return move.taken ? proceed(move, marking) : undefined
    },
    asks,
    nameOf: (at) => machine.nodes.get(at)?.node.name || at,
    waits: (standing) => waitsOf(machine, standingAt(standing)),
    markingOf: standingAt,
    keyAt: (at) => (steps.has(at) ? (keys.get(at) ?? at) : undefined),
    takeOver(before, standing, mapping) {
      const marking = before.markingOf(standing)
      const moved = moveMarking(
        machine,
        marking,
        {
          isTask: ({ at }) => before.keyAt(at) !== undefined,
          mapped: (at) => byKey.get(mapping.get(before.keyAt(at) ?? '') ?? '')?.at,
        },
        standing.tags,
      )
      if (moved.stays) return moved
      const { move, opened } = moved
      const old = before.waits(standing)
      const isNew = (key: string) =>
        move.timers.set.some((one) => one.key === key) ||
        move.subscriptions.set.some((one) => one.key === key)
      move.timers.cancelled.push(...old.timers.filter((key) => !isNew(key)))
      move.subscriptions.cancelled.push(
        ...old.subscriptions.map(({ key }) => key).filter((key) => !isNew(key)),
      )
      return { proceeding: proceed(move, marking), follows: opened }
    },
  }
}

/** The key of a row where nothing else bears its name, else the element's path. */
function keysOf(nodes: readonly MachineNode[]): Map<string, string> {
  const written = nodes.map(({ at, node }) => [at, node.kind === 'user' ? node.key : at] as const)
  const bearers = groupBy(
    written.flatMap(([at, key]) => (at === key ? [at] : [at, key])),
    (name) => name,
  )
  return new Map(written.map(([at, key]) => [at, bearers.get(key)?.length === 1 ? key : at]))
}

function stepOf(
  { at, node }: MachineNode,
  keys: ReadonlyMap<string, string>,
  nodes: readonly MachineNode[],
): ProcessStep {
  if (node.kind !== 'user' || !node.doer) throw caseworkErrors.badProcess(`step "${at}" has no doer`)
  const { name, doer, minutes, stage, output, notBy } = node
  return {
    key: keys.get(at) ?? at,
    work: name,
    ...doer,
    minutes,
    ...(stage === null ? {} : { stage }),
    ...(output === null ? {} : { output }),
    ...(notBy === null ? {} : { notBy: keyBeside(at, notBy, nodes, keys) }),
  }
}

/** Whether the process itself ends after this task, with no other task on any way. */
function isLast(node: MachineNode, machine: ProcessMachine): boolean {
  if (node.scope !== machine.root) return false
  const seen = new Set<MachineNode>()
  const open = node.out.map(({ to }) => to)
  for (let next = open.pop(); next; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    if (
      next.node.kind !== 'exclusive' &&
      next.node.kind !== 'end' &&
      next.node.kind !== 'parallel' &&
      next.node.kind !== 'inclusive'
    )
      return false
    open.push(...next.out.map(({ to }) => to))
  }
  return true
}

/** The step of the same process that bears the key; a process called twice has each of its steps twice. */
function keyBeside(
  at: string,
  key: string,
  nodes: readonly MachineNode[],
  keys: ReadonlyMap<string, string>,
) {
  const within = prefixOf(at)
  const named = nodes.find(
    (one) => one.node.kind === 'user' && one.node.key === key && prefixOf(one.at) === within,
  )
  return (named && keys.get(named.at)) ?? key
}

function prefixOf(at: string): string {
  return at.slice(0, at.lastIndexOf('/') + 1)
}

/** The user task directly before, where one token comes from it and from nowhere else, and nothing else happens on the way. */
function plainBefore(node: MachineNode): MachineNode | undefined {
  const [from] = node.before
  const isPlain = (one: MachineNode) =>
    one.node.kind === 'user' && !one.node.loop && one.boundaries.length === 0
  return from && node.before.length === 1 && from.out.length === 1 && isPlain(from) && isPlain(node)
    ? from
    : undefined
}
