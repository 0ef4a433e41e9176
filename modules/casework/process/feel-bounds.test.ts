import { expect, test } from 'vitest'
import { checkFeel } from './feel.ts'
import { triesForEver } from './feel-bounds.ts'

test.each([
  'for i in 1..1000000000 return i',
  'for i in 1..1000, j in 1..1000 return i * j',
  'some x in [1..1000000] satisfies x > y',
  'for i in 1..copies return i',
  'matches(note, "^(a+)+$")',
  'replace(input: note, pattern: "(x*)*y", replacement: "")',
  'split(note, mark)',
])('%s could hold the city up and is refused', (text) => {
  expect(checkFeel(text)?.code).toBe('feel.endless')
})

test.each([
  'for i in 1..12 return i * fee',
  'every x in papers satisfies x.count > 0',
  'matches(code, "^H26[.][0-9]{2}-(\\\\d+-)?[0-9]+$")',
  'replace(note, "\\\\s+", " ")',
  'count(papers[count > 1]) > 2',
  'x in [1..5]',
])('%s is taken', (text) => {
  expect(checkFeel(text)).toBeUndefined()
})

test.each([
  ['(ab)+', false],
  ['(a|b)+', false],
  ['(a|ab)+', true],
  ['((a)+b)*', true],
  ['(a+){2,}', true],
  ['(a+){2}', false],
  ['[(a+)+]', false],
  ['\\(a+\\)+', false],
])('a pattern %s that tries for ever: %s', (pattern, isEndless) => {
  expect(triesForEver(pattern)).toBe(isEndless)
})
