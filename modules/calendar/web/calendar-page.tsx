import { Button, Group, Modal, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { ChangesPanel } from './changes-panel.tsx'
import { DeclareForm } from './declare-form.tsx'
import { messages } from './messages.ts'
import { calendarsQuery } from './queries.ts'
import type { RenderMoved } from './render-moved.ts'
import { YearTable } from './year-table.tsx'

/** Days off of each calendar, what was declared, and what it moved; for those who may declare. */
export function CalendarPage({ renderMoved }: { renderMoved: RenderMoved }) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const list = useQuery(calendarsQuery)
  const calendars = list.data?.calendars ?? []
  const [chosen, setChosen] = useState<string>()
  const [chosenYear, setYear] = useState<number>()
  const year = chosenYear ?? Number(list.data?.today.slice(0, 4))
  const [declaring, setDeclaring] = useState(false)
  const current = calendars.find(({ id }) => String(id) === chosen) ?? calendars[0]
  const nameOf = (calendar: (typeof calendars)[number]) =>
    language === 'vi' ? calendar.nameVi : calendar.nameEn

  return (
    <Stack p="md" maw={1100}>
      <Group justify="space-between" align="end">
        <Title order={1} size="h3">
          {words.title}
        </Title>
        <Button onClick={() => setDeclaring(true)}>{words.declare}</Button>
      </Group>
      <Text c="dimmed">{words.lead}</Text>
      <RefusalNote error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Text component="output">{words.loading}</Text>}
      {current && (
        <>
          <ChangesPanel calendars={calendars} renderMoved={renderMoved} />
          <Group align="end">
            <NativeSelect
              label={words.calendar}
              description={fill(words.version, { version: String(current.version) })}
              value={String(current.id)}
              data={calendars.map((calendar) => ({ value: String(calendar.id), label: nameOf(calendar) }))}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
            <NativeSelect
              label={words.year}
              value={String(year)}
              data={yearsOf(current)}
              onChange={(event) => setYear(Number(event.currentTarget.value))}
            />
          </Group>
          <YearTable calendarId={current.id} year={year} />
        </>
      )}
      <Modal
        opened={declaring}
        onClose={() => setDeclaring(false)}
        title={words.declare}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <DeclareForm calendars={calendars} onDeclared={() => setDeclaring(false)} />
      </Modal>
    </Stack>
  )
}

function yearsOf({ firstYear, lastYear }: { firstYear: number; lastYear: number }): string[] {
  return Array.from({ length: lastYear - firstYear + 1 }, (_, index) => String(firstYear + index))
}
