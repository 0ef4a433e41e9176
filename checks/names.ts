import type { Finding, Tree } from './finding.ts'
import { isSource } from './tree.ts'

const dumps = /^(utils?|helpers?|common|shared|lib|src|misc)(\.|$)/
const dumpSuffix = /[-.](utils?|helpers?|common|misc)\.tsx?$/
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/
const sizeLimit = 400

/**
 * Files that read better whole. Each has its reason; a file that shrinks below the limit must leave the list.
 */
const longForAReason: Record<string, string> = {}

export const nameRules = [
  'no-dumping-ground',
  'kebab-case',
  'no-barrel',
  'file-size',
  'doors-and-readme',
  'doors-are-described',
  'readme-is-short',
]

export function checkNames(tree: Tree): Finding[] {
  const found: Finding[] = []
  for (const file of tree.files) {
    const parts = file.split('/')
    const dump = parts.find((part) => dumps.test(part)) ?? (dumpSuffix.test(file) ? file : undefined)
    if (dump) {
      found.push({
        rule: 'no-dumping-ground',
        file,
        message: `“${dump}” says nothing; name the thing after what it does`,
      })
    }
    if (!isSource(file)) continue
    const name = parts.at(-1) ?? ''
    if (/^index\.tsx?$/.test(name) && !/^modules\/[^/]+\/(server|web)\/index\.tsx?$/.test(file)) {
      found.push({ rule: 'no-barrel', file, message: 'only the doors of a module are called index' })
    }
    if (!kebab.test(name)) found.push({ rule: 'kebab-case', file, message: 'file names are kebab-case' })
  }
  return [...found, ...sizes(tree), ...modules(tree), ...undescribed(tree)]
}

/** Whoever stands before a door reads one sentence per function, not the function. */
function undescribed(tree: Tree): Finding[] {
  return tree.files
    .filter((file) => /^modules\/[^/]+\/(server|web)\/index\.tsx?$/.test(file))
    .flatMap((file) => {
      const lines = tree.read(file).split('\n')
      return lines.flatMap((line, index) => {
        const name = /^export (?:async )?function (\w+)/.exec(line)?.[1]
        if (!name || lines[index - 1]?.trimEnd().endsWith('*/')) return []
        const message = `${name} needs a doc sentence: what it does and when it refuses`
        return [{ rule: 'doors-are-described', file, line: index + 1, message }]
      })
    })
}

function sizes(tree: Tree): Finding[] {
  return tree.files.filter(isSource).flatMap((file) => {
    const lines = tree.read(file).split('\n').length - 1
    const excused = longForAReason[file] !== undefined
    if (lines > sizeLimit && !excused) {
      const message = `${lines} lines; split it, or give the reason in checks/names.ts`
      return [{ rule: 'file-size', file, message }]
    }
    if (lines <= sizeLimit && excused) {
      return [{ rule: 'file-size', file, message: 'no longer long; take it off the list in checks/names.ts' }]
    }
    return []
  })
}

function modules(tree: Tree): Finding[] {
  const names = new Set(tree.files.flatMap((file) => /^modules\/([^/]+)\//.exec(file)?.[1] ?? []))
  return [...names].flatMap((name) => {
    const folder = `modules/${name}`
    const missing = ['README.md', 'contract.ts', 'server/index.ts'].filter(
      (file) => !tree.files.includes(`${folder}/${file}`),
    )
    const found: Finding[] = missing.map((file) => ({
      rule: 'doors-and-readme',
      file: `${folder}/${file}`,
      message: 'every module has this file',
    }))
    const readme = `${folder}/README.md`
    if (tree.files.includes(readme) && tree.read(readme).split('\n').length > 41) {
      found.push({ rule: 'readme-is-short', file: readme, message: 'a module README fits in 40 lines' })
    }
    return found
  })
}
