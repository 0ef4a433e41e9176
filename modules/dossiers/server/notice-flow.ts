import type { CaseEvent, OpenTask } from '#modules/casework/contract.ts'
import type { Topic } from '#modules/notifications/contract.ts'
import type { PostKind } from '#modules/organisation/contract.ts'
import { dayInWords } from './moment-words.ts'
import * as words from './notice-words.ts'
import type { Heard, Words } from './notice-words.ts'

/** Who is to hear of an event, as the case knows them. */
export type Whom =
  | { who: 'owner' }
  | { who: 'watchers' }
  | { who: 'accounts'; accounts: readonly (number | null | undefined)[] }
  | { who: 'desks'; desks: readonly { unitId: number; postKind: PostKind; field: string | null }[] }
  /** Heads and leaders of the unit who may approve what departs from the rule. */
  | { who: 'approvers'; unitId: number }

export type Telling = { topic: Topic; to: Whom } & Words

type Tell = (heard: Heard) => Telling[]

const owner = { who: 'owner' } as const
const watchers = { who: 'watchers' } as const

/** Every event that somebody is told of. Whoever did it is never told of it. */
const tellings: Readonly<Record<string, Tell>> = {
  'dossiers.received': (heard) =>
    heard.isPart ? [] : [{ topic: 'received', to: owner, ...words.received(heard) }],
  'dossiers.supplement_requested': (heard) => askedForPapers(heard),
  'dossiers.second_supplement_requested': (heard) => [
    ...askedForPapers(heard),
    answered(heard, words.supplementApproved(heard)),
  ],
  'dossiers.supplement_expired': (heard) => [
    { topic: 'supplement_requested', to: owner, ...words.supplementExpired(heard) },
  ],
  'dossiers.supplement_supplied': (heard) => [
    { topic: 'clock_stopped', to: owner, ...words.supplied(heard) },
    { topic: 'clock_stopped', to: suppliedTo(heard), ...words.suppliedToDesk(heard) },
    ...moved(heard, words.runsAgain(heard)),
  ],
  'dossiers.suspended': (heard) => [
    { topic: 'clock_stopped', to: owner, ...words.suspended(heard) },
    { topic: 'clock_stopped', to: holders(heard), ...words.suspendedToDesk(heard) },
    { topic: 'due_moved', to: watchers, ...words.standsStill(heard) },
  ],
  'dossiers.resumed': (heard) => goesOn(heard, words.resumed(heard)),
  'dossiers.suspension_lapsed': (heard) => goesOn(heard, words.suspensionLapsed(heard)),
  'dossiers.supplement_proposed': (heard) => [
    {
      topic: 'approval_asked',
      to: {
        who: 'approvers',
        unitId:
          heard.event.payload.set.tags?.supplementProposedAt === 'receiving'
            ? heard.snapshot.receivingUnitId
            : heard.snapshot.authorityId,
      },
      ...words.supplementProposed(heard),
    },
  ],
  'dossiers.supplement_rejected': (heard) => [answered(heard, words.supplementRejected(heard))],
  'dossiers.extension_proposed': (heard) => [
    {
      topic: 'approval_asked',
      to: { who: 'approvers', unitId: heard.snapshot.authorityId },
      ...words.extensionProposed(heard),
    },
  ],
  'dossiers.extension_rejected': (heard) => [answered(heard, words.extensionRejected(heard))],
  'dossiers.extended': (heard) => [
    { topic: 'extended', to: owner, ...words.extended(heard) },
    answered(heard, words.extensionApproved(heard)),
    ...moved(heard, words.newDue(heard)),
  ],
  'dossiers.extended_for_part': (heard) => [
    { topic: 'extended', to: owner, ...words.extendedForPart(heard) },
    ...moved(heard, words.newDue(heard)),
  ],
  'dossiers.due_restated': (heard) => moved(heard, words.newDue(heard)),
  'dossiers.refused': (heard) => ended(heard, words.refused(heard)),
  'dossiers.stopped': (heard) => ended(heard, words.stopped(heard)),
  'dossiers.process_ended': (heard) => ended(heard, words.processEnded(heard)),
  'dossiers.stopped_for_part': (heard) => ended(heard, words.stoppedForPart(heard)),
  'dossiers.stopped_with_parent': (heard) => ended(heard, words.processEnded(heard)),
  'dossiers.withdrawn': (heard) => ended(heard, words.withdrawn(heard)),
  'dossiers.withdrawal_requested': (heard) =>
    heard.event.payload.set.status === 'stopped'
      ? ended(heard, words.withdrawn(heard))
      : [{ topic: 'clock_stopped', to: holders(heard), ...words.withdrawalAsked(heard) }],
  'dossiers.decided': (heard) => [
    ...(heard.isPart ? [] : [{ topic: 'ended', to: owner, ...words.decided(heard) } as const]),
    { topic: 'ended', to: watchers, ...words.endedToWatchers(heard) },
  ],
  'dossiers.reassigned': (heard) => {
    const { fromAccountId, toAccountId } = heard.event.payload
    return [
      { topic: 'work_moved', to: accounts(toAccountId), ...words.givenWork(heard) },
      { topic: 'work_moved', to: accounts(fromAccountId), ...words.lostWork(heard) },
    ]
  },
  'dossiers.recalled': (heard) => [
    { topic: 'work_moved', to: { who: 'desks', desks: takenBack(heard) }, ...words.takenBack(heard) },
  ],
  'dossiers.consulted': (heard) =>
    asides(heard).map((task) => ({
      topic: 'opinion_asked',
      to: { who: 'desks', desks: [task] },
      ...words.opinionAsked(heard, heard.unitName(heard.event.actorUnitId ?? heard.snapshot.unitId)),
    })),
  'dossiers.opinion_given': (heard) => [
    { topic: 'opinion_answered', to: askers(heard), ...words.opinionGiven(heard) },
  ],
  'dossiers.opinion_extension_asked': (heard) => [
    { topic: 'opinion_answered', to: askers(heard), ...words.opinionTimeAsked(heard) },
  ],
}

