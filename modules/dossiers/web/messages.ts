import { dossiersEn } from './messages.en.ts'
import { dossiersVi } from './messages.vi.ts'

export const messages = { vi: dossiersVi, en: dossiersEn }
export type DossierWords = typeof dossiersVi
