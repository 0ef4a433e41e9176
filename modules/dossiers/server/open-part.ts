import { newToken } from '#platform/ids.ts'
import type { AnyDb } from '#platform/database.ts'
import type { CaseEvent, CaseSnapshot } from '#modules/casework/contract.ts'
import type { LinkedPart, ProcedureView } from '#modules/catalogue/contract.ts'
import type { ComponentReceived, Channel } from '../contract.ts'
import { findData, findDossier, insertDossier } from './dossier-store.ts'
import { dossierErrors } from './errors.ts'
import { firstState, searchedBy } from './file-dossier.ts'
import { partsOf, type LinkFact, type PartState } from './linked-flow.ts'
import type { Parts } from './parts.ts'
import { getCurrentProcedure, getProcedureOf } from './procedure-of.ts'
import { openNow } from './plan-parts.ts'

const SYSTEM = { accountId: null, postId: null }

/** A dossier opened for a part. */
export type OpenedPart = { snapshot: CaseSnapshot; unitId: number }

/**
 * Opens the dossier of a part at its unit: the same owner, the papers it needs by reference, its slice running from the
 * hand-over. The key names parent and part, so that it is opened once however often this is tried.
 * Errors: `dossiers.no_such_part` where no unit is known, and those of the part's procedure.
 */
export async function openPart(
  parts: Parts,
  parent: CaseSnapshot,
  events: readonly CaseEvent[],
  { part, at }: { part: PartState; at: Date },
): Promise<OpenedPart> {
  const { casework, db, organisation } = parts
  const units = organisation.units()
  const unitId = part.unitId === null ? null : openNow(units, part.unitId)
  if (unitId === null) throw dossierErrors.noSuchPart(part.key)
  const [procedure, whole] = [
    await getCurrentProcedure(parts, part.procedureCode),
    await getProcedureOf(parts, parent),
  ]
  const authority = units.get(unitId)
  const { authority: planned } = part
  // A unit that an official chose afterwards decides under no delegation.
  const given = planned && openNow(units, planned.toUnitId) === unitId ? planned : undefined
  const receiving = units.get(parent.receivingUnitId)
  const filed = await filedWith(parts, parent, procedure, wantedBy(whole, part.key), events)
  const { state, part: waits } = await firstState(parts, {
    procedure,
    receiving,
    authority,
    given,
    ownerName: parent.title,
    manner: { channel: filed.channel, at },
    part: { limit: part.limit, tags: { parentId: parent.caseId, part: part.key } },
  })
  const machine = await casework.getMachine(db, state.definitionId)
  const at0 = machine.steps.findIndex(({ key }) => key === state.marking[0]?.stepKey)
  const link: LinkFact = {
    kind: 'child',
    parentId: parent.caseId,
    part: part.key,
    fromUnitId: parent.receivingUnitId,
    toUnitId: unitId,
    passed: machine.steps.slice(0, at0).map(({ key }) => key),
  }
  const { snapshot } = await casework.open(
    db,
    {
      key: `link:${parent.caseId}:${part.key}`,
      type: 'dossiers.received',
      actor: { ...SYSTEM, unitId: parent.receivingUnitId },
      happenedAt: at,
      state,
      facts: { link, ...(given ? { authority: given } : {}) },
      ...waits,
    },
    async (tx, { caseId, code }) => {
      await insertDossier(tx, {
        ...filed.row,
        caseId,
        code,
        secret: newToken(9),
        procedureCode: procedure.code,
        procedureVersionId: procedure.versionId,
        authorityId: authority.id,
        given,
        receivingUnitId: receiving.id,
        searched: searchedBy(code, filed.row.owner, filed.row.submitter, procedure),
        filedAt: at.toISOString(),
      })
      await sharePapers(parts, tx, caseId, filed.files)
    },
  )
  return { snapshot, unitId }
}

/** What a part takes along from its parent and from the parts before it. */
function wantedBy(whole: ProcedureView, key: string) {
  const all = whole.linked?.parts ?? []
  const papers = all.find((one) => one.key === key)?.papers ?? []
  const results = all.flatMap((one) =>
    one.resultServes
      .filter((serves) => serves.part === key)
      .map(({ component }) => ({ part: one.key, component })),
  )
  return { papers, results }
}

type Wanted = { papers: LinkedPart['papers']; results: { part: string; component: string }[] }
type Shared = { fromCase: string; references: { fileId: string; componentKey: string }[] }

/** The filing of a part, made of what its parent was filed with and what came out of the parts before it. */
async function filedWith(
  { db, files }: Parts,
  parent: CaseSnapshot,
  procedure: ProcedureView,
  { papers, results }: Wanted,
  events: readonly CaseEvent[],
) {
  const [row, data, own] = await Promise.all([
    findDossier(db, parent.caseId),
    findData(db, parent.caseId),
    files.listFiles(db, parent.caseId),
  ])
  if (!row || !data) throw dossierErrors.notFound()
  const received = papers.flatMap(({ from, to }): ComponentReceived[] => {
    const found = data.components.find((one) => one.componentId === from)
    return found ? [{ ...found, componentId: to }] : []
  })
  const shared: Shared[] = [
    {
      fromCase: parent.caseId,
      references: own.flatMap(({ id, componentKey }) =>
        papers
          .filter(({ from }) => from === componentKey)
          .map(({ to }) => ({ fileId: id, componentKey: to })),
      ),
    },
  ]
  const before = partsOf(events)
  for (const { part, component } of results) {
    const childId = before.find((one) => one.key === part)?.childId
    if (!childId) continue
    received.push({ componentId: component, originals: 0, copies: 0, fromData: true })
    shared.push({
      fromCase: childId,
      references: (await files.listFiles(db, childId, 'result')).map(({ id }) => ({
        fileId: id,
        componentKey: component,
      })),
    })
  }
  const known = new Set((procedure.form ?? []).map(({ key }) => key))
  return {
    channel: row.channel as Channel,
    files: shared,
    row: {
      channel: row.channel,
      ownerName: row.ownerName,
      // Its owner follows it on the page of the whole.
      submitterAccount: null,
      owner: data.owner,
      submitter: data.submitter,
      form: Object.fromEntries(Object.entries(data.form).filter(([key]) => known.has(key))),
      components: received,
      sets: data.sets,
      delivery: data.delivery,
    },
  }
}

async function sharePapers({ files }: Parts, tx: AnyDb, toCase: string, shared: readonly Shared[]) {
  for (const { fromCase, references } of shared)
    await files.shareFiles(tx, { fromCase, toCase, kind: 'component' }, references)
}
