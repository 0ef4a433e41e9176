import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { HeadedTable } from '#platform/ui/data-table.tsx'
import { formatDay } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { messages } from './messages.ts'
import { yearQuery } from './queries.ts'

/** Days of one year that differ from the week, in their order. */
export function YearTable({ calendarId, year }: { calendarId: number; year: number }) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const days = useQuery(yearQuery(calendarId, year))
  const rows = [
    ...(days.data?.daysOff ?? []).map((day) => ({ ...day, what: offWords(day) })),
    ...(days.data?.swapDays ?? []).map((day) => ({ ...day, what: workedWords(day.hoursOfWeekday) })),
  ].toSorted((a, b) => (a.date < b.date ? -1 : 1))

  function offWords({ kind, fromMinute }: { kind: keyof typeof words.kinds; fromMinute: number }) {
    const from = fromMinute === 0 ? '' : `, ${fill(words.fromHour, { time: clockTime(fromMinute) })}`
    return `${words.kinds[kind]}${from}`
  }
  function workedWords(weekday: number) {
    return weekday === 7 ? words.workedSunday : fill(words.worked, { weekday: String(weekday + 1) })
  }

  return (
    <section aria-labelledby="days-of-year">
      <Title order={2} size="h4" id="days-of-year">
        {fill(words.daysOfYear, { year: String(year) })}
      </Title>
      <RefusalNote error={days.error} onRetry={() => void days.refetch()} />
      {days.data && rows.length === 0 && <Text>{words.noDays}</Text>}
      {rows.length > 0 && (
        <HeadedTable
          caption={fill(words.daysOfYear, { year: String(year) })}
          heads={[words.day, words.name, words.kind, words.legalGround, words.certainty]}
          rows={rows.map((row) => ({
            id: `${row.date}${row.what}`,
            cells: [
              formatDay(row.date),
              language === 'vi' ? row.nameVi : row.nameEn,
              row.what,
              row.legalGround,
              words.certainties[row.certainty],
            ],
          }))}
        />
      )}
    </section>
  )
}

function clockTime(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
