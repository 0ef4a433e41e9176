import { Radio, Textarea } from '@mantine/core'
import { useCallback, useState } from 'react'
import { ApiError } from '#platform/ui/api.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { useDraft } from '#platform/ui/use-draft.ts'
import { verdicts, type DossierView, type OpinionAction, type OpinionView } from '../contract.ts'
import { FilesField } from './attached-files.tsx'
import { LimitField } from './limit-field.tsx'
import { messages, type DossierWords } from './messages.ts'
import {
  amountText,
  emptyOpinionDraft,
  opinionBody,
  opinionDraftVersion,
  opinionProblems,
  type OpinionDraft,
} from './opinion-draft.ts'
import { OpinionFrame } from './opinion-frame.tsx'
import type { Problems } from './party-draft.ts'
import { useAction } from './use-action.ts'
import { useAttachments, type Attachments } from './use-attachments.ts'

type Props = { action: OpinionAction; opinion: OpinionView; view: DossierView; onClose(): void }

/** Answers, extends, accepts or withdraws one opinion. */
export function OpinionDialog({ action, opinion, view, onClose }: Props) {
  const words = useWords(messages)
  const empty = useCallback(() => emptyOpinionDraft(opinion), [opinion])
  const { draft, setDraft, clear } = useDraft(
    `${action}.${view.caseId}.${opinion.no}`,
    opinionDraftVersion,
    empty,
  )
  const [tried, setTried] = useState(false)
  const attachments = useAttachments(draft.files, (changed) =>
    setDraft((now) => ({ ...now, files: changed(now.files) })),
  )
  const act = useAction(view, () => {
    clear()
    onClose()
  })
  const problems = tried ? opinionProblems(action, draft, words.opinions.problem) : {}
  const now = view.opinions.find(({ no }) => no === opinion.no)
  const isBeyondDue =
    draft.beyondDueReason !== '' ||
    (act.error instanceof ApiError && act.error.code === 'dossiers.opinion_beyond_due')
  const part = { draft, problems, onChange: change }

  return (
    <OpinionFrame
      title={`${words.action[action]}: ${opinion.unit.name}`}
      intro={introOf(action, opinion, words.opinions)}
      confirm={words.action[action]}
      isAllowed={now?.allowedActions.includes(action) ?? false}
      isPending={act.isPending}
      error={act.error}
      attachments={attachments}
      tried={tried}
      onClose={onClose}
      onSubmit={submit}
    >
      {action === 'give_opinion' ? <AnswerFields {...part} attachments={attachments} /> : null}
      {action === 'extend_opinion' ? <ExtensionFields {...part} /> : null}
      {action === 'answer_extension' ? <GrantFields {...part} isBeyondDue={isBeyondDue} /> : null}
    </OpinionFrame>
  )

  function change(changed: Partial<OpinionDraft>) {
    setDraft((before) => ({ ...before, ...changed }))
  }

  function submit() {
    if (act.isPending) return
    setTried(true)
    if (attachments.uploads.length > 0) return
    const first = Object.keys(opinionProblems(action, draft, words.opinions.problem))[0]
    if (first === undefined) act.mutate({ action, body: opinionBody(action, draft, opinion, view) })
    else document.querySelector<HTMLElement>(`[role="dialog"] [name="${first}"]`)?.focus()
  }
}

function introOf(action: OpinionAction, opinion: OpinionView, words: DossierWords['opinions']): string {
  const unit = opinion.unit.name
  switch (action) {
    case 'consult':
    case 'give_opinion':
      return opinion.state === 'asked' ? opinion.question : words.give.lateIntro
    case 'extend_opinion':
      return words.extend.intro
    case 'answer_extension':
      return fill(words.answerExtension.intro, {
        unit,
        time: timeInWords(opinion.extension.limit, words),
        reason: opinion.extension.reason ?? '',
      })
    case 'accept_late_opinion':
      return words.acceptIntro
    case 'withdraw_consultation':
      return fill(words.withdrawIntro, { unit })
  }
}

export function timeInWords(
  limit: OpinionView['extension']['limit'],
  words: DossierWords['opinions'],
): string {
  if (!limit) return ''
  return `${amountText(limit.amount ?? 0)} ${limit.unit === 'hours' ? words.unit.hours : words.unit.working_days}`
}

type PartProps = { draft: OpinionDraft; problems: Problems; onChange(part: Partial<OpinionDraft>): void }

function AnswerFields({ draft, problems, attachments, onChange }: PartProps & { attachments: Attachments }) {
  const words = useWords(messages)
  return (
    <>
      <Radio.Group
        label={words.opinions.give.verdict}
        required
        error={problems['verdict']}
        value={draft.verdict}
        onChange={(chosen) => onChange({ verdict: verdicts.find((one) => one === chosen) ?? '' })}
      >
        {verdicts.map((verdict, at) => (
          <Radio
            key={verdict}
            name="verdict"
            value={verdict}
            label={words.opinions.state[verdict]}
            mt={6}
            {...(at === 0 ? { 'data-autofocus': true } : {})}
          />
        ))}
      </Radio.Group>
      <Textarea
        name="text"
        label={words.opinions.give.text}
        description={words.opinions.give.textHint}
        required={draft.verdict !== '' && draft.verdict !== 'agree'}
        autosize
        minRows={3}
        maxRows={14}
        maxLength={8000}
        error={problems['text']}
        value={draft.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
      <FilesField label={words.opinions.give.files} attachments={attachments} componentId="opinion" />
    </>
  )
}

function ExtensionFields({ draft, problems, onChange }: PartProps) {
  const words = useWords(messages).opinions.extend
  return (
    <>
      <LimitField
        isFirst
        name="amount"
        label={words.amount}
        limit={draft.limit}
        error={problems['amount']}
        onChange={(limit) => onChange({ limit })}
      />
      <Textarea
        name="reason"
        label={words.reason}
        required
        autosize
        minRows={2}
        maxLength={1000}
        error={problems['reason']}
        value={draft.reason}
        onChange={(event) => onChange({ reason: event.currentTarget.value })}
      />
    </>
  )
}

function GrantFields({ draft, problems, isBeyondDue, onChange }: PartProps & { isBeyondDue: boolean }) {
  const words = useWords(messages).opinions
  return (
    <>
      <Radio.Group
        aria-label={words.answerExtension.grant}
        value={draft.isGranted ? 'grant' : 'refuse'}
        onChange={(chosen) => onChange({ isGranted: chosen === 'grant' })}
      >
        <Radio name="granted" value="grant" label={words.answerExtension.grant} data-autofocus />
        <Radio name="granted" value="refuse" label={words.answerExtension.refuse} mt={6} />
      </Radio.Group>
      {draft.isGranted ? (
        <LimitField
          name="amount"
          label={words.answerExtension.amount}
          limit={draft.limit}
          error={problems['amount']}
          onChange={(limit) => onChange({ limit })}
        />
      ) : null}
      {draft.isGranted && isBeyondDue ? (
        <Textarea
          name="beyondDueReason"
          label={words.consult.beyondDueReason}
          autosize
          minRows={2}
          maxLength={1000}
          value={draft.beyondDueReason}
          onChange={(event) => onChange({ beyondDueReason: event.currentTarget.value })}
        />
      ) : null}
    </>
  )
}
