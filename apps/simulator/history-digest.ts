import { createHash } from 'node:crypto'
import { systemClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { caseworkModule, FIRST_CURSOR } from '#modules/casework/server/index.ts'

const PAGE = 5_000

/**
 * One hash over all histories, without what depends on chance: ids of cases, the links of their chains, and the
 * numbers processes get in the order of their first use (the version in `tags` names the process as well).
 * Two runs of one seed on two fresh databases have the same.
 */
export async function historyDigest(db: AnyDb): Promise<string> {
  const casework = caseworkModule({ clock: systemClock })
  const histories = new Map<string, { code: string; lines: { seq: number; text: string }[] }>()
  let cursor = FIRST_CURSOR
  for (;;) {
    const events = await casework.readOutbox(db, cursor, PAGE)
    for (const event of events) {
      const history = histories.get(event.caseId) ?? { code: '', lines: [] }
      if (event.payload.set.code) history.code = event.payload.set.code
      const { seq, type, actorId, postId, actorUnitId, happenedAt, recordedAt, payload } = event
      history.lines.push({
        seq,
        text: JSON.stringify(
          [type, actorId, postId, actorUnitId, happenedAt, recordedAt, payload],
          withoutChance,
        ),
      })
      histories.set(event.caseId, history)
      cursor = event.cursor
    }
    if (events.length < PAGE) break
  }
  const hash = createHash('sha256')
  for (const { code, lines } of [...histories.values()].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    hash.update(`${code}\n`)
    for (const { text } of lines.sort((a, b) => a.seq - b.seq)) hash.update(`${text}\n`)
  }
  return hash.digest('hex')
}

function withoutChance(key: string, value: unknown): unknown {
  return key === 'definitionId' ? undefined : value
}
