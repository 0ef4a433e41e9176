import { useNavigate, useSearch } from '@tanstack/react-router'
import type { DurationKind } from '../insight.ts'

/** What the address of the page says is looked at; what it does not say is as usual. */
export type Chosen = {
  log?: number | undefined
  subject?: string | undefined
  definition?: number | undefined
  unit?: number | undefined
  from?: string | undefined
  to?: string | undefined
  time?: DurationKind | undefined
  tab?: string | undefined
}

export function useChosen(): [Chosen, (chosen: Chosen) => void] {
  const navigate = useNavigate()
  const search: Record<string, unknown> = useSearch({ strict: false })
  const number = (name: string) => {
    const value = Number(search[name])
    return Number.isInteger(value) && value > 0 ? value : undefined
  }
  const text = (name: string) => (search[name] === undefined ? undefined : String(search[name]))
  const day = (name: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text(name) ?? '') ? text(name) : undefined)
  const chosen: Chosen = {
    log: number('log'),
    subject: text('subject'),
    definition: number('definition'),
    unit: number('unit'),
    from: day('from'),
    to: day('to'),
    time: search['time'] === 'elapsed' ? 'elapsed' : undefined,
    tab: text('tab'),
  }
  return [chosen, (next) => void navigate({ to: '/insight', search: next as never, replace: true })]
}
