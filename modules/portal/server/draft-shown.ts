import { formatDate, formatDateTime } from '#platform/ui/format.ts'
import type { OpenDraft } from '../web/start-filing-page.tsx'
import type { Draft } from './draft-store.ts'

/** Unsent drafts as lists show them. */
export function openDraftsShown(drafts: readonly Draft[]): OpenDraft[] {
  return drafts.map(({ id, step, procedureCode, procedureName, updatedAt, expiresAt }) => ({
    id,
    step,
    procedure: { code: procedureCode, name: procedureName },
    savedAt: formatDateTime(updatedAt),
    expiresOn: formatDate(expiresAt),
  }))
}
