import { Button, Fieldset, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { DayText } from '#platform/ui/day-field.tsx'
import { readDay } from '#platform/ui/format.ts'
import { useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { Me } from '../contract.ts'
import type { RenderSubjects, Subjects } from './authority-form.tsx'
import { messages } from './messages.ts'
import { postSubstitution, substitutionsQuery } from './substitution-queries.ts'

type Props = { me: Me; renderSubjects: RenderSubjects; onRecorded(): void }

/** Who is away, who stands in, from when to when, why and by which paper. */
export function SubstitutionForm({ me, renderSubjects, onRecorded }: Props) {
  const words = useWords(messages)
  const told = words.substitution
  const queries = useQueryClient()
  const list = useQuery(substitutionsQuery()).data
  const [draft, setDraft] = useState({
    postId: String(me.post.postId),
    substituteId: '',
    from: '',
    through: '',
    reason: '',
    legalNumber: '',
  })
  const [subjects, setSubjects] = useState<Subjects>({ procedures: [], fields: [] })
  const record = useMutation({
    mutationFn: postSubstitution,
    async onSuccess() {
      notifications.show({ message: told.recorded })
      await queries.invalidateQueries({ queryKey: ['organisation'] })
      onRecorded()
    },
  })
  const seats = list?.seats ?? []
  const posts = list?.mayAppoint ? seats : seats.filter((seat) => seat.personId === me.personId)
  const awayId = seats.find((seat) => String(seat.postId) === draft.postId)?.personId
  const people = [...new Map(seats.map((seat) => [seat.personId, seat])).values()].filter(
    (seat) => seat.personId !== awayId,
  )
  const days = { from: readDay(draft.from), through: readDay(draft.through) }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!days.from || !days.through || draft.substituteId === '') return
    record.mutate({
      postId: Number(draft.postId),
      substituteId: Number(draft.substituteId),
      from: days.from,
      through: days.through,
      reason: draft.reason.trim(),
      legalNumber: draft.legalNumber.trim(),
      fields: [...subjects.fields],
      procedureCodes: subjects.procedures.map(({ code }) => code),
    })
  }
  const field = (name: keyof typeof draft) => ({
    name,
    required: true,
    value: draft[name],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => {
      const { value } = currentTarget
      setDraft((now) => ({ ...now, [name]: value }))
    },
  })

  const dayField = (name: 'from' | 'through') => ({
    name,
    required: true,
    typed: draft[name],
    onTyped: (typed: string) => setDraft((now) => ({ ...now, [name]: typed })),
  })
  const [onlyPost] = posts

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {list && !list.mayAppoint ? <Text size="sm">{told.askHint}</Text> : null}
        <RefusalNote error={record.error} />
        {posts.length === 1 && onlyPost ? (
          <Text size="sm">
            {told.substitutedPost}: {onlyPost.name} · {onlyPost.title}
          </Text>
        ) : (
          <NativeSelect
            label={told.substitutedPost}
            data-autofocus
            {...field('postId')}
            data={posts.map((seat) => ({
              value: String(seat.postId),
              label: `${seat.name} · ${seat.title}`,
            }))}
          />
        )}
        <NativeSelect
          label={told.standIn}
          data-autofocus={posts.length === 1 || undefined}
          {...field('substituteId')}
          data={[
            { value: '', label: told.choosePerson },
            ...people.map((seat) => ({
              value: String(seat.personId),
              label: `${seat.name} · ${seat.title}`,
            })),
          ]}
        />
        <Fieldset legend={told.scope}>
          <Text size="sm" mb="xs">
            {told.scopeHint}
          </Text>
          {renderSubjects({ chosen: subjects, error: undefined, onChange: setSubjects })}
        </Fieldset>
        <DayText label={told.fromDay} {...dayField('from')} />
        <DayText label={told.throughDay} {...dayField('through')} />
        <TextInput label={told.reason} minLength={3} maxLength={500} {...field('reason')} />
        <TextInput label={told.paper} maxLength={100} {...field('legalNumber')} />
        <Button type="submit" loading={record.isPending}>
          {list?.mayAppoint ? told.record : told.ask}
        </Button>
      </Stack>
    </form>
  )
}
