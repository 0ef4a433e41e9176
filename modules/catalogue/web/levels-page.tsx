import { Group, NativeSelect, Pagination, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { DataTable } from '#platform/ui/data-table.tsx'
import { EmptyNote } from '#platform/ui/empty-note.tsx'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { competentTiers, type CompetentTier } from '../contract.ts'
import { levelMessages } from './level-messages.ts'
import { LevelPanel } from './level-panel.tsx'
import { decidersQuery, decidersPageSize } from './queries.ts'

type Asked = { q: string; tier: CompetentTier | undefined; page: number; code: string | undefined }

/** Which level decides which procedure, for those who may publish another one. */
export function LevelsPage() {
  const words = useWords(levelMessages)
  const [asked, setAsked] = useState(readAsked)
  const [q] = useDebouncedValue(asked.q.trim(), 200)
  const [selected, setSelected] = useState<string>()
  const { tier, page, code } = asked
  useAskedInAddress(asked)
  const list = useQuery({ ...decidersQuery({ q, tier, page }), enabled: code === undefined })
  const items = list.data?.items ?? []
  const pages = Math.ceil((list.data?.total ?? 0) / decidersPageSize)
  const open = (next: string | undefined) => setAsked((before) => ({ ...before, code: next }))

  return (
    <Stack p="md">
      <title>{`${words.title} · Thăng Long`}</title>
      <Title order={1} size="h3">
        {words.title}
      </Title>
      <Text maw={760}>{words.lead}</Text>
      {code === undefined ? (
        <>
          <Group align="end">
            <TextInput
              label={words.find}
              placeholder={words.findHint}
              w={320}
              value={asked.q}
              onChange={({ currentTarget: { value } }) =>
                setAsked((before) => ({ ...before, q: value, page: 1 }))
              }
            />
            <NativeSelect
              label={words.tier}
              value={tier ?? ''}
              onChange={({ currentTarget: { value } }) =>
                setAsked((before) => ({ ...before, tier: tierIn(value), page: 1 }))
              }
              data={[
                { value: '', label: words.everyTier },
                ...competentTiers.map((value) => ({ value, label: words.tiers[value] })),
              ]}
            />
            <Text size="sm" component="output">
              {list.isPending
                ? words.loading
                : fill(words.found, { count: formatNumber(list.data?.total ?? 0) })}
            </Text>
          </Group>
          <RefusalNote error={list.error} onRetry={() => void list.refetch()} />
          {list.data && items.length === 0 ? <EmptyNote title={words.nothing} /> : null}
          {items.length > 0 ? (
            <DataTable
              caption={words.title}
              columns={[
                {
                  id: 'procedure',
                  header: words.procedure,
                  cell: (row) => `${row.name} (${row.code})`,
                },
                {
                  id: 'decides',
                  header: words.decides,
                  isNamed: true,
                  cell: (row) => (row.competentTier ? words.tiers[row.competentTier] : words.noTier),
                },
              ]}
              rows={items}
              rowId={(row) => row.code}
              selectedId={selected}
              onSelect={setSelected}
              onOpen={(row) => open(row.code)}
            />
          ) : null}
          {pages > 1 ? (
            <Pagination
              total={pages}
              value={page}
              onChange={(next) => setAsked((before) => ({ ...before, page: next }))}
              aria-label={words.pages}
              getItemProps={(number) => ({ 'aria-label': fill(words.page, { number }) })}
            />
          ) : null}
        </>
      ) : (
        <LevelPanel code={code} onBack={() => open(undefined)} />
      )}
    </Stack>
  )
}

function tierIn(text: string | null): CompetentTier | undefined {
  return competentTiers.find((one) => one === text)
}

/** What is shown as the address of the page has it, so that it survives a reload and can be sent to a colleague. */
function readAsked(): Asked {
  const address = new URLSearchParams(window.location.search)
  const page = Number(address.get('page'))
  return {
    q: address.get('q')?.slice(0, 200) ?? '',
    tier: tierIn(address.get('tier')),
    page: Number.isInteger(page) && page > 0 ? page : 1,
    code: address.get('code')?.slice(0, 40) ?? undefined,
  }
}

function useAskedInAddress({ q, tier, page, code }: Asked) {
  useEffect(() => {
    const address = new URLSearchParams()
    if (q) address.set('q', q)
    if (tier) address.set('tier', tier)
    if (page > 1) address.set('page', String(page))
    if (code) address.set('code', code)
    const search = address.size > 0 ? `?${address.toString()}` : ''
    if (search !== window.location.search)
      window.history.replaceState(window.history.state, '', `${window.location.pathname}${search}`)
  }, [q, tier, page, code])
}
