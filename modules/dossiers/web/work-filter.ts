import { foldText, dayOf } from '#platform/ui/format.ts'
import type { DossierLine } from '../contract.ts'

export const workViews = ['total', 'mine', 'unclaimed', 'overdue', 'dueToday', 'waiting', 'online'] as const
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
  const today = now === '' ? '' : dayOf(new Date(now))
  const wanted = foldText(text).split(/\s+/)
  return lines
    .filter((line) => belongs(line, view, accountId, today))
    .filter((line) => {
      const said = foldText(`${line.code} ${line.ownerName} ${line.procedureName} ${line.procedureCode}`)
      return wanted.every((word) => said.includes(word))
    })
    .toSorted(byUrgency)
}

function belongs(line: DossierLine, view: WorkView, accountId: number, today: string): boolean {
  switch (view) {
    case 'total':
      return true
    case 'mine':
      return line.assigneeId === accountId
    case 'unclaimed':
      return line.assigneeId === null
    case 'overdue':
      return line.overdue
    case 'dueToday':
      return !line.overdue && line.dueAt !== null && dayOf(new Date(line.dueAt)) === today
    case 'waiting':
      return line.waiting
    case 'online':
      return line.status === 'submitted'
  }
}

/** What waits for others goes last; then what is due first, by its own date or, before it has one, by its step's. */
export function byUrgency(a: DossierLine, b: DossierLine): number {
  if (a.waiting !== b.waiting) return a.waiting ? 1 : -1
  const [dueA, dueB] = [dueOf(a), dueOf(b)]
  if (dueA !== dueB) return dueA < dueB ? -1 : 1
  return a.code < b.code ? -1 : a.code > b.code ? 1 : 0
}

function dueOf(line: DossierLine): number {
  const due = line.dueAt ?? line.stepDueAt
  return due === null ? Number.POSITIVE_INFINITY : Date.parse(due)
}
