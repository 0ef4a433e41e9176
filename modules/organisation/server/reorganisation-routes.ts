import { Type } from 'typebox'
import { route, type AnyRoute, type Context, type Part } from '#platform/http-route.ts'
import { daySchema, unitViewSchema, type Officer } from '../contract.ts'
import {
  closeBooksSchema,
  dryRunSchema,
  headSchema,
  importedRowsSchema,
  onVersionSchema,
  plannedUnitsSchema,
  reorganisationDetailSchema,
  reorganisationListSchema,
  reorganisationPostsSchema,
  reorganisationViewSchema,
  resolutionSchema,
  type ImportedRows,
} from '../reorganisation.ts'
import { getRealDay } from './day.ts'
import { organisationErrors } from './errors.ts'
import { listPosts } from './list-posts.ts'
import { requirePermission, type Parts } from './parts.ts'
import type { Reorganisations } from './reorganisation-uses.ts'
import { closeBooks, getDetail, getReorganisation, listViews, showDryRun } from './show-reorganisation.ts'
import { unitView } from './show-unit.ts'
import type { WorkPort } from './work-port.ts'

const params = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2147483647 }) })
const access = { permission: 'organisation.reorganise' } as const

export function reorganisationRoutes(
  parts: Parts,
  work: WorkPort,
  uses: Omit<Reorganisations, 'routes'>,
): AnyRoute[] {
  const view = (id: number) => getReorganisation(parts, work, id)
  /** The words of this module reach the whole city or nothing; asked again so that a wrong declaration fails closed. */
  function officerIn({ officer }: Pick<Context, 'officer'>): Officer {
    if (!officer) throw organisationErrors.noPost()
    requirePermission(parts, officer, 'organisation.reorganise')
    return officer
  }
  return [
    route({
      method: 'GET',
      path: '/api/reorganisations',
      access,
      summary: 'Every reorganisation with its stage, the newest day first',
      response: reorganisationListSchema,
      handle: (context) => {
        officerIn(context)
        return listViews(parts, work)
      },
    }),
    route({
      method: 'POST',
      path: '/api/reorganisations',
      access,
      summary: 'Draw up a new reorganisation',
      body: headSchema,
      response: reorganisationViewSchema,
      handle: async (context) => view(await uses.draft(officerIn(context), context.body)),
    }),
    route({
      method: 'GET',
      path: '/api/reorganisations/:id',
      access,
      summary: 'A reorganisation with its units, its succession rows and what was done to it',
      params,
      response: reorganisationDetailSchema,
      handle: (context) => {
        officerIn(context)
        return getDetail(parts, work, context.params.id)
      },
    }),
    route({
      method: 'PUT',
      path: '/api/reorganisations/:id',
      access,
      summary: 'Change the title, the day or the legal ground',
      params,
      body: headSchema,
      response: reorganisationViewSchema,
      handle: async (context) => {
        await uses.changeHead(officerIn(context), context.params.id, context.body)
        return view(context.params.id)
      },
    }),
    route({
      method: 'PUT',
      path: '/api/reorganisations/:id/units',
      access,
      summary: 'Say which units open, change or close',
      params,
      body: plannedUnitsSchema,
      response: reorganisationViewSchema,
      handle: async (context) => {
        await uses.planUnits(officerIn(context), context.params.id, context.body.units)
        return view(context.params.id)
      },
    }),
    route({
      method: 'POST',
      path: '/api/reorganisations/:id/rows',
      access,
      summary: 'Take succession rows from a CSV file; a wrong line refuses the whole file by its number',
      params,
      multipart: true,
      perMinute: 30,
      response: importedRowsSchema,
      handle: async (context): Promise<ImportedRows> => {
        const officer = officerIn(context)
        const taken = await importFirst(context.parts(), (file) =>
          uses.importRows(officer, context.params.id, file),
        )
        return { ...taken, reorganisation: await view(context.params.id) }
      },
    }),
    route({
      method: 'GET',
      path: '/api/reorganisations/:id/dry-run',
      access,
      summary: 'What would move, unit by unit, and every decision that is still open; writes nothing',
      params,
      response: dryRunSchema,
      handle: (context) => {
        officerIn(context)
        return showDryRun(parts, work, context.params.id)
      },
    }),
    route({
      method: 'GET',
      path: '/api/reorganisations/:id/posts',
      access,
      summary: 'The posts of one old unit, who is on them and where each goes, and the fields posts are for',
      params,
      query: Type.Object({ unit: Type.String({ minLength: 1, maxLength: 40 }) }),
      response: reorganisationPostsSchema,
      handle: (context) => {
        officerIn(context)
        return listPosts(parts, work, context.params.id, context.query.unit)
      },
    }),
    route({
      method: 'POST',
      path: '/api/reorganisations/:id/resolve',
      access,
      summary:
        'Settle an open decision: name successors and a rule, a post’s home, who stands in, or keep a unit',
      params,
      body: resolutionSchema,
      response: reorganisationViewSchema,
      handle: async (context) => {
        await uses.resolve(officerIn(context), context.params.id, context.body)
        return view(context.params.id)
      },
    }),
    ...stageRoutes(uses, officerIn, view),
    route({
      method: 'POST',
      path: '/api/closed-books',
      access,
      summary: 'Say that reported figures are final through a day',
      body: closeBooksSchema,
      response: reorganisationListSchema,
      handle: async (context) => {
        await closeBooks(parts, officerIn(context), context.body)
        return listViews(parts, work)
      },
    }),
    route({
      method: 'GET',
      path: '/api/units/by-address/:agencyCode',
      access: 'public',
      summary: 'The unit that answers to an electronic document address, also to that of a closed unit',
      params: Type.Object({ agencyCode: Type.String({ maxLength: 60 }) }),
      query: Type.Object({ on: Type.Optional(daySchema) }),
      response: unitViewSchema,
      handle({ params: { agencyCode }, query }) {
        const unit = parts.registry.unitByAddress(
          agencyCode,
          query.on === undefined ? undefined : getRealDay(query.on),
        )
        if (!unit) throw organisationErrors.noSuchAddress(agencyCode)
        return unitView(unit)
      },
    }),
  ]

  function stageRoutes(use: typeof uses, who: typeof officerIn, show: typeof view): AnyRoute[] {
    return [
      route({
        method: 'POST',
        path: '/api/reorganisations/:id/check',
        access,
        summary: 'Run it dry; with nothing left to decide it is ready for approval',
        params,
        response: dryRunSchema,
        handle: (context) => use.check(who(context), context.params.id),
      }),
      route({
        method: 'POST',
        path: '/api/reorganisations/:id/approve',
        access,
        summary: 'A second person approves the version they have seen',
        params,
        body: onVersionSchema,
        response: reorganisationViewSchema,
        handle: async (context) => {
          await use.approve(who(context), context.params.id, context.body.version)
          return show(context.params.id)
        },
      }),
      route({
        method: 'POST',
        path: '/api/reorganisations/:id/apply',
        access,
        summary: 'Date the new map; open work moves on its day, at once when the day has come',
        params,
        body: onVersionSchema,
        response: reorganisationViewSchema,
        handle: async (context) => {
          await use.apply(who(context), context.params.id, context.body.version)
          // The work goes on behind; the answer says how far it is, and so does every later look.
          use
            .goOn()
            .catch((error: unknown) =>
              parts.log.error({ err: error }, 'a reorganisation stopped; it goes on with the next turn'),
            )
          return show(context.params.id)
        },
      }),
      route({
        method: 'POST',
        path: '/api/reorganisations/:id/undo',
        access,
        summary: 'Take the dated map back before its day',
        params,
        response: reorganisationViewSchema,
        handle: async (context) => {
          await use.undo(who(context), context.params.id)
          return show(context.params.id)
        },
      }),
    ]
  }
}

async function importFirst<Taken>(
  parts: AsyncIterable<Part>,
  take: (file: AsyncIterable<Buffer>) => Promise<Taken>,
): Promise<Taken> {
  for await (const part of parts) {
    if (part.kind !== 'file') continue
    try {
      return await take(part.stream)
    } catch (error) {
      // What is left of a refused file is read away, or the answer would never be sent.
      part.stream.resume()
      throw error
    }
  }
  throw organisationErrors.noRows()
}
