import { sql } from 'kysely'
import type { Clock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import type { CaseEvent } from '#modules/casework/contract.ts'
import { aFiling, aKey, aSmallCity, type SmallCity } from '#testing/small-city.ts'
import type { ActionBody, CounterFiling, DossierAction, DossierView, PartView } from '../contract.ts'
import { actOnDossier } from './act-on-dossier.ts'
import { getDossierView } from './dossier-view.ts'
import { fileAtCounter } from './file-dossier.ts'
import { linkOf } from './linked-flow.ts'
import { onLinkEvent } from './on-link-event.ts'

/** Birth, residence and insurance of a child under six, filed once. */
export const BIRTH_RESIDENCE_INSURANCE = '2.000986'
export const POLICE = 'cong-an-thanh-pho'
export const INSURANCE = 'bao-hiem-xa-hoi'

/** The small city with the two agencies that linked procedures need. */
export function aLinkedCity(
  db: AnyDb,
  clock: Clock,
  units: readonly string[] = [POLICE, INSURANCE],
): Promise<SmallCity> {
  return aSmallCity(
    db,
    clock,
    {},
    {
      units,
      procedures: [BIRTH_RESIDENCE_INSURANCE, '1.004222', '9.900001'],
    },
  )
}

/** Everything told of linked procedures so far, in the order of time. */
export async function toldOf(city: SmallCity, db: AnyDb): Promise<CaseEvent[]> {
  const { rows } = await sql<{
    case_id: string
  }>`select case_id from casework.pub_case order by case_id`.execute(db)
  const events = await Promise.all(rows.map((row) => city.casework.listEvents(db, row.case_id)))
  return events
    .flat()
    .filter((event) => linkOf(event) !== undefined)
    .sort((a, b) => a.recordedAt.localeCompare(b.recordedAt))
}

/** Handles everything told of linked procedures from the beginning: whatever was done is met again. */
export async function hear(city: SmallCity, db: AnyDb): Promise<void> {
  for (let before = -1; ; ) {
    const events = await toldOf(city, db)
    if (events.length === before) return
    before = events.length
    for (const event of events)
      await onLinkEvent(city.dossiers.parts, {
        ...event,
        cursor: { xid: '0', caseId: event.caseId, seq: event.seq },
      })
  }
}

export async function aLinkedFiling(city: SmallCity): Promise<CounterFiling> {
  const procedure = await city.catalogue.getProcedure(BIRTH_RESIDENCE_INSURANCE)
  const papers = procedure.componentGroups.flatMap(({ components }) => components)
  return aFiling(city, {
    procedureCode: BIRTH_RESIDENCE_INSURANCE,
    components: papers.map(({ id }) => ({ componentId: id, originals: 1, copies: 0 })),
  })
}

export async function fileLinked(city: SmallCity): Promise<string> {
  const desk = await city.officer('motcua.00004')
  return (await fileAtCounter(city.dossiers.parts, desk, await aLinkedFiling(city))).snapshot.caseId
}

export async function look(city: SmallCity, caseId: string, login = 'motcua.00004'): Promise<DossierView> {
  return getDossierView(city.dossiers.parts, await city.officer(login), caseId)
}

/** The part of a parent under its key, as the desk of the parent sees it. */
export async function partOf(city: SmallCity, parentId: string, key: string) {
  const part = (await look(city, parentId)).linked?.parts.find((one) => one.key === key)
  if (!part) throw new Error(`no part ${key}`)
  return part
}

export async function statesOf(
  city: SmallCity,
  parentId: string,
): Promise<Record<string, PartView['state']>> {
  const parts = (await look(city, parentId)).linked?.parts ?? []
  return Object.fromEntries(parts.map(({ key, state }) => [key, state]))
}

export async function act<Action extends DossierAction>(
  city: SmallCity,
  login: string,
  action: Action,
  caseId: string | null,
  told: Record<string, unknown> = {},
): Promise<void> {
  if (caseId === null) throw new Error(`nothing to ${action}`)
  const officer = await city.officer(login)
  const { version } = await city.casework.getCase(city.dossiers.parts.db, caseId)
  const body = { version, commandKey: aKey(), ...told } as ActionBody<Action>
  await actOnDossier(city.dossiers.parts, officer, action, caseId, body)
}

/** The officials of a unit decide a part's dossier. */
export async function decide(
  city: SmallCity,
  unit: string,
  caseId: string | null,
  outcome: 'granted' | 'denied' = 'granted',
): Promise<void> {
  if (caseId === null) throw new Error('nothing to decide')
  const parts = city.dossiers.parts
  for (let turn = 0; turn < 8; turn++) {
    const { marking, closedAt } = await city.casework.getCase(parts.db, caseId)
    const task = marking[0]
    if (closedAt || !task) return
    switch (task.postKind) {
      case 'one_stop':
        await act(city, `motcua.${unit}`, 'hand_over', caseId)
        break
      case 'specialist':
        await act(city, `chuyenvien1.${unit}`, 'claim', caseId)
        await act(city, `chuyenvien1.${unit}`, 'propose', caseId, { outcome })
        break
      case 'head':
        await act(city, `truongphong.${unit}`, 'review', caseId)
        break
      case 'leader':
        await act(city, `lanhdao.${unit}`, 'approve', caseId)
        break
      default:
        await act(city, `vanthu.${unit}`, 'issue', caseId, {
          resultNumber: `${caseId.slice(-3)}/KQ`,
          files: [],
        })
    }
  }
}
