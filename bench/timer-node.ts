import { composeProduct } from '#apps/server/product.ts'
import { systemClock } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import { openDatabase } from '#platform/database.ts'
import { silentLog } from '#platform/log.ts'

// A node that does nothing but deliver, until it is killed.
process.once('message', (order: { url: string }) => void run(order.url))

async function run(url: string) {
  const { db } = openDatabase(url)
  const config = loadConfig({ LOG_LEVEL: 'silent', DATABASE_URL: url })
  const product = await composeProduct({
    db,
    clock: systemClock,
    config,
    log: silentLog,
    wake: () => undefined,
  })
  product.casework.startDelivery({ db, log: silentLog })
  process.send?.('ready')
}
