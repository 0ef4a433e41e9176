import { route, type AnyRoute } from '#platform/http-route.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import { MigrationParams, PlanMigrationSchema, ProposeQuery } from '../migration.ts'
import { ProcessParams } from '../publishing.ts'
import { approveMigration, beginMigration, listMoves, removeMigration } from './apply-migration.ts'
import { planMigration, proposeMapping, tryMigration } from './plan-migration.ts'
import type { ProcessParts } from './process-parts.ts'

const draft = { permission: 'casework.draft_process' } as const
const publish = { permission: 'casework.publish_process' } as const

type Around = { parts: ProcessParts; own(officer: Officer | undefined): Officer; goOn(): void }

export function migrationRoutes({ parts, own, goOn }: Around): AnyRoute[] {
  const path = '/api/processes/:id/migrations'
  return [
    route({
      method: 'GET',
      path,
      access: draft,
      summary: 'Moves of running cases from one version to another, with how far they are',
      params: ProcessParams,
      handle: ({ params, officer }) => listMoves(parts, own(officer), params.id),
    }),
    route({
      method: 'GET',
      path: `${path}/propose`,
      access: draft,
      summary: 'The steps of two versions and which becomes which, by key and name',
      params: ProcessParams,
      query: ProposeQuery,
      handle: ({ params, query, officer }) => proposeMapping(parts, own(officer), params.id, query),
    }),
    route({
      method: 'POST',
      path: `${path}/try`,
      access: draft,
      summary: 'What a move would do to every open case, counted per step; writes nothing',
      params: ProcessParams,
      body: PlanMigrationSchema,
      handle: ({ params, body, officer }) => tryMigration(parts, own(officer), params.id, body),
    }),
    route({
      method: 'POST',
      path,
      access: draft,
      summary: 'Plan a move; nothing moves before another person approves it',
      params: ProcessParams,
      body: PlanMigrationSchema,
      handle: async ({ params, body, officer }) => ({
        id: await planMigration(parts, own(officer), params.id, body),
      }),
    }),
    route({
      method: 'POST',
      path: `${path}/:migration/approve`,
      access: publish,
      summary: 'Approve a move that another person planned',
      params: MigrationParams,
      async handle({ params, officer }) {
        await approveMigration(parts, own(officer), { processId: params.id, id: params.migration })
        return listMoves(parts, own(officer), params.id)
      },
    }),
    route({
      method: 'POST',
      path: `${path}/:migration/apply`,
      access: publish,
      summary: 'Carry out an approved move, in batches that go on by themselves',
      params: MigrationParams,
      async handle({ params, officer }) {
        await beginMigration(parts, own(officer), { processId: params.id, id: params.migration })
        goOn()
        return listMoves(parts, own(officer), params.id)
      },
    }),
    route({
      method: 'POST',
      path: `${path}/:migration/remove`,
      access: draft,
      summary: 'Drop a move that has not begun',
      params: MigrationParams,
      async handle({ params, officer }) {
        await removeMigration(parts, own(officer), { processId: params.id, id: params.migration })
        return listMoves(parts, own(officer), params.id)
      },
    }),
  ]
}
