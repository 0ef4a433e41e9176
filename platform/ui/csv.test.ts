import { expect, test } from 'vitest'
import { csvCell, csvText } from './csv.ts'

test('a cell that a spreadsheet would run as a formula is written as text', () => {
  expect(csvCell('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`)
  for (const text of ['+84', '-1+1', '@SUM(A1)', '\tx', '\rx']) expect(csvCell(text)).toContain(`'${text}`)
  for (const text of ['Kiểm tra', "o'clock", '', '12', 'a=b']) expect(csvCell(text)).toBe(text)
})

test('what was written is read as it was, guarded or not', () => {
  for (const text of ['=1', "'=1", "''@x", '- Kiểm tra', "'quoted'", 'plain', '', "'"]) {
    const cell = csvCell(text)
    expect(csvText(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)).toBe(text)
  }
})
