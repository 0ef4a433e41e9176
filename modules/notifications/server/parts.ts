import type { Clock } from '#platform/clock.ts'
import type { Log } from '#platform/log.ts'
import type { NoticeView, Recipient } from '../contract.ts'
import type { NotificationDb } from './tables.ts'

/** Where mail goes out, and who it says it is from. */
export type MailConfig = { url: string; from: string }

export type Parts = {
  db: NotificationDb
  /** The city's time: what notices are dated by. */
  clock: Clock
  /** The real time: by which mail is tried again. */
  realClock: Clock
  log: Log
  /** Absent: this city sends no e-mail. */
  mail: MailConfig | undefined
  /** The page a notice leads to, as a whole address; undefined when there is none. */
  linkOf(to: Recipient, notice: Pick<NoticeView, 'caseId' | 'code'>): string | undefined
}
