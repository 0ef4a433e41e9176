import { AppError } from '#platform/errors.ts'
import type { AnyDb } from '#platform/database.ts'
import type { CaseEvent, CaseSnapshot, OutboxEvent } from '#modules/casework/contract.ts'
import { resultKey } from '../contract.ts'
import { advanceFresh } from './advance-fresh.ts'
import { settleDesk } from './desk-task.ts'
import { ending, punctuality } from './dossier-ends.ts'
import { putLinks, rowsOf } from './link-store.ts'
import { extendBy, sliceOf } from './linked-clock.ts'
import {
  endOf,
  isEndBySelf,
  isParent,
  linkOf,
  openRequired,
  parentOf,
  partsOf,
  readyParts,
  noted,
  type LinkFact,
  type PartState,
} from './linked-flow.ts'
import { openPart } from './open-part.ts'
import { settleAside } from './opinion-flow.ts'
import type { Parts } from './parts.ts'
import { getProcedureOf } from './procedure-of.ts'
import { timersOf } from './transitions.ts'

/**
 * What follows from an event for the other dossiers of a linked procedure. Each act looks at the history of the case it
 * changes and does nothing that is there already: an event may come again, and several processes may handle it at once.
 */
export async function onLinkEvent(parts: Parts, event: OutboxEvent): Promise<void> {
  const link = linkOf(event)
  const at = new Date(event.happenedAt)
  switch (link?.kind) {
    case 'plan':
    case 'placed':
      await openReady(parts, event.caseId, at)
      return
    case 'ended':
      await stopForPart(parts, event.caseId, link.part, at)
      await openReady(parts, event.caseId, at)
      return
    case 'child_ended':
      await endPart(parts, event.caseId, at)
      return
    case 'child_supplement':
      await extendForPart(parts, link, at)
      return
    case 'parent_ended':
      await stopParts(parts, event.caseId, at)
      return
    case undefined:
      // A timer or a message ended it: what it is to others is written on the case.
      if (!isEndBySelf(event)) return
      await endPart(parts, event.caseId, at)
      await stopParts(parts, event.caseId, at)
      return
    default:
      return
  }
}

/** Opens every part that may begin and notes on the parent what became of it. */
async function openReady(parts: Parts, parentId: string, at: Date) {
  const { casework, db } = parts
  const parent = await casework.findCase(db, parentId)
  if (!parent) return
  const events = await casework.listEvents(db, parentId)
  await putLinks(db, rowsOf(parentId, partsOf(events)))
  // What was stopped sets nothing going; what was decided may have parts it did not wait for.
  if (isOff(parent)) return
  for (const part of readyParts(partsOf(events))) await openOne(parts, { parent, events, part, at })
}

type Ready = { parent: CaseSnapshot; events: readonly CaseEvent[]; part: PartState; at: Date }

async function openOne(parts: Parts, { parent, events, part, at }: Ready) {
  const opened = await openPart(parts, parent, events, { part, at }).catch((error: unknown) => {
    // A part that cannot begin is shown to people with the reason; the log goes on.
    if (error instanceof AppError && error.kind !== 'unavailable') return error
    throw error
  })
  const link: LinkFact =
    opened instanceof AppError
      ? { kind: 'unplaced', part: part.key, name: part.name, reason: opened.code }
      : {
          kind: 'opened',
          part: part.key,
          name: part.name,
          childId: opened.snapshot.caseId,
          childCode: opened.snapshot.code,
          fromUnitId: parent.receivingUnitId,
          toUnitId: opened.unitId,
        }
  const after = await noteOnParent(parts, parent.caseId, {
    type: `dossiers.part_${link.kind}`,
    link,
    at,
    fromUnitId: parent.receivingUnitId,
    isDue: (one) => one.key === part.key && one.state === 'waiting',
  })
  // Withdrawn in the moment in which its part was opened: whoever heard of it first did not know the part yet.
  if (after && isOff(after)) await stopParts(parts, parent.caseId, at)
}

function isOff({ status }: CaseSnapshot): boolean {
  return status === 'stopped' || status === 'refused'
}

type Note = {
  type: string
  link: LinkFact
  at: Date
  /** Whoever gives; the actor of the event. */
  fromUnitId: number
  /** Whether a part still waits for this note; when none does it was written before. */
  isDue(part: PartState): boolean
}

/** One event on the parent about one part, with the rows that follow from it; nothing where it is noted already. */
function noteOnParent(
  parts: Parts,
  parentId: string,
  { type, link, at, fromUnitId, isDue }: Note,
  also?: (tx: AnyDb) => Promise<void>,
) {
  return advanceFresh(
    parts,
    parentId,
    (snapshot, events) => {
      if (!partsOf(events).some(isDue)) return undefined
      const after = partsOf([...events, noted(parentId, link, at)])
      return {
        key: `link:${type}:${snapshot.version}`,
        type,
        actor: { accountId: null, postId: null, unitId: fromUnitId },
        happenedAt: at,
        set: { tags: { ...snapshot.tags, openParts: openRequired(after) } },
        facts: { link },
      }
    },
    async (tx) => {
      await also?.(tx)
      await putLinks(tx, rowsOf(parentId, partsOf(await parts.casework.listEvents(tx, parentId))))
    },
  )
}

