import { describe, expect, test } from 'vitest'
import { quarantineReasons } from '../contract.ts'
import { fieldKind, placeInWords } from './field-kinds.ts'
import { en } from './messages.en.ts'
import { vi } from './messages.vi.ts'
import { readPapers } from './typed-papers.ts'
import { valueInWords } from './value-words.ts'

describe('a doubtful field on the screen', () => {
  test.each([
    ['/channels/1/limit', 'limit', 'Filing channel, row 2 · time limit'],
    ['/channels/0/feeVnd', 'fee', 'Filing channel, row 1 · fee'],
    ['/levels', 'levels', 'Levels of government'],
    ['/componentGroups/0/components/2', 'component', 'Papers, group 1 · paper 3'],
    ['/componentGroups/1/components', 'components', 'Papers, group 2 · list of papers'],
    ['/legalGrounds/4', 'ground', 'Legal ground, row 5'],
    ['/legalGrounds/4/number', 'groundNumber', 'Legal ground, row 5 · document number'],
    ['/results/0/code', 'resultCode', 'Result, row 1 · code'],
    ['/channels', 'json', 'Table of filing channels'],
  ])('%s is named by its place and entered as what it is', (path, kind, place) => {
    expect([fieldKind(path), placeInWords(path, en)]).toEqual([kind, place])
  })

  test.each([
    ['/channels/0/limit', { unit: 'working_days', amount: 2.5 }, '2,5 ngày làm việc'],
    [
      '/channels/0/limit',
      { unit: 'same_day_before', cutoff: '15:00' },
      'trong ngày nếu nhận trước giờ 15:00',
    ],
    ['/channels/0/feeVnd', 50_000, '50.000 đ'],
    ['/channels/0/feeVnd', null, 'để trống'],
    ['/levels', ['commune', 'province'], 'Cấp xã, Cấp tỉnh'],
    ['/levels', [], 'để trống'],
    ['/legalGrounds/0', { title: 'Luật Mẫu', number: '1/2020/QH14' }, 'Luật Mẫu · 1/2020/QH14'],
  ])('%s reads in words', (path, value, words) => {
    expect(valueInWords(path, value, vi).replaceAll('\u00a0', ' ')).toBe(words)
  })

  test('every reason has a name in both languages', () => {
    for (const reason of quarantineReasons)
      expect([vi.reasonNames[reason], en.reasonNames[reason]].every(Boolean)).toBe(true)
  })
})

describe('papers typed by hand', () => {
  test('one per line with both counts', () => {
    expect(readPapers('Tờ khai | 1 | 0\n\nBản sao sổ|0|2\n', 'g2')).toEqual({
      papers: [
        { id: 'g2-c1', name: 'Tờ khai', originals: 1, copies: 0 },
        { id: 'g2-c2', name: 'Bản sao sổ', originals: 0, copies: 2 },
      ],
    })
  })

  test.each([
    ['Tờ khai', 1],
    ['Tờ khai | 1 | 0\nĐơn | một | 0', 2],
    ['', 1],
  ])('%j is not taken, and the line is named', (text, line) => {
    expect(readPapers(text, 'g1')).toEqual({ wrongLine: line })
  })
})
