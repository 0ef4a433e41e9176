import { Badge, Button, Group, Modal, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Fragment, useState, type FormEvent, type ReactNode } from 'react'
import { EmptyNote } from '#platform/ui/empty-note.tsx'
import { HeadedTable } from '#platform/ui/data-table.tsx'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { ProcessSummary } from '../publishing.ts'
import { messages, type Words } from './messages.ts'
import { postProcess, processesQuery, subjectsQuery } from './queries.ts'

/** Every process with its versions, for those who may `casework.draft_process`. */
export function ProcessesPage() {
  const words = useWords(messages)
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed, 200)
  const [starting, dialog] = useDisclosure(false)
  const list = useQuery(processesQuery(text))
  const all = list.data?.processes ?? []

  return (
    <Stack p="md">
      <title>{`${words.title} · Thăng Long`}</title>
      <Group justify="space-between" align="end">
        <div>
          <Title order={1} size="h3">
            {words.title}
          </Title>
          <Text size="sm" maw={720}>
            {words.lead}
          </Text>
        </div>
        <Button onClick={dialog.open}>{words.start}</Button>
      </Group>
      <TextInput
        label={words.find}
        value={typed}
        maw={420}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <RefusalNote error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending ? <Text component="output">{words.loading}</Text> : null}
      {list.data && all.length === 0 ? (
        <EmptyNote title={words.emptyTitle}>{text ? words.nothingFound : words.emptyText}</EmptyNote>
      ) : null}
      {all.length > 0 ? (
        <HeadedTable
          caption={words.title}
          heads={[words.columns.process, words.columns.inForce, words.columns.newest, words.columns.cases]}
          rows={all.map((process) => ({ id: process.id, cells: cellsOf(process, words) }))}
        />
      ) : null}
      <Modal
        opened={starting}
        onClose={dialog.close}
        title={words.startTitle}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <StartForm />
      </Modal>
    </Stack>
  )
}

function cellsOf(process: ProcessSummary, words: Words): ReactNode[] {
  const inForce = process.versions.find((version) => version.inForce)
  const [newest] = process.versions
  const running = process.versions.reduce((sum, { openCases }) => sum + openCases, 0)
  return [
    <Fragment key="process">
      <Link to="/processes/$processId" params={{ processId: String(process.id) }}>
        {process.name}
      </Link>
      {process.subject === null ? null : <div>{process.subject}</div>}
    </Fragment>,
    inForce ? `${fill(words.version, { no: inForce.no })} · ${inForce.decisionNumber ?? ''}` : words.none,
    newest ? (
      <Badge key="newest" variant="light" color={newest.state === 'published' ? 'jade' : 'gray'}>
        {fill(words.version, { no: newest.no })}: {words.states[newest.state]}
      </Badge>
    ) : (
      words.none
    ),
    formatNumber(running),
  ]
}

/** Starts with a procedure, whose own table becomes the first draft, or with a name alone. */
function StartForm() {
  const words = useWords(messages)
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed, 200)
  const [subject, setSubject] = useState<string | null>(null)
  const [name, setName] = useState('')
  const found = useQuery({ ...subjectsQuery(text), enabled: text.trim().length > 1 })
  const start = useMutation({
    mutationFn: postProcess,
    onSuccess: ({ id }) => navigate({ to: '/processes/$processId', params: { processId: String(id) } }),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    start.mutate(subject === null ? { subject, name: name.trim() } : { subject })
  }

  const options = (found.data?.subjects ?? []).map((one) => ({
    value: one.code,
    label: `${one.code} ${one.name}`,
  }))
  return (
    <form onSubmit={submit}>
      <Stack>
        <Select
          label={words.forProcedure}
          placeholder={words.procedureHint}
          searchable
          clearable
          data-autofocus
          data={options}
          // The server has already looked; what it found is all shown.
          filter={({ options: given }) => given}
          nothingFoundMessage={text.trim().length > 1 ? words.noProcedure : words.procedureHint}
          value={subject}
          searchValue={typed}
          onSearchChange={setTyped}
          onChange={setSubject}
        />
        {subject === null ? (
          <TextInput
            label={words.general}
            placeholder={words.processName}
            value={name}
            maxLength={500}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        ) : null}
        <RefusalNote error={start.error} />
        <Button type="submit" loading={start.isPending} disabled={subject === null && name.trim() === ''}>
          {words.begin}
        </Button>
      </Stack>
    </form>
  )
}
