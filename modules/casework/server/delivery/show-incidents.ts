import type { AnyDb } from '#platform/database.ts'
import type { Log } from '#platform/log.ts'
import type { CaseSnapshot } from '../../contract.ts'
import type { IncidentList, IncidentView } from '../../delivery.ts'
import { findCases } from '../case-store.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { Delivery } from './carry.ts'
import type { Organisation } from '#modules/organisation/server/index.ts'
import { incidentWords } from './incident-words.ts'
import { countIncidents, listIncidents, listIncidentsOf, type StoredIncident } from './incident-store.ts'

/** What the desk of incidents works with. */
export type DeliveryParts = {
  db: AnyDb
  delivery: Delivery
  organisation: Pick<Organisation, 'may' | 'units'>
  log: Log
}

type Shown = Omit<IncidentView, 'allowedActions' | 'unit'>

/** Where one case cannot go on. */
export async function incidentsOf(delivery: Delivery, db: AnyDb, snapshot: CaseSnapshot): Promise<Shown[]> {
  const stored = await listIncidentsOf(db, snapshot.caseId)
  return Promise.all(stored.map((one) => show(delivery, db, snapshot, one)))
}

/** Everything that waits for help, the oldest first. */
export async function showIncidents(
  { db, delivery, organisation }: DeliveryParts,
  officer: Officer,
  most: number,
): Promise<IncidentList> {
  const [total, stored] = [await countIncidents(db), await listIncidents(db, most)]
  const cases = await findCases(db, [...new Set(stored.map(({ caseId }) => caseId))])
  const snapshots = new Map(cases.map((snapshot) => [snapshot.caseId, snapshot]))
  const incidents: IncidentView[] = []
  for (const one of stored) {
    const snapshot = snapshots.get(one.caseId)
    if (!snapshot || !organisation.may(officer, 'casework.handle_incidents', snapshot.unitId)) continue
    incidents.push({
      ...(await show(delivery, db, snapshot, one)),
      unit: { id: snapshot.unitId, name: organisation.units().find(snapshot.unitId)?.name ?? '' },
      allowedActions: ['retry'],
    })
  }
  return { total, incidents, now: delivery.engine.clock.now().toISOString() }
}

async function show(
  { getMachine }: Delivery,
  db: AnyDb,
  snapshot: CaseSnapshot,
  { key, element, code, facts, since }: StoredIncident,
): Promise<Shown> {
  const machine = await getMachine(db, snapshot.definitionId)
  const { vi: _vi, en: _en, ...rest } = facts
  return {
    caseId: snapshot.caseId,
    key,
    caseCode: snapshot.code,
    title: snapshot.title,
    kind: snapshot.kind,
    element: machine.nameOf(element),
    code,
    why: incidentWords(code, facts),
    facts: rest,
    since: since.toISOString(),
  }
}
