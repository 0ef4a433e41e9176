import type { DemoProcedure } from '#data/procedures/procedures.ts'
import { pick, pickInteger } from '#data/people/draw.ts'
import {
  remainingMinutes,
  startClock,
  toInstant,
  toOrdinal,
  type WorkingCalendar,
} from '#modules/calendar/contract.ts'
import type { DoerPost, ProcessRow } from '#modules/catalogue/contract.ts'
import type { ActionBody, Channel, DossierAction } from '#modules/dossiers/contract.ts'
import { turns } from './daily-mix.ts'

type Draw = () => number
type Facts<Action extends DossierAction> = Omit<ActionBody<Action>, 'version' | 'commandKey'>

/** Who does it: the owner, or one holder of a post, drawn by `chance` among those who hold it. */
export type Actor = 'owner' | { place: 'receiving' | 'competent'; postKind: DoerPost; chance: number }

/** One thing done to a dossier at one simulated moment. */
export type PlannedAct = {
  [Action in DossierAction]: { at: number; action: Action; by: Actor; facts: Facts<Action> }
}[DossierAction]

/** What becomes of a dossier that is not simply granted in time. */
export type Turn = keyof typeof turns

export function drawTurn(draw: Draw): Turn | undefined {
  let left = draw() * 1000
  for (const turn of Object.keys(turns) as Turn[]) {
    left -= turns[turn]
    if (left < 0) return turn
  }
  return undefined
}

type Course = {
  draw: Draw
  procedure: DemoProcedure
  channel: Channel
  filedAt: number
  number: string
  calendars: { receiving: WorkingCalendar; competent: WorkingCalendar }
}

/** A dossier's whole way as the process table lays it out: every act with its moment, inside opening hours. */
export function planActs(course: Course): PlannedAct[] {
  const { draw, procedure, channel, filedAt, calendars } = course
  const turn = drawTurn(draw)
  const acts: PlannedAct[] = []
  let at = filedAt
  const desk = { place: 'receiving', postKind: 'one_stop', chance: draw() } as const

  if (channel === 'online') {
    at = later(calendars.receiving, at, 2 + draw() * 45, draw)
    // At the counter a dossier that cannot be taken is not filed at all; only online is it refused on paper.
    if (turn === 'refused' || (turn === undefined && draw() < 0.012)) {
      const reasonCode = pick(draw, ['not_competent', 'not_eligible', 'duplicate'])
      return [{ at, action: 'refuse', by: desk, facts: { reasonCode, faults: [] } }]
    }
    if (turn === 'withdrawn')
      return [
        {
          at: Math.min(at - 1, filedAt + pickInteger(draw, 40_000, 900_000)),
          action: 'withdraw',
          by: 'owner',
          facts: {},
        },
      ]
    acts.push({ at, action: 'receive', by: desk, facts: {} })
  }

  const rows = procedure.record.process
  const minutes = stepMinutes(course, rows, at, turn)
  for (const [index, row] of rows.entries()) {
    const spent = minutes[index] ?? 1
    const by = { place: row.doer.unit, postKind: row.doer.postKind, chance: draw() }
    const calendar = calendars[row.doer.unit]
    at = planStep({ ...course, turn, acts, by, row, index, spent, calendar, previous: rows[index - 1] }, at)
    if (turn === 'withdrawn' && row.key === 'receive') {
      at = later(calendar, at, 5 + draw() * 60, draw)
      acts.push({ at, action: 'withdraw', by: 'owner', facts: {} })
      at = later(calendars.receiving, at, 5 + draw() * 30, draw)
      acts.push({ at, action: 'accept_withdrawal', by: desk, facts: {} })
      return acts
    }
  }
  return acts
}

type Step = Course & {
  turn: Turn | undefined
  acts: PlannedAct[]
  by: Exclude<Actor, 'owner'>
  row: ProcessRow
  previous: ProcessRow | undefined
  index: number
  spent: number
  calendar: WorkingCalendar
}

/** Adds what one row of the process takes and answers when it is done. */
function planStep(step: Step, from: number): number {
  const { draw, turn, acts, by, row, spent, calendar, procedure } = step
  const isLast = step.index === procedure.record.process.length - 1
  const done = later(calendar, from, spent, draw)
  switch (row.doer.postKind) {
    case 'one_stop':
      acts.push(
        isLast
          ? { at: done, action: 'return_result', by, facts: {} }
          : { at: done, action: 'hand_over', by, facts: {} },
      )
      return done
    case 'specialist': {
      let at = later(calendar, from, spent * 0.25, draw)
      acts.push({ at, action: 'claim', by, facts: {} })
      if (turn === 'supplement') at = planSupplement(step, at)
      at = later(calendar, at, spent * 0.75, draw)
      acts.push({ at, action: 'propose', by, facts: { outcome: turn === 'denied' ? 'denied' : 'granted' } })
      return at
    }
    case 'head':
      acts.push({ at: done, action: 'review', by, facts: {} })
      return done
    case 'leader': {
      const at = turn === 'rework' ? planRework(step, done) : done
      acts.push({ at, action: 'approve', by, facts: {} })
      return at
    }
    case 'clerk':
      acts.push({ at: done, action: 'issue', by, facts: { resultNumber: `${step.number}/KQ`, files: [] } })
      return done
  }
}

