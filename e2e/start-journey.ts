import type { Browser } from 'playwright-core'
import { inject } from 'vitest'
import { startServer } from '#apps/server/start.ts'
import { copyTemplate } from '#testing/database.ts'
import { launchBrowser } from './browser.ts'
import { environment, freePort, runCommand, temporaryFolder } from './city.ts'

/** A demo city of its own and a browser, for one file of journeys. */
export type Journey = {
  city: { address: string; stop(): Promise<void> }
  browser: Browser
  /** For files of the journey's own. */
  folder: string
  /** Runs a command of the program beside the city, and answers what it printed. */
  run(...args: string[]): Promise<{ code: number | null; output: string }>
  /** Serves the stopped city again, at the address it had. */
  startAgain(): Promise<void>
  end(): Promise<void>
}

/**
 * Serves a copy of the demo city from the process of the tests, which has read the program once for all journeys;
 * that the program starts and stops by itself is the operator's journey. Nobody but the journey works in the city,
 * unless `env` says so.
 */
export async function startJourney(env: Record<string, string> = {}): Promise<Journey> {
  const { folder, remove } = temporaryFolder()
  const [copy, port] = await Promise.all([copyTemplate(inject('adminUrl')), freePort()])
  const database = { DATABASE_URL: copy.url }
  const serve = () => startServer(environment(folder, { PORT: String(port), ...database, ...env }))
  const [city, browser] = await Promise.all([serve(), launchBrowser()])
  const journey: Journey = {
    city,
    browser,
    folder,
    run: (...args) => runCommand(folder, args, database),
    async startAgain() {
      journey.city = await serve()
    },
    async end() {
      await browser.close()
      // Whichever runs now: a journey may have started it anew.
      await journey.city.stop()
      await copy.drop()
      remove()
    },
  }
  return journey
}
