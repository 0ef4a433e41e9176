import { randomUUID } from 'node:crypto'
import type { Clock } from '#platform/clock.ts'
import type { FileKind } from '../contract.ts'
import { insertFiles, keepBlobs, selectFiles } from './file-store.ts'
import type { FilesDb } from './tables.ts'

/** A file of another case and the component it stands for here. */
export type SharedReference = { fileId: string; componentKey: string | null }

/**
 * Gives files of one case to another: the same contents under the same names, nothing is copied on disk. What the
 * other case no longer lists is passed over.
 */
export async function shareFiles(
  db: FilesDb,
  { clock }: { clock: Clock },
  { fromCase, toCase, kind }: { fromCase: string; toCase: string; kind: FileKind },
  references: readonly SharedReference[],
): Promise<number> {
  if (references.length === 0) return 0
  const there = new Map((await selectFiles(db, fromCase, undefined)).map((file) => [file.fileId, file]))
  const shared = references.flatMap(({ fileId, componentKey }) => {
    const file = there.get(fileId)
    return file ? [{ ...file, fileId: randomUUID(), componentKey, kind, uploadedBy: 'system' as const }] : []
  })
  if (shared.length === 0) return 0
  await keepBlobs(
    db,
    shared.map(({ sha256 }) => sha256),
    clock.now(),
  )
  await insertFiles(db, toCase, shared, clock.now())
  return shared.length
}
