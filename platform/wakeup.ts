import pg from 'pg'
import type { Log } from './log.ts'

/**
 * Tells readers of the outbox that something was committed. In this process at once; to other processes by
 * NOTIFY on a connection of its own, outside every step's transaction and at most every few tens of
 * milliseconds, because NOTIFY inside a transaction makes all commits queue.
 */
export type Wakeup = {
  wake(): void
  /** Calls `listener` after a wake-up; answers how to stop. */
  listen(listener: () => void): () => void
  close(): Promise<void>
}

const CHANNEL = 'thanglong_wake'
const NOTIFY_EVERY_MS = 40
const RECONNECT_MS = 1000

export function createWakeup(url: string | undefined, log?: Log, reconnectMs = RECONNECT_MS): Wakeup {
  const listeners = new Set<() => void>()
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let again: NodeJS.Timeout | undefined
  let isOwed = false
  let closed = false

  function tell() {
    for (const listener of listeners) listener()
  }

  /** One word at a time: where the line is slow, all that came meanwhile is said in the next. */
  async function tellOthers() {
    isOwed = false
    await client?.query(`notify ${CHANNEL}`).catch(() => undefined)
    timer = isOwed && !closed ? setTimeout(() => void tellOthers(), NOTIFY_EVERY_MS) : undefined
  }

  /** An attempt that fails is told twice, by its refusal and by its end; one more follows all the same. */
  function reconnect() {
    client = undefined
    if (closed || again) return
    again = setTimeout(() => {
      again = undefined
      void connect()
    }, reconnectMs).unref()
  }

  async function connect() {
    if (!url || closed) return
    const next = new pg.Client({ connectionString: url, application_name: 'thanglong-wake' })
    next.on('error', (error) => {
      log?.warn({ err: error }, 'wake-up connection lost')
      client = undefined
    })
    next.on('end', reconnect)
    next.on('notification', ({ processId }) => {
      // Our own readers were told already.
      if (processId !== (next as pg.Client & { processID?: number }).processID) tell()
    })
    try {
      await next.connect()
      await next.query(`listen ${CHANNEL}`)
      client = next
    } catch {
      reconnect()
    }
  }

  void connect()
  return {
    wake() {
      tell()
      isOwed = true
      timer ??= setTimeout(() => void tellOthers(), NOTIFY_EVERY_MS)
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      clearTimeout(again)
      await client?.end().catch(() => undefined)
    },
  }
}
