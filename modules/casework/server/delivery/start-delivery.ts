import type { AnyDb } from '#platform/database.ts'
import type { Log } from '#platform/log.ts'
import type { Delivery } from './carry.ts'
import { fireTimers } from './fire-timers.ts'
import { runLoop } from './run-loop.ts'
import { findNextMoment } from './timer-store.ts'

/** Longest pause of a node that hears no wake-up: how late another node's work may be taken over. */
const LONGEST_PAUSE_MS = 1_000
const SHORTEST_PAUSE_MS = 20

export type Delivering = { wake(): void; stop(): Promise<void> }

export type DeliveryOptions = {
  db: AnyDb
  log: Log
  /** City seconds in a real one. */
  speed?: () => number
}

/** Delivers to cases what they wait for. Run it in as many processes as you like. */
export function startDelivery(delivery: Delivery, { db, log, speed = () => 1 }: DeliveryOptions): Delivering {
  const loops = [
    runLoop('firing timers', log, async () => {
      if ((await fireTimers(delivery, db, log)).full) return 0
      const next = await findNextMoment(db)
      if (!next) return LONGEST_PAUSE_MS
      const cityMs = next.getTime() - delivery.engine.clock.now().getTime()
      // What is due and was not claimed lies with another node.
      return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, cityMs / Math.max(speed(), 0.001)))
    }),
  ]
  return {
    wake() {
      for (const loop of loops) loop.wake()
    },
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
