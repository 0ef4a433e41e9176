import { deliverMail, smtpSender } from './deliver-mail.ts'
import type { MailConfig, Parts } from './parts.ts'

const PAUSE_MS = 5_000

/** Sends mail until stopped; run it in as many processes as you like. */
export function runMail(
  parts: Pick<Parts, 'db' | 'realClock' | 'log' | 'linkOf'>,
  mail: MailConfig,
): { stop(): Promise<void> } {
  const sender = smtpSender(mail, parts.linkOf)
  let stopping = false
  let timer: NodeJS.Timeout | undefined
  let running = turn()

  async function turn() {
    let tried = 0
    try {
      tried = await deliverMail(parts, sender)
    } catch (error) {
      parts.log.warn({ err: error }, 'mail stands still; trying again')
    }
    if (!stopping) timer = setTimeout(again, tried > 0 ? 0 : PAUSE_MS)
  }

  function again() {
    running = turn()
  }

  return {
    async stop() {
      stopping = true
      clearTimeout(timer)
      await running
      sender.close()
    },
  }
}
