import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { readDay } from '#platform/ui/format.ts'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { useDraft } from '#platform/ui/use-draft.ts'
import { dayOffKinds, type CalendarView, type DeclareDayOff } from '../contract.ts'
import { messages } from './messages.ts'
import { postDayOff } from './queries.ts'

type Props = { calendars: readonly CalendarView[]; onDeclared(): void }

const blank = {
  calendarId: '',
  date: '',
  closedFrom: '',
  workedOn: '',
  kind: 'closure',
  nameVi: '',
  nameEn: '',
  legalGround: '',
}
const emptyDraft = () => blank

/** A holiday, a day in lieu or an emergency closure, with the decision behind it. */
export function DeclareForm({ calendars, onDeclared }: Props) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const queries = useQueryClient()
  const { draft, setDraft, clear } = useDraft('calendar.declare', 1, emptyDraft)
  const [tried, setTried] = useState(false)
  const declare = useMutation({
    mutationFn: postDayOff,
    async onSuccess() {
      clear()
      notifications.show({ message: words.declared })
      onDeclared()
      await queries.invalidateQueries({ queryKey: ['calendar'] })
    },
  })
  const date = readDay(draft.date)
  const workedOn = readDay(draft.workedOn)
  const isTime = draft.closedFrom === '' || /^([01]\d|2[0-3]):[0-5]\d$/.test(draft.closedFrom)
  const isReady = date !== undefined && (draft.workedOn === '' || workedOn !== undefined) && isTime

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (!isReady) return
    const ask: DeclareDayOff = {
      date,
      kind: dayOffKinds.find((kind) => kind === draft.kind) ?? 'closure',
      nameVi: draft.nameVi,
      nameEn: draft.nameEn,
      legalGround: draft.legalGround,
      ...(draft.calendarId ? { calendarId: Number(draft.calendarId) } : {}),
      ...(draft.closedFrom ? { closedFrom: draft.closedFrom } : {}),
      ...(workedOn ? { workedOn } : {}),
    }
    declare.mutate(ask)
  }
  const field = (name: keyof typeof blank) => ({
    value: draft[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setDraft({ ...draft, [name]: event.currentTarget.value }),
  })
  const dayError = (typed: string, day: string | undefined) =>
    tried && typed !== '' && !day && words.dayFormat

  return (
    <form onSubmit={submit}>
      <Stack>
        <RefusalNote error={declare.error} />
        <NativeSelect
          label={words.declareFor}
          data={[
            { value: '', label: words.allCalendars },
            ...calendars.map(({ id, nameVi, nameEn }) => ({
              value: String(id),
              label: language === 'vi' ? nameVi : nameEn,
            })),
          ]}
          {...field('calendarId')}
        />
        <NativeSelect
          label={words.kind}
          data={dayOffKinds.map((value) => ({ value, label: words.kinds[value] }))}
          {...field('kind')}
        />
        <TextInput
          label={words.day}
          description={words.dayFormat}
          required
          data-autofocus
          error={dayError(draft.date, date)}
          {...field('date')}
        />
        <TextInput
          label={words.closedFrom}
          description={words.timeFormat}
          error={tried && !isTime && words.timeFormat}
          {...field('closedFrom')}
        />
        <TextInput
          label={words.workedOn}
          description={words.dayFormat}
          error={dayError(draft.workedOn, workedOn)}
          {...field('workedOn')}
        />
        <TextInput label={words.nameVi} required maxLength={200} {...field('nameVi')} />
        <TextInput label={words.nameEn} required maxLength={200} {...field('nameEn')} />
        <TextInput label={words.decision} required maxLength={500} {...field('legalGround')} />
        <Button type="submit" loading={declare.isPending}>
          {words.submit}
        </Button>
      </Stack>
    </form>
  )
}