function planSupplement(
  { draw, acts, by, calendar, procedure, calendars, spent }: Step,
  from: number,
): number {
  const askedAt = later(calendar, from, spent * 0.1, draw)
  const missing = procedure.record.componentGroups
    .flatMap((group) => group.components)
    .find((component) => !component.knownToState && isHandedIn(procedure, component.id))
  const what = 'Giấy tờ nộp kèm chưa đủ hoặc không đọc được'
  acts.push({
    at: askedAt,
    action: 'request_supplement',
    by,
    facts: {
      reasonCode: pick(draw, ['missing_component', 'invalid_component', 'form_error', 'unreadable']),
      faults: [missing ? { componentId: missing.id, what, bring: missing.name.slice(0, 500) } : { what }],
      dueOn: new Date(askedAt + pickInteger(draw, 8, 30) * 86_400_000).toISOString().slice(0, 10),
    },
  })
  // One in three comes back the same day, the others within the week.
  const suppliedAt = later(
    calendars.receiving,
    askedAt,
    draw() < 0.34 ? 30 + draw() * 180 : 300 + draw() * 2000,
    draw,
  )
  acts.push({ at: suppliedAt, action: 'supply_supplement', by: 'owner', facts: {} })
  return suppliedAt
}

function isHandedIn({ record }: DemoProcedure, componentId: string): boolean {
  return record.componentGroups.some(
    (group) =>
      group.caseName === null &&
      group.purpose === 'submit' &&
      group.components.some(({ id }) => id === componentId),
  )
}

/** The leader sends it back one step, where it is done again. */
function planRework({ draw, acts, by, previous, calendar, spent }: Step, from: number): number {
  if (!previous) return from
  acts.push({
    at: from,
    action: 'return_for_rework',
    by,
    facts: { reasonCode: pick(draw, ['wrong_ground', 'facts_unclear', 'draft_error']) },
  })
  const again = { place: previous.doer.unit, postKind: previous.doer.postKind, chance: draw() }
  let at = later(calendar, from, 5 + draw() * 20, draw)
  if (previous.doer.postKind === 'specialist') {
    acts.push({ at, action: 'claim', by: again, facts: {} })
    at = later(calendar, at, 10 + draw() * 30, draw)
    acts.push({ at, action: 'propose', by: again, facts: { outcome: 'granted' } })
  } else acts.push({ at, action: 'review', by: again, facts: {} })
  return later(calendar, at, Math.max(3, spent * 0.3), draw)
}

/** Working minutes each row takes: within its own limit and all together within the legal one, unless it is to be late. */
function stepMinutes(
  { draw, procedure, channel, calendars: { competent } }: Course,
  rows: readonly ProcessRow[],
  receivedAt: number,
  turn: Turn | undefined,
): number[] {
  const stated = procedure.record.channels.filter((row) => row.channel === channel)
  const limit = (stated.find((row) => row.limit.unit !== 'undefined') ?? stated[0])?.limit ?? {
    unit: 'undefined' as const,
  }
  const received = new Date(receivedAt)
  const given = remainingMinutes(startClock(competent, limit, received), competent, received) ?? Infinity
  // Offices keep a part of the time in hand, and the receiving desk hands over in minutes.
  const drawn = rows.map((row) =>
    row.hours > 0
      ? row.hours * 60 * (row.key === 'receive' ? 0.05 + draw() * 0.35 : 0.05 + draw() * 0.6)
      : 20 + draw() * 240,
  )
  const working = drawn.slice(0, -1).reduce((sum, one) => sum + one, 0)
  const scale = Math.min(1, (given * 0.8) / working)
  return drawn.map((one, index) => {
    if (index === drawn.length - 1) return one
    const scaled = Math.max(1.5, one * scale)
    const isLying = turn === 'late' && rows[index]?.doer.postKind === 'specialist' && Number.isFinite(given)
    return isLying ? given + 20 + draw() * 600 : scaled
  })
}

/** The moment so many working minutes later, some seconds to the minute, never before something else. */
export function later(calendar: WorkingCalendar, from: number, minutes: number, draw: Draw): number {
  const position = toOrdinal(calendar, new Date(from)) + Math.max(1, Math.round(minutes))
  const instant = toInstant(calendar, position, 'end').getTime() - pickInteger(draw, 0, 58_000)
  return Math.max(from + pickInteger(draw, 1500, 15_000), instant)
}
