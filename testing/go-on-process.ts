import { composeProduct } from '#apps/server/product.ts'
import { fakeClock } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import { openDatabase } from '#platform/database.ts'
import { silentLog } from '#platform/log.ts'

/** A process of its own that goes on with due reorganisations and ends: `node go-on-process.ts DATABASE_URL MOMENT`. */
const [url = '', moment = ''] = process.argv.slice(2)
const database = openDatabase(url, { max: 6 })
const product = await composeProduct({
  db: database.db,
  clock: fakeClock(moment),
  config: loadConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent' }),
  log: silentLog,
  wake: () => undefined,
})
await product.reorganisations.goOn()
await database.close()
