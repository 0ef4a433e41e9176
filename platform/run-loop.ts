import type { Log } from './log.ts'

const BACK_OFF_MS = 1_000
const SHORTEST_PAUSE_MS = 20

type LoopOptions = {
  /** Many wake-ups within this time are one turn. */
  shortestPauseMs?: number
  /** Before a turn that failed is tried again. */
  backOffMs?: number
}

export type Loop = {
  /** Cheap, and only a hint: there may be something to do. */
  wake(): void
  /** Resolves when the turn under way has ended. */
  stop(): Promise<void>
}

/** Does `turn` over and over; it answers how many milliseconds may pass before the next. A turn that fails is tried again. */
export function runLoop(
  name: string,
  log: Log,
  turn: () => Promise<number>,
  { shortestPauseMs = SHORTEST_PAUSE_MS, backOffMs = BACK_OFF_MS }: LoopOptions = {},
): Loop {
  let stopping = false
  let woken = false
  let timer: NodeJS.Timeout | undefined
  let under = Promise.resolve()

  async function go() {
    timer = undefined
    woken = false
    let pause: number
    try {
      pause = await turn()
    } catch (error) {
      log.warn({ err: error }, `${name} failed; trying again`)
      pause = backOffMs
    }
    plan(woken ? Math.min(pause, shortestPauseMs) : pause)
  }

  function plan(pause: number) {
    if (stopping) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      under = go()
    }, pause)
  }

  under = go()
  return {
    wake() {
      if (woken || stopping) return
      woken = true
      if (timer) plan(shortestPauseMs)
    },
    async stop() {
      stopping = true
      clearTimeout(timer)
      await under
    },
  }
}
