import { en } from './authority-messages.en.ts'
import { vi } from './authority-messages.vi.ts'

export const authorityMessages = { vi, en }
