import { keepReading, movePlace, readPlace, type Reader } from '#modules/casework/server/index.ts'
import { inTransaction, isConnectionLost, type AnyDb } from '#platform/database.ts'
import { silentLog, type Log } from '#platform/log.ts'
import type { Loop } from '#platform/run-loop.ts'
import { dueAt, isStopped } from '#modules/calendar/contract.ts'
import type { CaseEvent, CaseSnapshot } from '#modules/casework/contract.ts'
import type { Notice, Recipient, Topic } from '#modules/notifications/contract.ts'
import type { PermissionWord, PostKind } from '#modules/organisation/contract.ts'
import { findDossiers, type DossierRow } from './dossier-store.ts'
import { parentOf } from './linked-flow.ts'
import { listLinks } from './link-store.ts'
import { momentIn } from './moment-words.ts'
import { mayConcernOwner, needsHistory, tellingsOf, toldTypes, type Whom } from './notice-flow.ts'
import type { Heard } from './notice-words.ts'
import type { Parts } from './parts.ts'
import { holdersNow } from './staff-plan.ts'

/** What happened before people could be told is past. */
export const noticeReader: Reader = { name: 'dossiers.notices', begins: 'now' }

const BATCH = 300
const APPROVE: PermissionWord = 'dossiers.approve_exception'

type Moved = { key: string; caseId: string; topic: Topic; vi: string; en: string; by: Recipient | undefined }
type Said = { events: number; notices: Notice[]; moved: Moved[]; over: string[] }

/**
 * Tells people what was committed since this reader came last; answers how many events it looked at. The place
 * moves on in the transaction of the notices, and a notice has the key of its event: a node that stops in between, and
 * several that read side by side, tell each person once.
 */
export async function tellPeople(parts: Parts, log: Log = silentLog): Promise<number> {
  const { casework, db, clock } = parts
  let handled = 0
  for (;;) {
    const place = await readPlace(db, noticeReader)
    const { events, next } = await casework.readOfTypes(db, place, toldTypes, BATCH)
    const said = await sayings(parts, events, log)
    await inTransaction(db, async (tx) => {
      await write(parts, tx, said)
      await movePlace(tx, noticeReader, next, said.events, clock.now())
    })
    handled += said.events
    if (events.length < BATCH) return handled
  }
}

export function startNoticeReader(parts: Parts, log: Log): Loop {
  return keepReading('telling people', log, async () => {
    await tellPeople(parts, log)
    return undefined
  })
}

/** Writes what is to be said, whatever is written already; answers how many notices to those concerned are new. */
export async function write(
  { notifications }: Parts,
  tx: AnyDb,
  { notices, moved, over }: Said,
): Promise<number> {
  const told = await notifications.notify(tx, notices)
  // Whoever was told of the event already is not told again for watching it: the key is the same.
  for (const { key, ...one } of moved) await notifications.notifyWatchers(tx, key, [one])
  await notifications.forgetWatches(tx, over)
  return told
}

/** What is to be said of these events, and to whom. */
export async function sayings(parts: Parts, events: readonly CaseEvent[], log: Log): Promise<Said> {
  const around = await readAround(parts, events)
  const said: Said = { events: 0, notices: [], moved: [], over: [] }
  for (const event of events) {
    try {
      await say(parts, around, event, said)
      said.events += 1
    } catch (error) {
      if (isConnectionLost(error)) throw error
      // A notice is a hint, the dossier is the truth: one that cannot be written must not keep back all others.
      log.error({ err: error, caseId: event.caseId, seq: event.seq }, 'nobody was told of an event')
    }
  }
  return said
}

type Around = {
  snapshots: ReadonlyMap<string, CaseSnapshot>
  rows: ReadonlyMap<string, DossierRow>
  /** How the parts of linked dossiers are named, by their own number. */
  partNames: ReadonlyMap<string, string>
  watched: ReadonlySet<string>
  /** What had happened in the cases of events that can only be told with it. */
  histories: ReadonlyMap<string, readonly CaseEvent[]>
  /** Who sits where, asked once for a batch. */
  desks: Map<string, Promise<number[]>>
}

async function readAround(
  { casework, db, notifications }: Parts,
  events: readonly CaseEvent[],
): Promise<Around> {
  const caseIds = [...new Set(events.map(({ caseId }) => caseId))]
  const snapshots = await casework.casesSince(db, events)
  const parents = [...new Set(snapshots.flatMap((one) => parentOf(one)?.parentId ?? []))]
  const owned = new Set(events.filter(mayConcernOwner).map(({ caseId }) => caseId))
  const rows = await findDossiers(db, [...owned, ...parents])
  const links = await listLinks(db, parents)
  const watched = await notifications.watchedAmong(db, caseIds)
  const retold = new Set(events.filter(needsHistory).map(({ caseId }) => caseId))
  return {
    snapshots: new Map(snapshots.map((one) => [one.caseId, one])),
    rows: new Map(rows.map((one) => [one.caseId, one])),
    partNames: new Map(links.flatMap(({ childId, name }) => (childId ? [[childId, name] as const] : []))),
    watched: new Set(watched),
    histories: await casework.historiesOf(db, [...retold]),
    desks: new Map(),
  }
}

