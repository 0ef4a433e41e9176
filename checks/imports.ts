import { posix } from 'node:path'
import { parseSync } from 'oxc-parser'
import type { Tree } from './finding.ts'
import { isSource } from './tree.ts'

/** One import as it stands in a file. `to` is a path inside the tree, or undefined for a package. */
export type Import = {
  from: string
  line: number
  specifier: string
  to: string | undefined
  packageName: string | undefined
  typeOnly: boolean
}

export function importsOf(tree: Tree): Import[] {
  return tree.files.filter(isSource).flatMap((file) => importsOfFile(file, tree.read(file)))
}

function importsOfFile(file: string, text: string): Import[] {
  const { module } = parseSync(file, text)
  const found: { specifier: string; at: number; typeOnly: boolean }[] = []

  for (const statement of module.staticImports) {
    const typeOnly = statement.entries.length > 0 && statement.entries.every((entry) => entry.isType)
    found.push({ specifier: statement.moduleRequest.value, at: statement.start, typeOnly })
  }
  for (const statement of module.staticExports) {
    const entry = statement.entries.find((each) => each.moduleRequest)
    if (!entry?.moduleRequest) continue
    const typeOnly = statement.entries.every((each) => each.isType)
    found.push({ specifier: entry.moduleRequest.value, at: statement.start, typeOnly })
  }
  // Both `await import('x')` and the type `import('x').Y`; a specifier that is not a literal cannot be checked.
  for (const match of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)) {
    found.push({ specifier: match[1] ?? '', at: match.index, typeOnly: false })
  }

  return found.map(({ specifier, at, typeOnly }) => ({
    from: file,
    line: text.slice(0, at).split('\n').length,
    specifier,
    typeOnly,
    ...resolve(file, specifier),
  }))
}

function resolve(file: string, specifier: string): Pick<Import, 'to' | 'packageName'> {
  const bare = specifier.replace(/\?.*$/, '')
  if (bare.startsWith('.')) return { to: posix.join(posix.dirname(file), bare), packageName: undefined }
  if (bare.startsWith('#')) return { to: bare.slice(1), packageName: undefined }
  const parts = bare.split('/')
  return { to: undefined, packageName: bare.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0] }
}
