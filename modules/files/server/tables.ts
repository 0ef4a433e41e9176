import type { Db } from '#platform/database.ts'

export interface FilesTables {
  'files.blob': {
    sha256: string
    size_bytes: number | string
    media_type: string
    first_seen_at: Date
    last_seen_at: Date
    kept_at: Date | null
  }
  'files.file': {
    shard_key: number
    case_id: string
    file_id: string
    name: string
    sha256: string
    size_bytes: number | string
    media_type: string
    kind: string
    component_key: string | null
    uploaded_by_kind: string
    uploaded_at: Date
    removed_at: Date | null
  }
  'files.staged_upload': {
    token: string
    name: string
    sha256: string
    size_bytes: number | string
    media_type: string
    staged_at: Date
    expires_at: Date
  }
}

export type FilesDb = Db<FilesTables>

/** Any module's connection or transaction, narrowed to the tables of this one. */
export function filesTables<Tables>(db: Db<Tables>): FilesDb {
  // Table types are erased at run time; Kysely cannot express widening a map it does not know.
  return db as unknown as FilesDb
}
