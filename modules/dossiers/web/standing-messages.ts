import { standingEn } from './standing-messages.en.ts'
import { standingVi } from './standing-messages.vi.ts'

export const standingMessages = { vi: standingVi, en: standingEn }
