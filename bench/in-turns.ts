import type { BenchCase } from './five-steps.ts'

/** What a measured run took: steps, and the seconds they needed. */
export type Taken = { steps: number; seconds: number }

/**
 * Runs a round of both processes as table, model, model, table, so that whatever changes in its course (other work on
 * the machine, a heap that fills, a checkpoint) falls on both alike. One after the other, and all the other engines
 * between them, the model always came later: into a larger heap, and into a driver that had met those engines.
 */
export async function inTurns<Run extends Taken>(
  table: readonly BenchCase[],
  model: readonly BenchCase[],
  run: (kind: 'table' | 'model', cases: readonly BenchCase[]) => Promise<Run>,
): Promise<{ table: Run[]; model: Run[] }> {
  const [tableFirst, tableLast] = halves(table)
  const [modelFirst, modelLast] = halves(model)
  const runs = { table: [await run('table', tableFirst)], model: [await run('model', modelFirst)] }
  runs.model.push(await run('model', modelLast))
  runs.table.push(await run('table', tableLast))
  return runs
}

function halves(cases: readonly BenchCase[]): [readonly BenchCase[], readonly BenchCase[]] {
  const middle = Math.ceil(cases.length / 2)
  return [cases.slice(0, middle), cases.slice(middle)]
}

/** Steps a second of several runs together. */
export function rateOf(runs: readonly Taken[]): number {
  const sum = (of: (run: Taken) => number) => runs.reduce((total, run) => total + of(run), 0)
  return sum(({ steps }) => steps) / sum(({ seconds }) => seconds)
}
