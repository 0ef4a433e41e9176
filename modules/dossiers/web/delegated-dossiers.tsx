import { Anchor, Button, Stack, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatDateTime, formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { delegatedMessages } from './delegated-messages.ts'
import { messages } from './messages.ts'
import { delegatedQuery } from './queries.ts'

/** What was filed under one delegation of authority, for whoever gave it and whoever decides by it. */
export function DelegatedDossiers({ authorityId }: { authorityId: number }) {
  const words = useWords(delegatedMessages)
  const { status } = useWords(messages)
  const pages = useInfiniteQuery(delegatedQuery(authorityId))
  const rows = pages.data?.pages.flatMap(({ dossiers }) => dossiers) ?? []
  const count = pages.data?.pages[0]?.count ?? 0
  return (
    <Stack mt="sm" gap="xs" role="status" aria-busy={pages.isPending}>
      <RefusalNote error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.data && <Text>{fill(words.count, { count: formatNumber(count) })}</Text>}
      {rows.length > 0 && (
        <Table.ScrollContainer
          minWidth={560}
          scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': words.caption } }}
        >
          <Table>
            <Table.Thead>
              <Table.Tr>
                {[words.code, words.owner, words.procedure, words.standing, words.due].map((head) => (
                  <Table.Th key={head} scope="col">
                    {head}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={row.caseId}>
                  <Table.Td>
                    <Anchor component={Link} fz="inherit" to={`/dossiers/${row.caseId}`}>
                      {row.code}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>{row.ownerName}</Table.Td>
                  <Table.Td>{row.procedureName}</Table.Td>
                  <Table.Td>{status[row.status]}</Table.Td>
                  <Table.Td>{row.dueAt === null ? '' : formatDateTime(row.dueAt)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {pages.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
    </Stack>
  )
}
