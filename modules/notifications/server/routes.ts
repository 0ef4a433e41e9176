import { Type } from 'typebox'
import { route, type AnyRoute } from '#platform/http-route.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import {
  deliveriesSchema,
  inboxQuerySchema,
  inboxSchema,
  markReadSchema,
  preferencesSchema,
  preferencesViewSchema,
  unreadCountSchema,
  watchedSchema,
} from '../contract.ts'
import { retryFailed, summarise } from './delivery-store.ts'
import { notificationErrors } from './errors.ts'
import { countUnread, setRead } from './notice-store.ts'
import type { Parts } from './parts.ts'
import { readInbox } from './read-inbox.ts'
import { watchedBy } from './read-watched.ts'
import { recipientText } from './recipient.ts'
import { preferencesOf, setPreferences } from './set-preferences.ts'
import { deleteWatch } from './watch-store.ts'

/** The inbox of officials; citizens read theirs on the portal. */
export function notificationRoutes(parts: Parts): AnyRoute[] {
  const { db, clock, realClock } = parts
  return [
    route({
      method: 'GET',
      path: '/api/notifications',
      access: 'signed_in',
      summary: 'One page of what the caller was told, newest first.',
      query: inboxQuerySchema,
      response: inboxSchema,
      handle: ({ officer, query }) => readInbox(db, own(officer), query),
    }),
    route({
      method: 'GET',
      path: '/api/notifications/unread',
      access: 'signed_in',
      summary: 'How many notices the caller has not read; the live stream says `bell` when it grows.',
      response: unreadCountSchema,
      handle: async ({ officer }) => ({ unread: await countUnread(db, recipientText(own(officer))) }),
    }),
    route({
      method: 'POST',
      path: '/api/notifications/read',
      access: 'signed_in',
      summary: 'Marks notices of the caller as read.',
      body: markReadSchema,
      response: unreadCountSchema,
      async handle({ officer, body }) {
        const recipient = recipientText(own(officer))
        await setRead(db, recipient, body.keys, clock.now())
        return { unread: await countUnread(db, recipient) }
      },
    }),
    route({
      method: 'GET',
      path: '/api/notifications/watches',
      access: 'signed_in',
      summary: 'The cases whose due date the caller watches.',
      response: watchedSchema,
      handle: ({ officer }) => watchedBy(db, own(officer)),
    }),
    route({
      method: 'POST',
      path: '/api/notifications/watches/:caseId/end',
      access: 'signed_in',
      summary: 'Ends the watch over a case; what is no longer readable may be let go too.',
      params: Type.Object({ caseId: Type.String({ pattern: '^[0-8]?[0-9]{1,18}$' }) }),
      response: watchedSchema,
      async handle({ officer, params }) {
        await deleteWatch(db, recipientText(own(officer)), params.caseId)
        return watchedBy(db, own(officer))
      },
    }),
    route({
      method: 'GET',
      path: '/api/notifications/preferences',
      access: 'signed_in',
      summary: 'What the caller wants to be told, and where.',
      response: preferencesViewSchema,
      handle: ({ officer }) => preferencesOf(parts, own(officer)),
    }),
    route({
      method: 'PUT',
      path: '/api/notifications/preferences',
      access: 'signed_in',
      summary: 'Sets what the caller wants to be told, and where.',
      body: preferencesSchema,
      response: preferencesViewSchema,
      handle: ({ officer, body }) => setPreferences(parts, own(officer), body),
    }),
    route({
      method: 'GET',
      path: '/api/notifications/deliveries',
      access: { permission: 'platform.operate' },
      summary: 'How e-mail goes: letters waiting, sent and given up, and why.',
      response: deliveriesSchema,
      handle: () => summarise(db),
    }),
    route({
      method: 'POST',
      path: '/api/notifications/deliveries/retry',
      access: { permission: 'platform.operate' },
      summary: 'Tries every letter again that was given up.',
      response: Type.Object({ retried: Type.Integer() }),
      handle: async () => ({ retried: await retryFailed(db, realClock.now()) }),
    }),
  ]
}

function own(officer: Officer | undefined) {
  if (!officer) throw notificationErrors.signInNeeded()
  return { officer: officer.accountId }
}
