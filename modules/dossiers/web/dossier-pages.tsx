import { Anchor, Button, Stack, Table, Text } from '@mantine/core'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatNumber } from '#platform/ui/format.ts'
import { fill } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'

type Row = { caseId: string; code: string }
type Page<One extends Row> = { count: number; dossiers: One[] }

type Props<One extends Row> = {
  query: UseInfiniteQueryResult<{ pages: Page<One>[] }>
  words: { caption: string; count: string; more: string }
  /** Heads of the columns; the first is that of the code. */
  heads: readonly string[]
  /** What stands in a row after the code. */
  cells(row: One): readonly ReactNode[]
}

/** A list of dossiers inside another screen: how many in all, and page after page of them. */
export function DossierPages<One extends Row>({ query, words, heads, cells }: Props<One>) {
  const rows = query.data?.pages.flatMap(({ dossiers }) => dossiers) ?? []
  const count = query.data?.pages[0]?.count ?? 0
  return (
    <Stack mt="sm" gap="xs" role="status" aria-busy={query.isPending}>
      <RefusalNote error={query.error} onRetry={() => void query.refetch()} />
      {query.data && <Text>{fill(words.count, { count: formatNumber(count) })}</Text>}
      {rows.length > 0 && (
        <Table.ScrollContainer
          minWidth={560}
          scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': words.caption } }}
        >
          <Table>
            <Table.Thead>
              <Table.Tr>
                {heads.map((head) => (
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
                  {cells(row).map((cell, at) => (
                    <Table.Td key={heads[at + 1]}>{cell}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {query.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
    </Stack>
  )
}
