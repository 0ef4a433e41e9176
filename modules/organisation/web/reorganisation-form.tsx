import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { DayText } from '#platform/ui/day-field.tsx'
import { readDay } from '#platform/ui/format.ts'
import { useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { ReorganisationView } from '../reorganisation.ts'
import { messages } from './messages.ts'
import { postReorganisation } from './reorganisation-queries.ts'

/** Title, day and legal ground of a new document. */
export function ReorganisationForm({ onDrafted }: { onDrafted(view: ReorganisationView): void }) {
  const words = useWords(messages)
  const [title, setTitle] = useState('')
  const [effectiveOn, setEffectiveOn] = useState('')
  const [legalNumber, setLegalNumber] = useState('')
  const [legalDate, setLegalDate] = useState('')
  const draft = useMutation({ mutationFn: postReorganisation, onSuccess: onDrafted })
  const days = { effectiveOn: readDay(effectiveOn), legalDate: readDay(legalDate) }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (days.effectiveOn && days.legalDate) {
      draft.mutate({ title, legalNumber, effectiveOn: days.effectiveOn, legalDate: days.legalDate })
    }
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <RefusalNote error={draft.error} />
        <TextInput
          label={words.reorganisationName}
          required
          minLength={3}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          data-autofocus
        />
        <DayText label={words.effectiveOn} required typed={effectiveOn} onTyped={setEffectiveOn} />
        <TextInput
          label={words.legalNumber}
          required
          value={legalNumber}
          onChange={(event) => setLegalNumber(event.currentTarget.value)}
        />
        <DayText label={words.legalDate} required typed={legalDate} onTyped={setLegalDate} />
        <Button type="submit" loading={draft.isPending}>
          {words.draftIt}
        </Button>
      </Stack>
    </form>
  )
}
