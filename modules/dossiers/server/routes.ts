import { Type, type TSchema } from 'typebox'
import { route, type AnyRoute } from '#platform/http-route.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import {
  actionBodies,
  actionPermissions,
  AskTerms,
  ChoosePartUnit,
  CounterFiling,
  DelegatedQuery,
  DossierQuery,
  MovedQuery,
  SearchQuery,
  WatchBody,
  WorkQuery,
  type DossierAction,
  type FoundDossiers,
} from '../contract.ts'
import { actOnDossier } from './act-on-dossier.ts'
import { getDossierView, openDossier, requireFileReader } from './dossier-view.ts'
import { allowedActions, statusOf } from './dossier-flow.ts'
import { listReasons } from './dossier-store.ts'
import { dossierErrors } from './errors.ts'
import { fileAtCounter } from './file-dossier.ts'
import { askTerms } from './filing-terms.ts'
import { findOnDay } from './find-on-day.ts'
import { dayIn, doerOf, type Parts } from './parts.ts'
import type { LiveFeed } from './live-feed.ts'
import { listDelegatedLines } from './list-delegated.ts'
import { listMoved } from './list-moved.ts'
import { listComingParts } from './linked-view.ts'
import { placePart } from './place-part.ts'
import { printSlip } from './print-slip.ts'
import { listReassignable } from './reassign-task.ts'
import { showDossierOnDay } from './show-dossier-on-day.ts'
import { watchDossier, watchesDossier } from './watch-dossier.ts'
import { countWork, findLines, listHandedOn, listWork } from './work-list.ts'

const CaseParams = Type.Object({ caseId: Type.String({ pattern: '^[0-8]?[0-9]{1,18}$' }) })

