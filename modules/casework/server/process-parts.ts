import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { Log } from '#platform/log.ts'
import { limitInWords, limitMinutes, type Limit, type WorkingCalendar } from '#modules/calendar/contract.ts'
import type { Officer, PermissionWord } from '#modules/organisation/contract.ts'
import type { CaseSnapshot } from '../contract.ts'
import type { Content, SubjectLimit } from '../publishing.ts'
import type { Step } from './advance.ts'
import { caseworkErrors } from './errors.ts'
import type { Machine } from './process-machine.ts'
import type { ProcessSubjects, Subject } from './process-subjects.ts'
import type { Hand } from './publishing-flow.ts'

/** What drafting and publishing work with. */
export type ProcessParts = {
  db: AnyDb
  clock: Clock
  log: Log
  organisation: {
    requirePermission(officer: Officer, permission: PermissionWord): void
    may(officer: Officer, permission: string): boolean
    namesOf(accountIds: readonly number[]): Promise<ReadonlyMap<number, string>>
  }
  calendar: { get(calendarId: number): WorkingCalendar; all(): readonly WorkingCalendar[] }
  subjects: ProcessSubjects
  /** The city's day of an instant. */
  dayOf(at: Date): string
  getMachine(db: AnyDb, definitionId: number): Promise<Machine>
  advance(db: AnyDb, from: CaseSnapshot, step: Step): Promise<unknown>
  /** Stores a process as a definition of its own. */
  defineApart(db: AnyDb, kind: string, content: Content, apart: string): Promise<number>
}

export function handOf({ organisation }: Pick<ProcessParts, 'organisation'>, officer: Officer): Hand {
  return {
    accountId: officer.accountId,
    mayDraft: organisation.may(officer, 'casework.draft_process'),
    mayPublish: organisation.may(officer, 'casework.publish_process'),
  }
}

/** The subject as it stands today; null where the process is a general one. Errors: `casework.no_subject`. */
export async function subjectOf(
  { subjects }: Pick<ProcessParts, 'subjects'>,
  code: string | null,
): Promise<Subject | null> {
  if (code === null) return null
  const found = await subjects.find(code)
  if (!found) throw caseworkErrors.noSuchSubject(code)
  return found
}

/** For whom and within what a process is written, as `examineContent` takes it. */
export function frameOf(parts: Pick<ProcessParts, 'calendar' | 'subjects'>, subject: Subject | null) {
  return { subjects: parts.subjects, subject, limits: limitsOf(parts, subject) }
}

/** What each channel allows, in working minutes where the limit counts them. */
export function limitsOf(
  { calendar }: Pick<ProcessParts, 'calendar'>,
  subject: Subject | null,
): SubjectLimit[] {
  if (!subject) return []
  const working = calendar.get(subject.calendarId)
  return subject.limits
    .filter(({ limit }) => limit.unit !== 'undefined')
    .map(({ channel, limit }) => ({
      channel,
      limit,
      minutes: minutesOf(limit, working),
      vi: limitInWords(limit, 'vi'),
      en: limitInWords(limit, 'en'),
    }))
}

/** What is answered on the day of filing has that day. */
function minutesOf(limit: Limit, calendar: WorkingCalendar): number | null {
  return limit.unit === 'same_day_before' || limit.unit === 'immediate'
    ? calendar.minutesPerDay
    : limitMinutes(limit, calendar)
}
