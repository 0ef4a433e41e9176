import { wallEn } from './messages.en.ts'
import { wallVi } from './messages.vi.ts'

export const messages = { vi: wallVi, en: wallEn }
export type WallWords = typeof wallVi
