import { Type } from 'typebox'
import type { ProcedureView } from '#modules/catalogue/contract.ts'
import { authorityInWords } from '#modules/organisation/contract.ts'
import { route, type AnyRoute } from '#platform/http-route.ts'
import { HomePage } from '../web/home-page.tsx'
import { ProcedurePage } from '../web/procedure-page.tsx'
import { SearchPage, searchAddress } from '../web/search-page.tsx'
import { portalAssets } from './assets.ts'
import { portalErrors } from './errors.ts'
import type { Parts } from './parts.ts'
import { isOpenOnline } from './places.ts'
import { frameOf, show, textsOf } from './visit.ts'

const MOST_FIELDS = 9
const PAGE_SIZE = 20
const KEPT_FOR_EVER = 'public, max-age=31536000, immutable'
/** Nobody reads further, and every page costs a search. */
const LAST_PAGE = 500

/** Finding and reading procedures, and the files of the pages themselves. */
export function procedureRoutes(parts: Parts): AnyRoute[] {
  const { catalogue } = parts
  return [
    route({
      method: 'GET',
      path: '/',
      access: 'public',
      html: true,
      summary: 'Start of the portal: search, the fields with most procedures, three ways in.',
      async handle(context) {
        const { fields, total } = await catalogue.findProcedures({ pageSize: 1 })
        const most = [...fields].sort((a, b) => b.count - a.count).slice(0, MOST_FIELDS)
        show(context, HomePage, { frame: frameOf(parts, context, '/'), fields: most, total })
      },
    }),
    route({
      method: 'GET',
      path: '/thu-tuc',
      access: 'public',
      html: true,
      summary: 'Search of procedures without diacritics, by field and page.',
      perMinute: 240,
      async handle(context) {
        const text = textsOf(context.query)
        const asked = {
          q: text('q').trim().slice(0, 200),
          field: text('field').slice(0, 500),
          online: text('truc-tuyen') === '1',
          page: Math.min(LAST_PAGE, Math.max(1, Math.trunc(Number(text('page'))) || 1)),
        }
        const found = await catalogue.findProcedures({
          ...(asked.q ? { q: asked.q } : {}),
          ...(asked.field ? { field: asked.field } : {}),
          ...(asked.online ? { fileable: true } : {}),
          page: asked.page,
          pageSize: PAGE_SIZE,
        })
        show(context, SearchPage, { frame: frameOf(parts, context, searchAddress(asked)), asked, found })
      },
    }),
    route({
      method: 'GET',
      path: '/thu-tuc/:code',
      access: 'public',
      html: true,
      summary: 'One procedure in clear structure.',
      params: Type.Object({ code: Type.String({ maxLength: 60 }) }),
      async handle(context) {
        const procedure = await catalogue.getProcedure(context.params.code)
        const frame = frameOf(parts, context, `/thu-tuc/${procedure.code}`)
        show(context, ProcedurePage, {
          frame,
          procedure,
          online: isOpenOnline(procedure),
          delegated: delegatedOf(parts, procedure),
        })
      },
    }),
    route({
      method: 'GET',
      path: '/tai-nguyen/:name',
      access: 'public',
      summary: 'Style sheet, script, fonts and icon of the portal, named by their content.',
      params: Type.Object({ name: Type.String({ maxLength: 100 }) }),
      handle({ params, reply }) {
        const asset = portalAssets().find(params.name)
        if (!asset) throw portalErrors.noSuchPage()
        reply.header('cache-control', KEPT_FOR_EVER)
        reply.stream(asset.body, asset.type)
      },
    }),
  ]
}

function delegatedOf({ organisation }: Pick<Parts, 'organisation'>, procedure: ProcedureView) {
  const units = organisation.units()
  return organisation.authoritiesFor(procedure, units.onDay).map((given) => ({
    unit: units.nameOf(given.toUnitId),
    ...authorityInWords(given, units.nameOf(given.fromUnitId)),
  }))
}
