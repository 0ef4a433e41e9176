import { bpmnToTable } from '../process/bpmn-to-table.ts'
import { checkRows, uncountedLimits } from '../process/check-draft.ts'
import { compileMachine, type ProcessMachine } from '../process/compile.ts'
import { decideByTables } from '../process/dmn/decide-by-tables.ts'
import type { Decision } from '../process/dmn/decision.ts'
import { importDmn } from '../process/dmn/dmn-import.ts'
import { factsAsked, type KnownFact } from '../process/facts-asked.ts'
import { hasErrors, type Problem } from '../process/problem.ts'
import { checkLongestWay, checkStepTimes, longestMinutes } from '../process/step-times.ts'
import { checkTable, tableToBpmn, tableToDefinition } from '../process/table-to-bpmn.ts'
import type { Content, Examined, SubjectLimit } from '../publishing.ts'
import { examineModel, machineOf } from './process-machine.ts'
import type { ProcessSubjects, Subject } from './process-subjects.ts'

/** For whom and within what a process is written. */
export type Frame = {
  subjects: ProcessSubjects
  /** Null for a general process. */
  subject: Subject | null
  limits: readonly SubjectLimit[]
}

/** A content with all that can be said of it; `machine` is there when it could be run. */
export type Examination = Examined & { machine: ProcessMachine | undefined }

/** Reads a content in both its forms and finds everything that keeps it from being published. Never throws. */
export async function examineContent(content: Content, frame: Frame): Promise<Examination> {
  return content.form === 'table' ? examineTable(content, frame) : examineGraph(content, frame)
}

function examineTable({ steps, dmn }: Content & { form: 'table' }, frame: Frame): Examination {
  const { subjects, limits } = frame
  const tables = dmn === null ? { decisions: [], problems: [] } : importDmn(dmn)
  const table = { kind: subjects.kind, steps }
  const found = [...checkTable(table), ...checkRows(steps)]
  const minutes = steps.reduce((sum, step) => sum + step.minutes, 0)
  const tightest = tightestOf(limits)
  const problems = [
    ...found,
    ...(tightest === undefined || steps.length === 0 ? [] : checkStepTimes(steps, tightest)),
    ...uncountedLimits(limits),
  ]
  const machine = hasErrors(found) ? undefined : compileMachine(tableToDefinition(table))
  return {
    steps,
    stops: [],
    // What no file can hold is told as a problem; an empty drawing stands for it meanwhile.
    bpmn: found.some(({ rule }) => rule === 'table.text') ? '' : tableToBpmn(table),
    problems: [
      ...problems,
      ...tables.problems,
      ...fits(machine, subjects),
      ...atOpening(tables.decisions, frame),
    ],
    minutes,
    machine,
    decisions: tables.decisions,
    asks: factsAsked([], tables.decisions, knownFacts(frame)),
  }
}

async function examineGraph(content: Content & { form: 'model' }, frame: Frame): Promise<Examination> {
  const { subjects, limits } = frame
  const { model, definitions, decisions, problems } = await examineModel(content)
  const [definition, ...calls] = definitions
  const table = model && definition && bpmnToTable(model, definition)
  const tightest = tightestOf(limits)
  const machine =
    definition && !hasErrors(problems)
      ? compileMachine(definition, { calls, decide: decideByTables(decisions) })
      : undefined
  return {
    steps: table?.table?.steps ?? null,
    stops: table?.stops ?? [],
    bpmn: content.bpmn,
    problems: [
      ...problems,
      ...(definition && tightest !== undefined ? checkLongestWay(definition, calls, tightest) : []),
      ...uncountedLimits(limits),
      ...fits(machine, subjects),
      ...atOpening(decisions, frame),
    ],
    minutes: definition ? longestMinutes(definition, calls) : null,
    machine,
    decisions,
    asks: factsAsked(definitions, decisions, knownFacts(frame)),
  }
}

/** One process serves every channel, so the shortest limit holds. */
function tightestOf(limits: readonly SubjectLimit[]): number | undefined {
  const counted = limits.flatMap(({ minutes }) => (minutes === null ? [] : [minutes]))
  return counted.length === 0 ? undefined : Math.min(...counted)
}

/** Everything a case can be asked. */
export function knownFacts({ subjects, subject }: Pick<Frame, 'subjects' | 'subject'>): KnownFact[] {
  return [...subjects.facts, ...(subject?.facts ?? [])]
}

function atOpening(decisions: readonly Decision[], { subject }: Frame): Problem[] {
  return subject?.checkDecisions(decisions) ?? []
}

function fits(machine: ProcessMachine | undefined, subjects: ProcessSubjects): Problem[] {
  return machine ? subjects.check(machineOf(0, machine)) : []
}
