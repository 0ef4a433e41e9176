import type { Channel } from '#modules/dossiers/contract.ts'

/** How dossiers come in, of a hundred: Hà Nội in 2023, when the counter still came before the screen. */
export const channelMix: readonly (readonly [Channel, number])[] = [
  ['counter', 55],
  ['online', 43],
  ['post', 2],
]

/** How often a procedure is asked for, beside the others; what is not listed is rare. */
const procedureWeights: Readonly<Record<string, number>> = {
  // Certification and civil status fill the days of a commune.
  '2.000815': 300,
  '2.000884': 90,
  '2.001035': 15,
  '2.000908': 25,
  '2.001019': 3,
  '2.000635': 90,
  '1.001193': 55,
  '1.000894': 25,
  '1.000656': 25,
  '1.004873': 60,
  '1.004859': 15,
  '2.002516': 12,
  '2.000986': 12,
  '2.001023': 6,
  '1.004884': 6,
  '1.001022': 4,
  '1.004194': 45,
  '1.004222': 40,
  '1.002755': 12,
  '1.003677': 10,
  '1.010041': 20,
  '1.010039': 8,
  '3.000228': 8,
  '1.001612': 18,
  '2.000720': 6,
  '1.001266': 6,
  '1.014063': 15,
  '1.014061': 12,
  '1.014062': 6,
  '1.014064': 6,
  '1.012796': 4,
  '2.001199': 8,
  '2.002043': 5,
  '2.001583': 6,
  '2.002041': 10,
  '3.000333': 25,
  '1.012793': 12,
  '1.012753': 5,
  '1.013833': 4,
  '1.014159': 3,
}
const RARE = 0.6

export function procedureWeight(code: string): number {
  return procedureWeights[code] ?? RARE
}

/** A share of the day from one minute to another; people come more often where the weight is greater. */
type Stretch = readonly [fromMinute: number, toMinute: number, weight: number]

const hour = (from: number, weight: number): Stretch => [from * 60, from * 60 + 60, weight]

/** A counter is fullest from nine to ten and quiet before the lunch break and before closing. */
export const counterProfile: readonly Stretch[] = [
  [480, 510, 0.45],
  [510, 540, 0.65],
  hour(9, 2),
  hour(10, 1.5),
  hour(11, 0.7),
  [780, 810, 0.3],
  [810, 840, 0.5],
  hour(14, 1.3),
  hour(15, 1),
  hour(16, 0.5),
]

/** Online follows the office hours, and comes back after supper. */
export const onlineProfile: readonly Stretch[] = [
  hour(0, 0.05),
  hour(6, 0.1),
  hour(7, 0.3),
  hour(8, 1),
  hour(9, 1.6),
  hour(10, 1.4),
  hour(11, 1),
  hour(12, 0.5),
  hour(13, 0.8),
  hour(14, 1.2),
  hour(15, 1),
  hour(16, 0.8),
  hour(17, 0.5),
  hour(18, 0.3),
  hour(19, 0.5),
  hour(20, 0.8),
  hour(21, 0.7),
  hour(22, 0.4),
  hour(23, 0.1),
]

/** Of a thousand dossiers, how many take this turn. */
export const turns = { refused: 10, supplement: 40, rework: 20, withdrawn: 3, denied: 20, late: 7 } as const
