import type { AnyDb } from '#platform/database.ts'
import { addWords, listWords } from './course-store.ts'
import type { CourseWords } from './packed-course.ts'

/** Every word courses are written with, and a way to add to them. */
export type LearntWords = CourseWords & { learn(db: AnyDb, words: Iterable<string>): Promise<void> }

export async function readWords(db: AnyDb): Promise<LearntWords> {
  const numbers = new Map<string, number>()
  const words: string[] = []
  const keep = (found: readonly { no: number; word: string }[]) => {
    for (const { no, word } of found) {
      numbers.set(word, no)
      words[no] = word
    }
  }
  keep(await listWords(db))
  return {
    numberOf: (word) => numbers.get(word) ?? 0,
    wordOf: (number) => words[number] ?? '',
    async learn(tx, wanted) {
      for (;;) {
        const unknown = [...new Set(wanted)].filter((word) => !numbers.has(word))
        if (unknown.length === 0) return
        // Others may take the same numbers at the same moment; what was not added then is added in the next round.
        await addWords(tx, unknown)
        keep(await listWords(tx))
      }
    },
  }
}
