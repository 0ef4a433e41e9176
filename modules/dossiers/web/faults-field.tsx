import { Button, CloseButton, NativeSelect, Text, Textarea } from '@mantine/core'
import { useRef, type KeyboardEvent } from 'react'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { emptyFault, type FaultDraft } from './action-draft.ts'
import styles from './faults-field.module.css'
import { messages } from './messages.ts'
import type { Paper } from './papers-draft.ts'
import type { Problems } from './party-draft.ts'

type Props = {
  label: string
  faults: readonly FaultDraft[]
  papers: readonly Paper[]
  problems: Problems
  onChange(faults: FaultDraft[]): void
}

/** All faults in one list, because it may be asked only once: which paper, what is wrong, what to bring. */
export function FaultsField({ label, faults, papers, problems, onChange }: Props) {
  const words = useWords(messages).ask
  const list = useRef<HTMLFieldSetElement>(null)

  function change(at: number, part: Partial<FaultDraft>) {
    onChange(faults.map((fault, no) => (no === at ? { ...fault, ...part } : fault)))
  }

  function add() {
    onChange([...faults, emptyFault()])
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[name="faults.${faults.length}.what"]`)?.focus(),
    )
  }

  function addOnEnter(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    add()
  }

  return (
    <fieldset ref={list} className={styles['list']}>
      <legend className={styles['legend']}>{label}</legend>
      {faults.map((fault, at) => (
        // Faults have no identity but their place in the list.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className={styles['fault']} role="group" aria-label={fill(words.fault, { no: at + 1 })}>
          <Text fw={600} aria-hidden="true" className={styles['no'] ?? ''}>
            {at + 1}
          </Text>
          <Textarea
            autosize
            maxRows={6}
            name={`faults.${at}.what`}
            label={words.what}
            maxLength={500}
            error={problems[`faults.${at}.what`]}
            value={fault.what}
            onChange={(event) => change(at, { what: event.currentTarget.value })}
            onKeyDown={addOnEnter}
          />
          <Textarea
            autosize
            maxRows={6}
            name={`faults.${at}.bring`}
            label={words.bring}
            maxLength={500}
            value={fault.bring}
            onChange={(event) => change(at, { bring: event.currentTarget.value })}
            onKeyDown={addOnEnter}
          />
          <NativeSelect
            name={`faults.${at}.componentId`}
            label={words.about}
            value={fault.componentId}
            onChange={(event) => change(at, { componentId: event.currentTarget.value })}
            data={[
              { value: '', label: words.aboutAll },
              ...papers.map((paper) => ({ value: paper.componentId, label: paper.name })),
            ]}
          />
          {faults.length > 1 ? (
            <CloseButton
              className={styles['remove'] ?? ''}
              aria-label={fill(words.removeFault, { no: at + 1 })}
              onClick={() => onChange(faults.filter((_, no) => no !== at))}
            />
          ) : null}
        </div>
      ))}
      {faults.length < 40 ? (
        <Button variant="light" size="xs" onClick={add}>
          {words.addFault}
        </Button>
      ) : null}
    </fieldset>
  )
}
