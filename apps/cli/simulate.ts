import { parseArgs } from 'node:util'
import { Presets, SingleBar } from 'cli-progress'
import { loadConfig } from '#platform/config.ts'
import { openCityClock } from '#platform/database-city-clock.ts'
import { createLog } from '#platform/log.ts'
import { createWakeup } from '#platform/wakeup.ts'
import { seedCalendars } from '#modules/calendar/server/index.ts'
import { chooseDataFolder, joinStorage } from '../server/open-storage.ts'
import { composeProduct } from '../server/product.ts'
import { DEMO_MORNING, seedDemo } from '../server/seed-demo.ts'
import { historyDigest } from '../simulator/history-digest.ts'
import { simulateDay } from '../simulator/run-day.ts'

const USAGE = 'thanglong simulate --day [YYYY-MM-DD] [--speed N] [--dossiers N] [--seed TEXT] [--digest]\n'

/** `thanglong simulate`: drives a working day of the demo city through the product's own commands. Speed 0 is as fast as the machine can. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args)
  if (!asked) {
    process.stderr.write(USAGE)
    return 2
  }
  const config = chooseDataFolder(loadConfig(), process.env.THANGLONG_DATA)
  const storage = await joinStorage(config)
  const { db } = storage.database
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  const wakeup = createWakeup(storage.url)
  let beat: NodeJS.Timeout | undefined
  const bar = new SingleBar(
    {
      format: '{bar} {received}/{total} hồ sơ / dossiers | {steps} bước / steps | {time}',
      noTTYOutput: false,
    },
    Presets.shades_classic,
  )
  try {
    const clock = await openCityClock(db, new Date(DEMO_MORNING))
    await seedCalendars(db, clock.now())
    await seedDemo(db, clock)
    const product = await composeProduct({ db, clock, config, log: createLog('warn'), wake: wakeup.wake })
    await product.dossiers.start()
    const { organisation } = product
    if (
      organisation
        .units(asked.day)
        .all()
        .some(({ id }) => !organisation.units().isOpen(id))
    ) {
      process.stderr.write(
        `Bản đồ ngày ${asked.day} có đơn vị nay đã đóng (thành phố đang ở ngày ${organisation.today()}). Hãy chọn ngày từ khi bản đồ nay có hiệu lực.\nThe map of ${asked.day} has units that have closed since (the city is at ${organisation.today()}). Choose a day of the present map.\n`,
      )
      return 1
    }
    beat = setInterval(() => void clock.note().catch(() => undefined), 1_000)
    bar.start(asked.dossiers, 0, { received: 0, steps: 0, time: '' })
    const summary = await simulateDay({
      db,
      product,
      clock,
      wake: wakeup.wake,
      config: { timeZone: config.timeZone, publicUrl: config.publicUrl },
      ...asked,
      signal: stop.signal,
      onProgress: ({ received, steps, at }) =>
        bar.update(received, { received, steps, time: at.toISOString() }),
    })
    bar.stop()
    process.stdout.write(
      `${summary.received} hồ sơ / dossiers, ${summary.steps} bước / steps, ${summary.refused} lệnh bị từ chối / commands refused, ${summary.leftToPeople} để lại cho người / left to people\n`,
    )
    for (const [code, times] of Object.entries(summary.refusals))
      process.stdout.write(`  ${times} × ${code}\n`)
    if (asked.digest) process.stdout.write(`digest ${await historyDigest(db)}\n`)
    return 0
  } finally {
    bar.stop()
    clearInterval(beat)
    await wakeup.close()
    await storage.close()
  }
}

function readArguments(args: string[]) {
  // `--day` may stand alone: then it is the demo's day.
  const day = args[args.indexOf('--day') + 1]
  const dated = day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day)
  const { values } = parseArgs({
    args: dated ? args : args.flatMap((one) => (one === '--day' ? ['--day', '2023-11-09'] : [one])),
    options: {
      day: { type: 'string' },
      speed: { type: 'string', default: '60' },
      dossiers: { type: 'string', default: '8000' },
      seed: { type: 'string', default: 'ha-noi-2023' },
      digest: { type: 'boolean', default: false },
    },
  })
  const speed = Number(values.speed)
  const dossiers = Number(values.dossiers)
  if (!values.day || !(speed >= 0) || !Number.isInteger(dossiers) || dossiers < 1) return undefined
  return { day: values.day, speed, dossiers, seed: values.seed, digest: values.digest }
}
