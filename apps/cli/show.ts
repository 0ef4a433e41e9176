import { loadConfig } from '#platform/config.ts'
import { systemClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { caseworkModule } from '#modules/casework/server/index.ts'
import { chooseDataFolder, joinStorage } from '../server/open-storage.ts'

/** `thanglong show CODE`: the whole history of a case, one event a line. Exit code 1 when there is no such case. */
export async function run([code = '']: string[]): Promise<number> {
  const storage = await joinStorage(chooseDataFolder(loadConfig(), process.env.THANGLONG_DATA))
  try {
    const lines = await historyLines(storage.database.db, code)
    if (!lines) {
      process.stderr.write(
        `Không có hồ sơ mã "${code}". Cách dùng: thanglong show MÃ-HỒ-SƠ\nThere is no case with the code "${code}". Usage: thanglong show CODE\n`,
      )
      return 1
    }
    for (const line of lines) process.stdout.write(`${line}\n`)
    return 0
  } finally {
    await storage.close()
  }
}

/** A case's events in their order, each as JSON; undefined where no case has the code. */
export async function historyLines(db: AnyDb, code: string): Promise<string[] | undefined> {
  const casework = caseworkModule({ clock: systemClock })
  const caseId = await casework.findCaseIdByCode(db, code)
  if (!caseId) return undefined
  return (await casework.listEvents(db, caseId)).map((event) => JSON.stringify(event))
}
