import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding, Tree } from './finding.ts'

const recordFile = 'checks/migrations.json'
const migration = /^(?:modules\/([^/]+)|(platform))\/database\/([^/]+\.sql)$/

export const migrationRules = [
  'migration-stays-in-its-schema',
  'migration-never-changes',
  'migration-is-named-in-order',
  'migrations-are-sql',
]

/** Migrations are plain SQL in one schema, numbered, and frozen once recorded. */
export function checkMigrations(tree: Tree): Finding[] {
  return [...placement(tree), ...tree.files.flatMap((file) => ownSchema(tree, file)), ...frozen(tree)]
}

function placement(tree: Tree): Finding[] {
  const found: Finding[] = []
  const numbers = new Map<string, string>()
  for (const file of tree.files) {
    const name = /^(?:modules\/[^/]+|platform)\/database\/([^/]+)$/.exec(file)?.[1]
    if (!name) continue
    if (!name.endsWith('.sql')) {
      const message = 'a migration is SQL; code changes its meaning later'
      found.push({ rule: 'migrations-are-sql', file, message })
      continue
    }
    const number = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]
    const key = `${file.slice(0, file.lastIndexOf('/'))}/${number}`
    if (!number || numbers.has(key)) {
      const message = 'name it NNNN-what-it-does.sql with a number of its own'
      found.push({ rule: 'migration-is-named-in-order', file, message })
    }
    numbers.set(key, file)
  }
  return found
}

function ownSchema(tree: Tree, file: string): Finding[] {
  const match = migration.exec(file)
  if (!match) return []
  const schema = match[1] ?? match[2] ?? ''
  const sql = tree.read(file).replace(/--.*$/gm, '')
  const changes =
    /\b(?:create|alter|drop|comment\s+on)\s+(?:or\s+replace\s+)?(?:unlogged\s+|materialized\s+)?(?:table|view|function|procedure|sequence|type|domain|column)\s+(?:if\s+(?:not\s+)?exists\s+)?([a-z_]+)\./gi
  const writes = /\b(?:insert\s+into|update|delete\s+from|truncate)\s+([a-z_]+)\.[a-z_]+/gi
  const references = /\breferences\s+([a-z_]+)\./gi
  const indexes = /\bcreate\s+(?:unique\s+)?index\b[^;]*?\bon\s+([a-z_]+)\./gi
  return [changes, writes, references, indexes].flatMap((pattern) =>
    [...sql.matchAll(pattern)]
      .filter((each) => each[1]?.toLowerCase() !== schema)
      .map((each) => ({
        rule: 'migration-stays-in-its-schema',
        file,
        line: sql.slice(0, each.index).split('\n').length,
        message: `touches schema ${each[1]}; a migration touches ${schema} only`,
      })),
  )
}

function frozen(tree: Tree): Finding[] {
  const recorded = readRecord(tree)
  return Object.entries(recorded).flatMap(([file, hash]) => {
    if (!tree.files.includes(file)) {
      return [{ rule: 'migration-never-changes', file, message: 'was released and may not disappear' }]
    }
    if (hashOf(tree.read(file)) === hash) return []
    const message = 'was released and may not change; write a new migration that mends it'
    return [{ rule: 'migration-never-changes', file, message }]
  })
}

/** Records every migration of a release. Afterwards only new files can change the database. */
export function acceptMigrations(tree: Tree): number {
  const files = tree.files.filter((file) => migration.test(file))
  const record = { ...readRecord(tree) }
  for (const file of files) record[file] ??= hashOf(tree.read(file))
  writeFileSync(join(tree.root, recordFile), `${JSON.stringify(record, null, 2)}\n`)
  return files.length
}

function readRecord(tree: Tree): Record<string, string> {
  return tree.files.includes(recordFile) ? (JSON.parse(tree.read(recordFile)) as Record<string, string>) : {}
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
