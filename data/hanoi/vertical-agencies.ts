import { hanoiUnits2023, type HanoiUnit } from './units.ts'

/**
 * Agencies of the State in Hanoi that are not of its People's Committee, each here as one unit so that linked procedures
 * can be played through: in reality their work is done in offices of wards and districts. Their agency codes are demo
 * values: the first part is the ministry's code on results published nationally, the rest is ours.
 */
const verticalAgencies: readonly HanoiUnit[] = [
  agency('cong-an-thanh-pho', 'Công an thành phố Hà Nội', 'Công an', 'G01.126'),
  agency('bao-hiem-xa-hoi', 'Bảo hiểm xã hội thành phố Hà Nội', 'Bảo hiểm xã hội', 'G18.126'),
]

/** Hanoi of 2023 as the demo city is filled: its own units and the agencies that linked procedures need. */
export function demoUnits2023(): HanoiUnit[] {
  return [...hanoiUnits2023(), ...verticalAgencies]
}

function agency(code: string, name: string, kind: string, agencyCode: string): HanoiUnit {
  return { code, name, shortName: name, tier: 'department', kind, parentCode: '01', agencyCode }
}
