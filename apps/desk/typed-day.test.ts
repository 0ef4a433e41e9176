import { expect, test } from 'vitest'
import { splitDay } from './typed-day.ts'

test('a day at the end of what is typed says as of when to look', () => {
  expect(splitDay(' nguyễn thị thử 30/6/2025 ')).toEqual({ words: 'nguyễn thị thử', day: '2025-06-30' })
  expect(splitDay('30/06/2025')).toEqual({ words: '', day: '2025-06-30' })
})

test('a code, a day that is none, and a day before the words stay words', () => {
  for (const typed of ['000.11-231109-0042', 'thử 30/02/2025', '30/06/2025 thử', 'a30/06/2025'])
    expect(splitDay(typed)).toEqual({ words: typed, day: undefined })
})
