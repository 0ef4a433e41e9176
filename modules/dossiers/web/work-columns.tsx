import { Button } from '@mantine/core'
import { formatDateTime } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import type { Column } from '#platform/ui/data-table.tsx'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import type { DossierLine } from '../contract.ts'
import { DossierStatusBadge, DueMark } from './dossier-words.tsx'
import type { DossierWords } from './messages.ts'
import { standingMessages } from './standing-messages.ts'
import { stepDue } from './work-filter.ts'
import styles from './work-columns.module.css'

/** The columns of the work list; a line nobody has claimed carries the button that claims it. */
export function workColumns(
  words: DossierWords['work'],
  { accountId, now }: { accountId: number; now: string },
  onClaim: (line: DossierLine) => void,
): Column<DossierLine>[] {
  return [
    dueColumn(words.due),
    dossierColumn(words.dossier),
    procedureColumn(words.procedure),
    {
      id: 'step',
      header: words.step,
      wideOnly: true,
      cell: (line) => (
        <>
          <span className={styles['step']}>
            {line.opinionNo === null ? (line.stepWork ?? '–') : words.opinion}
          </span>
          {line.stepDueAt && !line.waiting ? (
            <span className={styles['by']} data-due={stepDue(line, now)}>
              {fill(words.stepBy, { at: formatDateTime(line.stepDueAt) })}
            </span>
          ) : null}
        </>
      ),
    },
    {
      id: 'status',
      header: words.status,
      cell: (line) => (
        <>
          <DossierStatusBadge status={line.status} />
          <StandingMarks line={line} />
        </>
      ),
    },
    {
      id: 'holder',
      header: words.holder,
      cell(line) {
        if (line.allowedActions.includes('claim')) {
          return (
            <Button
              size="compact-sm"
              variant="light"
              tabIndex={-1}
              onClick={(event) => {
                event.stopPropagation()
                onClaim(line)
              }}
            >
              {words.claim}
              <KeyHint of="c" />
            </Button>
          )
        }
        if (line.assigneeId === accountId) return <strong>{words.me}</strong>
        return line.assigneeName ?? <span className={styles['soft']}>{words.nobody}</span>
      },
    },
  ]
}

/** What a list says beside the status: an apology that is due, a request that waits. */
function StandingMarks({ line }: { line: DossierLine }) {
  const words = useWords(standingMessages).marks
  return (
    <>
      {line.apology ? <span className={styles['by']}>{words.apologyMark[line.apology]}</span> : null}
      {line.proposal ? <span className={styles['by']}>{words.proposalMark[line.proposal]}</span> : null}
    </>
  )
}

/** The columns of a search: where each dossier is now and since when. */
export function searchColumns(words: DossierWords): Column<DossierLine>[] {
  return [
    dossierColumn(words.work.dossier),
    procedureColumn(words.work.procedure),
    statusColumn(words.work.status),
    { id: 'holder', header: words.search.holder, isNamed: true, cell: (line) => line.holdingUnit.name },
    {
      id: 'received',
      header: words.search.received,
      wideOnly: true,
      isNamed: true,
      cell: (line) => formatDateTime(line.receivedAt),
    },
    dueColumn(words.work.due),
  ]
}

const ended = ['refused', 'stopped', 'decided', 'returned']

function dueColumn(header: string): Column<DossierLine> {
  return {
    id: 'due',
    header,
    isNamed: true,
    cell: (line) => (
      <DueMark
        due={{
          ...line,
          stepDueAt: ended.includes(line.status) ? null : line.stepDueAt,
          waiting: line.waiting && !ended.includes(line.status),
          ended: ended.includes(line.status),
        }}
      />
    ),
  }
}

function dossierColumn(header: string): Column<DossierLine> {
  return {
    id: 'dossier',
    header,
    cell: (line) => (
      <>
        <span className={styles['owner']}>{line.ownerName}</span>
        <span className={styles['code']}>{line.code}</span>
      </>
    ),
  }
}

function procedureColumn(header: string): Column<DossierLine> {
  return {
    id: 'procedure',
    header,
    cell: (line) => <span className={styles['procedure']}>{line.procedureName}</span>,
  }
}

function statusColumn(header: string): Column<DossierLine> {
  return { id: 'status', header, cell: (line) => <DossierStatusBadge status={line.status} /> }
}
