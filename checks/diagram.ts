import { moduleGraph, moduleNames } from '../modules/module-graph.ts'
import type { Finding, Tree } from './finding.ts'

const document = 'ARCHITECTURE.md'
const begin = '<!-- generated from modules/module-graph.ts by `npm run diagram`; do not edit by hand -->'
const end = '<!-- end of generated part -->'

export const diagramRules = ['diagram-is-current']

export function checkDiagram(tree: Tree): Finding[] {
  const text = tree.files.includes(document) ? tree.read(document) : ''
  if (withDiagram(text) === text && text.includes(begin)) return []
  const message = 'differs from modules/module-graph.ts; run `npm run diagram`'
  return [{ rule: 'diagram-is-current', file: document, message }]
}

/** The document with its generated part written anew. */
export function withDiagram(text: string): string {
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) return text
  return `${text.slice(0, from + begin.length)}\n\n${picture()}\n\n${table()}\n\n${text.slice(to)}`
}

function picture(): string {
  const levels = [...new Set(moduleNames.map((name) => moduleGraph[name].level))].toSorted((a, b) => b - a)
  const boxes = levels.flatMap((level) => [
    `  subgraph level${level}["level ${level}"]`,
    ...moduleNames.filter((name) => moduleGraph[name].level === level).map((name) => `    ${name}`),
    '  end',
  ])
  const calls = moduleNames.flatMap((name) =>
    moduleGraph[name].mayCall.map((callee) => `  ${name} --> ${callee}`),
  )
  return ['```mermaid', 'flowchart TB', ...boxes, ...calls, '```'].join('\n')
}

function table(): string {
  const rows = moduleNames.map((name) => {
    const { level, owns, mayCall, hears } = moduleGraph[name]
    const heard = hears === 'everybody' ? 'everybody' : hears.join(', ')
    return `| ${level} | \`${name}\` | ${owns} | ${mayCall.join(', ') || '–'} | ${heard || '–'} |`
  })
  return ['| level | module | owns | may call | hears |', '|---|---|---|---|---|', ...rows].join('\n')
}
