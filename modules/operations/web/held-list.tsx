import { Button, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ApiError } from '#platform/ui/api.ts'
import { HeadedTable } from '#platform/ui/data-table.tsx'
import { formatDate, formatDay } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { statusWords } from './dossier-list.tsx'
import { messages } from './messages.ts'
import { fetchHeld } from './queries.ts'

type Props = { unitId: number; on: string; isToday: boolean }

/** The dossiers a unit had in hand at the end of a day, those that have ended since too. */
export function HeldList({ unitId, on, isToday }: Props) {
  const wall = useWords(messages)
  const words = wall.unitsPage
  const pages = useInfiniteQuery({
    queryKey: ['operations', 'held', unitId, on],
    queryFn: ({ pageParam, signal }) => fetchHeld(unitId, on, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? []
  const title = fill(isToday ? words.heldNow : words.held, { day: formatDay(on) })
  // Whoever walks the tree of units passes many whose dossiers are not theirs: nothing went wrong.
  const isForbidden = pages.error instanceof ApiError && pages.error.kind === 'forbidden'
  return (
    <section aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      {isForbidden ? <Text c="dimmed">{words.notYours}</Text> : <RefusalNote error={pages.error} />}
      {pages.isPending && <Text component="output">{wall.reading}</Text>}
      {pages.data && rows.length === 0 && <Text>{wall.none}</Text>}
      {rows.length > 0 && (
        <HeadedTable
          caption={title}
          heads={[
            wall.list.code,
            wall.list.procedure,
            wall.list.received,
            words.endedSince,
            words.statusNow,
            words.unitNow,
          ]}
          rows={rows.map((row) => ({
            id: row.caseId,
            cells: [
              <a key="code" href={`/desk/dossiers/${row.caseId}${isToday ? '' : `?on=${on}`}`}>
                {row.code || row.caseId}
              </a>,
              row.procedureCode,
              formatDate(row.receivedAt),
              row.endedAt === null ? '–' : formatDate(row.endedAt),
              statusWords(row.status, wall),
              row.unitName,
            ],
          }))}
        />
      )}
      {pages.hasNextPage && (
        <Button
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {wall.nextPage}
        </Button>
      )}
    </section>
  )
}
