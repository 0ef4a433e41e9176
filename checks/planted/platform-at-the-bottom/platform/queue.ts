import type { DossierView } from '#modules/dossiers/contract.ts'

export type Job = DossierView
