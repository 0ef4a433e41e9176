import { readDay } from '#platform/ui/format.ts'

/** What was typed, with a day at its end (`nguyen thi thu 30/06/2025`) taken apart: the words, and the day to look at. */
export function splitDay(typed: string): { words: string; day: string | undefined } {
  const text = typed.trim()
  const written = /(?:^|\s)(\d{1,2}\/\d{1,2}\/\d{4})$/.exec(text)
  const day = written && readDay(written[1] ?? '')
  return day ? { words: text.slice(0, written.index).trim(), day } : { words: text, day: undefined }
}
