import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readMigrations, type Migration } from './migrate.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Every migration of the platform and of the named modules, lower levels first. */
export function collectMigrations(modules: readonly string[]): Migration[] {
  return [
    ...readMigrations('platform', join(root, 'platform', 'database')),
    ...modules.flatMap((module) => {
      const folder = join(root, 'modules', module, 'database')
      return existsSync(folder) ? readMigrations(module, folder) : []
    }),
  ]
}
