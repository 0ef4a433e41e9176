import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { silentLog } from '#platform/log.ts'
import { aFiling, aKey, aSmallCity, type SmallCity } from '#testing/small-city.ts'
import type { ActionBody, DossierAction, DossierView } from '../contract.ts'
import { actOnDossier } from './act-on-dossier.ts'
import { getDossierView } from './dossier-view.ts'
import { fileAtCounter } from './file-dossier.ts'

export const desk = 'motcua.00004'
export const specialist = 'chuyenvien1.00004'
export const leader = 'lanhdao.00004'
export const asking = {
  reasonCode: 'missing_component',
  faults: [{ what: 'Thiếu bản sao' }],
  dueOn: '2023-11-20',
}

/** An official acts and sees the dossier as it is then. */
export async function does<Action extends DossierAction>(
  city: SmallCity,
  login: string,
  action: Action,
  caseId: string,
  told: Record<string, unknown> = {},
): Promise<DossierView> {
  const officer = await city.officer(login)
  const { version } = await city.casework.getCase(city.dossiers.parts.db, caseId)
  const body = { version, commandKey: aKey(), ...told } as unknown as ActionBody<Action>
  await actOnDossier(city.dossiers.parts, officer, action, caseId, body)
  return getDossierView(city.dossiers.parts, officer, caseId)
}

/** A dossier of three working days that a specialist has claimed; due on Tuesday the 14th at nine. */
export async function inHand(db: AnyDb, clock: FakeClock) {
  const city = await aSmallCity(db, clock)
  const { snapshot } = await fileAtCounter(city.dossiers.parts, await city.officer(desk), await aFiling(city))
  const id = snapshot.caseId
  await does(city, desk, 'hand_over', id)
  await does(city, specialist, 'claim', id)
  return { city, id, parts: city.dossiers.parts }
}

/** Whatever timers are due now. */
export async function fires(city: SmallCity): Promise<void> {
  await city.casework.fireTimers(city.dossiers.parts.db, silentLog)
}
