import { route, type AnyRoute } from '#platform/http-route.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import {
  ChoicesQuery,
  InsightCasesQuery,
  InsightExportQuery,
  InsightQuery,
  LogCasesQuery,
  LogParams,
} from '../../insight.ts'
import { caseworkErrors } from '../errors.ts'
import { exportHistory } from './export-history.ts'
import { removeForeignLog, showForeignCases, showForeignLog, showForeignLogs } from './foreign-logs.ts'
import { importLog } from './import-log.ts'
import type { InsightParts } from './insight-parts.ts'
import { showCasesBehind, showChoices, showInsight } from './show-insight.ts'

const access = { permission: 'casework.mine' } as const

export function insightRoutes(parts: InsightParts): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/api/insight/choices',
      access,
      summary: 'Units the caller may look into, and the processes that ran there in the time.',
      query: ChoicesQuery,
      handle: ({ query, officer }) => showChoices(parts, own(officer), query),
    }),
    route({
      method: 'GET',
      path: '/api/insight/map',
      access,
      summary:
        'What really happened in a process: its map with times, variants, loops and hand-overs, held against what was approved.',
      query: InsightQuery,
      perMinute: 60,
      handle: ({ query, officer }) => showInsight(parts, own(officer), query),
    }),
    route({
      method: 'GET',
      path: '/api/insight/cases',
      access,
      summary: 'The dossiers behind one figure of the map, those that took longest first.',
      query: InsightCasesQuery,
      perMinute: 120,
      handle: ({ query, officer }) => showCasesBehind(parts, own(officer), query),
    }),
    route({
      method: 'GET',
      path: '/api/insight/export',
      access,
      summary:
        'The history of a process as an event log, XES (IEEE 1849) or CSV, with numbers instead of persons and cases.',
      query: InsightExportQuery,
      perMinute: 10,
      async handle({ query, officer, reply }) {
        const { stream, type } = await exportHistory(parts, own(officer), query)
        const name = `lich-su-${query.subject ?? query.definition}-${query.from}-${query.to}.${query.format}`
        reply.header('content-disposition', `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`)
        reply.stream(stream, type)
      },
    }),
    ...logRoutes(parts),
  ]
}

function logRoutes(parts: InsightParts): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/api/insight/logs',
      access,
      summary: 'Event logs of other systems, the newest first.',
      handle: ({ officer }) => showForeignLogs(parts, own(officer)),
    }),
    route({
      method: 'POST',
      path: '/api/insight/logs',
      access,
      summary:
        'Imports an event log, XES or CSV, plain or as gzip; fields name, source, format and mapping come before the file.',
      multipart: true,
      perMinute: 10,
      handle: ({ officer, parts: form }) => importLog(parts, own(officer), form()),
    }),
    route({
      method: 'GET',
      path: '/api/insight/logs/:id',
      access,
      summary: 'The map of an imported log, and the rows that were set aside.',
      params: LogParams,
      handle: ({ params, officer }) => showForeignLog(parts, own(officer), params.id),
    }),
    route({
      method: 'GET',
      path: '/api/insight/logs/:id/cases',
      access,
      summary: 'The cases of an imported log behind one figure of its map.',
      params: LogParams,
      query: LogCasesQuery,
      handle: ({ params, query, officer }) => showForeignCases(parts, own(officer), params.id, query),
    }),
    route({
      method: 'POST',
      path: '/api/insight/logs/:id/remove',
      access,
      summary: 'Removes an imported log.',
      params: LogParams,
      async handle({ params, officer }) {
        await removeForeignLog(parts, own(officer), params.id)
        return { removed: true }
      },
    }),
  ]
}

/** The route's access has made sure that there is an officer. */
function own(officer: Officer | undefined): Officer {
  if (!officer) throw caseworkErrors.nobodyActs()
  return officer
}
