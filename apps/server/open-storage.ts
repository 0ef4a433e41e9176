import { readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '#platform/config.ts'
import { openDatabase, type Database } from '#platform/database.ts'
import { reachable, startEmbeddedPostgres } from '#platform/embedded-postgres.ts'
import { collectMigrations } from '#platform/modules.ts'
import { migrate } from '#platform/migrate.ts'
import { moduleNames } from '#modules/module-graph.ts'
import { lockDataFolder } from './instance-lock.ts'

export type Storage = {
  database: Database
  url: string
  embedded: boolean
  migrations: number
  close(): Promise<void>
}

/** Where a run keeps its address for other commands of the same machine. */
function noteOf(dataFolder: string): string {
  return join(dataFolder, 'running.json')
}

/**
 * The data folder: as set, else `.data` beside the program. As root, PostgreSQL runs as another user and
 * must be able to pass into the folder; a checkout in a private home is left for `/var/lib/thanglong`.
 */
export function chooseDataFolder(config: Config, set: string | undefined): Config {
  if (set?.trim() || process.getuid?.() !== 0 || reachable(dirname(config.dataFolder))) return config
  const dataFolder = '/var/lib/thanglong'
  const filesFolder = config.filesFolder.startsWith(config.dataFolder)
    ? join(dataFolder, 'files')
    : config.filesFolder
  return { ...config, dataFolder, filesFolder }
}

/** Opens the storage for the one instance that serves: locks the folder, starts PostgreSQL unless one is named, migrates. */
export async function openStorage(config: Config): Promise<Storage> {
  const unlock = await lockDataFolder(config.dataFolder)
  try {
    const embedded = config.databaseUrl
      ? undefined
      : await startEmbeddedPostgres({ folder: join(config.dataFolder, 'postgres') })
    const url = config.databaseUrl ?? embedded?.url ?? ''
    const database = openDatabase(url, { max: config.databasePool })
    const all = collectMigrations(moduleNames)
    await migrate(database.pool, all)
    writeFileSync(noteOf(config.dataFolder), JSON.stringify({ url, pid: process.pid }), { mode: 0o600 })
    return {
      database,
      url,
      embedded: embedded !== undefined,
      migrations: all.length,
      async close() {
        rmSync(noteOf(config.dataFolder), { force: true })
        await database.close()
        await embedded?.stop()
        await unlock()
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

/** Opens the storage for a command: beside the running instance if there is one, else alone. */
export async function joinStorage(config: Config): Promise<Storage> {
  const note = noteOf(config.dataFolder)
  if (existsSync(note)) {
    const { url, pid } = JSON.parse(readFileSync(note, 'utf8')) as { url: string; pid: number }
    if (isAlive(pid) && (config.databaseUrl ?? url) === url) {
      const database = openDatabase(url, { max: 4, applicationName: 'thanglong-command' })
      return { database, url, embedded: false, migrations: 0, close: () => database.close() }
    }
  }
  return openStorage(config)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The folder of the package. */
export function packageFolder(): string {
  return resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')
}
