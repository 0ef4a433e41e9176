import { Button, NativeSelect, Paper, SegmentedControl, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { Me } from '#modules/organisation/contract.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { formOf } from './counter-draft.ts'
import { FilesWaiting } from './attached-files.tsx'
import { FormFields } from './form-fields.tsx'
import { messages } from './messages.ts'
import { PageFrame } from './page-frame.tsx'
import { allFull, papersOf } from './papers-draft.ts'
import { PapersChecklist } from './papers-checklist.tsx'
import { emptyParty } from './party-draft.ts'
import { PartyFields } from './party-fields.tsx'
import { PickedProcedure, ProcedurePicker } from './procedure-picker.tsx'
import { procedureQuery } from './queries.ts'
import { readIdentityCard } from './read-identity-card.ts'
import { ReceivedNote } from './received-note.tsx'
import { StartOver } from './start-over.tsx'
import { useAttachments } from './use-attachments.ts'
import { useCounter } from './use-counter.ts'
import { useTerms } from './use-terms.ts'
import styles from './counter-page.module.css'

/** The counter: papers in, slip out, next please; made for the keyboard. */
export function CounterPage({ me }: { me: Me }) {
  const words = useWords(messages).counter
  const counter = useCounter(me)
  const { draft, change, problems } = counter
  const procedure = useQuery(procedureQuery(draft.procedureCode)).data
  const attachments = useAttachments(draft.files, (changed) =>
    change((now) => ({ files: changed(now.files) })),
  )
  const [held, setHeld] = useState(false)
  const pickerField = useRef<HTMLInputElement>(null)
  const ownerField = useRef<HTMLInputElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const [picking, setPicking] = useState(draft.procedureCode === '')
  const terms = useTerms(draft)
  const papers = procedure ? papersOf(procedure, terms?.components) : []

  useKeys(
    words.keys.title,
    [
      { key: 'mod+Enter', label: words.keys.submit, whileTyping: true, run: submit },
      { key: 'F8', label: words.keys.allPapers, whileTyping: true, run: takeAll },
      { key: 'F4', label: words.keys.procedure, whileTyping: true, run: pickAgain },
    ],
    counter.received === undefined,
  )

  if (counter.received) {
    return (
      <PageFrame title={words.title}>
        <ReceivedNote view={counter.received} onNext={next} />
      </PageFrame>
    )
  }

  return (
    <PageFrame title={words.title} aside={fill(words.unit, { unit: me.post.unitName })}>
      {/* Enter walks from field to field as on every counter; receiving takes Ctrl+Enter. */}
      <div ref={sheet} className={styles['sheet']} role="presentation" onKeyDown={enterGoesOn}>
        <div className={styles['column']}>
          <Part title={words.procedure} hideTitle>
            {picking || !procedure ? (
              <ProcedurePicker inputRef={focusPicker} error={problems['procedureCode']} onPick={pick} />
            ) : (
              <PickedProcedure
                procedure={procedure}
                terms={terms}
                channel={draft.channel}
                onChange={pickAgain}
              />
            )}
          </Part>
          <Part title={words.owner}>
            <PartyFields
              prefix="owner"
              party={draft.owner}
              problems={problems}
              firstField={ownerField}
              onChange={(part) => change((now) => ({ owner: { ...now.owner, ...part } }))}
            />
          </Part>
          {procedure && formOf(procedure).length > 0 ? (
            <Part title={words.form}>
              <FormFields
                fields={formOf(procedure)}
                form={draft.form}
                problems={problems}
                onChange={(key, value) => change((now) => ({ form: { ...now.form, [key]: value } }))}
              />
            </Part>
          ) : null}
        </div>
        <div className={styles['column']}>
          {papers.length > 0 ? (
            <Part
              title={words.papers}
              aside={
                <Button size="xs" variant="light" onClick={takeAll}>
                  {words.allPapers}
                  <KeyHint of="F8" />
                </Button>
              }
            >
              <PapersChecklist
                papers={papers}
                counts={draft.papers}
                attachments={attachments}
                onCount={(id, count) => change((now) => ({ papers: { ...now.papers, [id]: count } }))}
              />
            </Part>
          ) : null}
          <Part title={words.submitter}>
            <SegmentedControl
              aria-label={words.submitter}
              styles={{ label: { whiteSpace: 'normal' } }}
              value={draft.submitter ? 'other' : 'owner'}
              onChange={(who) => change(() => ({ submitter: who === 'other' ? emptyParty() : null }))}
              data={[
                { value: 'owner', label: words.sameSubmitter },
                { value: 'other', label: words.otherSubmitter },
              ]}
            />
            {draft.submitter ? (
              <PartyFields
                prefix="submitter"
                party={draft.submitter}
                problems={problems}
                onChange={(part) =>
                  change((now) => ({ submitter: { ...(now.submitter ?? emptyParty()), ...part } }))
                }
              />
            ) : null}
            <Ways counter={counter} />
          </Part>
          <RefusalNote error={counter.error} />
          <FilesWaiting attachments={attachments} held={held} />
          {Object.keys(problems).length > 0 ? (
            <Text role="alert" c="var(--tl-bad)" size="sm">
              ▲ {fill(words.fixFields, { count: Object.keys(problems).length })}
            </Text>
          ) : null}
          <div className={styles['foot']}>
            <Button size="md" onClick={submit} loading={counter.sending}>
              {words.submit}
              <KeyHint of="mod+Enter" />
            </Button>
            <StartOver onConfirm={next} />
            <Text size="xs" c="dimmed">
              {words.kept}
            </Text>
          </div>
        </div>
      </div>
    </PageFrame>
  )

  function pick(code: string) {
    change((now) =>
      now.procedureCode === code ? {} : { procedureCode: code, form: {}, papers: {}, files: [] },
    )
    setPicking(false)
    ownerField.current?.focus()
  }

  function pickAgain() {
    setPicking(true)
    // The field is there after this press is drawn.
    requestAnimationFrame(() => pickerField.current?.focus())
  }

  function focusPicker(field: HTMLInputElement | null) {
    if (field && !pickerField.current && draft.procedureCode === '') field.focus()
    pickerField.current = field
  }

  function takeAll() {
    change((now) => ({ papers: allFull(papers, now.papers) }))
  }

  function submit() {
    setHeld(attachments.uploads.length > 0)
    if (attachments.uploads.length > 0) return
    const firstWrong = counter.submit(procedure)
    if (firstWrong)
      sheet.current
        ?.querySelector<HTMLElement>(`[name="${firstWrong}"], [data-field="${firstWrong}"]`)
        ?.focus()
  }

  function next() {
    counter.startOver()
    setPicking(true)
  }
}

function Part({
  title,
  hideTitle,
  aside,
  children,
}: {
  title: string
  hideTitle?: boolean
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <Paper component="section" withBorder p="md" aria-label={title} className={styles['part'] ?? ''}>
      {hideTitle ? null : (
        <div className={styles['partHead']}>
          <Title order={2} size="h5">
            {title}
          </Title>
          {aside}
        </div>
      )}
      {children}
    </Paper>
  )
}

function Ways({ counter: { draft, change } }: { counter: ReturnType<typeof useCounter> }) {
  const words = useWords(messages)
  return (
    <div className={styles['ways']}>
      <NativeSelect
        label={words.counter.delivery}
        value={draft.delivery}
        onChange={(event) => change(() => ({ delivery: event.currentTarget.value as typeof draft.delivery }))}
        data={(['counter', 'post', 'online'] as const).map((way) => ({
          value: way,
          label: words.delivery[way],
        }))}
      />
      <NativeSelect
        label={words.counter.channel}
        value={draft.channel}
        onChange={(event) =>
          change(() => ({ channel: event.currentTarget.value === 'post' ? 'post' : 'counter' }))
        }
        data={(['counter', 'post'] as const).map((way) => ({ value: way, label: words.channel[way] }))}
      />
      <NativeSelect
        label={words.counter.sets}
        value={String(draft.sets)}
        onChange={(event) => change(() => ({ sets: Number(event.currentTarget.value) }))}
        data={['1', '2', '3', '4', '5']}
      />
    </div>
  )
}

function enterGoesOn(event: KeyboardEvent<HTMLElement>) {
  const from = event.target
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.defaultPrevented) return
  if (
    !(from instanceof HTMLInputElement) ||
    from.type === 'checkbox' ||
    from.getAttribute('aria-expanded') === 'true'
  )
    return
  event.preventDefault()
  const fields = [...event.currentTarget.querySelectorAll<HTMLElement>('input, select, textarea')].filter(
    (field) =>
      field.tabIndex >= 0 &&
      !field.hasAttribute('data-aside') &&
      !field.hasAttribute('disabled') &&
      field.offsetParent !== null,
  )
  // A scanned card has filled in the owner: the form is next.
  const card = from.hasAttribute('data-card') && readIdentityCard(from.value) !== undefined
  const next = card
    ? fields.findIndex((field) => field.getAttribute('name')?.startsWith('form.'))
    : fields.indexOf(from) + 1
  fields[next === -1 ? fields.indexOf(from) + 1 : next]?.focus()
}
