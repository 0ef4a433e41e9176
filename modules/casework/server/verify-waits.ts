import { isDeepStrictEqual } from 'node:util'
import type { StoredSubscription, StoredWatch } from '../contract.ts'
import type { Waits } from '../process/waits.ts'
import { storedSubscription } from './watch-flow.ts'
import type { StoredWait } from './verify-store.ts'

type Kept = {
  timers: Map<string, string>
  subscriptions: Map<string, string>
  calls: Map<string, string>
  incidents: Map<string, string>
}

/** What one event changed; `moved`: the case came to another calendar, which its timers in working time follow. */
export type WaitChange = StoredWatch & { moved?: boolean }

/** A timer whose position follows its case from calendar to calendar is told apart by its key alone. */
const FOLLOWS = 'follows its case'

/** Everything a case waits for after its events, folded in their order, against what is stored; answers what differs. */
export function waitDifferences(changes: readonly WaitChange[], stored: readonly StoredWait[]): string[] {
  const kept: Kept = { timers: new Map(), subscriptions: new Map(), calls: new Map(), incidents: new Map() }
  for (const change of changes) apply(kept, change)
  return (Object.keys(kept) as (keyof Kept)[]).flatMap((what) => {
    const expected = [...kept[what].values()]
    const found = stored.flatMap((row) => {
      if (row.what !== what) return []
      const following = `${row.text.split(' ')[0]} ${FOLLOWS}`
      return [what === 'timers' && expected.includes(following) ? following : row.text]
    })
    return compared(what, expected, found, 'events say')
  })
}

/** The same by the marking of the process, which knows everything but when timers are due. */
export function markingDifferences(waits: Waits, stored: readonly StoredWait[]): string[] {
  const expected: Record<keyof Kept, string[]> = {
    timers: waits.timers,
    subscriptions: waits.subscriptions.map((one) => subscriptionText(storedSubscription(one))),
    calls: waits.services.map(String),
    incidents: waits.incidents.map(({ key, at, code }) => `${key} ${at} ${code}`),
  }
  return (Object.keys(expected) as (keyof Kept)[]).flatMap((what) => {
    const rows = stored.flatMap((row) =>
      row.what === what && !row.text.startsWith('own:') ? [row.text] : [],
    )
    const found = what === 'timers' || what === 'calls' ? rows.map((text) => text.split(' ')[0] ?? '') : rows
    return compared(what, expected[what], found, 'the marking says')
  })
}

function compared(
  what: string,
  expected: readonly string[],
  found: readonly string[],
  who: string,
): string[] {
  const [should, is] = [[...expected].sort(), [...found].sort()]
  return isDeepStrictEqual(should, is)
    ? []
    : [`${what} stored are [${is.join(', ')}], ${who} [${should.join(', ')}]`]
}

function subscriptionText({ key, kind, name, correlation }: StoredSubscription): string {
  return [key, kind, name, ...(correlation === null ? [] : [correlation])].join(' ')
}

function apply({ timers, subscriptions, calls, incidents }: Kept, change: WaitChange) {
  if (change.moved)
    for (const [key, text] of timers) if (!text.endsWith('Z')) timers.set(key, `${key} ${FOLLOWS}`)
  if (change.ended) {
    for (const key of timers.keys()) if (!key.startsWith('own:')) timers.delete(key)
    for (const map of [subscriptions, calls, incidents]) map.clear()
  }
  for (const key of change.timersOff ?? []) timers.delete(key)
  for (const key of change.subscriptionsOff ?? []) subscriptions.delete(key)
  for (const no of change.callsOff ?? []) calls.delete(String(no))
  for (const key of change.incidentsOff ?? []) incidents.delete(key)
  for (const timer of change.timers ?? [])
    timers.set(
      timer.key,
      'at' in timer ? `${timer.key} ${timer.at}` : `${timer.key} ${timer.calendarId} ${timer.dueWt}`,
    )
  for (const one of change.subscriptions ?? []) subscriptions.set(one.key, subscriptionText(one))
  for (const { no, element, topic } of change.calls ?? []) calls.set(String(no), `${no} ${element} ${topic}`)
  for (const { key, element, code } of change.incidents ?? []) incidents.set(key, `${key} ${element} ${code}`)
}
