import type { AnyDb } from '#platform/database.ts'
import { callAdvance, type StepOutcome, type StepRow } from './advance-store.ts'

/** Calls under way at once: while one commits, the other works. More only make the batches smaller. */
const CALLS_AT_ONCE = 2
/** So many still go in one call; more are shared out among the calls that are free. */
const FEW = 6
/** Bounds how long a call keeps its rows. */
const MOST_IN_A_CALL = 64

type Waiting = { step: StepRow; resolve(outcome: StepOutcome): void; reject(error: unknown): void }

/**
 * Sends steps of different cases together, and waits for nothing: a step goes at once while a call is free;
 * what comes while all are under way goes together in the next. Nobody sees his neighbours: each step has its own
 * outcome, and when a whole call fails, each is asked again alone, so that only the one at fault is told.
 */
export class StepBatches {
  readonly #db: AnyDb
  #waiting: Waiting[] = []
  /** Cases with a step under way: the next step of the same case waits for the answer. */
  readonly #busy = new Set<string>()
  #calls = 0
  #scheduled = false

  constructor(db: AnyDb) {
    this.#db = db
  }

  send(step: StepRow): Promise<StepOutcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ step, resolve, reject })
      this.#schedule()
    })
  }

  /** After everything that has arrived by now: what came with one packet goes in one call. */
  #schedule() {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      while (this.#calls < CALLS_AT_ONCE) {
        const batch = this.#take()
        if (batch.length === 0) return
        void this.#carry(batch)
      }
    })
  }

  #take(): Waiting[] {
    // All in one call come back together, set out together again, and then the other call is never used.
    const free = this.#waiting.length > FEW ? CALLS_AT_ONCE - this.#calls : 1
    const most = Math.min(Math.ceil(this.#waiting.length / free), MOST_IN_A_CALL)
    const batch: Waiting[] = []
    const later: Waiting[] = []
    for (const one of this.#waiting) {
      if (batch.length === most || this.#busy.has(one.step.id)) {
        later.push(one)
        continue
      }
      this.#busy.add(one.step.id)
      batch.push(one)
    }
    this.#waiting = later
    // Everybody locks cases in the same order, so that two calls never wait for each other.
    return batch.sort((a, b) => byId(a.step.id, b.step.id))
  }

  async #carry(batch: readonly Waiting[]) {
    this.#calls += 1
    try {
      const outcomes = await callAdvance(
        this.#db,
        batch.map(({ step }) => step),
      )
      for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index] ?? 'missing')
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error)
      else await Promise.all(batch.map((one) => this.#carryAlone(one)))
    } finally {
      this.#calls -= 1
      for (const { step } of batch) this.#busy.delete(step.id)
      if (this.#waiting.length > 0) this.#schedule()
    }
  }

  async #carryAlone({ step, resolve, reject }: Waiting) {
    try {
      const [outcome] = await callAdvance(this.#db, [step])
      resolve(outcome ?? 'missing')
    } catch (error) {
      reject(error)
    }
  }
}

/** In the order of the numbers, whose texts may differ in length. */
function byId(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1)
}
