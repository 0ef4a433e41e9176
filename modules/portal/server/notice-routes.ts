import { Type } from 'typebox'
import { AppError } from '#platform/errors.ts'
import { route, type AnyRoute } from '#platform/http-route.ts'
import { inboxQuerySchema, type Preferences } from '#modules/notifications/contract.ts'
import { Value } from 'typebox/value'
import type { Problem } from '../contract.ts'
import type { Parts } from './parts.ts'
import { textsOf, type Caller } from './visit.ts'

const AnyForm = Type.Record(Type.String(), Type.Unknown())
const HOME = '/tai-khoan'
const PAGE = 10

/** What the account page shows of the inbox; `typed` is an answer that was refused. */
export async function noticesOf(
  { notifications }: Pick<Parts, 'notifications'>,
  citizenId: string,
  query: unknown,
  typed?: Preferences,
) {
  const after = textsOf(query)('sau')
  // An address that was tampered with shows the first page.
  const older = Value.Check(inboxQuerySchema, { after })
  const who = { citizen: citizenId }
  const [inbox, watched, kept] = await Promise.all([
    notifications.readInbox(who, { limit: PAGE, ...(older ? { after } : {}) }),
    notifications.watchedBy(who),
    notifications.preferencesOf(who),
  ])
  return { inbox, watched, older, preferences: { ...kept, ...typed } }
}

/** The inbox of citizens: plain forms on the account page. */
export function noticeRoutes(
  { notifications }: Pick<Parts, 'notifications'>,
  showAccount: (caller: Caller, problems: Problem[], typed: Preferences) => Promise<void>,
): AnyRoute[] {
  return [
    route({
      method: 'POST',
      path: '/tai-khoan/thong-bao/da-doc',
      access: 'citizen',
      html: true,
      summary: 'Marks everything the citizen was told as read.',
      async handle({ citizen, reply }) {
        if (citizen) await notifications.markRead({ citizen: citizen.id }, 'all')
        reply.redirect(`${HOME}#notices`)
      },
    }),
    route({
      method: 'POST',
      path: '/tai-khoan/thoi-theo-doi',
      access: 'citizen',
      html: true,
      summary: 'Ends the watch over a dossier.',
      body: AnyForm,
      async handle({ citizen, body, reply }) {
        const caseId = textsOf(body)('caseId')
        if (citizen && /^[0-9]{1,18}$/.test(caseId))
          await notifications.unwatch({ citizen: citizen.id }, caseId)
        reply.redirect(`${HOME}#notices`)
      },
    }),
    route({
      method: 'POST',
      path: '/tai-khoan/thong-bao',
      access: 'citizen',
      html: true,
      summary: 'Sets what the citizen wants to be told, and where.',
      body: AnyForm,
      async handle(context) {
        const { citizen, body, reply } = context
        if (!citizen) return
        const who = { citizen: citizen.id }
        const text = textsOf(body)
        const kept = await notifications.preferencesOf(who)
        const wish: Preferences = {
          off: kept.topics.filter((topic) => text(`topic.${topic}`) === ''),
          emailOff: kept.emailOff,
          email: kept.emailOffered ? text('noticeEmail').slice(0, 254) : kept.email,
        }
        try {
          await notifications.setPreferences(who, wish)
        } catch (error) {
          if (!(error instanceof AppError) || error.kind !== 'invalid') throw error
          return showAccount(context, [{ field: 'noticeEmail', vi: error.vi, en: error.en }], wish)
        }
        reply.redirect(`${HOME}?xong=notices#notices`)
      },
    }),
  ]
}
