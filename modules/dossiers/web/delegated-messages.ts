import { en } from './delegated-messages.en.ts'
import { vi } from './delegated-messages.vi.ts'

export const delegatedMessages = { vi, en }
