import { Group, Pagination, Select, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { EmptyNote } from '#platform/ui/empty-note.tsx'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { QuarantinedField, ResolveQuarantine } from '../contract.ts'
import { FieldCard } from './field-card.tsx'
import { placeInWords } from './field-kinds.ts'
import { readFilter, useFilterInAddress } from './filter-in-address.ts'
import { messages } from './messages.ts'
import { postResolution, quarantineKey, quarantinePageSize, quarantineQuery } from './queries.ts'
import styles from './quarantine-page.module.css'

/** Where officials settle what an import could not trust, field by field, without leaving the keyboard. */
export function QuarantinePage() {
  const words = useWords(messages)
  const queries = useQueryClient()
  const [filter, setFilter] = useState(readFilter)
  const [currentId, setCurrentId] = useState<string>()
  const [focusId, setFocusId] = useState<string>()
  const [said, setSaid] = useState('')
  useFilterInAddress(filter)
  const list = useQuery(quarantineQuery(filter))
  const items = useMemo(() => list.data?.items ?? [], [list.data])
  const index = Math.max(
    0,
    items.findIndex((item) => item.id === currentId),
  )
  const current = items[index]

  const resolve = useMutation({
    mutationFn: ({ field, decision }: { field: QuarantinedField; decision: ResolveQuarantine }) =>
      postResolution({ id: field.id, decision }),
    async onSuccess(view, { field }) {
      const place = placeInWords(field.path, words)
      setSaid(fill(words.saved, { field: place, code: field.procedureCode, version: view.version }))
      const at = items.findIndex((item) => item.id === field.id)
      const next = items[at + 1] ?? items[at - 1]
      // A page that emptied under the reviewer's hands gives way to the one before it.
      if (items.length === 1 && filter.page > 1) setFilter({ ...filter, page: filter.page - 1 })
      await queries.invalidateQueries({ queryKey: quarantineKey })
      select(next?.id)
    },
    onError: () => queries.invalidateQueries({ queryKey: quarantineKey }),
  })

  function select(id: string | undefined) {
    setCurrentId(id)
    setFocusId(id)
  }

  const pages = Math.max(1, Math.ceil((list.data?.total ?? 0) / quarantinePageSize))

  useKeys(words.keysTitle, [
    {
      key: 'j',
      also: ['ArrowDown'],
      label: words.keyNext,
      run: () => select(items[index + 1]?.id ?? current?.id),
    },
    {
      key: 'k',
      also: ['ArrowUp'],
      label: words.keyPrevious,
      run: () => select(items[index - 1]?.id ?? current?.id),
    },
  ])

  const filtered = filter.reason !== undefined || filter.code !== undefined
  return (
    <div className={styles['page']}>
      <title>{`${words.title} · Thăng Long`}</title>
      <header className={styles['head']}>
        <Title order={1} size="h3">
          {words.title}
        </Title>
        <Text size="sm" className={styles['lead'] ?? ''}>
          {words.lead}
        </Text>
      </header>
      <Group align="end" gap="sm">
        <Select
          label={words.reason}
          placeholder={words.allReasons}
          clearable
          w={320}
          data={(list.data?.byReason ?? []).map(({ reason, count }) => ({
            value: reason,
            label: `${words.reasonNames[reason]} (${formatNumber(count)})`,
          }))}
          value={filter.reason ?? null}
          onChange={(_value, option) => {
            const reason = list.data?.byReason.find((row) => row.reason === option?.value)?.reason
            setFilter(({ code }) => ({ ...(code ? { code } : {}), ...(reason ? { reason } : {}), page: 1 }))
          }}
        />
        <TextInput
          label={words.code}
          placeholder={words.codeHint}
          defaultValue={filter.code ?? ''}
          onChange={(event) => {
            const code = event.currentTarget.value.trim()
            setFilter(({ reason }) => ({ ...(reason ? { reason } : {}), ...(code ? { code } : {}), page: 1 }))
          }}
        />
        <Text size="sm" role="status">
          {list.isPending
            ? words.loading
            : fill(words.waiting, { count: formatNumber(list.data?.total ?? 0) })}
        </Text>
      </Group>
      <RefusalNote error={list.error} onRetry={() => void list.refetch()} />
      <output className={styles['said']} aria-live="polite">
        {said}
      </output>
      {list.data && items.length === 0 ? (
        <EmptyNote title={words.emptyTitle}>{filtered ? words.emptyFiltered : words.emptyText}</EmptyNote>
      ) : null}
      {groupsOf(items).map((group) => (
        <section key={group.code} className={styles['procedure']} aria-label={`${group.code} ${group.name}`}>
          <h2 className={styles['name']}>
            <span className={styles['code']}>{group.code}</span> {group.name}
          </h2>
          {group.fields.map((field) => (
            <FieldCard
              key={field.id}
              field={field}
              current={field.id === current?.id}
              focus={field.id === focusId}
              busy={resolve.isPending && resolve.variables.field.id === field.id}
              error={resolve.isError && resolve.variables.field.id === field.id ? resolve.error : null}
              onSelect={() => setCurrentId(field.id)}
              onResolve={(decision) => resolve.mutate({ field, decision })}
            />
          ))}
        </section>
      ))}
      {pages > 1 ? (
        <Pagination
          total={pages}
          value={filter.page}
          onChange={(page) => setFilter((before) => ({ ...before, page }))}
          aria-label={words.pages}
          getItemProps={(page) => ({ 'aria-label': fill(words.page, { number: page }) })}
          getControlProps={(control) => ({
            'aria-label': control === 'next' ? words.nextPage : words.previousPage,
          })}
        />
      ) : null}
    </div>
  )
}

type Group = { code: string; name: string; fields: QuarantinedField[] }

/** The server lists field after field, procedure by procedure. */
function groupsOf(items: readonly QuarantinedField[]): Group[] {
  const groups: Group[] = []
  for (const field of items) {
    const last = groups.at(-1)
    if (last?.code === field.procedureCode) last.fields.push(field)
    else groups.push({ code: field.procedureCode, name: field.procedureName, fields: [field] })
  }
  return groups
}
