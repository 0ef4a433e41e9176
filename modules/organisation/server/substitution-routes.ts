import { Type } from 'typebox'
import { route, type AnyRoute, type Context } from '#platform/http-route.ts'
import { daySchema, type Officer } from '../contract.ts'
import { recordSubstitutionSchema, substitutionListSchema, substitutionViewSchema } from '../substitution.ts'
import { organisationErrors } from './errors.ts'
import type { Parts } from './parts.ts'
import {
  approveSubstitution,
  endSubstitution,
  listSubstitutionViews,
  recordSubstitution,
} from './substitutions.ts'

const id = Type.Integer({ minimum: 1, maximum: 2147483647 })
const params = Type.Object({ id })

export function substitutionRoutes(parts: Parts): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/api/substitutions',
      access: 'signed_in',
      summary: 'Who is away and who stands in, in one’s unit; with a day, who could act on it',
      query: Type.Object({ unitId: Type.Optional(id), on: Type.Optional(daySchema) }),
      response: substitutionListSchema,
      handle: (context) => listSubstitutionViews(parts, officerIn(context), context.query),
    }),
    route({
      method: 'POST',
      path: '/api/substitutions',
      access: 'signed_in',
      summary: 'Record who stands in on a post; whoever may not appoint asks for their own post',
      body: recordSubstitutionSchema,
      response: substitutionViewSchema,
      handle: (context) => recordSubstitution(parts, officerIn(context), context.body),
    }),
    route({
      method: 'POST',
      path: '/api/substitutions/:id/approve',
      access: { permission: 'organisation.substitute' },
      summary: 'Approve a substitution that was asked for',
      params,
      response: substitutionViewSchema,
      handle: (context) => approveSubstitution(parts, officerIn(context), context.params.id),
    }),
    route({
      method: 'POST',
      path: '/api/substitutions/:id/end',
      access: 'signed_in',
      summary: 'End a substitution at once',
      params,
      response: substitutionViewSchema,
      handle: (context) => endSubstitution(parts, officerIn(context), context.params.id),
    }),
  ]
}

/** The server lets nobody else through; asked again so that a route declared wrongly fails closed. */
function officerIn({ officer }: Pick<Context, 'officer'>): Officer {
  if (!officer) throw organisationErrors.noPost()
  return officer
}
