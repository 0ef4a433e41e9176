import { Button, Text, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { formatDateTime } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import { StatusBadge, type Tone } from '#platform/ui/status-badge.tsx'
import type { DossierView, OpinionAction, OpinionState, OpinionView } from '../contract.ts'
import { ConsultDialog } from './consult-dialog.tsx'
import { FileList } from './file-list.tsx'
import { messages } from './messages.ts'
import { OpinionDialog, timeInWords } from './opinion-dialog.tsx'
import styles from './opinions-panel.module.css'
import { Panel } from './panel.tsx'

const tones: Record<OpinionState, Tone> = {
  asked: 'calm',
  agree: 'good',
  agree_with_conditions: 'good',
  disagree: 'bad',
  not_competent: 'ended',
  lapsed_no_answer: 'warn',
  lapsed_consent: 'good',
  withdrawn: 'ended',
}

type Chosen = { action: OpinionAction; no: number }

/** Who was asked, by when, and what came; each opinion with what may be done to it now. */
export function OpinionsPanel({ view }: { view: DossierView }) {
  const words = useWords(messages)
  const [isAsking, setAsking] = useState(false)
  const [chosen, setChosen] = useState<Chosen>()
  const mayAsk = view.allowedActions.includes('consult')
  const mine = view.opinions.find(({ allowedActions }) => allowedActions.includes('give_opinion'))
  useKeys(words.opinions.title, [
    ...(mayAsk ? [{ key: 'o', label: words.opinions.ask, run: () => setAsking(true) }] : []),
    ...(mine
      ? [
          {
            key: 'g',
            label: words.action.give_opinion,
            run: () => setChosen({ action: 'give_opinion', no: mine.no }),
          },
        ]
      : []),
  ])
  if (view.opinions.length === 0 && !mayAsk) return null
  const awaited = view.opinions.filter(({ state }) => state === 'asked').length
  const opinion = view.opinions.find(({ no }) => no === chosen?.no)
  return (
    <Panel
      title={words.opinions.title}
      aside={
        <span className={styles['aside']}>
          {view.opinions.length === 0 ? null : awaited > 0 ? (
            <span>{fill(words.opinions.awaited, { count: awaited })}</span>
          ) : (
            <span>{words.opinions.allIn}</span>
          )}
          {mayAsk ? (
            <Button size="xs" variant="light" onClick={() => setAsking(true)}>
              {words.opinions.ask}
              <KeyHint of="o" />
            </Button>
          ) : null}
        </span>
      }
    >
      {view.opinions.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.opinions.none}
        </Text>
      ) : (
        <ul className={styles['opinions']}>
          {view.opinions.map((one) => (
            <OpinionLine
              key={one.no}
              opinion={one}
              view={view}
              hint={one === mine ? 'g' : undefined}
              onAct={(action) => setChosen({ action, no: one.no })}
            />
          ))}
        </ul>
      )}
      {isAsking ? <ConsultDialog view={view} onClose={() => setAsking(false)} /> : null}
      {chosen && opinion ? (
        <OpinionDialog
          key={`${chosen.action}.${chosen.no}`}
          action={chosen.action}
          opinion={opinion}
          view={view}
          onClose={() => setChosen(undefined)}
        />
      ) : null}
    </Panel>
  )
}

type LineProps = {
  opinion: OpinionView
  view: DossierView
  hint: string | undefined
  onAct(action: OpinionAction): void
}

function OpinionLine({ opinion, view, hint, onAct }: LineProps) {
  const words = useWords(messages)
  const { unit, state, dueAt, isOverdue, askedBy, askedAt, question, limit, round } = opinion
  const questionFiles = view.files.filter(({ componentId }) => componentId === `consult:${round}`)
  const asker = [askedBy.name, askedBy.unit].filter(Boolean).join(', ')
  return (
    <li className={styles['opinion']}>
      <div className={styles['top']}>
        <strong>{unit.name}</strong>
        <StatusBadge tone={isOverdue ? 'bad' : tones[state]}>{words.opinions.state[state]}</StatusBadge>
        <span className={styles['due']} data-overdue={isOverdue}>
          {fill(isOverdue ? words.opinions.overdue : words.opinions.due, { at: formatDateTime(dueAt) })}
        </span>
      </div>
      <p className={styles['question']}>{question}</p>
      <FileList caseId={view.caseId} files={questionFiles} />
      <p className={styles['soft']}>
        {fill(words.opinions.askedBy, { who: asker, at: formatDateTime(askedAt) })}
        {` · ${words.opinions.limit}: ${timeInWords(limit, words.opinions)}`}
      </p>
      <Rules opinion={opinion} />
      <Answer opinion={opinion} view={view} />
      {opinion.allowedActions.length > 0 ? (
        <div role="group" aria-label={unit.name} className={styles['actions']}>
          {opinion.allowedActions.map((action, at) => (
            <Button
              key={action}
              size="xs"
              variant={at === 0 && action !== 'withdraw_consultation' ? 'filled' : 'default'}
              onClick={() => onAct(action)}
            >
              {words.action[action]}
              <VisuallyHidden>: {unit.name}</VisuallyHidden>
              {hint && action === 'give_opinion' ? <KeyHint of={hint} /> : null}
            </Button>
          ))}
        </div>
      ) : null}
    </li>
  )
}

/** What silence means, why the limit is as it is, and what became of the one extension. */
function Rules({ opinion }: { opinion: OpinionView }) {
  const words = useWords(messages).opinions
  const { silence, legalGround, beyondDueReason, extension, state } = opinion
  const said = [
    silence === 'consent' ? fill(words.ground, { ground: legalGround ?? '' }) : words.recorded,
    ...(beyondDueReason ? [fill(words.beyondDue, { reason: beyondDueReason })] : []),
    ...(extension.state === 'asked'
      ? [
          fill(words.extension.asked, {
            time: timeInWords(extension.limit, words),
            reason: extension.reason ?? '',
          }),
        ]
      : extension.state === 'none'
        ? extension.isDirect && state === 'asked'
          ? [words.extension.direct]
          : []
        : [words.extension[extension.state]]),
  ]
  return (
    <ul className={styles['rules']}>
      {said.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

function Answer({ opinion, view }: { opinion: OpinionView; view: DossierView }) {
  const words = useWords(messages).opinions
  const { answer, no } = opinion
  if (!answer) return null
  const files = view.files.filter(({ componentId }) => componentId === `opinion:${no}`)
  return (
    <div className={styles['answer']}>
      <p>
        <strong>{words.state[answer.verdict]}</strong>
        {answer.isLate ? ` (${words.late})` : ''}
        {answer.text === '' ? '' : `: ${answer.text}`}
      </p>
      <FileList caseId={view.caseId} files={files} />
      <p className={styles['soft']}>
        {fill(words.answer, { who: answer.by ?? opinion.unit.name, at: formatDateTime(answer.at) })}
        {answer.isLate ? ` · ${answer.isAccepted ? words.lateAccepted : words.lateWaits}` : ''}
      </p>
    </div>
  )
}
