import { Button, Table, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
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
  return (
    <section aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      <RefusalNote error={pages.error} />
      {pages.isPending && <Text component="output">{wall.reading}</Text>}
      {pages.data && rows.length === 0 && <Text>{wall.none}</Text>}
      {rows.length > 0 && (
        <Table.ScrollContainer minWidth={640}>
          <Table striped>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{wall.list.code}</Table.Th>
                <Table.Th scope="col">{wall.list.procedure}</Table.Th>
                <Table.Th scope="col">{wall.list.received}</Table.Th>
                <Table.Th scope="col">{words.endedSince}</Table.Th>
                <Table.Th scope="col">{words.statusNow}</Table.Th>
                <Table.Th scope="col">{words.unitNow}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={row.caseId}>
                  <Table.Td>
                    <a href={`/desk/dossiers/${row.caseId}${isToday ? '' : `?on=${on}`}`}>
                      {row.code || row.caseId}
                    </a>
                  </Table.Td>
                  <Table.Td>{row.procedureCode}</Table.Td>
                  <Table.Td>{formatDate(row.receivedAt)}</Table.Td>
                  <Table.Td>{row.endedAt === null ? '–' : formatDate(row.endedAt)}</Table.Td>
                  <Table.Td>{statusWords(row.status, wall)}</Table.Td>
                  <Table.Td>{row.unitName}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
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
