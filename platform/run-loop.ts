import type { Log } from '#platform/log.ts'

const BACK_OFF_MS = 1_000
/** Many wake-ups within this time are one turn. */
const SHORTEST_PAUSE_MS = 20

export type Loop = {
  /** Cheap, and only a hint: there may be something to do. */
  wake(): void
  /** Resolves when the turn under way has ended. */
  stop(): Promise<void>
}

/** Does `turn` over and over; it answers how many milliseconds may pass before the next. A turn that fails is tried again. */
export function runLoop(name: string, log: Log, turn: () => Promise<number>): Loop {
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
      pause = BACK_OFF_MS
    }
    plan(woken ? Math.min(pause, SHORTEST_PAUSE_MS) : pause)
  }

  function plan(pause: number) {
    if (stopping) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      under = go()
    }, pause)
  }

  plan(0)
  return {
    wake() {
      if (woken) return
      woken = true
      if (timer) plan(SHORTEST_PAUSE_MS)
    },
    async stop() {
      stopping = true
      clearTimeout(timer)
      await under
    },
  }
}
