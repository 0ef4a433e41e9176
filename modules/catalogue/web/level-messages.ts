import { levelEn } from './level-messages.en.ts'
import { levelVi } from './level-messages.vi.ts'

export const levelMessages = { vi: levelVi, en: levelEn }
