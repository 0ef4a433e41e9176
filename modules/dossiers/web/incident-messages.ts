import { en } from './incident-messages.en.ts'
import { vi } from './incident-messages.vi.ts'

export const messages = { vi, en }
