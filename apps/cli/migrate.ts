import { loadConfig } from '#platform/config.ts'
import { chooseDataFolder, openStorage } from '../server/open-storage.ts'

/** `thanglong migrate`: for operators who upgrade the database apart from the server. */
export async function run(): Promise<number> {
  const storage = await openStorage(chooseDataFolder(loadConfig(), process.env.THANGLONG_DATA))
  process.stdout.write(
    `Cơ sở dữ liệu đã ở phiên bản mới nhất (${storage.migrations} bước) / the database is up to date (${storage.migrations} migrations)\n`,
  )
  await storage.close()
  return 0
}
