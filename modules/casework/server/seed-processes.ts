import { inTransaction, type AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { Content } from '../publishing.ts'
import { definitionOf } from './definition-of.ts'
import { insertDefinition } from './definition-store.ts'
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
    const defined = await definitionOf(kind, content)
    await inTransaction(db, async (tx) => {
      const id = await getOrInsertProcess(tx, { kind, subject, name }, at)
      if ((await listVersions(tx, [id])).length > 0) return
      const no = await insertDraft(tx, id, { content, author: null, note, at })
      const definitionId = await insertDefinition(tx, defined, at, `${id}@${no}\n`)
      await updateState(tx, { id, no, revision: 1 }, { state: 'submitted', note, sentBack: null, at })
      await updatePublished(
        tx,
        { id, no, revision: 2 },
        { ...published, definitionId, publisher: null, note, at },
      )
    })
  }
}
