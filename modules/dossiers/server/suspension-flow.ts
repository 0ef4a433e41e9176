import type { CaseSnapshot, OpenTask } from '#modules/casework/contract.ts'
import type { PostKind } from '#modules/organisation/contract.ts'
import type { DossierAction, DossierStatus } from '../contract.ts'

export const suspensionMoves = {
  suspend: 'suspended',
  propose_extension: 'same',
  approve_extension: 'same',
  reject_extension: 'same',
} as const

/** Asking for papers a second time, wherever asking once is lawful. */
export const secondSupplementMoves = {
  propose_supplement: 'same',
  approve_supplement: 'awaiting_supplement',
  reject_supplement: 'same',
} as const

/** The receiving desk's task beside the process while papers or an answer to a withdrawal are awaited. */
export const asideOfDesk = 'desk'

export type SuspensionAction =
  | keyof typeof suspensionMoves
  | keyof typeof secondSupplementMoves
  | 'resume'
  | 'stop'

const own: readonly DossierAction[] = [
  'suspend',
  'propose_extension',
  'approve_extension',
  'reject_extension',
  'propose_supplement',
  'approve_supplement',
  'reject_supplement',
  'resume',
  'stop',
]

export function isSuspensionAction(action: DossierAction): action is SuspensionAction {
  return own.includes(action)
}

/** Whoever asks what may be done. */
type Asker = { accountId: number; unitId: number; postKind: PostKind; today?: string }

export function supplementsOf({ tags }: Pick<CaseSnapshot, 'tags'>): number {
  return Number(tags.supplements ?? 0)
}

/** The supplement's last day is over and nothing came. */
export function isSupplementExpired(
  { status, tags }: Pick<CaseSnapshot, 'status' | 'tags'>,
  today: string | undefined,
): boolean {
  if (status !== 'awaiting_supplement') return false
  return (
    tags.supplementExpired === true || (today !== undefined && String(tags.supplementDueOn ?? '9') < today)
  )
}

/** Whether this official may do it now; `task` is the one of the process that lies before the post. */
export function maySuspensionAction(
  action: SuspensionAction,
  snapshot: CaseSnapshot,
  asker: Asker,
  task: OpenTask | undefined,
): boolean {
  const { tags, clock, authorityId, receivingUnitId } = snapshot
  const mine = task?.assigneeId === asker.accountId
  const holds = task !== undefined && !task.waiting && (mine || task.assigneeId === null)
  const heads = (unitId: number) =>
    (asker.postKind === 'head' || asker.postKind === 'leader') && asker.unitId === unitId
  const handles = asker.postKind === 'specialist' && holds && mine
  switch (action) {
    case 'suspend':
      return clock !== null && (handles || heads(authorityId))
    case 'resume':
      return (asker.postKind === 'specialist' && mine) || heads(authorityId)
    case 'propose_supplement':
      return (
        supplementsOf(snapshot) === 1 &&
        tags.supplementProposed == null &&
        (handles || (asker.postKind === 'one_stop' && holds))
      )
    case 'approve_supplement':
    case 'reject_supplement':
      return (
        tags.supplementProposed != null &&
        tags.supplementProposed !== asker.accountId &&
        heads(tags.supplementProposedAt === 'receiving' ? receivingUnitId : authorityId)
      )
    case 'propose_extension':
      return (
        clock !== null &&
        clock.dueWt !== null &&
        clock.extensions.length === 0 &&
        tags.extensionProposed == null &&
        (handles || (asker.postKind === 'head' && holds))
      )
    case 'approve_extension':
    case 'reject_extension':
      return (
        tags.extensionProposed != null && tags.extensionProposed !== asker.accountId && heads(authorityId)
      )
    case 'stop':
      return mayStop(snapshot, asker, heads)
  }
}

function mayStop(snapshot: CaseSnapshot, asker: Asker, heads: (unitId: number) => boolean): boolean {
  const { authorityId, receivingUnitId } = snapshot
  if (heads(authorityId)) return true
  const atDesk: DossierStatus[] = ['received', 'awaiting_supplement']
  if (heads(receivingUnitId)) return atDesk.includes(snapshot.status as DossierStatus)
  return (
    asker.postKind === 'one_stop' &&
    asker.unitId === receivingUnitId &&
    isSupplementExpired(snapshot, asker.today)
  )
}
