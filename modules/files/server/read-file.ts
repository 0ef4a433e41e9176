import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { FileKind, FileView } from '../contract.ts'
import { fileErrors } from './errors.ts'
import { contentDisposition } from './file-name.ts'
import { findFile, selectFiles, type FileRow } from './file-store.ts'
import { blobPath } from './store-upload.ts'
import type { FilesDb } from './tables.ts'

/** A file on its way out: whoever takes the stream must read it or destroy it. */
export interface OpenedFile {
  view: FileView
  stream: Readable
  headers: Record<string, string>
}

/** Shown in the browser; everything else is only ever saved. */
const shownInline = new Set(['application/pdf', 'image/jpeg', 'image/png'])

export async function listFiles(db: FilesDb, caseId: string, kind?: FileKind): Promise<FileView[]> {
  return (await selectFiles(db, caseId, kind)).map(toView)
}

/** Opens a file of a case for reading. Leave to read the case is asked by the caller, before. */
export async function openFile(
  db: FilesDb,
  folder: string,
  caseId: string,
  fileId: string,
  disposition: 'attachment' | 'inline' = 'attachment',
): Promise<OpenedFile> {
  const row = await findFile(db, caseId, fileId)
  if (!row) throw fileErrors.notFound(fileId)
  const stream = await openContent(blobPath(folder, row.sha256), row)
  const shown = disposition === 'inline' && shownInline.has(row.mediaType) ? 'inline' : 'attachment'
  return { view: toView(row), stream, headers: headersOf(row, shown) }
}

async function openContent(path: string, row: FileRow): Promise<Readable> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? fileErrors.contentLost(row.fileId) : error
  })
  const { size } = await handle.stat()
  if (size !== row.sizeBytes) {
    await handle.close()
    throw fileErrors.contentLost(row.fileId)
  }
  return handle.createReadStream()
}

function headersOf(row: FileRow, disposition: 'attachment' | 'inline'): Record<string, string> {
  return {
    'content-type': row.mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : row.mediaType,
    'content-length': String(row.sizeBytes),
    'content-disposition': contentDisposition(disposition, row.name),
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
    // Saved files run nothing even if a browser insists on showing them; a PDF viewer needs its own scripts.
    ...(disposition === 'attachment' && { 'content-security-policy': "default-src 'none'; sandbox" }),
  }
}

function toView(row: FileRow): FileView {
  return {
    id: row.fileId,
    name: row.name,
    sizeBytes: row.sizeBytes,
    sha256: row.sha256,
    type: row.mediaType,
    kind: row.kind,
    componentKey: row.componentKey,
    uploadedAt: row.uploadedAt.toISOString(),
  }
}
