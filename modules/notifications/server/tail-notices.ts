import type { Recipient } from '../contract.ts'
import { findEnded, listTold } from './notice-store.ts'
import type { Parts } from './parts.ts'
import { recipientOf } from './recipient.ts'

/** Many wake-ups within this time are one reading. */
const SHORTEST_PAUSE_MS = 100
/** Without any wake-up, what another process wrote is found after this time. */
const LONGEST_PAUSE_MS = 2_000

export type NoticeTail = { wake(): void; stop(): Promise<void> }

/** Says who was told something, from now on, after it was committed and whoever committed it. */
export function tailNotices(
  { db, log }: Pick<Parts, 'db' | 'log'>,
  onTold: (told: readonly Recipient[]) => void,
): NoticeTail {
  let from: string | undefined
  let stopping = false
  let woken = false
  let timer: NodeJS.Timeout | undefined
  let running = turn()

  async function turn() {
    timer = undefined
    woken = false
    try {
      const until = await findEnded(db)
      if (from !== undefined && from !== until) {
        const told = await listTold(db, from, until)
        if (told.length > 0) onTold(told.map(recipientOf))
      }
      from = until
    } catch (error) {
      log.warn({ err: error }, 'tail of notices failed; trying again')
    }
    if (!stopping) schedule(woken ? SHORTEST_PAUSE_MS : LONGEST_PAUSE_MS)
  }

  function schedule(pause: number) {
    timer = setTimeout(() => {
      running = turn()
    }, pause)
  }

  return {
    wake() {
      if (woken || stopping) return
      woken = true
      if (!timer) return
      clearTimeout(timer)
      schedule(SHORTEST_PAUSE_MS)
    },
    async stop() {
      stopping = true
      clearTimeout(timer)
      await running
    },
  }
}
