import { createContext, useContext } from 'react'
import { postKindWords, type PostKind } from '#modules/organisation/contract.ts'
import { formatDuration, formatWorkingDays } from '#platform/ui/format.ts'
import { fill, type Language } from '#platform/ui/i18n.ts'
import type { BehindQuery, InsightView, Party } from '../insight.ts'
import { messages } from './insight-messages.ts'

/** A figure that was opened: which cases it counts, and what it says in words. */
export type Opened = { behind: BehindQuery; title: string }

/** How the parts of the page name what the map holds, and open what stands behind it. */
export type Reader = {
  view: InsightView
  step(activity: string): string
  role(word: string | null): string
  party(party: Party): string
  /** Milliseconds in words. */
  time(milliseconds: number): string
  open(opened: Opened): void
}

const MINUTE_MS = 60_000

export function readerOf(view: InsightView, language: Language, open: Reader['open']): Reader {
  const role = (word: string | null) => {
    if (word === null) return ''
    // Persons of a foreign log are numbers.
    if (/^#\d+$/.test(word)) return fill(messages[language].person, { no: word.slice(1) })
    return postKindWords[word as PostKind]?.[language] ?? word
  }
  return {
    view,
    open,
    step: (activity) => view.steps[activity]?.name ?? activity,
    role,
    party: ({ unit, role: word }) =>
      [role(word), unit === null ? '' : (view.units[unit] ?? unit)].filter((part) => part !== '').join(', '),
    time(milliseconds) {
      const minutes = milliseconds / MINUTE_MS
      return view.durations === 'working'
        ? formatWorkingDays(minutes, language)
        : formatDuration(minutes, language)
    },
  }
}

const ReaderContext = createContext<Reader | undefined>(undefined)
export const ReaderProvider = ReaderContext.Provider

export function useReader(): Reader {
  const reader = useContext(ReaderContext)
  if (!reader) throw new Error('This part of the screen stands within an insight.')
  return reader
}
