import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import type { AnyRoute } from '#platform/http-route.ts'
import type { Log } from '#platform/log.ts'
import type { Metrics } from '#platform/metrics.ts'
import type { Wakeup } from '#platform/wakeup.ts'
import { operationsModule } from '#modules/operations/server/index.ts'
import type { Product } from './product.ts'

type Around = {
  db: AnyDb
  clock: Clock
  config: Config
  log: Log
  product: Product
  wakeup: Wakeup
  metrics: Metrics
  /** City seconds in a real one. */
  speed(): number
}

const CALENDAR_REFRESH_MS = 1_000

/** Whoever reads the event log in this process, and the routes that show what they read. */
export async function composeReaders({ db, clock, config, log, product, wakeup, metrics, speed }: Around) {
  const { casework, indicators, organisation, calendar, dossiers, notifications } = product
  const operations = operationsModule({
    db,
    clock,
    organisation,
    indicators,
    log,
    boundariesFile: config.boundariesFile,
    freshness: () => consumer.lag(),
  })
  await operations.start()
  const recent = casework.recentLog(db)
  const consumer = indicators.start({
    readOutbox: (cursor, limit) => recent.readAfter(cursor, limit),
    onFolded: (batch, folded) => operations.onFolded(batch, folded),
  })
  const tail = casework.tail({ db, recent, log, onEvents: (events) => dossiers.live.tell(events) })
  const notices = notifications.tail((people) => dossiers.live.ring(people))
  const mail = notifications.runMail()
  const delivering = casework.startDelivery({ db, log, speed })
  const courses = casework.startFollowingCourses(db, log)
  const links = dossiers.startLinkReader(log)
  const told = dossiers.startNoticeReader(log)
  const deaf = wakeup.listen(() => {
    links.wake()
    told.wake()
    consumer.wake()
    tail.wake()
    delivering.wake()
    notices.wake()
  })
  // A calendar that another process changed is taken up within a second.
  const calendars = setInterval(
    () =>
      void calendar.refresh().catch((error: unknown) => log.warn({ err: error }, 'calendars not refreshed')),
    CALENDAR_REFRESH_MS,
  )
  const calm = calendar.onChange(
    (changed) =>
      void dossiers
        .tellMoved(changed)
        .catch((error: unknown) => log.error({ err: error }, 'watchers of moved due dates not told')),
  )
  void dossiers
    .restateOldClocks()
    .catch((error: unknown) => log.error({ err: error }, 'clocks of the first release not restated'))
  metrics.gauge('indicator_events', 'Events folded into the figures', () => consumer.lag().handled)
  metrics.gauge(
    'casework_incidents',
    'Places where cases cannot go on and wait for somebody to help',
    () => delivering.counts().incidents,
  )
  metrics.gauge(
    'casework_calls',
    'Calls of outside services not yet answered',
    () => delivering.counts().calls,
  )
  metrics.gauge('desks_listening', 'Desks with an open live connection', () => dossiers.live.size)
  const routes: AnyRoute[] = [...indicators.routes, ...operations.routes]
  return {
    routes,
    lag: () => consumer.lag(),
    async stop() {
      deaf()
      calm()
      clearInterval(calendars)
      operations.stop()
      await mail?.stop()
      await notices.stop()
      await delivering.stop()
      await tail.stop()
      await courses.stop()
      await links.stop()
      await told.stop()
      await consumer.stop()
    },
  }
}
