import type { Limit } from '#modules/calendar/contract.ts'
import type { CaseState, Process } from '../contract.ts'
import type { KnownFact } from '../process/facts-asked.ts'
import type { Decision } from '../process/dmn/decision.ts'
import type { Problem } from '../process/problem.ts'
import type { SubjectLine } from '../publishing.ts'
import type { Machine } from './process-machine.ts'

/** What a process is for, as its owner knows it: for a dossier the procedure. */
export type Subject = SubjectLine & {
  /** The process it has of its own, which holds until one is published. */
  table: Process | null
  limits: readonly { channel: string; limit: Limit }[]
  /** The calendar of the units that decide. */
  calendarId: number
  /** What its cases can be asked besides what every case of the kind can, such as the answers of its form. */
  facts: readonly KnownFact[]
  /** Decisions that its owner asks when a case is opened, by the names tables must bear, with what they may give. */
  askedAtOpening: readonly KnownFact[]
  /** What would be wrong with decisions published for it, which its owner asks when a case is opened. */
  checkDecisions(decisions: readonly Decision[]): Problem[]
}

/** Whoever owns the kind of case that processes are published for; given by the app, since this module calls nobody. */
export type ProcessSubjects = {
  kind: string
  /** What every case of the kind can be asked, in words. */
  facts: readonly KnownFact[]
  /** The tag under which a case names its subject. */
  tag: string
  /** As it stands today. */
  find(code: string): Promise<Subject | undefined>
  search(text: string): Promise<SubjectLine[]>
  /** What a case notes per step, such as who did it, said of the steps they are mapped to. */
  carryTags(tags: CaseState['tags'], mapping: ReadonlyMap<string, string>): CaseState['tags']
  /** What would let a case of this kind come to stand, though the engine could run it. */
  check(machine: Machine): Problem[]
}
