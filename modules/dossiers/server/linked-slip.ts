import type { WorkingCalendar } from '#modules/calendar/contract.ts'
import type { CaseEvent, CaseSnapshot } from '#modules/casework/contract.ts'
import { sliceOf } from './linked-clock.ts'
import { linkOf } from './linked-flow.ts'
import type { HandOverOnPaper } from './print/form-06.ts'

type Names = {
  unitName(unitId: number): string
  part(key: string): { name: string; code: string | null } | undefined
}

/** The row of form 06 for a hand-over between a linked procedure and one of its parts; undefined for any other event. */
export function handOverRow(
  event: CaseEvent,
  snapshot: CaseSnapshot,
  calendar: WorkingCalendar,
  { unitName, part }: Names,
): HandOverOnPaper | undefined {
  const link = linkOf(event)
  switch (link?.kind) {
    case 'opened':
    case 'child':
    case 'ended':
    case 'handed_back':
      break
    default:
      return undefined
  }
  const slice =
    link.kind === 'ended' ? link.slice : link.kind === 'handed_back' ? sliceOf(snapshot, calendar) : null
  const about = part(link.part)
  return {
    giver: unitName(link.fromUnitId),
    receiver: unitName(link.toUnitId),
    handedOverAt: new Date(event.happenedAt),
    note: `Liên thông: ${about?.name ?? link.part}`,
    ...(about?.code ? { partCode: about.code } : {}),
    ...(slice ? { result: slice } : {}),
  }
}
