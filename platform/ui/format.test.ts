import { expect, test } from 'vitest'
import {
  dayOf,
  foldText,
  formatBytes,
  formatDate,
  formatDateTime,
  formatDay,
  formatDuration,
  formatMoney,
  formatNumber,
  formatTime,
  formatWorkingMinutes,
  readDay,
} from './format.ts'

test('an instant is read on the clock of the city, day before month, 24 hours', () => {
  expect(formatDateTime('2023-08-21T01:05:00Z')).toBe('21/08/2023 08:05')
  expect(formatDate('2023-12-31T17:00:00Z')).toBe('01/01/2024')
  expect(formatTime('2023-12-31T17:00:00Z')).toBe('00:00')
  expect(dayOf(new Date('2023-12-31T17:00:00Z'))).toBe('2024-01-01')
})

test('no instant and an unreadable instant are shown as a dash', () => {
  expect(formatDateTime(null)).toBe('–')
  expect(formatDate('yesterday')).toBe('–')
  expect(formatDay(undefined)).toBe('–')
})

test('a calendar day keeps its day in every zone', () => {
  expect(formatDay('2026-03-05')).toBe('05/03/2026')
})

test('a day is read as people type it, and only when it exists', () => {
  expect(readDay('5/3/1990')).toBe('1990-03-05')
  expect(readDay('05031990')).toBe('1990-03-05')
  expect(readDay(' 29-02-2024 ')).toBe('2024-02-29')
  expect(readDay('29/02/2023')).toBeUndefined()
  expect(readDay('1990')).toBeUndefined()
})

test('numbers have a point at the thousands and a comma at the fraction', () => {
  expect(formatNumber(1234.5, 1)).toBe('1.234,5')
  expect(formatNumber(8000)).toBe('8.000')
  expect(formatNumber(null)).toBe('–')
  expect(formatMoney(15_000)).toBe('15.000\u00a0đ')
  expect(formatBytes(25 * 1024 * 1024)).toBe('25 MB')
  expect(formatBytes(1536)).toBe('2 KB')
})

test('a stretch of working time is told in days of eight hours', () => {
  expect(formatWorkingMinutes(2 * 480 + 3 * 60, 'vi')).toBe('2 ngày 3 giờ làm việc')
  expect(formatWorkingMinutes(-90, 'vi')).toBe('1 giờ 30 phút làm việc')
  expect(formatWorkingMinutes(480, 'en')).toBe('1 day of working time')
  expect(formatWorkingMinutes(0, 'vi')).toBe('0 phút làm việc')
})

test('a stretch of plain time is told in days of 24 hours', () => {
  expect(formatDuration(26 * 60 + 5, 'vi')).toBe('1 ngày 2 giờ')
  expect(formatDuration(61, 'en')).toBe('1 hour 1 minute')
})

test('search sees neither marks nor case nor the form of Unicode', () => {
  expect(foldText('Đường Láng')).toBe('duong lang')
  expect(foldText('Nguyễn'.normalize('NFD'))).toBe(foldText('NGUYEN'))
})
