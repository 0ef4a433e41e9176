/**
 * A rule nobody tested is false comfort. Every rule has a planted violation in checks/planted/, and this check
 * fails unless each of them is refused by the rule it was planted for.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { moduleGraph } from '../modules/module-graph.ts'
import { checkLayering } from './architecture.ts'
import { ownRules } from './own-rules.ts'
import { repository, runNode, tool } from './processes.ts'
import { plantedTree } from './tree.ts'

const planted = join(repository, 'checks/planted')

/** Folders whose violations are refused by a program of its own. */
const byProgram = ['lint', 'types', 'format', 'dead-code', 'database']

async function main(): Promise<void> {
  const [lint, types, format, deadCode] = await Promise.all([
    refusedByLint(),
    refusedByTypes(),
    refusedByFormat(),
    refusedAsDeadCode(),
  ])
  const complaints = [
    ...refusedByOwnRules(),
    ...refusedByLayering(),
    ...lint,
    ...types,
    ...format,
    ...deadCode,
  ]
  for (const complaint of complaints) console.log(complaint)
  if (complaints.length > 0) process.exitCode = 1
}

function refusedByOwnRules(): string[] {
  const complaints: string[] = []
  const rules = ownRules.flatMap((group) => group.rules.map((rule) => ({ rule, check: group.check })))
  for (const { rule, check } of rules) {
    if (rule === 'graph-is-layered') continue
    const folder = join(planted, rule)
    if (!existsSync(folder))
      complaints.push(`checks/planted/${rule} is missing: plant a violation for the rule`)
    else if (!check(plantedTree(folder)).some((finding) => finding.rule === rule)) {
      complaints.push(`${rule} does not refuse checks/planted/${rule}`)
    }
  }
  const known = new Set([...rules.map(({ rule }) => rule), ...byProgram])
  for (const folder of readdirSync(planted)) {
    if (!known.has(folder)) complaints.push(`checks/planted/${folder} belongs to no rule`)
  }
  return complaints
}

/** The call table cannot be planted as a folder: an upward line in it is planted here. */
function refusedByLayering(): string[] {
  const graph = { ...moduleGraph, casework: { ...moduleGraph.casework, mayCall: ['dossiers' as const] } }
  return checkLayering(graph).some((finding) => finding.rule === 'graph-is-layered')
    ? []
    : ['graph-is-layered does not refuse a call table in which casework calls dossiers']
}

async function refusedByLint(): Promise<string[]> {
  const { output } = await runNode([tool.oxlint, '--type-aware', '--format=unix', 'checks/planted/lint'])
  return rulesPlantedIn('lint')
    .filter(
      (rule) =>
        !output.split('\n').some((line) => line.includes(`/${rule}.ts`) && line.includes(`(${rule})`)),
    )
    .map((rule) => `oxlint does not refuse checks/planted/lint/${rule}`)
}

async function refusedByTypes(): Promise<string[]> {
  const { output } = await runNode([tool.tsc, '--noEmit', '-p', 'checks/planted/types/tsconfig.json'])
  return rulesPlantedIn('types')
    .filter((name) => !output.includes(`${name}.ts(`))
    .map((name) => `the compiler does not refuse checks/planted/types/${name}.ts`)
}

async function refusedByFormat(): Promise<string[]> {
  const { code } = await runNode(
    [join(repository, tool.biome), 'format', '--config-path=.', 'loose.ts'],
    join(planted, 'format'),
  )
  return code === 0 ? ['biome does not refuse checks/planted/format/loose.ts'] : []
}

async function refusedAsDeadCode(): Promise<string[]> {
  const { output } = await runNode([join(repository, tool.knip), '--no-progress'], join(planted, 'dead-code'))
  return ['unused', 'orphan.ts']
    .filter((name) => !output.includes(name))
    .map((name) => `knip does not report ${name} of checks/planted/dead-code`)
}

function rulesPlantedIn(folder: string): string[] {
  return readdirSync(join(planted, folder))
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => name.replace(/\.tsx?$/, ''))
}

await main()
