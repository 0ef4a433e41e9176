import { Readable } from 'node:stream'
import { postKindWords, type Officer } from '#modules/organisation/contract.ts'
import type { ExportFormat, InsightQuery } from '../../insight.ts'
import { logWriter, type OutEvent } from '../../insight/write-log.ts'
import { approvedOf } from './approved-of.ts'
import { definitionScopeOf, type InsightParts } from './insight-parts.ts'
import { eachMove, isEmpty, type CourseMove } from './packed-course.ts'
import { readCourses } from './read-history.ts'

/** A file is written as it is read, so nobody waits for all of it. */
const most = { cases: 200_000, unread: 200_000 }

/**
 * The history of a process for other tools, as it is read: cases and officials are numbers drawn for this one file, and
 * nothing is said of the owner.
 */
export async function exportHistory(
  parts: InsightParts,
  officer: Officer,
  { format, ...query }: InsightQuery & { format: ExportFormat },
): Promise<{ stream: Readable; type: string }> {
  const scope = definitionScopeOf(parts, officer, query)
  const { steps } = await approvedOf(parts.db, scope.definitionId)
  const writer = logWriter(format)
  const tree = parts.organisation.units()
  const persons = new Map<number, string>()

  function outOf({ lifecycle, at, stepKey, postKind, unitId, personId }: CourseMove): OutEvent {
    return {
      activity: steps[stepKey]?.name ?? stepKey,
      at: new Date(at).toISOString(),
      lifecycle,
      person: lifecycle === 'start' || lifecycle === 'complete' ? numberOf(personId) : null,
      role: postKindWords[postKind].vi,
      unit: tree.nameOf(unitId),
    }
  }
  function numberOf(accountId: number | null): string | null {
    if (accountId === null) return null
    const known = persons.get(accountId) ?? `CB-${String(persons.size + 1).padStart(4, '0')}`
    persons.set(accountId, known)
    return known
  }
  async function* lines() {
    yield writer.head
    let number = 0
    const { pages, words } = await readCourses(parts.db, scope, most)
    for await (const courses of pages) {
      yield courses
        .filter(({ course }) => !isEmpty(course))
        .map(({ course }) => {
          const events: OutEvent[] = []
          eachMove(course, words, (move) => events.push(outOf(move)))
          return writer.trace(`HS-${String(++number).padStart(6, '0')}`, events)
        })
        .join('')
    }
    yield writer.tail
  }
  return { stream: Readable.from(lines()), type: writer.type }
}
