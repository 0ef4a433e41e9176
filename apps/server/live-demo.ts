import type { CityClock } from '#platform/database-city-clock.ts'
import type { AnyDb } from '#platform/database.ts'
import type { Config } from '#platform/config.ts'
import type { Log } from '#platform/log.ts'
import { simulateDay } from '../simulator/run-day.ts'
import type { Product } from './product.ts'

/** The day the demo city lives, and where its clock goes on afterwards: the next morning, at the pace of real time. */
const DEMO_DAY = '2023-11-09'
const DAY_AFTER = '2023-11-10T01:00:00.000Z'
const BACKLOG = { days: 1, dossiers: 400 }
/** The ward whose desks the demo accounts sit at: nobody but them works there, so there is something to do. */
const PEOPLE = { codes: ['00004'], dossiers: 25 }

type Around = {
  db: AnyDb
  config: Config
  cityClock: CityClock
  product: Product
  log: Log
  wake: () => void
}

/** Lets the demo city live its working day, once; answers how to stop it. */
export function liveDemo({ db, config, cityClock, product, log, wake }: Around): () => Promise<void> {
  const stopped = new AbortController()
  const over = cityClock.now() >= new Date(DAY_AFTER)
  const life = over || config.simulateSpeed === 0 ? Promise.resolve() : live()

  async function live() {
    try {
      const summary = await simulateDay({
        db,
        product,
        wake,
        config: { timeZone: config.timeZone, publicUrl: config.publicUrl },
        clock: cityClock,
        seed: 'ha-noi-2023',
        day: DEMO_DAY,
        dossiers: config.simulateDossiers,
        speed: config.simulateSpeed,
        before: BACKLOG,
        people: PEOPLE,
        signal: stopped.signal,
      })
      log.info(
        { received: summary.received, steps: summary.steps, leftToPeople: summary.leftToPeople },
        'the simulated day ended',
      )
      if (!summary.interrupted) await cityClock.set(new Date(DAY_AFTER), 1)
    } catch (error) {
      log.error({ err: error }, 'the simulated day failed')
    }
  }

  return async () => {
    stopped.abort()
    await life
  }
}
