import { Button, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { readDay } from '#platform/ui/format.ts'
import { useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { authorityMessages } from './authority-messages.ts'
import { postAuthorityEnd } from './authority-queries.ts'

/** The decision that ends a delegation before its time. */
export function AuthorityEndForm({ id, onEnded }: { id: number; onEnded(): void }) {
  const words = useWords(authorityMessages)
  const told = words.form
  const queries = useQueryClient()
  const [draft, setDraft] = useState({ legalNumber: '', decidedOn: '', from: '' })
  const end = useMutation({
    mutationFn: postAuthorityEnd,
    async onSuccess() {
      notifications.show({ message: told.savedEnd })
      await queries.invalidateQueries({ queryKey: ['organisation', 'authorities'] })
      onEnded()
    },
  })
  const days = { decidedOn: readDay(draft.decidedOn), from: readDay(draft.from) }
  const field = (name: keyof typeof draft) => ({
    name,
    required: true,
    value: draft[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setDraft((now) => ({ ...now, [name]: value })),
  })
  const dayField = (name: keyof typeof days) => ({
    ...field(name),
    description: words.dayFormat,
    inputMode: 'numeric' as const,
    autoComplete: 'off',
    error: draft[name] !== '' && days[name] === undefined && words.dayFormat,
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    const { decidedOn, from } = days
    if (decidedOn && from) end.mutate({ id, end: { legalNumber: draft.legalNumber.trim(), decidedOn, from } })
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{words.endHint}</Text>
        <RefusalNote error={end.error} />
        <TextInput label={told.legalNumber} maxLength={100} data-autofocus {...field('legalNumber')} />
        <TextInput label={told.decidedOn} {...dayField('decidedOn')} />
        <TextInput label={told.endFrom} {...dayField('from')} />
        <Button type="submit" loading={end.isPending}>
          {words.end}
        </Button>
      </Stack>
    </form>
  )
}
