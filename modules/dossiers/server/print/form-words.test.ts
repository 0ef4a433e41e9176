import { expect, test } from 'vitest'
import { dayInWords, maskIdentity, momentInWords } from './form-words.ts'

test('days below ten and the first two months have a nought before, in the city’s own time', () => {
  const zone = 'Asia/Ho_Chi_Minh'

  expect(dayInWords(new Date('2023-02-08T17:00:00Z'), zone)).toBe('ngày 09 tháng 02 năm 2023')
  expect(dayInWords(new Date('2023-12-31T16:59:00Z'), zone)).toBe('ngày 31 tháng 12 năm 2023')
  expect(momentInWords(new Date('2023-03-05T17:05:00Z'), zone)).toBe(
    '00 giờ 05 phút, ngày 06 tháng 3 năm 2023',
  )
})

test('a short identity number is hidden whole', () => {
  expect(maskIdentity('9991 2345 6789')).toBe('••••••••6789')
  expect(maskIdentity('6789')).toBe('••••')
})
