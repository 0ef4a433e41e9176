import { sql } from 'kysely'
import { shardOf } from '#platform/ids.ts'
import type { FileKind, MediaType, UploaderKind } from '../contract.ts'
import type { FilesDb } from './tables.ts'

/** Content on disk, as the register knows it. */
export interface BlobRow {
  sha256: string
  sizeBytes: number
  mediaType: string
}

export interface StagedRow extends BlobRow {
  token: string
  name: string
}

export interface FileRow extends BlobRow {
  fileId: string
  name: string
  kind: string
  componentKey: string | null
  uploadedAt: Date
}

export interface NewFile {
  fileId: string
  name: string
  sha256: string
  sizeBytes: number
  mediaType: MediaType | string
  kind: FileKind
  componentKey: string | null
  uploadedBy: UploaderKind
}

/** Notes that content is here and holds its row until the end of the transaction, so that a sweep cannot take it. */
export async function registerBlob(db: FilesDb, blob: BlobRow, at: Date, kept: boolean): Promise<void> {
  await db
    .insertInto('files.blob')
    .values({
      sha256: blob.sha256,
      size_bytes: blob.sizeBytes,
      media_type: blob.mediaType,
      first_seen_at: at,
      last_seen_at: at,
      kept_at: kept ? at : null,
    })
    .onConflict((conflict) =>
      conflict.column('sha256').doUpdateSet({
        last_seen_at: sql`greatest(blob.last_seen_at, excluded.last_seen_at)`,
        kept_at: sql`coalesce(blob.kept_at, excluded.kept_at)`,
      }),
    )
    .execute()
}

/** Marks content as held by a case for good; says which of it there is. */
export async function keepBlobs(db: FilesDb, sha256s: readonly string[], at: Date): Promise<Set<string>> {
  // In one order always, so that two cases that keep the same contents never wait for each other in a ring.
  const rows = await db
    .with('held', (held) =>
      held
        .selectFrom('files.blob')
        .select('sha256')
        .where('sha256', 'in', sha256s)
        .orderBy('sha256')
        .forUpdate(),
    )
    .updateTable('files.blob')
    .from('held')
    .set({ kept_at: sql`coalesce(blob.kept_at, ${at}::timestamptz)` })
    .whereRef('files.blob.sha256', '=', 'held.sha256')
    .returning('files.blob.sha256')
    .execute()
  return new Set(rows.map((row) => row.sha256))
}

export async function insertStaged(db: FilesDb, staged: StagedRow, at: Date, expiresAt: Date): Promise<void> {
  await db
    .insertInto('files.staged_upload')
    .values({
      token: staged.token,
      name: staged.name,
      sha256: staged.sha256,
      size_bytes: staged.sizeBytes,
      media_type: staged.mediaType,
      staged_at: at,
      expires_at: expiresAt,
    })
    .execute()
}

/** Takes staged uploads out of waiting; a token that is unknown, used or expired gives no row. */
export async function takeStaged(db: FilesDb, tokens: readonly string[], at: Date): Promise<StagedRow[]> {
  const rows = await db
    .deleteFrom('files.staged_upload')
    .where('token', 'in', tokens)
    .where('expires_at', '>', at)
    .returning(['token', 'name', 'sha256', 'size_bytes', 'media_type'])
    .execute()
  return rows.map((row) => ({
    token: row.token,
    name: row.name,
    sha256: row.sha256,
    sizeBytes: Number(row.size_bytes),
    mediaType: row.media_type,
  }))
}

export async function deleteExpiredStaged(db: FilesDb, at: Date): Promise<number> {
  const [result] = await db.deleteFrom('files.staged_upload').where('expires_at', '<=', at).execute()
  return Number(result?.numDeletedRows ?? 0)
}

/** Forgets content that no case holds and nobody has sent since; its row stays locked until the transaction ends. */
export async function deleteUnkeptBlobs(db: FilesDb, lastSeenBefore: Date): Promise<string[]> {
  const rows = await db
    .deleteFrom('files.blob')
    .where('kept_at', 'is', null)
    .where('last_seen_at', '<', lastSeenBefore)
    .returning('sha256')
    .execute()
  return rows.map((row) => row.sha256)
}

export async function insertFiles(
  db: FilesDb,
  caseId: string,
  files: readonly NewFile[],
  at: Date,
): Promise<void> {
  await db
    .insertInto('files.file')
    .values(
      files.map((file) => ({
        shard_key: shardOf(caseId),
        case_id: caseId,
        file_id: file.fileId,
        name: file.name,
        sha256: file.sha256,
        size_bytes: file.sizeBytes,
        media_type: file.mediaType,
        kind: file.kind,
        component_key: file.componentKey,
        uploaded_by_kind: file.uploadedBy,
        uploaded_at: at,
        removed_at: null,
      })),
    )
    .execute()
}

/** The files of a case that were not removed, oldest first. */
export async function selectFiles(
  db: FilesDb,
  caseId: string,
  kind: FileKind | undefined,
): Promise<FileRow[]> {
  let query = filesOf(db, caseId).orderBy('uploaded_at').orderBy('file_id')
  if (kind) query = query.where('kind', '=', kind)
  return (await query.execute()).map(fromRow)
}

export async function findFile(db: FilesDb, caseId: string, fileId: string): Promise<FileRow | undefined> {
  const row = await filesOf(db, caseId).where('file_id', '=', fileId).executeTakeFirst()
  return row && fromRow(row)
}

/** Takes a file off the case's list; its content stays, as does the row. */
export async function markRemoved(db: FilesDb, caseId: string, fileId: string, at: Date): Promise<boolean> {
  const [result] = await db
    .updateTable('files.file')
    .set({ removed_at: at })
    .where('shard_key', '=', shardOf(caseId))
    .where('case_id', '=', caseId)
    .where('file_id', '=', fileId)
    .where('removed_at', 'is', null)
    .execute()
  return Number(result?.numUpdatedRows ?? 0) === 1
}

/** One page of the register in the order of hashes. */
export async function selectBlobs(db: FilesDb, after: string, limit: number): Promise<BlobRow[]> {
  const rows = await db
    .selectFrom('files.blob')
    .select(['sha256', 'size_bytes', 'media_type'])
    .where('sha256', '>', after)
    .orderBy('sha256')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    sha256: row.sha256,
    sizeBytes: Number(row.size_bytes),
    mediaType: row.media_type,
  }))
}

function filesOf(db: FilesDb, caseId: string) {
  return db
    .selectFrom('files.file')
    .select(['file_id', 'name', 'sha256', 'size_bytes', 'media_type', 'kind', 'component_key', 'uploaded_at'])
    .where('shard_key', '=', shardOf(caseId))
    .where('case_id', '=', caseId)
    .where('removed_at', 'is', null)
}

function fromRow(row: Awaited<ReturnType<ReturnType<typeof filesOf>['execute']>>[number]): FileRow {
  return {
    fileId: row.file_id,
    name: row.name,
    sha256: row.sha256,
    sizeBytes: Number(row.size_bytes),
    mediaType: row.media_type,
    kind: row.kind,
    componentKey: row.component_key,
    uploadedAt: row.uploaded_at,
  }
}
