import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { StatusBadge } from '#platform/ui/status-badge.tsx'
import type { QuarantinedField, ResolveQuarantine } from '../contract.ts'
import { placeInWords } from './field-kinds.ts'
import styles from './field-card.module.css'
import { messages, type Words } from './messages.ts'
import { ValueEditor } from './value-editor.tsx'
import { valueInWords } from './value-words.ts'

type Props = {
  field: QuarantinedField
  current: boolean
  /** True when the focus should come to this card’s heading: after a key or when the card before it was settled. */
  focus: boolean
  busy: boolean
  error: unknown
  onSelect(): void
  onResolve(decision: ResolveQuarantine): void
}

/** One doubtful field: what is wrong, what the source says, and the ways to settle it. */
export function FieldCard({ field, current, focus, busy, error, onSelect, onResolve }: Props) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const [editing, setEditing] = useState(false)
  const [value, setValue] = useState<unknown>(undefined)
  const [note, setNote] = useState('')
  const heading = useRef<HTMLButtonElement>(null)
  const editor = useRef<HTMLDivElement>(null)
  const place = placeInWords(field.path, words)
  const mayAccept = field.allowedActions.includes('accept')
  const mayFix = field.allowedActions.includes('fix')
  const withNote = note.trim() === '' ? {} : { note: note.trim() }

  useEffect(() => {
    if (focus) heading.current?.focus()
  }, [focus])
  useEffect(() => {
    if (editing) editor.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
  }, [editing])

  const take = (proposal: number) => onResolve({ action: 'accept', proposal, ...withNote })
  const keep = () => onResolve({ action: 'accept', ...withNote })
  const save = () => {
    if (value !== undefined) onResolve({ action: 'fix', value, ...withNote })
  }
  const stop = () => {
    setEditing(false)
    setValue(undefined)
    heading.current?.focus()
  }

  useKeys(
    words.keysTitle,
    [
      ...(mayAccept && !editing
        ? field.proposals.slice(0, 9).map((_, index) => ({
            key: String(index + 1),
            label: fill(words.keyProposal, { number: index + 1 }),
            run: () => take(index),
          }))
        : []),
      ...(mayAccept && !editing ? [{ key: 'a', label: words.keep, run: keep }] : []),
      ...(mayFix && !editing ? [{ key: 'f', label: words.fix, run: () => setEditing(true) }] : []),
      ...(editing
        ? [
            { key: 'mod+Enter', label: words.save, run: save, whileTyping: true },
            { key: 'Escape', label: words.cancel, run: stop, whileTyping: true },
          ]
        : []),
    ],
    current && !busy,
  )

  return (
    <article
      className={styles['card']}
      data-current={current || undefined}
      aria-label={`${field.procedureCode}: ${place}`}
    >
      <Group justify="space-between" gap="xs">
        <h3 className={styles['place']}>
          <button
            ref={heading}
            type="button"
            className={styles['select']}
            tabIndex={current ? 0 : -1}
            aria-current={current || undefined}
            onClick={onSelect}
            onFocus={onSelect}
          >
            {place}
          </button>
        </h3>
        <StatusBadge tone="warn">{words.reasonNames[field.reason]}</StatusBadge>
      </Group>
      <Text size="sm">{field[language]}</Text>
      <figure className={styles['source']}>
        <figcaption>{words.source}</figcaption>
        <blockquote lang="vi">{field.excerpt}</blockquote>
      </figure>
      <Text size="sm">
        {words.current}: <strong>{currentInWords(field, words)}</strong>
      </Text>
      {mayAccept && field.proposals.length > 0 ? (
        <Stack gap={4}>
          <Text size="sm" fw={600}>
            {words.proposals}
          </Text>
          <Group gap="xs">
            {field.proposals.map((proposal, index) => (
              <Button
                key={JSON.stringify(proposal.value)}
                variant="light"
                size="xs"
                className={styles['proposal'] ?? ''}
                disabled={busy}
                title={proposal[language]}
                rightSection={index < 9 && current && !editing ? <KeyHint of={String(index + 1)} /> : null}
                onClick={() => take(index)}
              >
                {fill(words.take, { value: valueInWords(field.path, proposal.value, words) })}
              </Button>
            ))}
          </Group>
        </Stack>
      ) : null}
      {editing ? (
        <div ref={editor}>
          <ValueEditor
            path={field.path}
            start={field.current}
            proposed={field.proposals[0]?.value}
            onValue={setValue}
          />
        </div>
      ) : null}
      {current ? (
        <TextInput
          size="xs"
          label={words.note}
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      ) : null}
      <Group gap="xs">
        {editing ? (
          <>
            <Button
              size="xs"
              onClick={save}
              disabled={value === undefined}
              loading={busy}
              rightSection={<KeyHint of="mod+Enter" />}
            >
              {words.save}
            </Button>
            <Button size="xs" variant="default" onClick={stop} rightSection={<KeyHint of="Escape" />}>
              {words.cancel}
            </Button>
          </>
        ) : (
          <>
            {mayFix ? (
              <Button
                size="xs"
                variant="default"
                disabled={busy}
                onClick={() => setEditing(true)}
                rightSection={current ? <KeyHint of="f" /> : null}
              >
                {words.fix}
              </Button>
            ) : null}
            {mayAccept ? (
              <Button
                size="xs"
                variant="subtle"
                loading={busy}
                onClick={keep}
                rightSection={current ? <KeyHint of="a" /> : null}
              >
                {words.keep}
              </Button>
            ) : null}
          </>
        )}
      </Group>
      <RefusalNote error={error} />
    </article>
  )
}

/** A limit that waits is empty; it must not read like a law that sets none. */
function currentInWords(field: QuarantinedField, words: Words): string {
  const waits = JSON.stringify(field.current) === '{"unit":"undefined"}'
  return waits ? words.notRecorded : valueInWords(field.path, field.current, words)
}
