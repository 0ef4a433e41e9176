import type { CaseEvent } from '#modules/casework/contract.ts'
import type { OnBehalfOf } from '#modules/organisation/contract.ts'
import type { SignatureView } from '../contract.ts'
import { authorityOf } from './deciding-unit.ts'
import { dayIn, type Parts } from './parts.ts'
import { wasUndone } from './recall-step.ts'

/** Who stands under a paper: the lines over the name, the name, and in whose place where somebody stood in. */
export type Signature = { name: string; lines: string[]; instead: string | null }

const signings = ['dossiers.approved', 'dossiers.returned_for_rework']

/** Derived from what the history says: the post acted on, the substitution, and the delegation the dossier was filed under. */
export async function findSignature(
  { organisation, timeZone }: Pick<Parts, 'organisation' | 'timeZone'>,
  { events, names }: { events: readonly CaseEvent[]; names: ReadonlyMap<number, string> },
  event: CaseEvent,
): Promise<Signature> {
  const behalf = behalfIn(event)
  const lines =
    event.postId === null
      ? []
      : await organisation.capacityOf({
          postId: event.postId,
          onDay: dayIn(timeZone, new Date(event.happenedAt)),
          substitution: behalf?.substitution,
          given: events[0] && authorityOf(events[0]),
        })
  return {
    name: event.actorId === null ? '' : (names.get(event.actorId) ?? ''),
    lines,
    instead: insteadOf(event),
  }
}

/** In whose place it was done and by which paper, as papers say it. */
export function insteadOf(event: CaseEvent): string | null {
  const behalf = behalfIn(event)
  return behalf ? `Làm thay ${behalf.name} theo ${behalf.decision}` : null
}

function behalfIn({ payload }: CaseEvent): OnBehalfOf | undefined {
  // Written by this module alone.
  return payload.onBehalfOf as OnBehalfOf | undefined
}

/** The signature of the result; none before it is signed, and none of one taken or sent back. */
export async function findResultSignature(
  parts: Parts,
  history: { events: readonly CaseEvent[]; names: ReadonlyMap<number, string> },
): Promise<SignatureView | null> {
  const { events } = history
  const last = events.findLast(({ type, seq }) => signings.includes(type) && !wasUndone(events, seq))
  if (last?.type !== 'dossiers.approved') return null
  const { name, lines } = await findSignature(parts, history, last)
  return { at: last.happenedAt, name, lines }
}
