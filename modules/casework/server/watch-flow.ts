import { isDeepStrictEqual } from 'node:util'
import type { WorkingCalendar } from '#modules/calendar/contract.ts'
import type {
  CaseState,
  StepPart,
  StoredSubscription,
  StoredTimer,
  StoredWatch,
  WatchChange,
} from '../contract.ts'
import type { Incident, Marking, Move, Subscription } from '../process/marking.ts'
import { incidentsOf } from '../process/waits.ts'
import { dueOf } from './timer-due.ts'

/** What a move of the process begins and ceases to wait for, and what it says to others; empty for a move between people. */
export function partOfMove(
  { timers, subscriptions, services, messages, signals, marking }: Move,
  before: Pick<Marking, 'live'>,
): Pick<StepPart, 'watch' | 'sent'> {
  const incidents = incidentChange(before, marking)
  const waits = [
    timers.set,
    timers.cancelled,
    subscriptions.set,
    subscriptions.cancelled,
    services.called,
    services.cancelled,
    incidents.opened,
    incidents.solved,
  ].some((list) => list.length > 0)
  return {
    ...(waits ? { watch: { timers, subscriptions, services, incidents } } : {}),
    ...(messages.length > 0 || signals.length > 0 ? { sent: { messages, signals } } : {}),
  }
}

/** What stood still at an element and was tried again stands there since it first could not go on. */
export function standingSince(part: StepPart, element: string, since: Date): StepPart {
  if (!part.watch) return part
  const { opened, solved } = part.watch.incidents
  const dated = opened.map((one) => (one.at === element ? { ...one, since: since.toISOString() } : one))
  return { ...part, watch: { ...part.watch, incidents: { opened: dated, solved } } }
}

function incidentChange(before: Pick<Marking, 'live'>, after: Marking) {
  const old = incidentsOf(before)
  const now = incidentsOf(after)
  const kept = (one: Incident) => old.some((other) => isDeepStrictEqual(other, one))
  return {
    opened: now.filter((one) => !kept(one)),
    solved: old.filter(({ key }) => !now.some((one) => one.key === key)).map(({ key }) => key),
  }
}

type Around = {
  /** When the step happened: timers run from there. */
  happenedAt: Date
  recordedAt: string
  calendarOf(id: number): WorkingCalendar
}

/** A step's change in what its case waits for, in the form that is stored; undefined where there is none. */
export function storedWatch(
  { watch, timers: own }: StepPart,
  before: Pick<CaseState, 'process'> | undefined,
  { process, calendarId }: Pick<CaseState, 'process' | 'calendarId'>,
  { happenedAt, recordedAt, calendarOf }: Around,
): StoredWatch | undefined {
  const isEnded = Boolean(before?.process && !process)
  // Most steps begin and end no waiting.
  if (!watch && !own && !isEnded) return undefined
  const timers = [
    ...(watch?.timers.set ?? []).map((timer): StoredTimer => {
      return { key: timer.key, ...dueOf(timer, calendarOf(calendarId), happenedAt) }
    }),
    ...(own?.set ?? []),
  ]
  const timersOff = [...(watch?.timers.cancelled ?? []), ...(own?.cancelled ?? [])]
  const stored: StoredWatch = {}
  // An absent list stores nothing and costs nothing.
  if (timers.length > 0) stored.timers = timers
  if (timersOff.length > 0) stored.timersOff = timersOff
  if (watch) Object.assign(stored, waitsBeside(watch, recordedAt))
  if (isEnded) stored.ended = true
  return Object.keys(stored).length > 0 ? stored : undefined
}

/** What a case waits for besides people and timers. */
function waitsBeside({ subscriptions, services, incidents }: WatchChange, now: string): StoredWatch {
  const stored: StoredWatch = {}
  if (subscriptions.set.length > 0) stored.subscriptions = subscriptions.set.map(storedSubscription)
  if (subscriptions.cancelled.length > 0) stored.subscriptionsOff = subscriptions.cancelled
  if (services.called.length > 0)
    stored.calls = services.called.map(({ key, at, topic, vars }) => ({ no: key, element: at, topic, vars }))
  if (services.cancelled.length > 0) stored.callsOff = services.cancelled
  if (incidents.opened.length > 0)
    stored.incidents = incidents.opened.map(({ key, at, code, facts, since = now }) => {
      return { key: String(key), element: at, code, facts, since }
    })
  if (incidents.solved.length > 0) stored.incidentsOff = incidents.solved.map(String)
  return stored
}

export function storedSubscription({ key, on, name, correlation }: Subscription): StoredSubscription {
  return { key, kind: on, name, correlation: correlationText(correlation) }
}

/** Correlations are told apart by their JSON text, as the machine does; null: any message of the name. */
export function correlationText(correlation: unknown): string | null {
  return correlation === null || correlation === undefined ? null : JSON.stringify(correlation)
}
