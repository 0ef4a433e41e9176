import { Type } from 'typebox'
import { route, type AnyRoute, type Context } from '#platform/http-route.ts'
import {
  authorityListSchema,
  authorityViewSchema,
  endAuthoritySchema,
  recordAuthoritySchema,
} from '../authority.ts'
import { daySchema, type Officer } from '../contract.ts'
import { endAuthority, listAuthorityViews, recordAuthority, type RegisterParts } from './authorities.ts'
import { organisationErrors } from './errors.ts'

const access = { permission: 'organisation.delegate' } as const

export function authorityRoutes(parts: RegisterParts): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/api/authorities',
      access: 'signed_in',
      summary:
        'Which unit decides which procedures for another, by which decision; with a day, what holds on it',
      query: Type.Object({ on: Type.Optional(daySchema) }),
      response: authorityListSchema,
      handle: (context) => listAuthorityViews(parts, officerIn(context), context.query),
    }),
    route({
      method: 'POST',
      path: '/api/authorities',
      access,
      summary: 'Record a decision that gives a unit’s procedures to another',
      body: recordAuthoritySchema,
      response: authorityViewSchema,
      handle: (context) => recordAuthority(parts, officerIn(context), context.body),
    }),
    route({
      method: 'POST',
      path: '/api/authorities/:id/end',
      access,
      summary: 'End a delegation of authority by another decision, for what is filed from its day on',
      params: Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2147483647 }) }),
      body: endAuthoritySchema,
      response: authorityViewSchema,
      handle: (context) => endAuthority(parts, officerIn(context), context.params.id, context.body),
    }),
  ]
}

/** The server lets nobody else through; asked again so that a route declared wrongly fails closed. */
function officerIn({ officer }: Pick<Context, 'officer'>): Officer {
  if (!officer) throw organisationErrors.noPost()
  return officer
}
