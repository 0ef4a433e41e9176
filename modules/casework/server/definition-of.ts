import type { Content } from '../publishing.ts'
import type { StoredDefinition } from './definition-store.ts'
import { compileTable, machineOf, readModel } from './process-machine.ts'

/** A written process as it is stored, if it can be run. Errors: `casework.bad_process`, `casework.bad_model`. */
export async function definitionOf(kind: string, content: Content): Promise<StoredDefinition> {
  if (content.form === 'table') {
    const process = { kind, steps: content.steps }
    compileTable(0, process)
    return { ...process, model: null }
  }
  const { bpmn, dmn } = content
  const { machine } = await readModel({ bpmn, dmn })
  return { kind, steps: machineOf(0, machine).steps, model: { bpmn, dmn } }
}
