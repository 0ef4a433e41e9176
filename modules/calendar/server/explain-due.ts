import {
  addPause,
  explain,
  explainInWords,
  startClock,
  type ExplainDue,
  type Explanation,
  type LegalClock,
  type StopCause,
} from '../contract.ts'
import { refusing } from './errors.ts'
import type { CalendarRegistry } from './load-calendars.ts'

export type ExplainedDue = { clock: LegalClock; explanation: Explanation; vi: string[]; en: string[] }

/** Reckons a due date from nothing but the question: the calculator behind the counter. */
export function explainDue(registry: CalendarRegistry, ask: ExplainDue): ExplainedDue {
  const calendar = registry.get(ask.calendarId)
  return refusing(() => {
    let clock = startClock(calendar, ask.limit, new Date(ask.receivedAt), ask.policy)
    for (const { from, to, cause, legalGround, capWorkingDays } of ask.pauses ?? []) {
      const stop: StopCause = {
        cause,
        ...(legalGround === undefined ? {} : { legalGround }),
        ...(capWorkingDays === undefined ? {} : { capWorkingDays }),
      }
      clock = addPause(clock, calendar, stop, new Date(from), new Date(to))
    }
    const explanation = explain(clock, calendar)
    return {
      clock,
      explanation,
      vi: explainInWords(explanation, 'vi'),
      en: explainInWords(explanation, 'en'),
    }
  })
}
