import { NativeSelect, Radio, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { meQuery } from '#modules/organisation/web/index.ts'
import type { DossierView } from '../contract.ts'
import {
  asked,
  dayAsked,
  paperCountsOf,
  reasonsFor,
  type ActionDraft,
  type BarAction,
} from './action-draft.ts'
import { AssigneeField } from './assignee-field.tsx'
import { FilesField } from './attached-files.tsx'
import { FaultsField } from './faults-field.tsx'
import { messages } from './messages.ts'
import { papersOfDossier } from './papers-draft.ts'
import { PapersChecklist } from './papers-checklist.tsx'
import type { Problems } from './party-draft.ts'
import { reasonsQuery } from './queries.ts'
import { standingMessages } from './standing-messages.ts'
import type { Attachments } from './use-attachments.ts'

type Props = {
  action: BarAction
  draft: ActionDraft
  view: DossierView
  problems: Problems
  attachments: Attachments
  onChange(part: Partial<ActionDraft>): void
}

/** The fields one action asks for; nothing is asked that the server would not take. */
export function ActionFields({ action, draft, view, problems, attachments, onChange }: Props) {
  const words = useWords(messages)
  const asks = asked[action] ?? []
  const day = dayAsked(action)
  const standing = useWords(standingMessages)
  const isFirst = !asks.includes('reason') && !asks.includes('faults')
  return (
    <>
      {asks.includes('outcome') ? (
        <Radio.Group
          label={words.ask.outcome}
          required
          error={problems['outcome']}
          value={draft.outcome}
          onChange={(outcome) => onChange({ outcome: outcome === 'denied' ? 'denied' : 'granted' })}
        >
          {(['granted', 'denied'] as const).map((outcome, at) => (
            <Radio
              key={outcome}
              name="outcome"
              value={outcome}
              label={words.outcome[outcome]}
              mt={6}
              {...(at === 0 ? { 'data-autofocus': true } : {})}
            />
          ))}
        </Radio.Group>
      ) : null}
      {asks.includes('assignee') ? (
        <AssigneeField draft={draft} view={view} problems={problems} onChange={onChange} />
      ) : null}
      {asks.includes('reason') ? (
        <ReasonField action={action} draft={draft} view={view} problems={problems} onChange={onChange} />
      ) : null}
      {asks.includes('faults') ? (
        <FaultsField
          label={action === 'refuse' ? words.ask.refusalFaults : words.ask.faults}
          faults={draft.faults}
          // What the State holds may not be asked of anybody.
          papers={papersOfDossier(view.components).filter((paper) => !paper.knownToState)}
          problems={problems}
          onChange={(faults) => onChange({ faults })}
        />
      ) : null}
      {day ? (
        <TextInput
          name="dueOn"
          placeholder={words.party.dateShape}
          inputMode="numeric"
          autoComplete="off"
          label={{ ...standing, dueOn: words.ask.dueOn }[day]}
          required
          maw={260}
          data-autofocus={isFirst || undefined}
          error={problems['dueOn'] ?? problems[day]}
          value={draft.dueOn}
          onChange={(event) => onChange({ dueOn: event.currentTarget.value })}
        />
      ) : null}
      {asks.includes('returned') || asks.includes('documentNumber') ? (
        <PaperFields
          asks={asks}
          isFirst={isFirst && !day}
          draft={draft}
          problems={problems}
          onChange={onChange}
        />
      ) : null}
      {asks.includes('papers') ? (
        <PapersChecklist
          papers={papersOfDossier(view.components)}
          counts={paperCountsOf(draft, view)}
          {...(action === 'supply_supplement' ? { attachments } : {})}
          onCount={(id, count) => onChange({ papers: { ...paperCountsOf(draft, view), [id]: count } })}
        />
      ) : null}
      {asks.includes('result') ? (
        <ResultFields draft={draft} problems={problems} attachments={attachments} onChange={onChange} />
      ) : null}
      {asks.includes('receivedBy') ? (
        <TextInput
          name="receivedBy"
          label={words.ask.receivedBy}
          description={words.ask.receivedByHint}
          data-autofocus
          maxLength={120}
          error={problems['receivedBy']}
          value={draft.receivedBy}
          onChange={(event) => onChange({ receivedBy: event.currentTarget.value })}
        />
      ) : null}
    </>
  )
}

function ReasonField({ action, draft, view, problems, onChange }: Omit<Props, 'attachments'>) {
  const words = useWords(messages).ask
  const { language } = useLanguage()
  const post = useQuery(meQuery).data?.post.kind
  const reasons = reasonsFor(action, useQuery(reasonsQuery).data?.reasons ?? [], view, post)
  const chosen = reasons.find((reason) => reason.code === draft.reasonCode)
  const standing = useWords(standingMessages)
  return (
    <div>
      <NativeSelect
        name="reasonCode"
        label={words.reason}
        required
        data-autofocus
        error={problems['reasonCode']}
        value={draft.reasonCode}
        onChange={(event) => onChange({ reasonCode: event.currentTarget.value })}
        data={[
          { value: '', label: words.chooseReason },
          ...reasons.map((reason) => ({ value: reason.code, label: reason[language] })),
        ]}
      />
      {chosen?.legalGround ? (
        <Text size="xs" c="dimmed">
          {fill(words.legalGround, { ground: chosen.legalGround })}
        </Text>
      ) : null}
      {action === 'suspend' && chosen ? (
        <Text size="xs" c="dimmed">
          {chosen.cap && chosen.capUnit
            ? fill(standing.capOf[chosen.capUnit], { days: chosen.cap })
            : standing.capOf.none}
        </Text>
      ) : null}
    </div>
  )
}

type PaperProps = Pick<Props, 'draft' | 'problems' | 'onChange'> & {
  asks: readonly string[]
  /** Nothing stands above, so that the hand begins here. */
  isFirst: boolean
}

/** What stands on a paper the office issues: its number, and what goes back to the owner. */
function PaperFields({ asks, isFirst, draft, problems, onChange }: PaperProps) {
  const words = useWords(standingMessages)
  const names = [
    ...(asks.includes('returned') ? (['papersReturned', 'feesReturned'] as const) : []),
    ...(asks.includes('documentNumber') ? (['documentNumber'] as const) : []),
  ]
  return names.map((name, at) => (
    <TextInput
      key={name}
      name={name}
      label={words[name]}
      description={words.optional}
      data-autofocus={(isFirst && at === 0) || undefined}
      maxLength={name === 'documentNumber' ? 60 : 300}
      error={problems[name]}
      value={draft[name]}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
    />
  ))
}

type ResultProps = Pick<Props, 'draft' | 'problems' | 'attachments' | 'onChange'>

function ResultFields({ draft, problems, attachments, onChange }: ResultProps) {
  const words = useWords(messages).ask
  return (
    <>
      <TextInput
        name="resultNumber"
        label={words.resultNumber}
        required
        data-autofocus
        maxLength={60}
        error={problems['resultNumber']}
        value={draft.resultNumber}
        onChange={(event) => onChange({ resultNumber: event.currentTarget.value })}
      />
      <FilesField label={words.resultFiles} attachments={attachments} componentId="result" />
    </>
  )
}
