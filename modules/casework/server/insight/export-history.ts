import { Readable } from 'node:stream'
import { postKindWords, type Officer } from '#modules/organisation/contract.ts'
import type { ExportFormat, InsightQuery } from '../../insight.ts'
import { logWriter, type OutEvent } from '../../insight/write-log.ts'
import { approvedOf } from './approved-of.ts'
import { definitionScopeOf, type InsightParts } from './insight-parts.ts'
import { MOST_CASES_READ } from './show-insight.ts'
import { readCourses, type CaseCourse } from './read-history.ts'

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

  function outOf({ task, lifecycle, at, actorId }: CaseCourse['moves'][number]): OutEvent {
    return {
      activity: steps[task.stepKey]?.name ?? task.stepKey,
      at: new Date(at).toISOString(),
      lifecycle,
      person: lifecycle === 'start' || lifecycle === 'complete' ? numberOf(task.assigneeId ?? actorId) : null,
      role: postKindWords[task.postKind].vi,
      unit: tree.nameOf(task.unitId),
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
    for await (const courses of readCourses(parts.db, scope, MOST_CASES_READ)) {
      yield courses
        .filter(({ moves }) => moves.length > 0)
        .map(({ moves }) => writer.trace(`HS-${String(++number).padStart(6, '0')}`, moves.map(outOf)))
        .join('')
    }
    yield writer.tail
  }
  return { stream: Readable.from(lines()), type: writer.type }
}
