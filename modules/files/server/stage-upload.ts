import type { Readable } from 'node:stream'
import type { Clock } from '#platform/clock.ts'
import { inTransaction } from '#platform/database.ts'
import { newToken } from '#platform/ids.ts'
import { stagingHours, type StagedFileView } from '../contract.ts'
import { checkUpload } from './check-upload.ts'
import { cleanFileName, withExtension } from './file-name.ts'
import { insertStaged, registerBlob } from './file-store.ts'
import { discard, drain, putInPlace, receiveUpload, type WriteChunk } from './store-upload.ts'
import type { FilesDb } from './tables.ts'

/** Where content goes and how much of it one file may be. */
export interface FileFolder {
  folder: string
  maxUploadBytes: number
  clock: Clock
  write?: WriteChunk
}

/** Takes in a file ahead of its case. Until the last step nothing of it counts, and a failure leaves nothing. */
export async function stageUpload(
  db: FilesDb,
  { folder, maxUploadBytes, clock, write }: FileFolder,
  stream: Readable,
  declared: { name: string; declaredType: string },
): Promise<StagedFileView> {
  const cleanName = cleanNameOf(stream, declared.name)
  const received = await receiveUpload(stream, {
    folder,
    name: cleanName,
    maxBytes: maxUploadBytes,
    ...(write && { write }),
  })
  try {
    const mediaType = await checkUpload(received.path, cleanName, declared.declaredType)
    const name = withExtension(cleanName, mediaType)
    const { sha256, sizeBytes } = received
    const stagedAt = clock.now()
    const expiresAt = new Date(stagedAt.getTime() + stagingHours * 3_600_000)
    const token = newToken(24)

    await inTransaction(db, async (tx) => {
      // The row first: while it is held, a sweep cannot take the content that is about to be in place.
      await registerBlob(tx, { sha256, sizeBytes, mediaType }, stagedAt, false)
      await putInPlace(folder, received)
      await insertStaged(tx, { token, name, sha256, sizeBytes, mediaType }, stagedAt, expiresAt)
    })
    return {
      token,
      name,
      sizeBytes,
      sha256,
      type: mediaType,
      uploadedAt: stagedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    }
  } finally {
    await discard(received.path)
  }
}

/** A refused name still lets the sender finish, so that the refusal reaches it. */
function cleanNameOf(stream: Readable, name: string): string {
  try {
    return cleanFileName(name)
  } catch (error) {
    drain(stream)
    throw error
  }
}
