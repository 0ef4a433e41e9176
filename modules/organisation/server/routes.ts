import { Type } from 'typebox'
import { route, type AnyRoute, type Context } from '#platform/http-route.ts'
import {
  accountListSchema,
  accountViewSchema,
  oneTimePasswordSchema,
  openAccountSchema,
} from '../accounts.ts'
import {
  changePasswordSchema,
  daySchema,
  meSchema,
  sessionCookie,
  signInSchema,
  switchPostSchema,
  unitDetailSchema,
  unitListSchema,
  type Officer,
  type UnitDetail,
  type UnitList,
} from '../contract.ts'
import { getRealDay } from './day.ts'
import { organisationErrors } from './errors.ts'
import { disableAccount, enableAccount, listAccounts, openAccount, resetPassword } from './manage-accounts.ts'
import type { Parts } from './parts.ts'
import { showUnit, unitView } from './show-unit.ts'
import { signIn } from './sign-in.ts'
import { substitutionRoutes } from './substitution-routes.ts'
import { authenticate, changePassword, getMe, signOut, signOutEverywhere, switchPost } from './use-session.ts'

declare module '#platform/http-route.ts' {
  interface Visitors {
    officer: Officer
  }
}

const accountParams = Type.Object({ accountId: Type.Integer({ minimum: 1, maximum: 2147483647 }) })
const unitParams = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2147483647 }) })
const manage = { permission: 'organisation.manage' } as const

export function organisationRoutes(parts: Parts): AnyRoute[] {
  return [
    ...sessionRoutes(parts),
    ...unitRoutes(parts),
    ...accountRoutes(parts),
    ...substitutionRoutes(parts),
  ]
}

function sessionRoutes(parts: Parts): AnyRoute[] {
  return [
    route({
      method: 'POST',
      path: '/api/session',
      access: 'public',
      summary: 'Sign in with login and password',
      body: signInSchema,
      response: meSchema,
      // Wide enough for a whole office behind one address in the morning; guesses are limited per login besides.
      perMinute: 300,
      async handle({ body, ip, headers, cookies, reply }) {
        const { token } = await signIn(parts, body, { ip, userAgent: String(headers['user-agent'] ?? '') })
        const before = cookies[sessionCookie]
        if (before) await signOut(parts, before)
        const officer = await authenticate(parts, token)
        if (!officer) throw organisationErrors.noPost()
        const me = await getMe(parts, officer)
        reply.cookie(sessionCookie, token, { maxAge: parts.times.absoluteHours * 3600 })
        return me
      },
    }),
    route({
      method: 'GET',
      path: '/api/session',
      access: 'signed_in',
      summary: 'Who is signed in, on which post, with which permissions',
      response: meSchema,
      handle: (context) => getMe(parts, officerIn(context)),
    }),
    route({
      method: 'DELETE',
      path: '/api/session',
      access: 'signed_in',
      summary: 'Sign out on this machine',
      async handle({ cookies, reply }) {
        await signOut(parts, cookies[sessionCookie] ?? '')
        reply.clearCookie(sessionCookie)
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/sessions',
      access: 'signed_in',
      summary: 'Sign out on every machine',
      async handle(context) {
        await signOutEverywhere(parts, officerIn(context))
        context.reply.clearCookie(sessionCookie)
      },
    }),
    route({
      method: 'POST',
      path: '/api/session/post',
      access: 'signed_in',
      summary: 'Go on working on another post one holds, or on which one stands in',
      body: switchPostSchema,
      response: meSchema,
      async handle(context) {
        const token = context.cookies[sessionCookie] ?? ''
        await switchPost(parts, officerIn(context), token, context.body)
        const officer = await authenticate(parts, token)
        if (!officer) throw organisationErrors.postNotHeld(context.body.postId)
        return getMe(parts, officer)
      },
    }),
    route({
      method: 'POST',
      path: '/api/session/password',
      access: 'signed_in',
      summary: 'Change one’s own password; other sessions end',
      body: changePasswordSchema,
      response: meSchema,
      perMinute: 30,
      async handle(context) {
        const token = context.cookies[sessionCookie] ?? ''
        await changePassword(parts, officerIn(context), token, context.ip, context.body)
        const officer = await authenticate(parts, token)
        if (!officer) throw organisationErrors.noPost()
        return getMe(parts, officer)
      },
    }),
  ]
}

function unitRoutes({ registry }: Parts): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/api/units',
      access: 'public',
      summary: 'Names of all units open on a day (today by default)',
      query: Type.Object({ on: Type.Optional(daySchema) }),
      response: unitListSchema,
      handle({ query }): UnitList {
        const tree = registry.units(query.on === undefined ? undefined : getRealDay(query.on))
        return { onDay: tree.onDay, units: tree.all().map(unitView) }
      },
    }),
    route({
      method: 'GET',
      path: '/api/units/:id',
      access: 'public',
      summary:
        'A unit as of a day (today by default): above, below, names in time, successors and predecessors',
      params: unitParams,
      query: Type.Object({ on: Type.Optional(daySchema) }),
      response: unitDetailSchema,
      handle: ({ params, query }): UnitDetail =>
        showUnit(registry, params.id, query.on === undefined ? undefined : getRealDay(query.on)),
    }),
  ]
}

function accountRoutes(parts: Parts): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/api/organisation/accounts',
      access: manage,
      summary: 'People who work in a unit, with their accounts',
      query: Type.Object({ unitId: Type.Integer({ minimum: 1, maximum: 2147483647 }) }),
      response: accountListSchema,
      handle: async (context) => ({
        accounts: await listAccounts(parts, officerIn(context), context.query.unitId),
      }),
    }),
    route({
      method: 'POST',
      path: '/api/organisation/accounts',
      access: manage,
      summary: 'Open an account for a new person on a new post',
      body: openAccountSchema,
      response: oneTimePasswordSchema,
      handle: (context) => openAccount(parts, officerIn(context), context.body),
    }),
    route({
      method: 'POST',
      path: '/api/organisation/accounts/:accountId/disable',
      access: manage,
      summary: 'Disable an account and end its sessions',
      params: accountParams,
      response: accountViewSchema,
      handle: (context) => disableAccount(parts, officerIn(context), context.params.accountId),
    }),
    route({
      method: 'POST',
      path: '/api/organisation/accounts/:accountId/enable',
      access: manage,
      summary: 'Enable a disabled account',
      params: accountParams,
      response: accountViewSchema,
      handle: (context) => enableAccount(parts, officerIn(context), context.params.accountId),
    }),
    route({
      method: 'POST',
      path: '/api/organisation/accounts/:accountId/reset-password',
      access: manage,
      summary: 'Give an account a one-time password and end its sessions',
      params: accountParams,
      response: oneTimePasswordSchema,
      handle: (context) => resetPassword(parts, officerIn(context), context.params.accountId),
    }),
  ]
}

/** The server lets nobody else through; asked again so that a route declared wrongly fails closed. */
function officerIn({ officer }: Pick<Context, 'officer'>): Officer {
  if (!officer) throw organisationErrors.noPost()
  return officer
}
