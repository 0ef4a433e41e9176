/**
 * `npm run check`: everything that can be known without running the product's tests.
 * With names as arguments it runs only those checks: `npm run check types lint`.
 */
import { performance } from 'node:perf_hooks'
import { describe, type Finding } from './finding.ts'
import { acceptMigrations } from './migrations.ts'
import { ownRules } from './own-rules.ts'
import { repository, runNode, tool } from './processes.ts'
import { repositoryTree } from './tree.ts'

type Check = { name: string; run(): Promise<string[]> }

const tsx = ['--import', 'tsx']

const checks: readonly Check[] = [
  { name: 'own', run: () => Promise.resolve(own()) },
  { name: 'types', run: () => program(tool.tsc, '--noEmit', '-p', 'tsconfig.json') },
  {
    name: 'lint',
    run: () =>
      program(
        tool.oxlint,
        '--type-aware',
        '--deny-warnings',
        '--format=unix',
        '--ignore-pattern=checks/planted',
      ),
  },
  { name: 'format', run: () => program(tool.biome, 'format', '--reporter=summary', '.') },
  { name: 'dead-code', run: () => program(tool.knip, '--no-progress') },
  { name: 'database', run: () => program(...tsx, 'checks/database.ts') },
  { name: 'planted', run: () => program(...tsx, 'checks/planted.ts') },
]

const atOnce = 2

async function main(args: string[]): Promise<void> {
  if (args.includes('--accept')) {
    const count = acceptMigrations(repositoryTree(repository))
    console.log(`${count} migrations recorded in checks/migrations.json`)
    return
  }
  const wanted = checks.filter((check) => args.length === 0 || args.includes(check.name))
  const queue = [...wanted]
  const failed: string[] = []

  async function worker(): Promise<void> {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const started = performance.now()
      const complaints = await check.run()
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${complaints.length === 0 ? 'ok ' : 'RED'} ${check.name.padEnd(10)} ${seconds} s`)
      if (complaints.length === 0) continue
      failed.push(check.name)
      for (const line of complaints) console.log(`    ${line}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))

  console.log(`${wanted.length - failed.length} checks passed, ${failed.length} failed`)
  if (failed.length > 0) process.exitCode = 1
}

async function program(...args: string[]): Promise<string[]> {
  const { code, output } = await runNode(args)
  if (code === 0) return []
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  return lines.length > 0 ? lines : [`${args.join(' ')} ended with ${code}`]
}

function own(): string[] {
  const tree = repositoryTree(repository)
  const found: Finding[] = ownRules.flatMap((group) => group.check(tree))
  return found.map(describe)
}

await main(process.argv.slice(2))
