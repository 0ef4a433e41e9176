import type { DossierRow } from './server/tables.ts'

export type View = DossierRow
