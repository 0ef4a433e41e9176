import { parseSync } from 'oxc-parser'
import type { Finding, Tree } from './finding.ts'

export const messageRules = ['messages-in-both-languages']

/** Every sentence of a screen exists in both languages: the two message files have the same keys. */
export function checkMessages(tree: Tree): Finding[] {
  const vietnamese = tree.files.filter((file) => file.endsWith('messages.vi.ts'))
  const english = tree.files.filter((file) => file.endsWith('messages.en.ts'))
  const found: Finding[] = []

  for (const file of vietnamese) {
    const other = file.replace('messages.vi.ts', 'messages.en.ts')
    if (!english.includes(other)) {
      found.push({ rule: 'messages-in-both-languages', file, message: `${other} is missing` })
      continue
    }
    found.push(...missing(tree, file, other), ...missing(tree, other, file))
  }
  for (const file of english) {
    const other = file.replace('messages.en.ts', 'messages.vi.ts')
    if (!vietnamese.includes(other)) {
      found.push({ rule: 'messages-in-both-languages', file, message: `${other} is missing` })
    }
  }
  return found
}

function missing(tree: Tree, has: string, lacks: string): Finding[] {
  const known = new Set(keysOf(lacks, tree.read(lacks)))
  return keysOf(has, tree.read(has))
    .filter((key) => !known.has(key))
    .map((key) => ({ rule: 'messages-in-both-languages', file: lacks, message: `has no “${key}”` }))
}

type Node = { type: string; [field: string]: unknown }

/** Keys of every object literal in the file, nested ones joined by dots. */
function keysOf(file: string, text: string): string[] {
  const keys: string[] = []
  visit(parseSync(file, text).program as unknown as Node, '')
  return keys

  function visit(node: unknown, prefix: string): void {
    if (Array.isArray(node)) {
      for (const each of node) visit(each, prefix)
      return
    }
    if (!isNode(node)) return
    if (node.type === 'ObjectExpression') {
      for (const property of node['properties'] as Node[]) visitProperty(property, prefix)
      return
    }
    if (/^TS|Function/.test(node.type) && !/^TS(As|Satisfies)/.test(node.type)) return
    for (const value of Object.values(node)) visit(value, prefix)
  }

  function visitProperty(property: Node, prefix: string): void {
    if (property.type !== 'Property') return
    const key = property['key'] as Node
    const name = String(key['name'] ?? key['value'])
    const path = prefix === '' ? name : `${prefix}.${name}`
    keys.push(path)
    visit(property['value'], path)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}
