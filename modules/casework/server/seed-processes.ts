import { inTransaction, type AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import { insertDefinition } from './definition-store.ts'
import { machineOf, readModel } from './process-machine.ts'
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
  bpmn: string
  dmn: string | null
  decisionNumber: string
  decisionDate: string
  validFrom: string
  note: string
}

/**
 * Publishes processes that come with a demo city; a process that has any version already is left alone.
 * Errors: `casework.bad_model`.
 */
export async function seedProcesses(
  db: AnyDb,
  clock: Clock,
  processes: readonly SeedProcess[],
): Promise<void> {
  const at = clock.now()
  for (const { kind, subject, name, bpmn, dmn, note, ...published } of processes) {
    const model = { bpmn, dmn }
    const { machine } = await readModel(model)
    await inTransaction(db, async (tx) => {
      const id = await getOrInsertProcess(tx, { kind, subject, name }, at)
      if ((await listVersions(tx, [id])).length > 0) return
      const no = await insertDraft(tx, id, { content: { form: 'model', ...model }, author: null, note, at })
      const { steps } = machineOf(0, machine)
      const definitionId = await insertDefinition(tx, { kind, steps, model }, at, `${id}@${no}\n`)
      await updateState(tx, { id, no, revision: 1 }, { state: 'submitted', note, at })
      await updatePublished(
        tx,
        { id, no, revision: 2 },
        { ...published, definitionId, publisher: null, note, at },
      )
    })
  }
}
