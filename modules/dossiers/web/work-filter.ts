import { foldText, dayOf } from '#platform/ui/format.ts'
import type { DossierLine } from '../contract.ts'

export const workViews = [
  'total',
  'mine',
  'unclaimed',
  'overdue',
  'dueToday',
  'waiting',
  'apology',
  'approval',
  'online',
  'unit',
] as const
export type WorkView = (typeof workViews)[number]

export function isWorkView(text: unknown): text is WorkView {
  return workViews.some((view) => view === text)
}

/** `now` is the city's time: a demo city has a clock of its own. */
type Filter = { view: WorkView; text: string; accountId: number; now: string }

/** The lines of one view that hold the typed words, the most pressing first. */
export function filterWork(
  lines: readonly DossierLine[],
  { view, text, accountId, now }: Filter,
): DossierLine[] {
  const wanted = foldText(text).split(/\s+/)
  return lines
    .filter((line) => belongs(line, view, accountId, now))
    .filter((line) => {
      const said = foldText(`${line.code} ${line.ownerName} ${line.procedureName} ${line.procedureCode}`)
      return wanted.every((word) => said.includes(word))
    })
    .toSorted(byUrgency)
}

function belongs(line: DossierLine, view: WorkView, accountId: number, now: string): boolean {
  switch (view) {
    case 'total':
    case 'unit':
      return true
    case 'mine':
      return line.assigneeId === accountId
    case 'unclaimed':
      return line.assigneeId === null
    // The counts are about the steps on this desk, so the lists behind them are too.
    case 'overdue':
      return stepDue(line, now) === 'overdue'
    case 'dueToday':
      return stepDue(line, now) === 'today'
    case 'waiting':
      return line.waiting
    case 'apology':
      return line.apology !== null
    case 'approval':
      return line.proposal !== null
    case 'online':
      return line.status === 'submitted'
  }
}

/** Whether the open step is late or due today by the city's time; a step that waits for others is neither. */
export function stepDue({ stepDueAt, waiting }: DossierLine, now: string): 'overdue' | 'today' | 'later' {
  if (waiting || stepDueAt === null || now === '') return 'later'
  if (Date.parse(stepDueAt) < Date.parse(now)) return 'overdue'
  return dayOf(new Date(stepDueAt)) === dayOf(new Date(now)) ? 'today' : 'later'
}

/** What waits for others goes last and what is late goes first; then what is due first on this desk. */
export function byUrgency(a: DossierLine, b: DossierLine): number {
  if (a.waiting !== b.waiting) return a.waiting ? 1 : -1
  if (a.overdue !== b.overdue) return a.overdue ? -1 : 1
  const [dueA, dueB] = [dueOf(a), dueOf(b)]
  if (dueA !== dueB) return dueA < dueB ? -1 : 1
  return a.code < b.code ? -1 : a.code > b.code ? 1 : 0
}

function dueOf({ stepDueAt, dueAt }: DossierLine): number {
  const due = stepDueAt ?? dueAt
  return due === null ? Number.POSITIVE_INFINITY : Date.parse(due)
}