async function say(parts: Parts, around: Around, event: CaseEvent, said: Said) {
  const snapshot = around.snapshots.get(event.caseId)
  if (!snapshot) return
  const whole = around.rows.get(parentOf(snapshot)?.parentId ?? event.caseId)
  const heard = hear(parts, around, event, { snapshot, whole })
  const key = `event:${event.seq}`
  const by = event.actorId === null ? undefined : { officer: event.actorId }
  if (event.payload.set.closedAt && around.watched.has(event.caseId)) said.over.push(event.caseId)
  for (const { topic, to, vi, en } of tellingsOf(heard)) {
    if (to.who === 'watchers') {
      if (around.watched.has(event.caseId)) said.moved.push({ key, caseId: event.caseId, topic, vi, en, by })
      continue
    }
    // The owner of a part knows the whole, and follows it there.
    const about =
      to.who === 'owner' && whole
        ? { caseId: whole.caseId, code: whole.code }
        : { caseId: event.caseId, code: snapshot.code }
    for (const recipient of await recipients(parts, around, event, to, { snapshot, whole }))
      said.notices.push({ key: `${key}:${event.caseId}`, to: recipient, topic, ...about, vi, en })
  }
}

function hear(
  { calendar, organisation, timeZone }: Parts,
  { partNames, histories }: Around,
  event: CaseEvent,
  { snapshot, whole }: { snapshot: CaseSnapshot; whole: DossierRow | undefined },
): Heard {
  const isPart = parentOf(snapshot) !== undefined
  const name = partNames.get(event.caseId)
  const { clock } = event.payload.set
  const due = clock && !isStopped(clock) ? dueAt(clock, calendar.get(snapshot.calendarId)) : null
  const units = organisation.units()
  return {
    event,
    snapshot,
    before: (histories.get(event.caseId) ?? []).filter(({ seq }) => seq < event.seq),
    subject:
      isPart && name && whole
        ? { vi: `phần “${name}” của hồ sơ ${whole.code}`, en: `part “${name}” of dossier ${whole.code}` }
        : { vi: `hồ sơ ${snapshot.code}`, en: `dossier ${snapshot.code}` },
    isPart,
    due: due ? momentIn(timeZone, due) : undefined,
    unitName: (unitId) => units.find(unitId)?.name ?? String(unitId),
  }
}

async function recipients(
  parts: Parts,
  around: Around,
  event: CaseEvent,
  to: Exclude<Whom, { who: 'watchers' }>,
  { snapshot, whole }: { snapshot: CaseSnapshot; whole: DossierRow | undefined },
): Promise<Recipient[]> {
  if (to.who === 'owner') return whole?.submitterAccount ? [{ citizen: whole.submitterAccount }] : []
  const accounts = new Set(await accountsOf(parts, around, to))
  if (accounts.size === 0) return []
  // Whoever is away is told, and so is whoever does the work meanwhile.
  const { procedureCode, field } = snapshot.tags
  const work = { code: String(procedureCode), field: typeof field === 'string' ? field : null }
  for (const standIn of await parts.organisation.substitutesOf([...accounts], work)) accounts.add(standIn)
  if (event.actorId !== null) accounts.delete(event.actorId)
  return [...accounts].map((officer) => ({ officer }))
}

async function accountsOf(
  parts: Parts,
  around: Around,
  to: Exclude<Whom, { who: 'watchers' | 'owner' }>,
): Promise<number[]> {
  switch (to.who) {
    case 'accounts':
      return to.accounts.filter((id): id is number => typeof id === 'number')
    case 'desks': {
      const found = to.desks.map((desk) => deskOf(parts, around, desk))
      return (await Promise.all(found)).flat()
    }
    case 'approvers': {
      const { unitId } = to
      const found = (['head', 'leader'] as const).map((postKind) =>
        deskOf(parts, around, { unitId, postKind, field: null, may: APPROVE }),
      )
      return (await Promise.all(found)).flat()
    }
  }
}

type Desk = { unitId: number; postKind: PostKind; field: string | null; may?: PermissionWord }

function deskOf({ organisation, clock }: Parts, { desks }: Around, { unitId, postKind, field, may }: Desk) {
  const key = `${unitId} ${postKind} ${field ?? ''} ${may ?? ''}`
  const known = desks.get(key)
  if (known) return known
  const found = holdersNow({ organisation, clock }, unitId, postKind, field ?? undefined).then((holders) =>
    holders
      .filter((officer) => may === undefined || organisation.may(officer, may, unitId))
      .map(({ accountId }) => accountId),
  )
  desks.set(key, found)
  return found
}
