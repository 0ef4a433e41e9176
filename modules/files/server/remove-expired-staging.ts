import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '#platform/clock.ts'
import { inTransaction } from '#platform/database.ts'
import { stagingHours } from '../contract.ts'
import { deleteExpiredStaged, deleteUnkeptBlobs } from './file-store.ts'
import { blobPath, discard, incomingFolder } from './store-upload.ts'
import type { FilesDb } from './tables.ts'

/**
 * Removes staged uploads nobody claimed, the content only they had, and half-written files of a process that died.
 * Content sent again in the meantime has a fresher `last_seen_at` and stays.
 */
export async function removeExpiredStaging(
  db: FilesDb,
  { folder, clock }: { folder: string; clock: Clock },
): Promise<{ staged: number; contents: number; halfWritten: number }> {
  const now = clock.now()
  const longAgo = new Date(now.getTime() - stagingHours * 3_600_000)

  const { staged, contents } = await inTransaction(db, async (tx) => {
    const staged = await deleteExpiredStaged(tx, now)
    const gone = await deleteUnkeptBlobs(tx, longAgo)
    for (const sha256 of gone) await discard(blobPath(folder, sha256))
    return { staged, contents: gone.length }
  })
  return { staged, contents, halfWritten: await removeHalfWritten(incomingFolder(folder), longAgo) }
}

async function removeHalfWritten(folder: string, before: Date): Promise<number> {
  let removed = 0
  for (const name of await namesIn(folder)) {
    const path = join(folder, name)
    const about = await stat(path).catch(() => undefined)
    if (!about || about.mtimeMs >= before.getTime()) continue
    await discard(path)
    removed++
  }
  return removed
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
