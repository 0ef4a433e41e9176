import type { StateChange } from '#modules/casework/contract.ts'
import type { MovedBySelf } from '#modules/casework/server/index.ts'
import type { DossierStatus } from '../contract.ts'
import { statusOf } from './dossier-flow.ts'
import { settleAside } from './opinion-flow.ts'
import type { Parts } from './parts.ts'
import { specialistField } from './specialist-field.ts'
import { afterMove } from './transitions.ts'

/** While a dossier stands still, new work on it waits with the rest. */
const standing: readonly DossierStatus[] = [
  'awaiting_supplement',
  'awaiting_payment',
  'suspended',
  'withdrawal_requested',
]

/**
 * What a timer, a message or a service's answer means to a dossier. A process that comes to its end so, with
 * nothing decided, stops the dossier.
 */
export async function moveOn(parts: Parts, move: MovedBySelf): Promise<Moved> {
  const { set, ...named } = await meaningOf(parts, move)
  return { ...named, set: settleAside(move.snapshot, set) }
}

type Moved = { type?: string; set: StateChange }

async function meaningOf(parts: Parts, { snapshot, machine, proceeding, now }: MovedBySelf): Promise<Moved> {
  const calendar = parts.calendar.get(snapshot.calendarId)
  const field = await specialistField(parts, snapshot.authorityId, snapshot.tags.field)
  const status = statusOf(snapshot)
  const { set } = afterMove({ snapshot, machine, calendar, field, now }, status, proceeding)
  if (proceeding.ended && snapshot.closedAt === null)
    return {
      type: 'dossiers.process_ended',
      set: { ...set, status: 'stopped' satisfies DossierStatus, closedAt: now.toISOString(), process: null },
    }
  if (set.status === 'decided' && status !== 'decided')
    return { type: 'dossiers.decided', set: { ...set, outcome: outcomeOf(snapshot.tags.proposed) } }
  if (!standing.includes(status) || !set.marking) return { set }
  const kept = new Set(snapshot.marking.map(({ taskNo }) => taskNo))
  return {
    set: {
      ...set,
      marking: set.marking.map((task) => (kept.has(task.taskNo) ? task : { ...task, waiting: true })),
    },
  }
}

function outcomeOf(proposed: unknown): string {
  return typeof proposed === 'string' ? proposed : 'granted'
}
