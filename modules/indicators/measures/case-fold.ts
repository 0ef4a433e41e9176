import type { Contribution, FlowMeasure, MeasureEvent, OpenCase, SeriesName } from '../contract.ts'
import { opinionIn } from './opinions.ts'

/** What is known of one case after some of its events. `open` is absent before it began and after it ended. */
export type CaseSoFar = { open: OpenCase | undefined; ended: boolean; contributions: readonly Contribution[] }

const NOTHING: readonly Contribution[] = []
export const BEFORE: CaseSoFar = { open: undefined, ended: false, contributions: NOTHING }

/** Whether an event can move a figure at all; most steps of a case cannot. */
export function isMeasured(event: MeasureEvent): boolean {
  const {
    seq,
    payload: { set },
  } = event
  return (
    seq === 1 ||
    set.authorityId !== undefined ||
    set.receivingUnitId !== undefined ||
    set.calendarId !== undefined ||
    set.dueWt !== undefined ||
    set.receivedAt !== undefined ||
    set.closedAt !== undefined ||
    set.clock !== undefined ||
    opinionIn(event) !== undefined
  )
}

/** One event further. A case ends once: what comes after its end counts for nothing. */
export function stepCase(before: CaseSoFar, event: MeasureEvent): CaseSoFar {
  if (before.ended) return before
  const { set } = event.payload
  const open = openAfter(before.open, event)
  const received = before.open?.receivedAt == null && open.receivedAt !== null
  const ended = set.closedAt != null
  const opinion = opinionIn(event)
  if (!received && !ended && !opinion) return { open, ended: false, contributions: before.contributions }
  const contributions = [...before.contributions]
  if (received)
    contributions.push(contribution(open, event, 'received', open.receivedAt ?? event.happenedAt, 1, 1))
  if (opinion) {
    const asked = { ...open, unitId: opinion.unitId }
    contributions.push(
      contribution(asked, event, 'opinions', event.happenedAt, opinion.isOnTime ? 1 : 0, 1, opinion.no),
    )
  }
  if (ended) {
    const counts = open.receivedAt === null ? 0 : 1
    const onTime = event.payload['onTime'] !== false
    contributions.push(
      contribution(open, event, 'ended', set.closedAt ?? event.happenedAt, onTime ? counts : 0, counts),
    )
  }
  return { open: ended ? undefined : open, ended, contributions }
}

function openAfter(before: OpenCase | undefined, { caseId, seq, payload: { set } }: MeasureEvent): OpenCase {
  const clock = set.clock
  return {
    caseId,
    version: seq,
    unitId: set.authorityId ?? before?.unitId ?? 0,
    receivingUnitId: set.receivingUnitId ?? before?.receivingUnitId ?? set.authorityId ?? 0,
    channel: before?.channel ?? String(set.tags?.['channel'] ?? 'counter'),
    procedureCode: before?.procedureCode ?? String(set.tags?.['procedureCode'] ?? ''),
    receivedAt: set.receivedAt ?? before?.receivedAt ?? null,
    receivedWt: clock?.startWt ?? before?.receivedWt ?? null,
    calendarId: set.calendarId ?? before?.calendarId ?? 0,
    dueWt: set.dueWt === undefined ? (before?.dueWt ?? null) : set.dueWt,
    paused:
      clock === undefined
        ? (before?.paused ?? false)
        : (clock?.pauses.some((pause) => pause.to === null) ?? false),
  }
}

function contribution(
  open: OpenCase,
  event: MeasureEvent,
  series: SeriesName,
  at: string,
  numerator: number,
  denominator: number,
  no = 0,
): Contribution {
  const { caseId, unitId, receivingUnitId, channel } = open
  return {
    caseId,
    series,
    no,
    unitId,
    receivingUnitId,
    channel,
    at,
    recordedAt: event.recordedAt,
    numerator,
    denominator,
  }
}

/** A case from its whole history, whatever order the events came in. */
export function foldHistory(events: readonly MeasureEvent[]): CaseSoFar {
  return events.toSorted((a, b) => a.seq - b.seq).reduce(stepCase, BEFORE)
}

/** What one case counts for in one measure. */
export function foldCase(measure: FlowMeasure, events: readonly MeasureEvent[]): readonly Contribution[] {
  return foldHistory(events).contributions.filter(
    (each) => each.series === measure.series && each.denominator > 0,
  )
}
