import { readFileSync } from 'node:fs'
import Type from 'typebox'
import Value from 'typebox/value'
import { hanoiUnits2023, hanoiUnits2025 } from './units.ts'

const Extent = Type.Union([Type.Literal('full'), Type.Literal('partial')])
const SuccessionFile = Type.Object({
  effectiveOn: Type.String(),
  legalNumber: Type.String(),
  legalDate: Type.String(),
  rows: Type.Array(Type.Tuple([Type.String(), Type.String(), Extent])),
})

/**
 * Hanoi's change of 1 July 2025 as a document: 30 districts and 579 communes of 2023 close, 126 wards and communes open.
 * What the resolution leaves to people stays open in it: the 53 communes that had merged in between, the districts,
 * and how the work of the parted communes is divided.
 */
export function hanoiReorganisation2025() {
  const { rows, effectiveOn, legalNumber, legalDate } = Value.Parse(
    SuccessionFile,
    JSON.parse(readFileSync(new URL('succession-2025-07-01.json', import.meta.url), 'utf8')),
  )
  const closing = hanoiUnits2023().filter((unit) => unit.tier === 'commune' || unit.tier === 'district')
  const opening = hanoiUnits2025().filter((unit) => unit.tier === 'commune')
  return {
    head: {
      title: 'Sắp xếp đơn vị hành chính Hà Nội, chính quyền hai cấp từ 1/7/2025',
      effectiveOn,
      legalNumber,
      legalDate,
    },
    units: [
      ...closing.map(({ code }) => ({ code, act: 'close' as const })),
      ...opening.map(({ code, name, kind, tier, parentCode, agencyCode, position }) => ({
        code,
        name,
        kind,
        tier,
        parentCode,
        agencyCode,
        act: 'open' as const,
        ...(position ? { position: [...position] } : {}),
      })),
    ],
    rows: rows.map(([predecessorCode, successorCode, extent]) => ({
      predecessorCode,
      successorCode,
      extent,
    })),
  }
}
