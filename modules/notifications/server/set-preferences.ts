import { inTransaction } from '#platform/database.ts'
import { topicsFor, type Preferences, type PreferencesView, type Recipient } from '../contract.ts'
import { notificationErrors } from './errors.ts'
import type { Parts } from './parts.ts'
import * as store from './preference-store.ts'
import { kindOf, recipientText } from './recipient.ts'

// One @, no spaces, a host with a dot: whether somebody lives there only a letter can tell.
const email = /^[^\s@<>",;]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/i

export async function preferencesOf(
  { db, mail }: Pick<Parts, 'db' | 'mail'>,
  who: Recipient,
): Promise<PreferencesView> {
  return {
    ...(await store.findPreferences(db, recipientText(who))),
    topics: topicsFor(kindOf(who)),
    emailOffered: mail !== undefined,
  }
}

/** Errors: `notifications.bad_email`, `notifications.not_for_you`. */
export async function setPreferences(
  parts: Pick<Parts, 'db' | 'clock' | 'mail'>,
  who: Recipient,
  wish: Preferences,
) {
  const address = wish.email.trim()
  if (address !== '' && !email.test(address)) throw notificationErrors.badEmail()
  const known = topicsFor(kindOf(who))
  for (const topic of [...wish.off, ...wish.emailOff])
    if (!known.includes(topic)) throw notificationErrors.notForYou(topic)
  await inTransaction(parts.db, (tx) =>
    store.setPreferences(tx, recipientText(who), { ...wish, email: address }, parts.clock.now()),
  )
  return preferencesOf(parts, who)
}
