import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  maxFilesAtOnce,
  type FileKind,
  type FileView,
  type MediaType,
  type UploaderKind,
} from '../contract.ts'
import { fileErrors } from './errors.ts'
import { cleanFileName } from './file-name.ts'
import { insertFiles, keepBlobs, registerBlob, takeStaged, type NewFile } from './file-store.ts'
import { discard, putInPlace, receiveUpload } from './store-upload.ts'
import type { FileFolder } from './stage-upload.ts'
import type { FilesDb } from './tables.ts'

/** A staged upload and the component it is meant for, when it is meant for one. */
export interface StagedReference {
  token: string
  componentKey?: string
}

/** Gives staged uploads to a case, in the caller's transaction and in the order of the references. */
export async function attachStaged(
  tx: FilesDb,
  { clock }: Pick<FileFolder, 'clock'>,
  caseId: string,
  references: readonly StagedReference[],
  { kind, uploadedBy }: { kind: FileKind; uploadedBy: UploaderKind },
): Promise<FileView[]> {
  if (references.length === 0) return []
  if (references.length > maxFilesAtOnce) throw fileErrors.tooMany(maxFilesAtOnce)

  const at = clock.now()
  const staged = await takeStaged(
    tx,
    references.map(({ token }) => token),
    at,
  )
  const kept =
    staged.length > 0
      ? await keepBlobs(
          tx,
          staged.map(({ sha256 }) => sha256),
          at,
        )
      : new Set<string>()
  const waiting = new Map(staged.filter(({ sha256 }) => kept.has(sha256)).map((each) => [each.token, each]))

  const files: NewFile[] = []
  const missing: number[] = []
  for (const [index, { token, componentKey }] of references.entries()) {
    const upload = waiting.get(token)
    // The same token twice is one file too many, not two files.
    waiting.delete(token)
    if (!upload) missing.push(index + 1)
    else {
      const { name, sha256, sizeBytes, mediaType } = upload
      files.push({
        fileId: randomUUID(),
        name,
        sha256,
        sizeBytes,
        mediaType,
        kind,
        componentKey: componentKey ?? null,
        uploadedBy,
      })
    }
  }
  if (missing.length > 0) throw fileErrors.stagingNotFound(missing)

  await insertFiles(tx, caseId, files, at)
  return files.map((file) => newFileView(file, at))
}

/** Keeps a file the system itself made for a case, such as a printed slip, in the caller's transaction. */
export async function storeGenerated(
  tx: FilesDb,
  { folder, clock, write }: Omit<FileFolder, 'maxUploadBytes'>,
  caseId: string,
  content: Buffer,
  about: { name: string; type: MediaType; kind: FileKind; componentKey?: string },
): Promise<FileView> {
  const name = cleanFileName(about.name)
  const received = await receiveUpload(Readable.from([content]), {
    folder,
    name,
    maxBytes: content.length,
    ...(write && { write }),
  })
  try {
    const at = clock.now()
    const { sha256, sizeBytes } = received
    const file: NewFile = {
      fileId: randomUUID(),
      name,
      sha256,
      sizeBytes,
      mediaType: about.type,
      kind: about.kind,
      componentKey: about.componentKey ?? null,
      uploadedBy: 'system',
    }
    await registerBlob(tx, { sha256, sizeBytes, mediaType: about.type }, at, true)
    await putInPlace(folder, received)
    await insertFiles(tx, caseId, [file], at)
    return newFileView(file, at)
  } finally {
    await discard(received.path)
  }
}

function newFileView(file: NewFile, at: Date): FileView {
  return {
    id: file.fileId,
    name: file.name,
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    type: file.mediaType,
    kind: file.kind,
    componentKey: file.componentKey,
    uploadedAt: at.toISOString(),
  }
}
