import pg from 'pg'
import type { Database } from '#platform/database.ts'

const NAME = 'casework.advance'
/** What parts the steps of a call and their fields; the case is the second. */
const [STEP, FIELD] = ['\u001e', '\u001f'] as const
/** As many calls of the product's own are under way at once. */
const CALLS_AT_ONCE = 2

/** One call of the engine as it went to the server: the argument is a list of steps. */
export type RecordedCall = { text: string; argument: string }
/** A step of a call as the engine wrote it, and whose case it is. */
type RecordedStep = { id: string; line: string }

/** Writes down every call a product sends through its pool, so that the very same steps can be sent with nothing around them. */
export function recordSteps(pool: Database['pool'], recorded: RecordedCall[]) {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    Object.assign(client, {
      query(...args: unknown[]) {
        const [config] = args
        if (isStep(config)) recorded.push({ text: config.text, argument: config.values[0] })
        return query(...args)
      },
    })
  })
}

function isStep(config: unknown): config is { name: string; text: string; values: [string] } {
  return typeof config === 'object' && config !== null && 'name' in config && config.name === NAME
}

function stepsIn(argument: string): RecordedStep[] {
  return argument.split(STEP).map((line) => ({ id: line.split(FIELD)[1] ?? '', line }))
}

/** A case with its steps in order, each the argument of a call of its own. */
export type RecordedCase = { caseId: string; text: string; steps: string[]; done: number }

export function byCase(recorded: readonly RecordedCall[]): RecordedCase[] {
  const cases = new Map<string, RecordedCase>()
  for (const { text, argument } of recorded) {
    for (const step of stepsIn(argument)) {
      const one = cases.get(step.id) ?? { caseId: step.id, text, steps: [], done: 0 }
      one.steps.push(step.line)
      cases.set(step.id, one)
    }
  }
  return [...cases.values()]
}

/** node-pg with a prepared statement and arguments worked out before: the least a Node program can do. */
export function openBareDriver(url: string, connections: number) {
  const pool = new pg.Pool({ connectionString: url, max: connections })
  pool.on('error', () => undefined)
  async function call(text: string, argument: string) {
    const { rows } = await pool.query({ name: NAME, text, values: [argument] })
    if (rows.length > 0) throw new Error(`A bare step was not done: ${JSON.stringify(rows[0])}.`)
  }
  return {
    /** One step a call, as a program without batches would. */
    async step(one: RecordedCase) {
      await call(one.text, one.steps[one.done] ?? '')
      one.done += 1
    },
    /** The recorded calls as they were, each after those that carried its cases before. */
    async replay(calls: readonly RecordedCall[]): Promise<{ steps: number; seconds: number }> {
      const last = new Map<string, Promise<void>>()
      const carried = calls.map(({ argument }) => stepsIn(argument).map(({ id }) => id))
      let next = 0
      async function work() {
        for (let index = next++; index < calls.length; index = next++) {
          const { text, argument } = calls[index] ?? { text: '', argument: '' }
          const ids = carried[index] ?? []
          const sent = Promise.all(ids.map((id) => last.get(id) ?? Promise.resolve())).then(() =>
            call(text, argument),
          )
          for (const id of ids) last.set(id, sent)
          await sent
        }
      }
      const begun = performance.now()
      await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work))
      const steps = carried.reduce((sum, ids) => sum + ids.length, 0)
      return { steps, seconds: (performance.now() - begun) / 1000 }
    },
    close: () => pool.end(),
  }
}
