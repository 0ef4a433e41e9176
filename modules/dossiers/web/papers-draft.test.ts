import { expect, test } from 'vitest'
import { allFull, countOf, isFull, missingPapers, step, toReceived, type Paper } from './papers-draft.ts'

function aPaper(componentId: string, more: Partial<Paper> = {}): Paper {
  return {
    componentId,
    name: componentId,
    caseName: null,
    originals: 1,
    copies: 0,
    knownToState: false,
    presentOnly: false,
    needed: more.caseName === undefined || more.caseName === null,
    ...more,
  }
}

test('a paper the State holds is complete without anybody bringing it', () => {
  const paper = aPaper('residence', { knownToState: true })
  expect(isFull(paper, countOf(paper, {}))).toBe(true)
  expect(toReceived([paper], {})).toEqual([
    { componentId: 'residence', originals: 0, copies: 0, fromData: true },
  ])
})

test('one key receives all papers in full but leaves those of special cases alone', () => {
  const papers = [
    aPaper('form'),
    aPaper('copy', { originals: 0, copies: 2 }),
    aPaper('proxy', { caseName: 'Ủy quyền' }),
  ]
  expect(missingPapers(papers, {}).map((paper) => paper.componentId)).toEqual(['form', 'copy'])
  const counts = allFull(papers, {})
  expect(missingPapers(papers, counts)).toEqual([])
  expect(toReceived(papers, counts)).toEqual([
    { componentId: 'form', originals: 1, copies: 0 },
    { componentId: 'copy', originals: 0, copies: 2 },
  ])
})

test('plus and minus count the kind of paper that is asked for and never go below none', () => {
  const copy = aPaper('copy', { originals: 0, copies: 2 })
  const one = step(copy, countOf(copy, {}), 1)
  expect(one).toMatchObject({ originals: 0, copies: 1 })
  expect(step(copy, step(copy, one, -1), -1)).toMatchObject({ copies: 0 })
})

test('a paper that is only shown counts as seen once', () => {
  const shown = aPaper('card', { originals: 0, copies: 0, presentOnly: true })
  expect(isFull(shown, countOf(shown, {}))).toBe(false)
  expect(isFull(shown, step(shown, countOf(shown, {}), 1))).toBe(true)
})
