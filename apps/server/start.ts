import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { systemClock, type Clock } from '#platform/clock.ts'
import { hanoiUnits2023 } from '#data/hanoi/units.ts'
import { demoCitizens } from '#data/people/citizens.ts'
import { loadConfig, type Config } from '#platform/config.ts'
import { openCityClock, type CityClock } from '#platform/database-city-clock.ts'
import { createHttpServer } from '#platform/http-server.ts'
import type { AnyRoute } from '#platform/http-route.ts'
import { createLog, type Log } from '#platform/log.ts'
import { createMetrics } from '#platform/metrics.ts'
import { createWakeup } from '#platform/wakeup.ts'
import { readVersion } from '#platform/read-version.ts'
import {
  assertNoDemoSecrets,
  createFirstAdministrator,
  demoPassword,
  type OrganisationTables,
} from '#modules/organisation/server/index.ts'
import { seedCalendars } from '#modules/calendar/server/index.ts'
import { chooseDataFolder, openStorage, packageFolder, type Storage } from './open-storage.ts'
import { listenAt } from './listen-at.ts'
import { liveDemo } from './live-demo.ts'
import { composeProduct } from './product.ts'
import { composeReaders } from './readers.ts'
import { systemRoutes } from './system-routes.ts'
import { DEMO_MORNING, seedDemo } from './seed-demo.ts'

/** How often a demo city notes its time, and takes up what a command set. */
const CITY_BEAT_MS = 1_000
/** How often it is asked whether a reorganisation's day has come. */
const REORGANISATION_PAUSE_MS = 20_000

export type Running = {
  config: Config
  address: string
  cityClock: CityClock | undefined
  routes: readonly AnyRoute[]
  /** Lines for the person who started it. */
  welcome: string[]
  stop(): Promise<void>
}

