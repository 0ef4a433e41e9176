import { UnstyledButton } from '@mantine/core'
import { formatNumber } from '#platform/ui/format.ts'
import { useWords } from '#platform/ui/i18n.ts'
import { ToneMark, type Tone } from '#platform/ui/status-badge.tsx'
import type { WorkCounts } from '../contract.ts'
import { messages } from './messages.ts'
import { standingMessages } from './standing-messages.ts'
import type { WorkView } from './work-filter.ts'
import styles from './work-counts-bar.module.css'

type Props = {
  counts: WorkCounts | undefined
  /** Counts of lines that are shown only where there are any. */
  marked: Readonly<Record<'apology' | 'approval' | 'online', number>>
  view: WorkView
  onView(view: WorkView): void
}

const tones: Partial<Record<WorkView, Tone>> = { overdue: 'bad', dueToday: 'warn', apology: 'warn' }

/** The counts, each a filter of the list below. */
export function WorkCountsBar({ counts, marked, view, onView }: Props) {
  const words = useWords(messages).work
  const marks = useWords(standingMessages).marks
  const tiles: { view: WorkView; label: string; count: number | undefined }[] = [
    ...(['total', 'mine', 'unclaimed', 'overdue', 'dueToday', 'waiting'] as const).map((name) => ({
      view: name,
      label: words.counts[name],
      count: counts?.[name],
    })),
    ...(counts && counts.unit > 0
      ? [{ view: 'unit' as const, label: words.counts.unit, count: counts.unit }]
      : []),
    ...(['apology', 'approval', 'online'] as const)
      .filter((name) => marked[name] > 0)
      .map((name) => ({ view: name, label: { ...marks, online: words.online }[name], count: marked[name] })),
  ]
  return (
    <div role="group" aria-label={words.filters} className={styles['tiles']}>
      {tiles.map((tile) => {
        const tone = tile.count ? tones[tile.view] : undefined
        return (
          <UnstyledButton
            key={tile.view}
            className={styles['tile']}
            aria-pressed={view === tile.view}
            data-tone={tone}
            onClick={() => onView(view === tile.view ? 'total' : tile.view)}
          >
            <span className={styles['count']}>
              {tone ? <ToneMark tone={tone} /> : null}
              {tile.count === undefined ? '–' : formatNumber(tile.count)}
            </span>
            <span className={styles['label']}>{tile.label}</span>
          </UnstyledButton>
        )
      })}
    </div>
  )
}
