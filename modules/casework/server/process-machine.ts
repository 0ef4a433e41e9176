import type { Process, ProcessStep } from '../contract.ts'
import { caseworkErrors } from './errors.ts'

/** A process compiled once: what follows each step is a look-up. */
export type Machine = {
  definitionId: number
  first: ProcessStep
  last: ProcessStep
  step(key: string): ProcessStep
  /** The step after, or undefined after the last. */
  next(key: string): ProcessStep | undefined
  /** The step before, or undefined at the first. */
  previous(key: string): ProcessStep | undefined
  steps: readonly ProcessStep[]
}

export function compileProcess(definitionId: number, { steps }: Process): Machine {
  const first = steps[0]
  const last = steps[steps.length - 1]
  if (!first || !last) throw caseworkErrors.badProcess('it has no step')
  const at = new Map<string, number>()
  steps.forEach((step, index) => {
    if (at.has(step.key)) throw caseworkErrors.badProcess(`step "${step.key}" stands twice`)
    if (!Number.isFinite(step.minutes) || step.minutes < 0)
      throw caseworkErrors.badProcess(`step "${step.key}" has no valid time`)
    at.set(step.key, index)
  })
  const indexOf = (key: string) => {
    const index = at.get(key)
    if (index === undefined) throw caseworkErrors.noSuchTask(key)
    return index
  }
  return {
    definitionId,
    first,
    last,
    steps,
    step(key) {
      const step = steps[indexOf(key)]
      if (!step) throw caseworkErrors.noSuchTask(key)
      return step
    },
    next: (key) => steps[indexOf(key) + 1],
    previous: (key) => steps[indexOf(key) - 1],
  }
}
