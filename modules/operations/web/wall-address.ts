import { mapWays, type MapWay } from '#modules/indicators/contract.ts'
import {
  dossierStates,
  mapSpans,
  tileNames,
  type DossierState,
  type MapSpan,
  type TileName,
} from '../contract.ts'

/** What the wall shows, all of it in the address: any state can be sent to somebody else. */
export type WallPlace = {
  /** The area in focus; absent: the widest one may watch. */
  unit?: number
  /** The area chosen inside it. */
  at?: number
  tile?: TileName
  proof?: boolean
  list?: DossierState
  /** The map of another day; absent: today's, live. */
  on?: string
  by?: MapWay
  span?: MapSpan
}

/** By whose units the wall reads, without what it shows of them. */
export function mapOf({ on, by, span }: WallPlace): Pick<WallPlace, 'on' | 'by' | 'span'> {
  return on === undefined ? {} : { on, by: by ?? 'carried', span: span ?? 'year' }
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
    ...readMap(params),
  }
}

function readMap(params: URLSearchParams): Pick<WallPlace, 'on' | 'by' | 'span'> {
  const on = params.get('on') ?? ''
  if (!/^\d{4}-\d{2}-\d{2}$/.test(on)) return {}
  return {
    on,
    by: mapWays.find((one) => one === params.get('by')) ?? 'carried',
    span: mapSpans.find((one) => one === params.get('span')) ?? 'year',
  }
}

export function writeAddress({ unit, at, tile, proof, list, on, by, span }: WallPlace): string {
  const params = new URLSearchParams()
  if (on) params.set('on', on)
  if (on && by) params.set('by', by)
  if (on && span) params.set('span', span)
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
