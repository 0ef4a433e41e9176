import { type Finding, findingsByLine, type Tree } from './finding.ts'
import { isSource, isTest } from './tree.ts'

const waiting =
  /\b(?:waitForTimeout|sleep|delay)\(|timers\/promises|new Promise\b.*\bsetTimeout\b|setTimeout\(\s*(?:resolve|done|r)\b/g
const title = /\b(?:test|it|dbTest|committedTest)\(\s*(['"`])(.+?)\1/g
// A skip that says why in its title (“…: skipped, no …”) is a statement; any other hides a test.
const focused = /\b(?:test|it|dbTest|committedTest|describe)\.(?:only\b|todo\b|skip\b(?!.*skipped, ))/g
const wallClock = /\bnew Date\(\)|\bDate\.now\(\)/g

export const testRules = [
  'no-fixed-sleeps',
  'titles-are-unique',
  'no-focused-tests',
  'clock-is-a-parameter',
  'no-loose-todo',
]

export function checkTests(tree: Tree): Finding[] {
  return tree.files.filter(isSource).flatMap((file) => {
    const text = tree.read(file)
    return isTest(file) ? inTests(file, text) : inProduct(file, text)
  })
}

function inTests(file: string, text: string): Finding[] {
  return [
    ...findingsByLine(
      'no-fixed-sleeps',
      file,
      text,
      waiting,
      (match) => `${match}: wait for a condition or set the clock; a fixed sleep is slow and still fails`,
    ),
    ...findingsByLine('no-focused-tests', file, text, focused, (match) => `${match} hides other tests`),
    ...repeatedTitles(file, text),
  ]
}

function inProduct(file: string, text: string): Finding[] {
  const found = todos(file, text)
  if (!/^modules\/[^/]+\/(server\/|contract\.ts)/.test(file)) return found
  return [
    ...found,
    ...findingsByLine(
      'clock-is-a-parameter',
      file,
      text,
      wallClock,
      (match) => `${match}: ask the clock you were given, so that a test and a replay can set it`,
    ),
  ]
}

function todos(file: string, text: string): Finding[] {
  if (file.startsWith('checks/')) return []
  return findingsByLine(
    'no-loose-todo',
    file,
    text,
    /\b(?:TODO|FIXME|XXX)\b/g,
    (match) => `${match}: finish it, or write @todo(name, issue)`,
  )
}

function repeatedTitles(file: string, text: string): Finding[] {
  const seen = new Set<string>()
  const found: Finding[] = []
  for (const match of text.matchAll(title)) {
    const words = match[2] ?? ''
    if (seen.has(words)) {
      const line = text.slice(0, match.index).split('\n').length
      found.push({ rule: 'titles-are-unique', file, line, message: `“${words}” is said twice in this file` })
    }
    seen.add(words)
  }
  return found
}
