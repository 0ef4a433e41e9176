import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileErrors } from './errors.ts'

/** How bytes reach the disk; a parameter so that a test can stand in for a full disk. */
export type WriteChunk = (file: FileHandle, chunk: Buffer) => Promise<void>

/** An upload that is wholly on disk but not yet in its place. */
export interface ReceivedFile {
  path: string
  sha256: string
  sizeBytes: number
}

export interface ReceiveOptions {
  folder: string
  /** As the sender called it; only for the sentences of refusals. */
  name: string
  maxBytes: number
  write?: WriteChunk
}

/** The folder of uploads that have not arrived yet; what is left here after a crash belongs to nobody. */
export function incomingFolder(folder: string): string {
  return join(folder, 'incoming')
}

/** Where content lives, by its own hash. */
export function blobPath(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
}

/** Streams an upload to disk, hashing on the way. On any failure nothing of it stays. */
export async function receiveUpload(source: Readable, options: ReceiveOptions): Promise<ReceivedFile> {
  const path = join(incomingFolder(options.folder), randomUUID())
  // A line that breaks before the first byte is asked for must not end the process; the reader below hears of it.
  source.on('error', ignore)
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(path, 'wx', 0o640)
    try {
      const { sha256, sizeBytes } = await copyToDisk(source, file, options)
      if (sizeBytes === 0) throw fileErrors.empty(options.name)
      await file.sync()
      return { path, sha256, sizeBytes }
    } finally {
      await file.close()
    }
  } catch (error) {
    await discard(path)
    drain(source)
    throw asDiskRefusal(error)
  }
}

/** Reads a sender's remaining bytes away, so that the refusal can reach it. */
export function drain(source: Readable): void {
  source.on('error', ignore)
  if (!source.destroyed) source.resume()
}

function ignore(): void {}

async function copyToDisk(source: Readable, file: FileHandle, { name, maxBytes, write }: ReceiveOptions) {
  const hash = createHash('sha256')
  const writeChunk = write ?? writeWhole
  let sizeBytes = 0
  const chunks = source.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await nextChunk(chunks, name, maxBytes)
      if (next.done) break
      const chunk = Buffer.isBuffer(next.value) ? next.value : Buffer.from(next.value)
      sizeBytes += chunk.length
      if (sizeBytes > maxBytes) throw fileErrors.tooLarge(name, maxBytes)
      hash.update(chunk)
      await writeChunk(file, chunk)
    }
  } finally {
    await chunks.return?.()
  }
  // A multipart reader cuts a file at its own limit; it says so by this mark or by an error.
  if ('truncated' in source && source.truncated === true) throw fileErrors.tooLarge(name, maxBytes)
  return { sha256: hash.digest('hex'), sizeBytes }
}

/** A failure of the source is the sender's line, or the reader's own limit, and never our disk. */
async function nextChunk(chunks: AsyncIterator<Buffer | string>, name: string, maxBytes: number) {
  try {
    return await chunks.next()
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'FST_REQ_FILE_TOO_LARGE'
    throw tooLarge ? fileErrors.tooLarge(name, maxBytes) : fileErrors.interrupted(name)
  }
}

/** Moves a received file to the place its hash names, replacing equal content; both survive a power cut. */
export async function putInPlace(folder: string, received: ReceivedFile): Promise<void> {
  const path = blobPath(folder, received.sha256)
  try {
    await mkdir(dirname(path), { recursive: true })
    await rename(received.path, path)
    await syncFolder(dirname(path))
  } catch (error) {
    throw asDiskRefusal(error)
  }
}

/** Removes a file that may already be gone. */
export async function discard(path: string): Promise<void> {
  await rm(path, { force: true })
}

/** Turns the system's "no space" and "quota exceeded" into the refusal people can act on. */
export function asDiskRefusal(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT' ? fileErrors.diskFull() : error
}

async function writeWhole(file: FileHandle, chunk: Buffer): Promise<void> {
  await file.writeFile(chunk)
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its renames are journalled.
  if (process.platform === 'win32') return
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
