import { keepReading, movePlace, readPlace, type Reader } from '#modules/casework/server/index.ts'
import type { Log } from '#platform/log.ts'
import type { Loop } from '#platform/run-loop.ts'
import { isEndBySelf, linkOf, linkTypes } from './linked-flow.ts'
import { onLinkEvent } from './on-link-event.ts'
import type { Parts } from './parts.ts'

export const linkReader: Reader = { name: 'dossiers.linked', begins: 'first' }

const BATCH = 500
/** What was handled made events of its own, which may lead on. */
const SOON_MS = 250

/**
 * Handles what was committed about linked procedures since this reader came last; answers how many events it handled.
 * The place moves on after each batch: what was handled before a stop is handled again and changes nothing.
 */
export async function followLinks(parts: Parts): Promise<number> {
  const { casework, db, clock } = parts
  let handled = 0
  for (;;) {
    const place = await readPlace(db, linkReader)
    const { events, next } = await casework.readOfTypes(db, place, linkTypes, BATCH)
    const linked = events.filter((event) => linkOf(event) !== undefined || isEndBySelf(event))
    for (const event of linked) await onLinkEvent(parts, event)
    handled += linked.length
    await movePlace(db, linkReader, next, linked.length, clock.now())
    if (events.length < BATCH) return handled
  }
}

export function startLinkReader(parts: Parts, log: Log): Loop {
  return keepReading('following linked procedures', log, async () =>
    (await followLinks(parts)) > 0 ? SOON_MS : undefined,
  )
}
