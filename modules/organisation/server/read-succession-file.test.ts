import { expect, test } from 'vitest'
import { readSuccessionFile } from './read-succession-file.ts'

const HEADER = 'predecessor_code,predecessor_name,successor_code,successor_name,extent'

async function* inPieces(file: Buffer) {
  for (let at = 0; at < file.length; at += 5) yield file.subarray(at, at + 5)
}

function read(...lines: string[]) {
  return readSuccessionFile(inPieces(Buffer.from(lines.join('\n'))))
}

test('rows come in with names in quotes, a byte order mark, Windows line ends and blank lines', async () => {
  const file = await read(
    `\uFEFF${HEADER}\r`,
    '1,"Phường ""Cũ"", A",3,Phường Mới,partial\r',
    '',
    '2,B,3,Phường Mới,full',
  )
  expect(file.rows.map((row) => [row.predecessorCode, row.successorCode, row.extent])).toEqual([
    ['1', '3', 'partial'],
    ['2', '3', 'full'],
  ])
  expect(file.predecessors.get('1')).toBe('Phường "Cũ", A')
})

test('the names of the columns may stand below a blank line', async () => {
  expect((await read('', ` ${HEADER}`, '1,A,3,C,full')).rows).toHaveLength(1)
  await expect(read('', '1,A,3,C,full')).rejects.toMatchObject({ facts: { line: 2 } })
})

const wrong: Record<string, [string[], number]> = {
  'other columns': [['ma_cu,ten_cu,ma_moi,ten_moi,muc'], 1],
  'a cell too few': [[HEADER, '1,A,3,C,full', '2,B,3,full'], 3],
  'a quote left open': [[HEADER, '1,"A,3,C,full'], 2],
  'a code that is none': [[HEADER, '1 2,A,3,C,full'], 2],
  'an extent that is none': [[HEADER, '1,A,3,C,half'], 2],
  'a name left out': [[HEADER, '1,,3,C,full'], 2],
  'a pair named twice': [[HEADER, '1,A,3,C,partial', '1,A,3,C,partial'], 3],
  'a code with two names': [[HEADER, '1,A,3,C,full', '2,B,3,D,full'], 3],
  'a line without an end': [[HEADER, 'x'.repeat(3000)], 2],
}

for (const [title, [lines, line]] of Object.entries(wrong)) {
  test(`${title} refuses the whole file by the number of the line`, async () => {
    await expect(read(...lines)).rejects.toMatchObject({
      code: 'organisation.bad_succession_row',
      facts: { line },
      vi: expect.stringContaining(`Dòng ${line}`),
    })
  })
}

test('a file that is not UTF-8, or holds no row, is refused', async () => {
  await expect(
    readSuccessionFile(inPieces(Buffer.concat([Buffer.from(`${HEADER}\n1,`), Buffer.from([0xff, 0xfe])]))),
  ).rejects.toMatchObject({ code: 'organisation.bad_succession_row', facts: { line: 2 } })
  await expect(read(HEADER)).rejects.toMatchObject({ code: 'organisation.no_succession_rows' })
})
