import { createHash } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { topics } from '../contract.ts'
import { setSent, setUnsent, takeLetters, type Letter } from './delivery-store.ts'
import type { MailConfig, Parts } from './parts.ts'
import { recipientOf } from './recipient.ts'

const BATCH = 20
const MINUTE_MS = 60_000
/** A letter whose sender died is taken up by another after this time. */
const LEASE_MS = 10 * MINUTE_MS
/** Pauses before the second, third… attempt; after the last one a letter is given up and shown to the operator. */
const PAUSES_MS = [1, 5, 30, 120, 720].map((minutes) => minutes * MINUTE_MS)

export type Sender = { send(letter: Letter): Promise<void>; close(): void }

/** Speaks SMTP with the server of the city. */
export function smtpSender({ url, from }: MailConfig, linkOf: Parts['linkOf']): Sender {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: 10_000,
    socketTimeout: 30_000,
  })
  return {
    async send(letter) {
      const link = linkOf(recipientOf(letter.recipient), letter)
      const name = topics[letter.topic] ?? { vi: letter.topic, en: letter.topic }
      await transport.sendMail({
        from,
        to: { name: '', address: letter.address },
        // The same letter sent twice after a crash is recognised by its id.
        messageId: `<${letterId(letter)}@thanglong.local>`,
        subject: [name.vi, letter.code].filter(Boolean).join(' – '),
        text: [letter.vi, letter.en, link].filter(Boolean).join('\n\n'),
      })
    },
    close: () => transport.close(),
  }
}

function letterId({ recipient, key }: Letter): string {
  return createHash('sha256').update(`${recipient} ${key}`).digest('hex').slice(0, 32)
}

/** Sends what is due, one batch; answers how many letters were tried. */
export async function deliverMail(
  { db, realClock, log }: Pick<Parts, 'db' | 'realClock' | 'log'>,
  sender: Pick<Sender, 'send'>,
): Promise<number> {
  const at = realClock.now()
  const letters = await takeLetters(db, { at, leaseUntil: new Date(at.getTime() + LEASE_MS), limit: BATCH })
  for (const letter of letters) {
    try {
      await sender.send(letter)
      await setSent(db, letter, realClock.now())
    } catch (error) {
      const nextAt = isFinal(error) ? undefined : nextAttempt(letter.attempts, realClock.now())
      await setUnsent(db, letter, String(error), nextAt)
      log.warn(
        { err: error, key: letter.key, attempts: letter.attempts, givenUp: !nextAt },
        'e-mail not sent',
      )
    }
  }
  return letters.length
}

export function nextAttempt(attempts: number, now: Date): Date | undefined {
  const pause = PAUSES_MS[attempts - 1]
  return pause === undefined ? undefined : new Date(now.getTime() + pause)
}

/** The mail server said that it will never take this letter. */
function isFinal(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'responseCode' in error &&
    typeof error.responseCode === 'number' &&
    error.responseCode >= 500 &&
    // A refused sign-in is the city's fault, not the letter's.
    !('code' in error && error.code === 'EAUTH')
  )
}
