import { runLoop } from '#platform/run-loop.ts'
import { deliverMail, smtpSender } from './deliver-mail.ts'
import type { MailConfig, Parts } from './parts.ts'

const PAUSE_MS = 5_000

/** Sends mail until stopped; run it in as many processes as you like. */
export function runMail(
  parts: Pick<Parts, 'db' | 'realClock' | 'log' | 'linkOf'>,
  mail: MailConfig,
): { stop(): Promise<void> } {
  const sender = smtpSender(mail, parts.linkOf)
  const loop = runLoop(
    'sending mail',
    parts.log,
    async () => ((await deliverMail(parts, sender)) > 0 ? 0 : PAUSE_MS),
    { backOffMs: PAUSE_MS },
  )
  return {
    async stop() {
      await loop.stop()
      sender.close()
    },
  }
}
