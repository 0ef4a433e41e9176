import type { AnyDb } from '#platform/database.ts'
import type { StepWords } from '../../insight.ts'
import { approvedProcess } from '../../insight/approved-process.ts'
import type { ApprovedProcess } from '../../insight/conformance.ts'
import { compileMachine } from '../../process/compile.ts'
import { tableToBpmn, tableToDefinition } from '../../process/table-to-bpmn.ts'
import { findDefinition } from '../definition-store.ts'
import { caseworkErrors } from '../errors.ts'
import { machineOf, storedModel } from '../process-machine.ts'

/** What a definition says should happen: its steps in words, what may follow what, and the drawing. */
export async function approvedOf(
  db: AnyDb,
  definitionId: number,
): Promise<{ approved: ApprovedProcess; steps: Readonly<Record<string, StepWords>>; bpmn: string }> {
  const stored = await findDefinition(db, definitionId)
  if (!stored) throw caseworkErrors.noSuchDefinition(definitionId)
  const machine = stored.model
    ? (await storedModel(stored.model)).machine
    : compileMachine(tableToDefinition(stored))
  const { steps, keyAt } = machineOf(definitionId, machine)
  return {
    approved: approvedProcess(machine, keyAt),
    steps: Object.fromEntries(
      steps.map(({ key, work, postKind, minutes }) => [key, { name: work, role: postKind, minutes }]),
    ),
    bpmn: stored.model?.bpmn ?? tableToBpmn(stored),
  }
}
