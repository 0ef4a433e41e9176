import pg from 'pg'
import type { Database } from '#platform/database.ts'

/** One call of the engine's own step as it went to the server. */
export type RecordedStep = { caseId: string; text: string; values: unknown[] }

const NAME = 'casework.advance'

/** Writes down every step a product sends through its pool, so that the very same can be sent with nothing around it. */
export function recordSteps(pool: Database['pool'], recorded: RecordedStep[]) {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    Object.assign(client, {
      query(...args: unknown[]) {
        const [config] = args
        if (isStep(config))
          recorded.push({ caseId: String(config.values[1]), text: config.text, values: config.values })
        return query(...args)
      },
    })
  })
}

function isStep(config: unknown): config is { name: string; text: string; values: unknown[] } {
  return typeof config === 'object' && config !== null && 'name' in config && config.name === NAME
}

export type RecordedCase = { caseId: string; steps: RecordedStep[]; done: number }

export function byCase(recorded: readonly RecordedStep[]): RecordedCase[] {
  const cases = new Map<string, RecordedCase>()
  for (const step of recorded) {
    const one = cases.get(step.caseId) ?? { caseId: step.caseId, steps: [], done: 0 }
    one.steps.push(step)
    cases.set(step.caseId, one)
  }
  return [...cases.values()]
}

/** node-pg with a prepared statement and arguments worked out before: the least a Node program can do. */
export function openBareDriver(url: string, connections: number) {
  const pool = new pg.Pool({ connectionString: url, max: connections })
  pool.on('error', () => undefined)
  return {
    async step(one: RecordedCase) {
      const step = one.steps[one.done]
      if (!step) throw new Error(`Case ${one.caseId} has no step ${one.done}.`)
      const { rows } = await pool.query<{ outcome: string }>({
        name: NAME,
        text: step.text,
        values: step.values,
      })
      if (rows[0]?.outcome !== 'done')
        throw new Error(`Bare step ${one.done} of case ${one.caseId} answered ${rows[0]?.outcome}.`)
      one.done += 1
    },
    close: () => pool.end(),
  }
}
