import type { ReorganisationAction, ReorganisationStatus } from '../reorganisation.ts'

/** Every lawful move of a reorganisation; what the days and the work do by themselves stands beside it. */
const flow: Record<ReorganisationStatus, Partial<Record<ReorganisationAction, ReorganisationStatus>>> = {
  draft: { edit: 'draft', check: 'checked' },
  checked: { edit: 'draft', check: 'checked', approve: 'approved' },
  approved: { edit: 'draft', apply: 'scheduled' },
  scheduled: { undo: 'undone' },
  applying: {},
  applied: {},
  undone: {},
}

export function nextStatus(
  status: ReorganisationStatus,
  action: ReorganisationAction,
): ReorganisationStatus | undefined {
  return flow[status][action]
}

export function actionsOf(status: ReorganisationStatus): ReorganisationAction[] {
  return (Object.keys(flow[status]) as ReorganisationAction[]).toSorted()
}
