import { dossiersEn } from './messages.en.ts'
import { dossiersVi } from './messages.vi.ts'
import { standingEn } from './standing-messages.en.ts'
import { standingVi } from './standing-messages.vi.ts'

export const messages = { vi: joined(dossiersVi, standingVi), en: joined(dossiersEn, standingEn) }
export type DossierWords = (typeof messages)['vi']

/** Names and questions of all actions in one place, wherever their words are written. */
function joined(words: typeof dossiersVi, standing: typeof standingVi) {
  return {
    ...words,
    action: { ...words.action, ...standing.action },
    ask: { ...words.ask, ...standing.ask },
  }
}
