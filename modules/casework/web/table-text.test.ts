import { expect, test } from 'vitest'
import type { ProcessStep } from '../process/process-table.ts'
import { addRow, changeRow, inUnit, moveRow, removeRow, toMinutes } from './edit-rows.ts'
import { tableToCsv, textToRows } from './table-text.ts'

const steps: ProcessStep[] = [
  { key: 'receive', work: 'Tiếp nhận', postKind: 'one_stop', place: 'receiving', minutes: 120, stage: 'GĐ1' },
  {
    key: 'sign',
    work: 'Ký, "đóng dấu"',
    postKind: 'leader',
    place: 'competent',
    minutes: 90,
    output: 'Kết quả',
    notBy: 'receive',
  },
]

test('a table goes to CSV and comes back the same, quotes and commas too', () => {
  expect(textToRows(tableToCsv(steps))).toEqual({ steps, faults: [] })
})

test('a cell that a spreadsheet would reckon is written as text', () => {
  const [row] = tableToCsv([{ ...steps[0], work: '=1+1' } as ProcessStep])
    .split('\r\n')
    .slice(1)
  expect(row).toContain("'=1+1")
})

test('rows pasted from a spreadsheet are read without heads, without marks, with a decimal comma', () => {
  const text =
    '1\tTiếp nhận\tcan bo mot cua\tNoi tiep nhan\t0,5\t\t\n2\tKý\tLãnh đạo\tnơi giải quyết\t4\tKQ\tGĐ2\n'
  expect(textToRows(text)).toEqual({
    steps: [
      { key: '1', work: 'Tiếp nhận', postKind: 'one_stop', place: 'receiving', minutes: 30 },
      {
        key: '2',
        work: 'Ký',
        postKind: 'leader',
        place: 'competent',
        minutes: 240,
        output: 'KQ',
        stage: 'GĐ2',
      },
    ],
    faults: [],
  })
})

test('a cell nobody understands is told with its line', () => {
  const { faults } = textToRows('khoa,cong_viec,nguoi_lam,noi_lam,gio\na,Việc,giám đốc,nơi giải quyết,hai\n')
  expect(faults).toEqual([
    { line: 2, cell: 'giám đốc' },
    { line: 2, cell: 'hai' },
  ])
})

test('a row is added after another with its doer and a key of its own, moved and removed', () => {
  const more = addRow(steps, 0)
  expect(more.map(({ key, postKind }) => [key, postKind])).toEqual([
    ['receive', 'one_stop'],
    ['b3', 'one_stop'],
    ['sign', 'leader'],
  ])
  expect(addRow([], -1)).toMatchObject([{ key: 'b1', postKind: 'one_stop' }])
  expect(moveRow(more, 1, 1).map(({ key }) => key)).toEqual(['receive', 'sign', 'b3'])
  expect(moveRow(more, 0, -1)).toEqual(more)
  expect(removeRow(more, 1)).toEqual(steps)
})

test('an emptied stage is no stage', () => {
  expect(changeRow(steps, 0, { stage: '' })[0]).not.toHaveProperty('stage')
  expect(changeRow(steps, 0, { work: '' })[0]?.work).toBe('')
})

test('hours and days become minutes and back, and words do not', () => {
  expect(toMinutes('0,25', 'days')).toBe(120)
  expect(toMinutes('2', 'hours')).toBe(120)
  expect(toMinutes('', 'hours')).toBe(0)
  expect(toMinutes('hai', 'hours')).toBeUndefined()
  expect(inUnit(120, 'days')).toBe(0.25)
})
