import { loadConfig } from '#platform/config.ts'
import { systemClock } from '#platform/clock.ts'
import { openCityClock } from '#platform/database-city-clock.ts'
import { createLog } from '#platform/log.ts'
import { chooseDataFolder, joinStorage } from '../server/open-storage.ts'
import { composeProduct } from '../server/product.ts'
import { DEMO_MORNING } from '../server/seed-demo.ts'

/** `thanglong verify`: prints what differs, nothing when all is as it should be. Exit code 1 when something differs. */
export async function run(): Promise<number> {
  const config = chooseDataFolder(loadConfig(), process.env.THANGLONG_DATA)
  const storage = await joinStorage(config)
  try {
    const { db } = storage.database
    const clock = config.demo ? await openCityClock(db, new Date(DEMO_MORNING)) : systemClock
    const { casework, dossiers, indicators, files } = await composeProduct({
      db,
      clock,
      config,
      log: createLog('warn'),
      wake: () => undefined,
    })
    const cases = await casework.verify(db)
    for (const { caseId, what, detail } of cases.differences)
      process.stdout.write(`case ${caseId} ${what}: ${detail}\n`)
    const links = await dossiers.verifyLinks()
    for (const { parentId, part, detail } of links.differences)
      process.stdout.write(`linked ${parentId}${part === null ? '' : ` ${part}`}: ${detail}\n`)
    const figures = await indicators.verify()
    for (const difference of figures.differences)
      process.stdout.write(`indicator ${JSON.stringify(difference)}\n`)
    const stored = await files.verifyStoredFiles()
    for (const { sha256, problem } of stored.damaged) process.stdout.write(`file ${sha256}: ${problem}\n`)
    const wrong =
      cases.differences.length + links.differences.length + figures.differences.length + stored.damaged.length
    process.stderr.write(
      `${cases.cases} hồ sơ / cases, ${cases.events} sự kiện / events, ${stored.checked} tệp / files: ${wrong === 0 ? 'không có sai khác / nothing differs' : `${wrong} sai khác / differences`}\n`,
    )
    return wrong === 0 ? 0 : 1
  } finally {
    await storage.close()
  }
}
