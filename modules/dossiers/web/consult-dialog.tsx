import { Checkbox, CloseButton, Radio, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ApiError } from '#platform/ui/api.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { useDraft } from '#platform/ui/use-draft.ts'
import type { DossierView } from '../contract.ts'
import { FilesField } from './attached-files.tsx'
import styles from './consult-dialog.module.css'
import { LimitField } from './limit-field.tsx'
import { messages } from './messages.ts'
import {
  consultBody,
  consultDraftVersion,
  consultProblems,
  emptyConsultDraft,
  firstLimit,
  type ConsultDraft,
} from './opinion-draft.ts'
import { OpinionFrame } from './opinion-frame.tsx'
import type { Problems } from './party-draft.ts'
import { UnitPicker } from './unit-picker.tsx'
import { useAction } from './use-action.ts'
import { useAttachments } from './use-attachments.ts'

/** Asks several agencies at once, each with its own limit. */
export function ConsultDialog({ view, onClose }: { view: DossierView; onClose(): void }) {
  const words = useWords(messages)
  const { draft, setDraft, clear } = useDraft(
    `consult.${view.caseId}`,
    consultDraftVersion,
    emptyConsultDraft,
  )
  const [tried, setTried] = useState(false)
  const attachments = useAttachments(draft.files, (changed) =>
    setDraft((now) => ({ ...now, files: changed(now.files) })),
  )
  const act = useAction(view, () => {
    clear()
    onClose()
  })
  const problems = tried ? consultProblems(draft, words.opinions.problem) : {}
  // Asked only where the server has said, with both dates, that the limit lies after the dossier is due.
  const isBeyondDue =
    draft.beyondDueReason !== '' ||
    (act.error instanceof ApiError && act.error.code === 'dossiers.opinion_beyond_due')

  return (
    <OpinionFrame
      title={words.opinions.ask}
      intro={words.opinions.consult.intro}
      confirm={words.opinions.consult.send}
      size="lg"
      isAllowed={view.allowedActions.includes('consult')}
      isPending={act.isPending}
      error={act.error}
      attachments={attachments}
      tried={tried}
      onClose={onClose}
      onSubmit={submit}
    >
      <AskedUnits draft={draft} problems={problems} holder={view.holdingUnit.id} onChange={change} />
      <Textarea
        name="question"
        label={words.opinions.consult.question}
        description={words.opinions.consult.questionHint}
        required
        autosize
        minRows={3}
        maxRows={12}
        maxLength={4000}
        error={problems['question']}
        value={draft.question}
        onChange={(event) => change({ question: event.currentTarget.value })}
      />
      <SilenceFields draft={draft} problems={problems} onChange={change} />
      <Checkbox
        label={words.opinions.consult.direct}
        checked={draft.isDirect}
        onChange={(event) => change({ isDirect: event.currentTarget.checked })}
      />
      {isBeyondDue ? (
        <Textarea
          name="beyondDueReason"
          label={words.opinions.consult.beyondDueReason}
          autosize
          minRows={2}
          maxLength={1000}
          value={draft.beyondDueReason}
          onChange={(event) => change({ beyondDueReason: event.currentTarget.value })}
        />
      ) : null}
      <FilesField label={words.opinions.consult.files} attachments={attachments} componentId="consult" />
    </OpinionFrame>
  )

  function change(part: Partial<ConsultDraft>) {
    setDraft((now) => ({ ...now, ...part }))
  }

  function submit() {
    if (act.isPending) return
    setTried(true)
    if (attachments.uploads.length > 0) return
    const first = Object.keys(consultProblems(draft, words.opinions.problem))[0]
    if (first === undefined) act.mutate({ action: 'consult', body: consultBody(draft, view) })
    else
      document
        .querySelector<HTMLElement>(`[role="dialog"] :is([name="${first}"], [data-field="${first}"])`)
        ?.focus()
  }
}

type PartProps = { draft: ConsultDraft; problems: Problems; onChange(part: Partial<ConsultDraft>): void }

function AskedUnits({ draft, problems, holder, onChange }: PartProps & { holder: number }) {
  const words = useWords(messages).opinions.consult
  const last = draft.asked.at(-1)?.limit ?? firstLimit()
  return (
    <>
      <UnitPicker
        label={words.find}
        description={words.findHint}
        nothingFound={words.nothing}
        error={problems['unit']}
        without={[holder, ...draft.asked.map(({ unitId }) => unitId)]}
        // Most questions give everybody the same time: the next agency begins with that of the last.
        onPick={({ id, name }) =>
          onChange({ asked: [...draft.asked, { unitId: id, name, limit: { ...last } }] })
        }
      />
      {draft.asked.length > 0 ? (
        <ul className={styles['asked']} aria-label={words.asked}>
          {draft.asked.map(({ unitId, name, limit }, at) => (
            <li key={unitId} className={styles['unit']}>
              <span className={styles['name']}>{name}</span>
              <CloseButton
                aria-label={fill(words.remove, { unit: name })}
                onClick={() => onChange({ asked: draft.asked.filter((one) => one.unitId !== unitId) })}
              />
              <div className={styles['time']}>
                <LimitField
                  name={`asked.${at}.amount`}
                  label={fill(words.amount, { unit: name })}
                  limit={limit}
                  error={problems[`asked.${at}.amount`]}
                  onChange={(changed) =>
                    onChange({
                      asked: draft.asked.map((one) =>
                        one.unitId === unitId ? { ...one, limit: changed } : one,
                      ),
                    })
                  }
                />
              </div>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

function SilenceFields({ draft, problems, onChange }: PartProps) {
  const words = useWords(messages).opinions.consult
  return (
    <>
      <Radio.Group
        label={words.silence}
        value={draft.silence}
        onChange={(silence) => onChange({ silence: silence === 'consent' ? 'consent' : 'recorded' })}
      >
        {(['recorded', 'consent'] as const).map((silence) => (
          <Radio key={silence} name="silence" value={silence} label={words.silences[silence]} mt={6} />
        ))}
      </Radio.Group>
      {draft.silence === 'consent' ? (
        <TextInput
          name="legalGround"
          label={words.legalGround}
          required
          maxLength={500}
          error={problems['legalGround']}
          value={draft.legalGround}
          onChange={(event) => onChange({ legalGround: event.currentTarget.value })}
        />
      ) : null}
    </>
  )
}
