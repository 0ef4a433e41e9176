import type { ProcessStep } from '../process/process-table.ts'

// Rows of the table that officials write, changed one act at a time. Pure.

/** A new row after the one at `index`, done by whoever does that one, under a key nobody has. */
export function addRow(steps: readonly ProcessStep[], index: number): ProcessStep[] {
  const beside = steps[index]
  const row: ProcessStep = {
    key: freeKey(steps),
    work: '',
    postKind: beside?.postKind ?? 'one_stop',
    place: beside?.place ?? 'receiving',
    minutes: 0,
    ...(beside?.stage === undefined ? {} : { stage: beside.stage }),
  }
  return [...steps.slice(0, index + 1), row, ...steps.slice(index + 1)]
}

export function removeRow(steps: readonly ProcessStep[], index: number): ProcessStep[] {
  return steps.filter((_, at) => at !== index)
}

/** The row one place up (-1) or down (1); at the border nothing moves. */
export function moveRow(steps: readonly ProcessStep[], index: number, by: -1 | 1): ProcessStep[] {
  const row = steps[index]
  const to = index + by
  if (!row || to < 0 || to >= steps.length) return [...steps]
  const rest = removeRow(steps, index)
  return [...rest.slice(0, to), row, ...rest.slice(to)]
}

export function changeRow(
  steps: readonly ProcessStep[],
  index: number,
  to: Partial<Record<keyof ProcessStep, string | number | undefined>>,
): ProcessStep[] {
  return steps.map((step, at) =>
    at === index
      ? // What is emptied is left out: an empty stage and no stage are one thing to an official.
        (Object.fromEntries(
          Object.entries({ ...step, ...to }).filter(
            ([name, value]) =>
              value !== undefined &&
              !(value === '' && (name === 'stage' || name === 'output' || name === 'notBy')),
          ),
        ) as ProcessStep)
      : step,
  )
}

function freeKey(steps: readonly ProcessStep[]): string {
  const taken = new Set(steps.map(({ key }) => key))
  for (let number = steps.length + 1; ; number++) if (!taken.has(`b${number}`)) return `b${number}`
}

export type TimeUnit = 'hours' | 'days'

/** Minutes in hours, or in days of so many minutes, as they are typed. */
export function inUnit(minutes: number, unit: TimeUnit, minutesPerDay = 480): number {
  return Math.round((minutes / (unit === 'hours' ? 60 : minutesPerDay)) * 10_000) / 10_000
}

/** What was typed as minutes; comma or point, nothing is 0; undefined where it is no number. */
export function toMinutes(typed: string, unit: TimeUnit, minutesPerDay = 480): number | undefined {
  const text = typed.trim().replace(',', '.')
  if (!/^\d*(\.\d*)?$/.test(text)) return undefined
  return Math.round(Number(text === '.' ? 0 : text || 0) * (unit === 'hours' ? 60 : minutesPerDay))
}
