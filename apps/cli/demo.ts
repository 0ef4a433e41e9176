import { openCityClock, type CityClock } from '#platform/database-city-clock.ts'
import { loadConfig } from '#platform/config.ts'
import { createLog } from '#platform/log.ts'
import { createWakeup } from '#platform/wakeup.ts'
import { seedCalendars } from '#modules/calendar/server/index.ts'
import { chooseDataFolder, joinStorage } from '../server/open-storage.ts'
import { composeProduct } from '../server/product.ts'
import { rehearseReorganisation } from '../server/rehearse-reorganisation.ts'
import { DEMO_MORNING, seedDemo } from '../server/seed-demo.ts'

const USAGE = `thanglong demo reorganise         Hà Nội 1/7/2025: 579 xã, 30 quận huyện thành 126 xã, phường
thanglong demo clock YYYY-MM-DD   đưa đồng hồ thành phố mẫu tới sáng ngày ấy / moves the demo city’s clock to that morning
`

/** `thanglong demo`: guided turns of the demo city, beside the running instance or alone. */
export async function run([what = '', ...rest]: string[]): Promise<number> {
  const day = rest[0] ?? ''
  if (what === 'clock' ? !isDay(day) : what !== 'reorganise') {
    process.stderr.write(USAGE)
    return 2
  }
  const config = chooseDataFolder(loadConfig(), process.env.THANGLONG_DATA)
  if (!config.demo) {
    process.stderr.write(
      'Chỉ thành phố mẫu mới đổi được đồng hồ và diễn tập (THANGLONG_DEMO=1).\nOnly a demo city can be given another time and be rehearsed on (THANGLONG_DEMO=1).\n',
    )
    return 1
  }
  const storage = await joinStorage(config)
  const wakeup = createWakeup(storage.url)
  const { db } = storage.database
  try {
    const clock = await openCityClock(db, new Date(DEMO_MORNING))
    await seedCalendars(db, clock.now())
    await seedDemo(db, clock)
    if (what === 'clock') return await moveClock(clock, day)
    const product = await composeProduct({ db, clock, config, log: createLog('warn'), wake: wakeup.wake })
    await product.dossiers.start()
    await rehearseReorganisation({ product, db, clock, publicUrl: config.publicUrl, say })
    wakeup.wake()
    return 0
  } finally {
    await wakeup.close()
    await storage.close()
  }
}

function say(line: string) {
  process.stdout.write(`${line}\n`)
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}

/** Only onward: what is recorded stays in the past. */
async function moveClock(clock: CityClock, day: string): Promise<number> {
  const to = new Date(`${day}T01:00:00.000Z`)
  if (to <= clock.now()) {
    process.stderr.write(
      `Thành phố đang ở ${clock.now().toISOString()}; đồng hồ không lùi được. Hãy chọn ngày sau.\nThe city is at ${clock.now().toISOString()} and its clock cannot go back. Choose a later day.\n`,
    )
    return 1
  }
  await clock.set(to, 1)
  say(`Đồng hồ thành phố: 08:00 ngày ${day} / the city’s clock: 08:00 on ${day}`)
  return 0
}