/** Brings the city up: storage, modules, HTTP, readers of the log. Everything started is stopped in reverse order. */
export async function startServer(env: NodeJS.ProcessEnv = process.env): Promise<Running> {
  const config = chooseDataFolder(loadConfig(env), env.THANGLONG_DATA)
  const log = createLog(config.logLevel)
  const storage = await openStorage(config)
  const stops: (() => Promise<unknown> | unknown)[] = [() => storage.close()]
  async function stop() {
    for (const one of stops.splice(0).reverse()) await one()
  }
  try {
    return await serve(config, log, storage, stops, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function serve(
  config: Config,
  log: Log,
  storage: Storage,
  stops: (() => unknown)[],
  stop: () => Promise<void>,
): Promise<Running> {
  const { database, url } = storage
  const { db } = database
  const cityClock = config.demo ? await openCityClock(db, new Date(DEMO_MORNING)) : undefined
  const clock: Clock = cityClock ?? systemClock
  if (cityClock) {
    const beat = setInterval(
      () => void cityClock.note().catch((error: unknown) => log.warn({ err: error }, 'city clock not noted')),
      CITY_BEAT_MS,
    )
    stops.push(() => clearInterval(beat))
  }
  await seedCalendars(db, clock.now())
  const administrator = await prepareCity(config, db, clock)
  await assertNoDemoSecrets(db.withTables<OrganisationTables>(), config)

  const metrics = createMetrics()
  const wakeup = createWakeup(url, log)
  stops.push(() => wakeup.close())
  const product = await composeProduct({
    db,
    clock,
    config,
    log,
    wake() {
      metrics.wakeups.inc()
      wakeup.wake()
    },
  })
  await product.dossiers.start()
  if (await product.casework.renumberOutbox(db)) {
    log.warn('the database was loaded from a dump: events are numbered anew and all figures computed again')
    await product.indicators.rebuild()
    await product.dossiers.restartReaders()
    await product.casework.restartReaders(db)
  }
  if (config.demo) await product.portal.seedDemoCitizens(db, demoCitizens(hanoiUnits2023()))
  const readers = await composeReaders({
    db,
    clock,
    config,
    log,
    product,
    wakeup,
    metrics,
    speed: () => cityClock?.speed ?? 1,
  })
  stops.push(() => readers.stop())

  const routes: AnyRoute[] = [
    ...product.organisation.routes,
    ...product.reorganisations.routes,
    ...product.authorities.routes,
    ...product.calendar.routes,
    ...product.catalogue.routes,
    ...product.files.routes,
    ...product.notifications.routes,
    ...product.processes.routes,
    ...product.insight.routes,
    ...product.deliveryDesk.routes,
    ...product.dossiers.routes,
    ...readers.routes,
    ...product.portal.routes,
  ]
  routes.push(
    ...systemRoutes({
      database,
      version: readVersion(),
      migrations: storage.migrations,
      lag: readers.lag,
      metrics,
      routes,
      publicUrl: config.publicUrl,
    }),
  )
  const deskFolder = join(packageFolder(), 'dist', 'desk')
  const app = await createHttpServer({
    routes,
    log,
    officerOf: (cookies) => product.organisation.officerOf(cookies),
    citizenOf: (cookies) => product.portal.citizenOf(cookies),
    may: (officer, permission) => product.organisation.may(officer, permission),
    now: () => systemClock.now(),
    maxBodyBytes: config.maxBodyBytes,
    maxUploadBytes: config.maxUploadBytes,
    secureCookies: config.secureCookies,
    metricsToken: config.metricsToken,
    ...(existsSync(deskFolder) ? { deskFolder } : {}),
    errorPage: (error, requestId) => product.portal.errorPage(error, requestId),
    onAnswer: (route, method, status, seconds) => metrics.http.observe({ route, method, status }, seconds),
  })
  await listenAt(app, config)
  stops.push(() => app.close())

  if (cityClock) stops.push(liveDemo({ db, config, cityClock, product, log, wake: () => wakeup.wake() }))
  const sweep = setInterval(() => {
    for (const sweeping of [product.files.removeExpiredStaging(), product.notifications.removeOldNotices()])
      sweeping.catch((error: unknown) => log.warn({ err: error }, 'sweep failed'))
  }, 3_600_000)
  stops.push(() => clearInterval(sweep))
  // A reorganisation whose day has come, or that was interrupted, goes on from where it stood.
  const goOn = () =>
    void product.reorganisations
      .goOn()
      .catch((error: unknown) =>
        log.error({ err: error }, 'a reorganisation stopped; it goes on with the next turn'),
      )
  const moveCases = () =>
    void product.processes
      .goOn()
      .catch((error: unknown) =>
        log.error({ err: error }, 'a move of cases stopped; it goes on with the next turn'),
      )
  const turn = () => {
    goOn()
    moveCases()
  }
  turn()
  const days = setInterval(turn, REORGANISATION_PAUSE_MS)
  stops.push(() => clearInterval(days))
  const { port } = app.server.address() as AddressInfo
  const address = config.port === 0 ? `http://${config.host}:${port}` : config.publicUrl
  return { config, address, cityClock, routes, welcome: welcomeLines(config, address, administrator), stop }
}

async function prepareCity(config: Config, db: Storage['database']['db'], clock: Clock) {
  if (config.demo) {
    await seedDemo(db, clock)
    return undefined
  }
  return createFirstAdministrator(db.withTables<OrganisationTables>(), systemClock, {
    city: { code: '01', name: 'Thành phố', kind: 'Thành phố' },
    timeZone: config.timeZone,
  })
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

function welcomeLines(
  config: Config,
  address: string,
  administrator: { login: string; password: string } | undefined,
): string[] {
  const demo = config.demo
    ? [
        '',
        `Tài khoản dùng thử / demo accounts (mật khẩu / password: ${demoPassword}):`,
        '  motcua.00004          cán bộ một cửa, Phường Trúc Bạch / one-stop officer',
        '  chuyenvien1.00004     chuyên viên / specialist',
        '  lanhdao.00004         lãnh đạo phường / leader',
        '  vanthu.00004          văn thư / clerk',
        '  motcua.so-tu-phap     một cửa Sở Tư pháp / one-stop desk of a department',
        '  kiemsoat.hanoi        kiểm soát thủ tục / procedure controller',
        '  dieuhanh.hanoi        trung tâm điều hành (màn hình tường) / operations wall',
        '  quantri               quản trị: tài khoản, lịch, sắp xếp đơn vị / administrator',
        '  congdan1              công dân trên cổng / citizen on the portal',
        ...(isLocal(config.host)
          ? []
          : [
              '  Chú ý: mật khẩu này ai cũng biết, mà máy đang nghe cả từ mạng ngoài / beware: everyone knows this password, and this machine listens to the network',
            ]),
      ]
    : []
  const first = administrator
    ? [
        '',
        `Quản trị đầu tiên / first administrator: ${administrator.login}`,
        `Mật khẩu dùng một lần / one-time password: ${administrator.password}`,
      ]
    : []
  return [
    '',
    'Thăng Long đang chạy / is running',
    `  Cổng cho người dân / portal   ${address}/`,
    `  Bàn làm việc / desk           ${address}/desk/`,
    `  Màn hình điều hành / wall     ${address}/desk/wall`,
    `  Dữ liệu / data                ${config.databaseUrl ? 'DATABASE_URL' : config.dataFolder}`,
    ...demo,
    ...first,
    '',
    'Nhấn Ctrl-C để dừng / press Ctrl-C to stop.',
    '',
  ]
}
