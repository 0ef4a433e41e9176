import { Type } from 'typebox'
import { route, type AnyRoute } from '#platform/http-route.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import {
  CheckContentSchema,
  MoveVersionSchema,
  ProcessListQuery,
  ProcessParams,
  PublishVersionSchema,
  RetireVersionSchema,
  SaveVersionSchema,
  StartProcessSchema,
  StartVersionSchema,
  SubjectQuery,
  VersionParams,
} from '../publishing.ts'
import { DecideSchema, SimulateSchema } from '../simulation.ts'
import { removeDraft, saveVersion, startProcess, startVersion } from './draft-process.ts'
import { caseworkErrors } from './errors.ts'
import { migrationRoutes } from './migration-routes.ts'
import type { ProcessParts } from './process-parts.ts'
import { publishVersion, retireVersion, sendVersionBack, submitVersion } from './publish-process.ts'
import { decideOnce, simulateProcess } from './simulate-process.ts'
import { checkContent, getDetail, getVersion, listAll, searchSubjects } from './show-process.ts'

const draft = { permission: 'casework.draft_process' } as const
const publish = { permission: 'casework.publish_process' } as const

/** `goOn` carries the cases of a move that has begun. */
export function processRoutes(parts: ProcessParts, goOn: () => void): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/api/processes',
      access: draft,
      summary: 'Every process with its versions and how many cases run on each',
      query: ProcessListQuery,
      handle: ({ query, officer }) => listAll(parts, own(officer), query.q ?? ''),
    }),
    route({
      method: 'GET',
      path: '/api/processes/subjects',
      access: draft,
      summary: 'Procedures for which a process may be started',
      query: SubjectQuery,
      handle: ({ query, officer }) => searchSubjects(parts, own(officer), query.q),
    }),
    route({
      method: 'POST',
      path: '/api/processes',
      access: draft,
      summary: 'Start the process of a procedure, or a general one, with a first draft',
      body: StartProcessSchema,
      handle: ({ body, officer }) => startProcess(parts, own(officer), body),
    }),
    route({
      method: 'POST',
      path: '/api/processes/check',
      access: draft,
      summary: 'What is wrong with a table or a model, element by element, without storing it',
      body: CheckContentSchema,
      handle: ({ body, officer }) => checkContent(parts, own(officer), body),
    }),
    route({
      method: 'GET',
      path: '/api/processes/:id',
      access: draft,
      summary: 'One process with its versions side by side',
      params: ProcessParams,
      handle: ({ params, officer }) => getDetail(parts, own(officer), params.id),
    }),
    route({
      method: 'POST',
      path: '/api/processes/:id/versions',
      access: draft,
      summary: 'Start a draft as a copy of a version, or of the procedure’s own table (0)',
      params: ProcessParams,
      body: StartVersionSchema,
      handle: async ({ params, body, officer }) => ({
        no: await startVersion(parts, own(officer), params.id, body.from),
      }),
    }),
    ...paperRoutes(parts),
    ...versionRoutes(parts),
    ...migrationRoutes({ parts, own, goOn }),
  ]
}

function paperRoutes(parts: ProcessParts): AnyRoute[] {
  return [
    route({
      method: 'POST',
      path: '/api/processes/simulate',
      access: draft,
      summary: 'Walk one case through a process on the real calendar, without storing anything',
      body: SimulateSchema,
      handle: ({ body, officer }) => simulateProcess(parts, own(officer), body),
    }),
    route({
      method: 'POST',
      path: '/api/processes/decide',
      access: draft,
      summary: 'Ask one decision of a DMN file with given facts',
      body: DecideSchema,
      handle: ({ body, officer }) => decideOnce(parts, own(officer), body),
    }),
  ]
}

function versionRoutes(parts: ProcessParts): AnyRoute[] {
  const path = '/api/processes/:id/versions/:no'
  return [
    route({
      method: 'GET',
      path,
      access: draft,
      summary: 'One version: its table, its model, what is wrong with it and what the caller may do',
      params: VersionParams,
      handle: ({ params, officer }) => getVersion(parts, own(officer), params.id, params.no),
    }),
    route({
      method: 'PUT',
      path,
      access: draft,
      summary: 'Write a draft; what is wrong with it is told, not refused',
      params: VersionParams,
      body: SaveVersionSchema,
      async handle({ params, body, officer }) {
        await saveVersion(parts, own(officer), params, body)
        return getVersion(parts, own(officer), params.id, params.no)
      },
    }),
    route({
      method: 'POST',
      path: `${path}/remove`,
      access: draft,
      summary: 'Remove a draft',
      params: VersionParams,
      body: Type.Object({ revision: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
      async handle({ params, body, officer }) {
        await removeDraft(parts, own(officer), { ...params, ...body })
        return { removed: true }
      },
    }),
    route({
      method: 'POST',
      path: `${path}/submit`,
      access: draft,
      summary: 'Hand a faultless draft to whoever publishes it',
      params: VersionParams,
      body: MoveVersionSchema,
      async handle({ params, body, officer }) {
        await submitVersion(parts, own(officer), params, body)
        return getVersion(parts, own(officer), params.id, params.no)
      },
    }),
    route({
      method: 'POST',
      path: `${path}/send-back`,
      access: draft,
      summary: 'Give a submitted version back to its authors',
      params: VersionParams,
      body: MoveVersionSchema,
      async handle({ params, body, officer }) {
        await sendVersionBack(parts, own(officer), params, body)
        return getVersion(parts, own(officer), params.id, params.no)
      },
    }),
    route({
      method: 'POST',
      path: `${path}/publish`,
      access: publish,
      summary: 'Publish by a decision, by another person than the authors; new cases take it from its day',
      params: VersionParams,
      body: PublishVersionSchema,
      async handle({ params, body, officer }) {
        await publishVersion(parts, own(officer), params, body)
        return getVersion(parts, own(officer), params.id, params.no)
      },
    }),
    route({
      method: 'POST',
      path: `${path}/retire`,
      access: publish,
      summary: 'End a published version on a day',
      params: VersionParams,
      body: RetireVersionSchema,
      async handle({ params, body, officer }) {
        await retireVersion(parts, own(officer), params, body)
        return getVersion(parts, own(officer), params.id, params.no)
      },
    }),
  ]
}

/** The route's access has made sure that there is an officer. */
function own(officer: Officer | undefined): Officer {
  if (!officer) throw caseworkErrors.nobodyActs()
  return officer
}
