import type { AnyDb } from '#platform/database.ts'
import type { Log } from '#platform/log.ts'
import type { Delivery } from './carry.ts'
import { callServices } from './call-services.ts'
import { deliverSaid } from './deliver-messages.ts'
import { fireTimers } from './fire-timers.ts'
import { countIncidents } from './incident-store.ts'
import { forgetMessages } from './message-store.ts'
import { runLoop } from '#platform/run-loop.ts'
import { countCalls } from './service-store.ts'
import { findNextMoment } from './timer-store.ts'

/** Longest pause of a node that hears no wake-up: how late another node's work may be taken over. */
const LONGEST_PAUSE_MS = 1_000
const SHORTEST_PAUSE_MS = 20
/** Messages and calls that come within this time go together; nobody sits and waits for them. */
const TOGETHER_MS = 100
/** Batches of timers under way at once when many are due. */
const LANES = 2
const BATCHES_IN_A_LANE = 8

export type Delivering = {
  wake(): void
  /** How many incidents wait for somebody, and how many calls for an answer, as counted a moment ago. */
  counts(): { incidents: number; calls: number }
  stop(): Promise<void>
}

export type DeliveryOptions = {
  db: AnyDb
  log: Log
  /** City seconds in a real one. */
  speed?: () => number
}

/** How often messages whose time is over are forgotten. */
const SWEEP_MS = 600_000
const COUNT_MS = 5_000

/** Delivers to cases what they wait for. Run it in as many processes as you like. */
export function startDelivery(delivery: Delivery, { db, log, speed = () => 1 }: DeliveryOptions): Delivering {
  // Messages and calls come with steps, of which a wake-up tells; timers come with time, of which nobody tells.
  const woken = [
    runLoop(
      'delivering messages',
      log,
      async () => ((await deliverSaid(delivery, db, log)) ? 0 : LONGEST_PAUSE_MS),
      { shortestPauseMs: TOGETHER_MS },
    ),
    runLoop(
      'calling services',
      log,
      async () => ((await callServices(delivery, db, log)) > 0 ? 0 : LONGEST_PAUSE_MS),
      { shortestPauseMs: TOGETHER_MS },
    ),
  ]
  let counts = { incidents: 0, calls: 0 }
  const timed = [
    runLoop('counting incidents', log, async () => {
      counts = { incidents: await countIncidents(db), calls: await countCalls(db) }
      return COUNT_MS
    }),
    runLoop('forgetting messages', log, async () => {
      const lost = await forgetMessages(db, delivery.engine.clock.now())
      if (lost > 0) log.warn({ messages: lost }, 'messages that no case took in their time were forgotten')
      return SWEEP_MS
    }),
    runLoop('firing timers', log, async () => {
      if ((await fireTimers(delivery, db, log)).full) {
        // While one batch is written the next is decided.
        await Promise.all(Array.from({ length: LANES }, () => fireBatches(delivery, db, log)))
        return 0
      }
      const next = await findNextMoment(db)
      if (!next) return LONGEST_PAUSE_MS
      const cityMs = next.getTime() - delivery.engine.clock.now().getTime()
      // What is due and was not claimed lies with another node.
      return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, cityMs / Math.max(speed(), 0.001)))
    }),
  ]
  return {
    counts: () => counts,
    wake() {
      for (const loop of woken) loop.wake()
    },
    async stop() {
      await Promise.all([...woken, ...timed].map((loop) => loop.stop()))
    },
  }
}

async function fireBatches(delivery: Delivery, db: AnyDb, log: Log): Promise<void> {
  for (let batch = 0; batch < BATCHES_IN_A_LANE; batch++)
    if (!(await fireTimers(delivery, db, log)).full) return
}
