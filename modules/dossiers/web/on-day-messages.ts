import { en } from './on-day-messages.en.ts'
import { vi } from './on-day-messages.vi.ts'

export const onDayMessages = { vi, en }
