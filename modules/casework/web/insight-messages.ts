import { en } from './insight-messages.en.ts'
import { vi } from './insight-messages.vi.ts'

export const messages = { vi, en }
