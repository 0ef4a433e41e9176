import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { DayText } from '#platform/ui/day-field.tsx'
import { readDay } from '#platform/ui/format.ts'
import { useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { messages } from './messages.ts'
import { postClosedBooks } from './reorganisation-queries.ts'

/** Through which day reported figures are final, and by which paper. */
export function CloseBooksForm({ onClosed }: { onClosed(): Promise<unknown> }) {
  const words = useWords(messages)
  const [typed, setTyped] = useState('')
  const [legalNumber, setLegalNumber] = useState('')
  const day = readDay(typed)
  const close = useMutation({ mutationFn: postClosedBooks, onSuccess: onClosed })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (day) close.mutate({ closedThrough: day, legalNumber })
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>{words.desk.closeBooksHint}</Text>
        <RefusalNote error={close.error} />
        <DayText label={words.desk.closedThrough} required data-autofocus typed={typed} onTyped={setTyped} />
        <TextInput
          label={words.desk.paper}
          required
          maxLength={80}
          value={legalNumber}
          onChange={(event) => setLegalNumber(event.currentTarget.value)}
        />
        <Button type="submit" loading={close.isPending} disabled={day === undefined}>
          {words.desk.closeBooks}
        </Button>
      </Stack>
    </form>
  )
}
