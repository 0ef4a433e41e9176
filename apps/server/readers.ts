import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import type { AnyRoute } from '#platform/http-route.ts'
import type { Log } from '#platform/log.ts'
import type { Metrics } from '#platform/metrics.ts'
import type { Wakeup } from '#platform/wakeup.ts'
import type { Product } from './product.ts'

const CALENDAR_REFRESH_MS = 5_000

type Around = { db: AnyDb; clock: Clock; config: Config; log: Log; product: Product; wakeup: Wakeup; metrics: Metrics }

/** Whoever reads the event log in this process, and the routes that show what they read. */
export async function composeReaders({ db, log, product, wakeup, metrics }: Around) {
  const { casework, indicators } = product
  const consumer = indicators.start({ readOutbox: (from, cursor, limit) => casework.readOutbox(from, cursor, limit) })
  const tail = casework.tail(db, log, (events) => product.dossiers.live.tell(events))
  const deaf = wakeup.listen(() => {
    consumer.wake()
    tail.wake()
  })
  // A calendar that another process changed is taken up within seconds.
  const calendars = setInterval(() => void product.calendar.refresh().catch((error: unknown) => log.warn({ err: error }, 'calendars not refreshed')), CALENDAR_REFRESH_MS)
  metrics.gauge('indicator_events_total', 'Events folded into the figures', () => consumer.lag().handled)
  log.debug('readers started')
  const routes: AnyRoute[] = [...indicators.routes]
  const calm = product.calendar.onChange((ids) => {
    for (const id of ids) void product.dossiers.restateDueDates(id).catch((error: unknown) => log.error({ err: error, calendar: id }, 'due dates not restated'))
  })
  return {
    routes,
    lag: () => consumer.lag(),
    citizenOf: async (_cookies: Readonly<Record<string, string | undefined>>) => undefined,
    async stop() {
      deaf()
      calm()
      clearInterval(calendars)
      await tail.stop()
      await consumer.stop()
    },
  }
}
