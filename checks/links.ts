import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Finding, Tree } from './finding.ts'

export const linkRules = ['links-lead-somewhere']

/** Every relative link of every document leads to a file, and its anchor to a heading. */
export function checkLinks(tree: Tree): Finding[] {
  return tree.files.filter((file) => file.endsWith('.md')).flatMap((file) => linksOf(tree, file))
}

function linksOf(tree: Tree, file: string): Finding[] {
  const text = tree.read(file).replace(/```[\s\S]*?```/g, (block) => block.replace(/[^\n]/g, ' '))
  const found: Finding[] = []
  for (const match of text.matchAll(/\[[^\]]*\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)) {
    const target = match[1] ?? ''
    if (/^(https?|mailto):/.test(target)) continue
    const [path = '', anchor] = target.split('#')
    const line = text.slice(0, match.index).split('\n').length
    const to = path === '' ? file : join(dirname(file), decodeURIComponent(path))
    if (!existsSync(join(tree.root, to))) {
      found.push({ rule: 'links-lead-somewhere', file, line, message: `${target} does not exist` })
    } else if (anchor && to.endsWith('.md') && !anchorsOf(tree.read(to)).has(decodeURIComponent(anchor))) {
      found.push({ rule: 'links-lead-somewhere', file, line, message: `${target}: no such heading` })
    }
  }
  return found
}

function anchorsOf(text: string): Set<string> {
  const headings = text.matchAll(/^#+\s+(.+)$/gm)
  return new Set(
    [...headings].map((match) =>
      (match[1] ?? '')
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  )
}
