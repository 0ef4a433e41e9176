import { inTransaction, type AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { Content } from '../publishing.ts'
import { insertDefinition, type StoredDefinition } from './definition-store.ts'
import { compileTable, machineOf, readModel } from './process-machine.ts'
import {
  getOrInsertProcess,
  insertDraft,
  listVersions,
  updatePublished,
  updateState,
} from './publishing-store.ts'

export type SeedProcess = {
  kind: string
  subject: string
  name: string
  content: Content
  decisionNumber: string
  decisionDate: string
  validFrom: string
  note: string
}

/**
 * Publishes processes that come with a demo city; a process that has any version already is left alone.
 * Errors: `casework.bad_model`, `casework.bad_process`.
 */
export async function seedProcesses(
  db: AnyDb,
  clock: Clock,
  processes: readonly SeedProcess[],
): Promise<void> {
  const at = clock.now()
  for (const { kind, subject, name, content, note, ...published } of processes) {
    const defined = await definedBy(kind, content)
    await inTransaction(db, async (tx) => {
      const id = await getOrInsertProcess(tx, { kind, subject, name }, at)
      if ((await listVersions(tx, [id])).length > 0) return
      const no = await insertDraft(tx, id, { content, author: null, note, at })
      const definitionId = await insertDefinition(tx, defined, at, `${id}@${no}\n`)
      await updateState(tx, { id, no, revision: 1 }, { state: 'submitted', note, at })
      await updatePublished(
        tx,
        { id, no, revision: 2 },
        { ...published, definitionId, publisher: null, note, at },
      )
    })
  }
}

async function definedBy(kind: string, content: Content): Promise<StoredDefinition> {
  if (content.form === 'table') {
    compileTable(0, { kind, steps: content.steps })
    return { kind, steps: content.steps, model: null }
  }
  const { bpmn, dmn } = content
  const { machine, asks } = await readModel({ bpmn, dmn })
  return { kind, steps: machineOf(0, machine, asks).steps, model: { bpmn, dmn } }
}
