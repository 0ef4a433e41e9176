import { expect, test } from 'vitest'
import { gzipSync } from 'node:zlib'
import { guessMapping, lookAtLog, packedFile } from './log-file.ts'

const csv = 'Mã hồ sơ;Bước;Thời điểm;Đơn vị\n1;Nhận;2026-01-05;A\n'

test('a log file is known by its beginning, packed or not', async () => {
  const shown = {
    format: 'csv',
    header: ['Mã hồ sơ', 'Bước', 'Thời điểm', 'Đơn vị'],
    rows: [['1', 'Nhận', '2026-01-05', 'A']],
  }
  expect(await lookAtLog(new File([csv], 'a.csv'))).toEqual(shown)
  expect(await lookAtLog(new File([new Uint8Array(gzipSync(csv))], 'a.csv.gz'))).toEqual(shown)
  expect(await lookAtLog(new File(['<?xml version="1.0"?><log/>'], 'a.xes'))).toEqual({ format: 'xes' })
  expect(await lookAtLog(new File(['nothing here'], 'a.txt'))).toBeUndefined()
})

test('a file is packed before it is sent, once', async () => {
  const packed = await packedFile(new File([csv.repeat(100)], 'a.csv'))
  expect(packed.size).toBeLessThan(csv.length * 10)
  const again = new File([packed], 'a.csv.gz')
  expect(await packedFile(again)).toBe(again)
})

test('columns are guessed by their names in Vietnamese and as mining tools write them', () => {
  expect(guessMapping(['Mã hồ sơ', 'Bước', 'Thời điểm', 'Đơn vị', 'Ghi chú'])).toEqual({
    case: 'Mã hồ sơ',
    activity: 'Bước',
    time: 'Thời điểm',
    unit: 'Đơn vị',
  })
  expect(guessMapping(['case:concept:name', 'concept:name', 'time:timestamp', 'org:resource'])).toEqual({
    case: 'case:concept:name',
    activity: 'concept:name',
    time: 'time:timestamp',
    person: 'org:resource',
  })
})
