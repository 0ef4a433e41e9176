import { Anchor, Button, Stack, Text } from '@mantine/core'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { HeadedTable } from '#platform/ui/data-table.tsx'
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
        <HeadedTable
          caption={words.caption}
          heads={heads}
          rows={rows.map((row) => ({
            id: row.caseId,
            cells: [
              <Anchor key="code" component={Link} fz="inherit" to={`/dossiers/${row.caseId}`}>
                {row.code}
              </Anchor>,
              ...cells(row),
            ],
          }))}
        />
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
