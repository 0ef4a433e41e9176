import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { selectBlobs, type BlobRow } from './file-store.ts'
import { blobPath } from './store-upload.ts'
import type { FilesDb } from './tables.ts'

/** What is wrong with one stored content. */
export interface DamagedContent {
  sha256: string
  problem: 'missing' | 'unreadable' | 'size' | 'hash'
}

export interface FilesVerification {
  checked: number
  bytes: number
  damaged: DamagedContent[]
}

const pageSize = 500

/** Reads every stored content again and compares it with the name it is kept under. */
export async function verifyStoredFiles(
  db: FilesDb,
  folder: string,
  onProgress?: (checked: number) => void,
): Promise<FilesVerification> {
  const result: FilesVerification = { checked: 0, bytes: 0, damaged: [] }
  let after = ''
  for (;;) {
    const page = await selectBlobs(db, after, pageSize)
    for (const blob of page) {
      const problem = await problemOf(folder, blob)
      if (problem) result.damaged.push({ sha256: blob.sha256, problem })
      result.checked++
      result.bytes += blob.sizeBytes
      after = blob.sha256
    }
    onProgress?.(result.checked)
    if (page.length < pageSize) return result
  }
}

async function problemOf(folder: string, blob: BlobRow): Promise<DamagedContent['problem'] | undefined> {
  const hash = createHash('sha256')
  let size = 0
  try {
    await pipeline(createReadStream(blobPath(folder, blob.sha256)), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        hash.update(chunk)
        size += chunk.length
      }
    })
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'unreadable'
  }
  if (size !== blob.sizeBytes) return 'size'
  return hash.digest('hex') === blob.sha256 ? undefined : 'hash'
}