/** The result of a part goes back to its parent: file and number, with who gave it and whether in time. */
async function endPart(parts: Parts, childId: string, at: Date) {
  const { casework, db, files } = parts
  const child = await casework.findCase(db, childId)
  const parent = child && parentOf(child)
  const end = child && endOf(child)
  if (!parent || !end) return
  const whole = await casework.findCase(db, parent.parentId)
  if (!whole) return
  const part = partsOf(await casework.listEvents(db, whole.caseId)).find(({ key }) => key === parent.part)
  const link: LinkFact = {
    kind: 'ended',
    part: parent.part,
    name: part?.name ?? parent.part,
    childId,
    end,
    resultNumber: child.tags.resultNumber ? String(child.tags.resultNumber) : null,
    fromUnitId: child.authorityId,
    toUnitId: whole.receivingUnitId,
    endedAt: child.closedAt ?? at.toISOString(),
    slice: sliceOf(child, parts.calendar.get(child.calendarId)),
  }
  await noteOnParent(
    parts,
    whole.caseId,
    {
      type: 'dossiers.part_ended',
      link,
      at,
      fromUnitId: child.authorityId,
      // It may have ended before its opening was noted, when a process stopped in between: both are noted now.
      isDue: (one) => one.key === parent.part && one.state !== 'ended',
    },
    async (tx) => {
      const results = await files.listFiles(tx, childId, 'result')
      const references = results.map(({ id }) => ({ fileId: id, componentKey: resultKey(parent.part) }))
      await files.shareFiles(tx, { fromCase: childId, toCase: whole.caseId, kind: 'result' }, references)
    },
  )
  await handBack(parts, childId, { ...parent, toUnitId: whole.receivingUnitId, at })
}

/** A part's dossier is over when its result has gone back: nobody comes to its counter for it. */
function handBack(
  parts: Parts,
  childId: string,
  { parentId, part, toUnitId, at }: { parentId: string; part: string; toUnitId: number; at: Date },
) {
  return advanceFresh(parts, childId, (child) => {
    if (child.status !== 'decided') return undefined
    const link: LinkFact = { kind: 'handed_back', parentId, part, fromUnitId: child.authorityId, toUnitId }
    return {
      key: `link:handed_back:${child.version}`,
      type: 'dossiers.result_handed_back',
      actor: { accountId: null, postId: null, unitId: child.authorityId },
      happenedAt: at,
      set: {
        status: 'returned',
        marking: [],
        deliveryStatus: 'delivered',
        ...(child.process ? { process: null } : {}),
      },
      facts: { link },
    }
  })
}

/** A part that asked for more papers gives the whole what the law adds for it, once. */
async function extendForPart(parts: Parts, { parentId, part }: { parentId: string; part: string }, at: Date) {
  const { casework, db, calendar } = parts
  const parent = await casework.findCase(db, parentId)
  const procedure = parent && (await getProcedureOf(parts, parent))
  const rule = procedure?.linked?.extensions.find(
    (one) => one.occasion === 'part_supplement' && (!one.parts || one.parts.includes(part)),
  )
  if (!rule) return
  await advanceFresh(parts, parentId, (snapshot, events) => {
    const isGiven = events.some((event) => linkOf(event)?.kind === 'extended')
    if (isGiven || snapshot.closedAt || !snapshot.clock) return undefined
    const clock = extendBy(snapshot.clock, calendar.get(snapshot.calendarId), rule, at)
    const link: LinkFact = {
      kind: 'extended',
      part,
      name: partsOf(events).find(({ key }) => key === part)?.name ?? null,
      workingDays: rule.workingDays,
      legalGround: rule.legalGround,
    }
    return {
      key: `link:extended:${snapshot.version}`,
      type: 'dossiers.extended_for_part',
      actor: { accountId: null, postId: null, unitId: snapshot.unitId },
      happenedAt: at,
      set: { clock, dueWt: clock.dueWt },
      facts: { link },
    }
  })
}

/** Where the group says so, a part that was not granted ends the whole. */
async function stopForPart(parts: Parts, parentId: string, key: string, at: Date) {
  await advanceFresh(parts, parentId, (snapshot, events) => {
    const part = partsOf(events).find((one) => one.key === key)
    if (!part?.end || part.end === 'granted' || part.whenRefused !== 'stop') return undefined
    return stopped(parts, snapshot, at, {
      type: 'dossiers.stopped_for_part',
      link: { kind: 'parent_ended' },
    })
  })
}

/** The parent was withdrawn or stopped: so are its parts that are not decided. */
async function stopParts(parts: Parts, parentId: string, at: Date) {
  const { casework, db } = parts
  const parent = await casework.findCase(db, parentId)
  if (!parent || !isParent(parent) || !isOff(parent)) return
  for (const { childId } of partsOf(await casework.listEvents(db, parentId))) {
    if (!childId) continue
    await advanceFresh(parts, childId, (child) => {
      const own = parentOf(child)
      return (
        own &&
        stopped(parts, child, at, {
          type: 'dossiers.stopped_with_parent',
          link: { kind: 'child_ended', ...own },
        })
      )
    })
  }
}

function stopped(
  { calendar }: Parts,
  snapshot: CaseSnapshot,
  at: Date,
  { type, link }: { type: string; link: LinkFact },
) {
  if (snapshot.closedAt) return undefined
  const situation = { snapshot, calendar: calendar.get(snapshot.calendarId), now: at }
  const set = settleDesk(snapshot, settleAside(snapshot, ending(situation, 'stopped')), at)
  return {
    key: `link:stopped:${snapshot.version}`,
    type,
    actor: { accountId: null, postId: null, unitId: snapshot.unitId },
    happenedAt: at,
    set,
    facts: { link, ...punctuality(situation) },
    ...timersOf(snapshot, { set }, (id) => calendar.get(id), at),
  }
}
