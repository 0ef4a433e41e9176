import { Checkbox, NumberInput, Text } from '@mantine/core'
import { useRef, type KeyboardEvent } from 'react'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { StatusBadge } from '#platform/ui/status-badge.tsx'
import { AttachButton, AttachedFiles } from './attached-files.tsx'
import { messages } from './messages.ts'
import {
  countOf,
  countsInWords,
  fullCount,
  isFull,
  missingPapers,
  step,
  type Paper,
  type PaperCount,
  type PaperCounts,
} from './papers-draft.ts'
import styles from './papers-checklist.module.css'
import type { Attachments } from './use-attachments.ts'

type Props = {
  papers: readonly Paper[]
  counts: PaperCounts
  /** Absent where no file may be attached. */
  attachments?: Attachments
  onCount(componentId: string, count: PaperCount): void
}

/**
 * What came for each component. One stop in the tab order; arrows walk rows and counts, space says "in full",
 * plus and minus change the count.
 */
export function PapersChecklist({ papers, counts, attachments, onCount }: Props) {
  const words = useWords(messages).counter
  const list = useRef<HTMLDivElement>(null)
  const missing = missingPapers(papers, counts).length

  return (
    <div>
      <div className={styles['head']}>
        <Text size="xs" c="dimmed">
          {words.papersHint}
        </Text>
        <span role="status">
          <StatusBadge tone={missing > 0 ? 'warn' : 'good'}>
            {missing > 0 ? fill(words.missing, { count: missing }) : words.complete}
          </StatusBadge>
        </span>
      </div>
      <div ref={list} role="group" aria-label={words.papers} className={styles['rows']}>
        {papers.map((paper, row) => (
          <PaperRow
            key={paper.componentId}
            paper={paper}
            row={row}
            heading={
              paper.caseName !== null && papers[row - 1]?.caseName !== paper.caseName
                ? paper.caseName
                : undefined
            }
            count={countOf(paper, counts)}
            onCount={(count) => onCount(paper.componentId, count)}
            onKeyDown={(event, cell) => walk(event, row, cell)}
          >
            {attachments ? (
              <>
                <AttachButton
                  grid
                  text={words.attach}
                  label={fill(words.attachTo, { name: paper.name })}
                  onFiles={(chosen) => attachments.attach(paper.componentId, chosen)}
                />
                <AttachedFiles attachments={attachments} componentId={paper.componentId} />
              </>
            ) : null}
          </PaperRow>
        ))}
      </div>
    </div>
  )

  function walk(event: KeyboardEvent, row: number, cell: number) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key]
    if (!move) return
    event.preventDefault()
    event.stopPropagation()
    const [down = 0, right = 0] = move
    focusCell(row + down, Math.min(3, Math.max(0, cell + right)), right)
  }

  function focusCell(row: number, cell: number, direction: number) {
    const found = list.current?.querySelector<HTMLElement>(
      `[data-row="${row}"] [data-cell="${cell}"]:not(:disabled)`,
    )
    if (found) {
      found.focus()
      if (found instanceof HTMLInputElement && found.type !== 'checkbox') found.select()
    } else if (direction !== 0 && cell > 0 && cell < 3) {
      focusCell(row, cell + direction, direction)
    }
  }
}

type RowProps = {
  paper: Paper
  row: number
  heading: string | undefined
  count: PaperCount
  children: React.ReactNode
  onCount(count: PaperCount): void
  onKeyDown(event: KeyboardEvent, cell: number): void
}

function PaperRow({ paper, row, heading, count, children, onCount, onKeyDown }: RowProps) {
  const words = useWords(messages).counter
  const full = isFull(paper, count)
  const counts = countsInWords(paper, words)
  const asked = counts === '' ? words.present : fill(words.need, { counts })
  const differs = !paper.knownToState && paper.needed !== (paper.caseName === null)
  const need = differs ? `${asked} · ${paper.needed ? words.neededHere : words.notNeededHere}` : asked
  return (
    <>
      {heading === undefined ? null : (
        <p className={styles['case']}>{fill(words.caseName, { name: heading })}</p>
      )}
      <div
        className={styles['row']}
        data-row={row}
        data-full={full}
        onKeyDownCapture={(event) => {
          const cell = event.target instanceof HTMLElement ? Number(event.target.dataset['cell'] ?? -1) : -1
          if (cell < 0) return
          if (cell === 0 && (event.key === '+' || event.key === '=' || event.key === '-')) {
            event.preventDefault()
            onCount(step(paper, count, event.key === '-' ? -1 : 1))
            return
          }
          onKeyDown(event, cell)
        }}
      >
        <Checkbox
          label={paper.name}
          description={need}
          checked={full}
          tabIndex={row === 0 ? 0 : -1}
          data-cell={0}
          data-autofocus={row === 0 || undefined}
          onChange={() => onCount(full ? { originals: 0, copies: 0, fromData: false } : fullCount(paper))}
          className={styles['name'] ?? ''}
        />
        <CountField which="originals" paper={paper} count={count} onCount={onCount} />
        <CountField which="copies" paper={paper} count={count} onCount={onCount} />
        <div className={styles['more']}>
          {paper.knownToState ? (
            <Checkbox
              size="xs"
              tabIndex={-1}
              label={words.fromData}
              checked={count.fromData}
              onChange={() => onCount({ originals: 0, copies: 0, fromData: !count.fromData })}
            />
          ) : null}
          {children}
        </div>
      </div>
    </>
  )
}

type CountProps = Pick<RowProps, 'paper' | 'count' | 'onCount'> & { which: 'originals' | 'copies' }

function CountField({ which, paper, count, onCount }: CountProps) {
  const words = useWords(messages).counter
  return (
    <NumberInput
      className={styles['count'] ?? ''}
      size="xs"
      hideControls
      min={0}
      max={99}
      clampBehavior="strict"
      allowDecimal={false}
      allowNegative={false}
      tabIndex={-1}
      data-cell={which === 'originals' ? 1 : 2}
      label={words[which]}
      labelProps={{ className: styles['countLabel'] }}
      aria-label={`${words[which]}: ${paper.name}`}
      disabled={count.fromData}
      value={count[which]}
      onChange={(value) => onCount({ ...count, [which]: Number(value) || 0 })}
    />
  )
}