export function dossierRoutes(parts: Parts, live: LiveFeed): AnyRoute[] {
  return [
    route({
      method: 'POST',
      path: '/api/dossiers',
      access: { permission: 'dossiers.receive' },
      summary: 'Receives a dossier at the counter or from the post; the same command key files it once.',
      body: CounterFiling,
      async handle({ body, officer, reply }) {
        const { snapshot, repeated } = await fileAtCounter(parts, own(officer), body)
        reply.status(repeated ? 200 : 201)
        return getDossierView(parts, own(officer), snapshot.caseId, snapshot)
      },
    }),
    route({
      method: 'GET',
      path: '/api/dossiers',
      access: { permission: 'dossiers.read' },
      summary:
        'Finds dossiers by code, name or the end of an identity number, without diacritics; with a day, as they stood at its end.',
      query: SearchQuery,
      handle: ({ query, officer }) => findDossiersFor(parts, own(officer), query),
    }),
    route({
      method: 'POST',
      path: '/api/dossiers/terms',
      access: { permission: 'dossiers.receive' },
      summary:
        'What filing would cost and which papers it asks for, by the procedure’s published decision tables.',
      body: AskTerms,
      handle: ({ body }) => askTerms(parts, body),
    }),
    route({
      method: 'GET',
      path: '/api/dossiers/moved',
      access: { permission: 'dossiers.read' },
      summary: 'Open dossiers whose due date a version of a calendar moved, with both dates.',
      query: MovedQuery,
      handle: ({ query, officer }) => listMoved(parts, own(officer), query),
    }),
    route({
      method: 'GET',
      path: '/api/dossiers/reasons',
      access: 'signed_in',
      summary: 'Reasons in force today for refusals, supplements, rework and withdrawals.',
      handle: async () => ({
        reasons: await listReasons(parts.db, dayIn(parts.timeZone, parts.clock.now())),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/dossiers/linked',
      access: { permission: 'dossiers.read' },
      summary: 'Parts of linked procedures on their way to the caller’s unit, and those that have no unit.',
      handle: ({ officer }) => listComingParts(parts, own(officer)),
    }),
    route({
      method: 'POST',
      path: '/api/dossiers/:caseId/parts/:part/unit',
      access: { permission: 'dossiers.receive' },
      summary: 'Chooses the unit that does a part of a linked procedure for which nobody was found.',
      params: Type.Object({
        ...CaseParams.properties,
        part: Type.String({ pattern: '^[a-z][a-z0-9_]{0,30}$' }),
      }),
      body: ChoosePartUnit,
      async handle({ params, body, officer }) {
        const snapshot = await placePart(parts, own(officer), params.caseId, params.part, body)
        return getDossierView(parts, own(officer), params.caseId, snapshot)
      },
    }),
    route({
      method: 'GET',
      path: '/api/dossiers/delegated/:authorityId',
      access: { permission: 'dossiers.read' },
      summary: 'Dossiers filed under a delegation of authority, for its giver and its receiver.',
      params: Type.Object({ authorityId: Type.Integer({ minimum: 1, maximum: 2147483647 }) }),
      query: DelegatedQuery,
      handle: ({ params, query, officer }) =>
        listDelegatedLines(parts, own(officer), params.authorityId, query.after),
    }),
    route({
      method: 'GET',
      path: '/api/dossiers/:caseId',
      access: { permission: 'dossiers.read' },
      summary:
        'One dossier with its clock, steps, papers, history and what the caller may do; with a day, as it stood at its end.',
      params: CaseParams,
      query: DossierQuery,
      handle: ({ params, query: { on }, officer }) =>
        on === undefined
          ? openDossier(parts, own(officer), params.caseId)
          : showDossierOnDay(parts, own(officer), params.caseId, on),
    }),
    route({
      method: 'GET',
      path: '/api/dossiers/:caseId/watch',
      access: { permission: 'dossiers.read' },
      summary: 'Whether the caller is told when the due date of the dossier moves.',
      params: CaseParams,
      handle: async ({ params, officer }) => ({
        watched: await watchesDossier(parts, own(officer), params.caseId),
      }),
    }),
    route({
      method: 'PUT',
      path: '/api/dossiers/:caseId/watch',
      access: { permission: 'dossiers.read' },
      summary: 'Asks to be told when the due date of the dossier moves, or no longer to be.',
      params: CaseParams,
      body: WatchBody,
      async handle({ params, body, officer }) {
        await watchDossier(parts, own(officer), params.caseId, body.watched)
        return body
      },
    }),
    route({
      method: 'GET',
      path: '/api/dossiers/:caseId/reassignable',
      access: { permission: 'dossiers.reassign' },
      summary: 'The open tasks of the caller’s unit on a dossier, and the officials who may be given each.',
      params: CaseParams,
      handle: async ({ params, officer }) => ({
        tasks: await listReassignable(parts, own(officer), params.caseId),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/dossiers/:caseId/slips/:form',
      access: { permission: 'dossiers.read' },
      summary: 'Prints a form (01 to 06) as PDF.',
      params: Type.Object({ ...CaseParams.properties, form: Type.String({ pattern: '^0[1-7]\\.pdf$' }) }),
      async handle({ params, officer, reply }) {
        const form = params.form.slice(0, 2)
        const pdf = await printSlip(parts, own(officer), params.caseId, form)
        reply.header('content-disposition', `inline; filename="mau-${form}.pdf"`)
        reply.stream(pdf, 'application/pdf')
      },
    }),
    route({
      method: 'GET',
      path: '/api/dossiers/:caseId/files/:fileId',
      access: { permission: 'dossiers.read' },
      summary: 'Reads one file of a dossier.',
      params: Type.Object({ ...CaseParams.properties, fileId: Type.String({ maxLength: 60 }) }),
      async handle({ params, officer, reply }) {
        await requireFileReader(parts, own(officer), params.caseId, params.fileId)
        // The desk shows a scan above the dossier; nobody else's page may frame it.
        reply.header('x-frame-options', 'SAMEORIGIN')
        reply.header(
          'content-security-policy',
          "default-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
        )
        await sendFile(parts, params.caseId, params.fileId, reply)
      },
    }),
    route({
      method: 'GET',
      path: '/api/work',
      access: 'signed_in',
      summary: 'What lies before the caller’s post, the most pressing first.',
      query: WorkQuery,
      // The city's clock decides what is due today, not that of the browser.
      handle: async ({ query, officer }) => ({
        lines: await listWork(parts, own(officer), query),
        now: parts.clock.now().toISOString(),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/work/handed-on',
      access: 'signed_in',
      summary: 'Of the dossiers named, those the caller handed on and may still take back.',
      query: Type.Object({ cases: Type.String({ pattern: '^[0-8]?[0-9]{1,18}(,[0-8]?[0-9]{1,18}){0,9}$' }) }),
      handle: async ({ query, officer }) => ({
        lines: await listHandedOn(parts, own(officer), query.cases.split(',')),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/work/counts',
      access: 'signed_in',
      summary: 'The counts over the caller’s work list.',
      handle: ({ officer }) => countWork(parts, own(officer)),
    }),
    route({
      method: 'GET',
      path: '/api/live',
      access: 'signed_in',
      summary: 'Server-sent events: what moved at the caller’s unit.',
      handle({ officer, reply }) {
        live.join(own(officer), reply.sse())
      },
    }),
    ...officerActions.map((action) => actionRoute(parts, action)),
  ]
}

async function findDossiersFor(
  parts: Parts,
  officer: Officer,
  { q, on, unit, limit = 20 }: SearchQuery,
): Promise<FoundDossiers> {
  if (on !== undefined) return findOnDay(parts, officer, { q, on, unit, limit })
  if (unit !== undefined) throw dossierErrors.unitNeedsDay()
  return { lines: await findLines(parts, officer, q, limit), onDay: null, more: false, units: null }
}

type Reply = Parameters<AnyRoute['handle']>[0]['reply']

export async function sendFile(parts: Parts, caseId: string, fileId: string, reply: Reply) {
  const { stream, headers } = await parts.files.openFile(caseId, fileId, 'inline')
  for (const [name, value] of Object.entries(headers))
    if (name !== 'content-type') reply.header(name, String(value))
  reply.stream(stream, String(headers['content-type'] ?? 'application/octet-stream'))
}

type OfficerAction = Exclude<DossierAction, 'withdraw'>
const officerActions = (Object.keys(actionPermissions) as DossierAction[]).filter(
  (action): action is OfficerAction => actionPermissions[action] !== null,
)

function actionRoute(parts: Parts, action: OfficerAction): AnyRoute {
  const body: TSchema = actionBodies[action]
  return route({
    method: 'POST',
    path: `/api/dossiers/:caseId/${action}`,
    access: { permission: actionPermissions[action] },
    summary: `Does "${action.replaceAll('_', ' ')}" to a dossier; answers its new view, or the short form with Prefer: return=minimal.`,
    params: CaseParams,
    body,
    async handle({ params, body: given, officer, headers, reply }) {
      const { snapshot } = await actOnDossier(parts, own(officer), action, params.caseId, given as never)
      if (headers.prefer !== 'return=minimal')
        return getDossierView(parts, own(officer), params.caseId, snapshot)
      reply.header('preference-applied', 'return=minimal')
      const machine = await parts.casework.getMachine(parts.db, snapshot.definitionId)
      return {
        caseId: snapshot.caseId,
        version: snapshot.version,
        status: statusOf(snapshot),
        allowedActions: allowedActions(snapshot, machine, doerOf(parts, own(officer))),
      }
    },
  })
}

/** The route's access has made sure that there is an officer. */
function own(officer: Officer | undefined): Officer {
  if (!officer) throw dossierErrors.notYours()
  return officer
}
