import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatDateTime, formatDay } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { CalendarChange, CalendarView } from '../contract.ts'
import { messages } from './messages.ts'
import { changesQuery } from './queries.ts'
import type { RenderMoved } from './render-moved.ts'

type Props = { calendars: readonly CalendarView[]; renderMoved: RenderMoved }

/** What was declared, the newest first; each opens the list of what it moved. */
export function ChangesPanel({ calendars, renderMoved }: Props) {
  const words = useWords(messages)
  const changes = useQuery(changesQuery)
  const all = changes.data?.changes ?? []
  return (
    <section aria-labelledby="declarations">
      <Title order={2} size="h4" id="declarations" mb="xs">
        {words.changes}
      </Title>
      <RefusalNote error={changes.error} onRetry={() => void changes.refetch()} />
      {changes.data && all.length === 0 && <Text>{words.noChanges}</Text>}
      <Stack gap="sm">
        {all.map((change) => (
          <Declaration
            key={`${change.changedAt}${change.dayOff.date}`}
            change={change}
            calendars={calendars}
            renderMoved={renderMoved}
          />
        ))}
      </Stack>
    </section>
  )
}

function Declaration({ change, calendars, renderMoved }: Props & { change: CalendarChange }) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const [shown, setShown] = useState<number>()
  const { dayOff, swapDay } = change
  const open = change.calendars.find(({ calendarId }) => calendarId === shown)
  return (
    <Paper withBorder p="sm">
      <Text fw={600}>
        {formatDay(dayOff.date)} · {language === 'vi' ? dayOff.nameVi : dayOff.nameEn}
        {swapDay ? ` ⇄ ${formatDay(swapDay.date)}` : ''}
      </Text>
      <Text size="sm" c="dimmed">
        {fill(words.changedAt, { time: formatDateTime(change.changedAt) })} · {dayOff.legalGround}
      </Text>
      <Group mt="xs" gap="xs">
        {change.calendars.map(({ calendarId }) => {
          const calendar = calendars.find(({ id }) => id === calendarId)
          const name = (language === 'vi' ? calendar?.nameVi : calendar?.nameEn) ?? String(calendarId)
          return (
            <Button
              key={calendarId}
              size="compact-sm"
              variant={shown === calendarId ? 'filled' : 'default'}
              aria-expanded={shown === calendarId}
              onClick={() => setShown(shown === calendarId ? undefined : calendarId)}
            >
              {fill(words.showMoved, { calendar: name })}
            </Button>
          )
        })}
      </Group>
      {open && renderMoved(open)}
    </Paper>
  )
}
