import { dossierStates, tileNames, type DossierState, type TileName } from '../contract.ts'

/** What the wall shows, all of it in the address: any state can be sent to somebody else. */
export type WallPlace = {
  /** The area in focus; absent: the widest one may watch. */
  unit?: number
  /** The area chosen inside it. */
  at?: number
  tile?: TileName
  proof?: boolean
  list?: DossierState
}

export function readAddress(search: string): WallPlace {
  const params = new URLSearchParams(search)
  const unit = wholeNumber(params.get('unit'))
  const at = wholeNumber(params.get('at'))
  const tile = tileNames.find((name) => name === params.get('tile'))
  const list = dossierStates.find((state) => state === params.get('list'))
  return {
    ...(unit === undefined ? {} : { unit }),
    ...(at === undefined ? {} : { at }),
    ...(tile ? { tile } : {}),
    ...(params.get('proof') === '1' ? { proof: true } : {}),
    ...(list ? { list } : {}),
  }
}

export function writeAddress({ unit, at, tile, proof, list }: WallPlace): string {
  const params = new URLSearchParams()
  if (unit !== undefined) params.set('unit', String(unit))
  if (at !== undefined) params.set('at', String(at))
  if (tile) params.set('tile', tile)
  if (proof) params.set('proof', '1')
  if (list) params.set('list', list)
  const text = params.toString()
  return text === '' ? '/desk/wall' : `/desk/wall?${text}`
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined
}
