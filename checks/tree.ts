import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Tree } from './finding.ts'

const neverOurs = new Set(['node_modules', 'dist', '.git', '.data', 'artefacts'])

/** The repository as a check sees it: what git tracks or would track, without the planted violations. */
export function repositoryTree(root: string): Tree {
  const listed = listByGit(root) ?? listByWalking(root)
  return treeOf(
    root,
    listed.filter((file) => !file.startsWith('checks/planted/')),
  )
}

/** A planted violation: a small folder laid out like the repository. */
export function plantedTree(root: string): Tree {
  return treeOf(root, listByWalking(root))
}

function treeOf(root: string, files: string[]): Tree {
  const cache = new Map<string, string>()
  return {
    root,
    files: files.toSorted(),
    read(file) {
      const known = cache.get(file)
      if (known !== undefined) return known
      const text = readFileSync(join(root, file), 'utf8')
      cache.set(file, text)
      return text
    },
  }
}

function listByGit(root: string): string[] | undefined {
  if (!existsSync(join(root, '.git'))) return undefined
  try {
    const out = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const files = [...new Set(out.split('\0'))].filter((file) => file !== '' && existsSync(join(root, file)))
    return files.length > 0 ? files : undefined
  } catch {
    // A release archive, or a checkout owned by somebody else: the folder itself is as good a list.
    return undefined
  }
}

function listByWalking(root: string, folder = root): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (neverOurs.has(name)) return []
    const path = join(folder, name)
    return statSync(path).isDirectory() ? listByWalking(root, path) : [relative(root, path)]
  })
}

export function isSource(file: string): boolean {
  return /\.(ts|tsx)$/.test(file) && !file.endsWith('.d.ts')
}

export function isTest(file: string): boolean {
  // What builds a test is a part of it.
  return /\.(test|e2e|test-builder)\.tsx?$/.test(file)
}

const binary = /\.(png|jpe?g|gif|ico|webp|woff2?|ttf|otf|pdf|gz|br|zip)$/

export function isText(file: string): boolean {
  return !binary.test(file)
}
