import { dueAt, startClock, type Limit, type WorkingCalendar } from '#modules/calendar/contract.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import { decideByTables } from '../process/dmn/decide-by-tables.ts'
import { importDmn } from '../process/dmn/dmn-import.ts'
import { ProcessFailure } from '../process/failure.ts'
import { hasErrors } from '../process/problem.ts'
import type { Decide, Decided, Simulate, Simulated } from '../simulation.ts'
import { caseworkErrors } from './errors.ts'
import { examineContent } from './examine-content.ts'
import { frameOf, subjectOf, type ProcessParts } from './process-parts.ts'
import { factsOf } from './typed-facts.ts'
import { walkCase } from './walk-case.ts'

const DEFAULT_CALENDAR = 1

/**
 * Walks one case through a content that need not be stored, on the calendar of the units that decide.
 * Errors: `casework.not_publishable` where it cannot be run, `casework.wrong_moment`, those of the calendar beyond its years.
 */
export async function simulateProcess(
  parts: ProcessParts,
  officer: Officer,
  ask: Simulate,
): Promise<Simulated> {
  parts.organisation.requirePermission(officer, 'casework.draft_process')
  const subject = await subjectOf(parts, ask.subject)
  const frame = frameOf(parts, subject)
  const { machine, problems, asks } = await examineContent(ask.content, frame)
  if (!machine) throw caseworkErrors.notPublishable(problems.filter((one) => hasErrors([one])))
  const calendar = parts.calendar.get(subject?.calendarId ?? DEFAULT_CALENDAR)
  const receivedAt = momentIn(calendar, ask.receivedAt)
  const limit = (frame.limits.find(({ channel }) => channel === ask.channel) ?? frame.limits[0])?.limit
  const walk = walkCase(machine, {
    calendar,
    receivedAt,
    dueAt: limit ? dueOfWhole(calendar, limit, receivedAt) : null,
    facts: factsOf(ask.facts),
    answers: ask.answers.map((one) => ({ ...one, facts: factsOf(one.facts) })),
    messages: ask.messages,
  })
  return { walk, asks }
}

/** Asks one decision of a DMN file with facts as typed. Errors: `casework.not_publishable` for a file with faults. */
export function decideOnce(parts: ProcessParts, officer: Officer, { dmn, decision, facts }: Decide): Decided {
  parts.organisation.requirePermission(officer, 'casework.draft_process')
  const { decisions, problems } = importDmn(dmn)
  if (hasErrors(problems)) throw caseworkErrors.notPublishable(problems)
  try {
    return { value: decideByTables(decisions)(decision, factsOf(facts)), failure: null }
  } catch (error) {
    if (error instanceof ProcessFailure) return { value: null, failure: error.code }
    throw error
  }
}

function dueOfWhole(calendar: WorkingCalendar, limit: Limit, receivedAt: Date): Date | null {
  return dueAt(startClock(calendar, limit, receivedAt), calendar)
}

/** A moment without an offset is the city's. */
function momentIn({ utcOffsetMinutes }: WorkingCalendar, text: string): Date {
  const hasOffset = /(Z|[+-]\d{2}:\d{2})$/.test(text)
  const at = Date.parse(hasOffset ? text : `${text}Z`)
  if (Number.isNaN(at)) throw caseworkErrors.wrongMoment(text)
  return new Date(hasOffset ? at : at - utcOffsetMinutes * 60_000)
}