export const toldTypes = Object.keys(tellings)

/** Events that can only be told with what came before them. */
const withHistory = new Set([
  'dossiers.supplement_supplied',
  'dossiers.suspended',
  'dossiers.resumed',
  'dossiers.suspension_lapsed',
  'dossiers.stopped',
  'dossiers.process_ended',
  'dossiers.stopped_for_part',
  'dossiers.stopped_with_parent',
  'dossiers.withdrawn',
  'dossiers.withdrawal_requested',
  'dossiers.recalled',
  'dossiers.opinion_given',
  'dossiers.opinion_extension_asked',
])

export function needsHistory({ type, payload }: Pick<CaseEvent, 'type' | 'payload'>): boolean {
  return withHistory.has(type) && payload['askedBy'] === undefined
}

/** Events of which the owner hears nothing. */
const ofOfficials = new Set([
  'dossiers.reassigned',
  'dossiers.recalled',
  'dossiers.consulted',
  'dossiers.opinion_given',
  'dossiers.opinion_extension_asked',
])

export function mayConcernOwner({ type }: Pick<CaseEvent, 'type'>): boolean {
  return !ofOfficials.has(type)
}

/** Who is told what of an event; pure. */
export function tellingsOf(heard: Heard): Telling[] {
  const told = tellings[heard.event.type]?.(heard) ?? []
  return told.map((one) => ({ ...one, vi: sentence(one.vi), en: sentence(one.en) }))
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function askedForPapers(heard: Heard): Telling[] {
  return [
    {
      topic: 'supplement_requested',
      to: owner,
      ...words.supplementAsked(heard, dayInWords(String(heard.event.payload['dueOn'] ?? ''))),
    },
    { topic: 'due_moved', to: watchers, ...words.standsStill(heard) },
  ]
}

function goesOn(heard: Heard, said: Words): Telling[] {
  return [
    { topic: 'clock_stopped', to: owner, ...said },
    { topic: 'clock_stopped', to: holders(heard), ...words.runsAgain(heard) },
    ...moved(heard, words.runsAgain(heard)),
  ]
}

function moved({ due }: Heard, said: Words): Telling[] {
  return due === undefined ? [] : [{ topic: 'due_moved', to: watchers, ...said }]
}

/** An end: its owner hears of it unless the whole tells them, and whoever had work on it. */
function ended(heard: Heard, said: Words): Telling[] {
  const told: Telling[] = heard.isPart ? [] : [{ topic: 'ended', to: owner, ...said }]
  return [
    ...told,
    { topic: 'ended', to: holders(heard), ...words.endedToDesk(heard) },
    { topic: 'ended', to: watchers, ...words.endedToWatchers(heard) },
  ]
}

function answered(heard: Heard, said: Words): Telling {
  return { topic: 'approval_answered', to: accounts(heard.event.payload['proposedBy']), ...said }
}

function accounts(...ids: unknown[]): Whom {
  return { who: 'accounts', accounts: ids.map((id) => (typeof id === 'number' ? id : null)) }
}

/** Whoever has work on the dossier when the event comes. */
function holders({ before }: Pick<Heard, 'before'>): Whom {
  return accounts(...ahead(markingOf(before)).map(({ assigneeId }) => assigneeId))
}

/** Papers go to whoever holds the work, else to whoever asked for them. */
function suppliedTo({ before }: Heard): Whom {
  const held = ahead(markingOf(before)).flatMap(({ assigneeId }) => assigneeId ?? [])
  const asked = before.findLast(({ type }) => askingTypes.includes(type))
  return accounts(...(held.length > 0 ? held : [asked?.payload['proposedBy'] ?? asked?.actorId]))
}

const askingTypes = ['dossiers.supplement_requested', 'dossiers.second_supplement_requested']

/** Tasks that were open when a step was handed on and are gone now that it was taken back. */
function takenBack({ event, before }: Heard): OpenTask[] {
  const left = new Set(event.payload.set.marking?.map(({ taskNo }) => taskNo))
  return ahead(markingOf(before)).filter(({ taskNo }) => !left.has(taskNo))
}

/** The tasks of the agencies this event asks. */
function asides({ event }: Heard): OpenTask[] {
  const { asked } = (event.payload['consulted'] ?? { asked: [] }) as {
    asked: { unitId: number; no: number }[]
  }
  const numbers = new Set(asked.map(({ no }) => `consult:${no}`))
  return event.payload.set.marking?.filter(({ aside }) => aside !== undefined && numbers.has(aside)) ?? []
}

/** Whoever put the question; where the process did, whoever holds the dossier. */
function askers(heard: Heard): Whom {
  const { event, before } = heard
  // Events of earlier versions leave it to their history.
  if (event.payload['askedBy'] !== undefined) return accounts(event.payload['askedBy'])
  const asked = before.find(({ payload }) => {
    const consulted = payload['consulted'] as { asked: { no: number }[] } | undefined
    return consulted?.asked.some(({ no }) => no === event.payload['opinion'])
  })
  return asked && asked.actorId !== null ? accounts(asked.actorId) : holders(heard)
}

function markingOf(events: readonly CaseEvent[]): readonly OpenTask[] {
  return events.findLast(({ payload }) => payload.set.marking !== undefined)?.payload.set.marking ?? []
}

function ahead(marking: readonly OpenTask[]): OpenTask[] {
  return marking.filter(({ aside }) => aside === undefined)
}
