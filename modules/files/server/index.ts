import type { Readable } from 'node:stream'
import type { Clock } from '#platform/clock.ts'
import type { AnyDb, Db } from '#platform/database.ts'
import type { FileKind, MediaType, UploaderKind } from '../contract.ts'
import { attachStaged, storeGenerated, type StagedReference } from './attach-files.ts'
import { fileErrors } from './errors.ts'
import { markRemoved } from './file-store.ts'
import { listFiles, openFile } from './read-file.ts'
import { removeExpiredStaging } from './remove-expired-staging.ts'
import { fileRoutes } from './routes.ts'
import { shareFiles, type SharedReference } from './share-files.ts'
import { stageUpload } from './stage-upload.ts'
import type { WriteChunk } from './store-upload.ts'
import { filesTables } from './tables.ts'
import { verifyStoredFiles } from './verify-stored-files.ts'

export type { StagedReference } from './attach-files.ts'
export type { OpenedFile } from './read-file.ts'
export type { FilesVerification } from './verify-stored-files.ts'
export type FilesModule = ReturnType<typeof filesModule>

export interface FilesOptions {
  db: AnyDb
  /** The folder outside the database that holds the contents. */
  folder: string
  maxUploadBytes: number
  clock: Clock
  /** How bytes reach the disk; given only by tests of a full disk. */
  write?: WriteChunk
}

/** What the apps and other modules may use. A `tx` is the caller's own transaction: what it undoes, we undo. */
export function filesModule({ db, ...options }: FilesOptions) {
  const own = filesTables(db)
  const stage = (stream: Readable, declared: { name: string; declaredType: string }) =>
    stageUpload(own, options, stream, declared)

  return {
    routes: fileRoutes(stage),
    /** Takes in a file ahead of its case; the answer's token attaches it within a day. */
    stageUpload: stage,
    /** Gives staged uploads to a case, all of them or none. */
    attachStaged: <Tables>(
      tx: Db<Tables>,
      caseId: string,
      references: readonly StagedReference[],
      about: { kind: FileKind; uploadedBy: UploaderKind },
    ) => attachStaged(filesTables(tx), options, caseId, references, about),
    /** Gives files of one case to another by reference. */
    shareFiles: <Tables>(
      tx: Db<Tables>,
      about: { fromCase: string; toCase: string; kind: FileKind },
      references: readonly SharedReference[],
    ) => shareFiles(filesTables(tx), options, about, references),
    /** Keeps a file the system made, such as a printed slip. */
    storeGenerated: <Tables>(
      tx: Db<Tables>,
      caseId: string,
      content: Buffer,
      about: { name: string; type: MediaType; kind: FileKind; componentKey?: string },
    ) => storeGenerated(filesTables(tx), options, caseId, content, about),
    /** The files of a case, oldest first; removed ones apart. */
    listFiles: <Tables>(from: Db<Tables>, caseId: string, kind?: FileKind) =>
      listFiles(filesTables(from), caseId, kind),
    /** Opens a file for reading, with the headers it must be sent with. The caller asks leave for the case before. */
    openFile: (caseId: string, fileId: string, disposition?: 'attachment' | 'inline') =>
      openFile(own, options.folder, caseId, fileId, disposition),
    /** Takes a file off its case's list; the content stays for the record. */
    removeFile: async <Tables>(tx: Db<Tables>, caseId: string, fileId: string) => {
      if (!(await markRemoved(filesTables(tx), caseId, fileId, options.clock.now())))
        throw fileErrors.notFound(fileId)
    },
    /** Sweeps what was staged and never claimed; run it every hour or so. */
    removeExpiredStaging: () => removeExpiredStaging(own, options),
    /** Reads every stored content again and says what is missing or was altered. */
    verifyStoredFiles: (onProgress?: (checked: number) => void) =>
      verifyStoredFiles(own, options.folder, onProgress),
  }
}
