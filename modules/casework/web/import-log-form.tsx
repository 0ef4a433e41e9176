import { Button, FileInput, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { ApiError } from '#platform/ui/api.ts'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { CsvMapping, ForeignLogView, Quarantined } from '../insight.ts'
import { messages } from './insight-messages.ts'
import { logsKey, postLog } from './insight-queries.ts'
import styles from './insight-tables.module.css'
import { formOf, guessMapping, lookAtLog, packedFile, type LogFile } from './log-file.ts'
import { QuarantineList } from './quarantine-list.tsx'

const fields = ['case', 'activity', 'time', 'lifecycle', 'role', 'person', 'unit'] as const
const needed = new Set<keyof CsvMapping>(['case', 'activity', 'time'])

/** Takes the log of another system: the file, what its columns are, and afterwards what could not be read. */
export function ImportLogForm({ onShow }: { onShow(id: number): void }) {
  const words = useWords(messages)
  const queries = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [seen, setSeen] = useState<LogFile>()
  const [isUnknown, setUnknown] = useState(false)
  const [name, setName] = useState('')
  const [source, setSource] = useState('')
  const [mapping, setMapping] = useState<Partial<CsvMapping>>({})
  const send = useMutation({
    async mutationFn(given: { file: File; seen: LogFile }) {
      const about = { name: name.trim(), source: source.trim(), format: given.seen.format, mapping }
      return postLog(formOf(about, await packedFile(given.file)))
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: logsKey }),
  })

  async function choose(chosen: File | null) {
    setFile(chosen)
    send.reset()
    setSeen(undefined)
    setUnknown(false)
    if (!chosen) return
    const look = await lookAtLog(chosen).catch(() => undefined)
    setSeen(look)
    setUnknown(look === undefined)
    setMapping(look?.format === 'csv' ? guessMapping(look.header) : {})
    if (name === '') setName(chosen.name.replace(/(\.(csv|xes|txt|xml))?(\.gz)?$/i, ''))
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (file && seen) send.mutate({ file, seen })
  }
  if (send.data) return <ImportReport view={send.data} onShow={onShow} />

  const isMapped = seen?.format !== 'csv' || [...needed].every((field) => mapping[field])
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{words.import.lead}</Text>
        <FileInput
          label={words.import.file}
          placeholder={words.import.choose}
          accept=".xes,.csv,.txt,.gz,.xml,text/csv,application/xml"
          value={file}
          data-autofocus
          onChange={(chosen) => void choose(chosen)}
          error={isUnknown ? words.import.notRead : undefined}
        />
        <Group grow>
          <TextInput
            label={words.import.name}
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={words.import.source}
            required
            maxLength={200}
            value={source}
            onChange={(event) => setSource(event.currentTarget.value)}
          />
        </Group>
        {seen?.format === 'csv' ? <Columns seen={seen} mapping={mapping} onChange={setMapping} /> : null}
        <RefusalNote error={send.error} />
        <Refused error={send.error} />
        {send.isPending ? <Text component="output">{words.import.sending}</Text> : null}
        <Button
          type="submit"
          loading={send.isPending}
          disabled={!seen || !isMapped || name.trim() === '' || source.trim() === ''}
        >
          {words.import.send}
        </Button>
      </Stack>
    </form>
  )
}

type ColumnsProps = {
  seen: LogFile & { format: 'csv' }
  mapping: Partial<CsvMapping>
  onChange(mapping: Partial<CsvMapping>): void
}

function Columns({ seen, mapping, onChange }: ColumnsProps) {
  const words = useWords(messages)
  function set(field: keyof CsvMapping, column: string) {
    const { [field]: _old, ...rest } = mapping
    onChange(column === '' ? rest : { ...rest, [field]: column })
  }
  return (
    <fieldset className={styles['columns']}>
      <legend>{words.import.columns}</legend>
      <Text size="xs" c="dimmed">
        {words.import.columnsHint}
      </Text>
      <div className={styles['fields']}>
        {fields.map((field) => (
          <NativeSelect
            key={field}
            label={words.import.fields[field]}
            size="xs"
            required={needed.has(field)}
            value={mapping[field] ?? ''}
            data={[
              { value: '', label: words.import.noColumn },
              ...seen.header.map((column) => ({ value: column, label: column })),
            ]}
            onChange={(event) => set(field, event.currentTarget.value)}
          />
        ))}
      </div>
      <div className={styles['frame']}>
        <table className={styles['preview']}>
          <caption>{words.import.preview}</caption>
          <thead>
            <tr>
              {seen.header.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {seen.rows.map((row) => (
              <tr key={row.join('\u0000')}>
                {seen.header.map((column, place) => (
                  <td key={column}>{row[place]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </fieldset>
  )
}

/** The rows of a file of which nothing could be read. */
function Refused({ error }: { error: unknown }) {
  const words = useWords(messages)
  if (!(error instanceof ApiError) || error.code !== 'casework.log_empty') return null
  const quarantine = error.facts['quarantine'] as Quarantined[]
  return <QuarantineList title={words.import.lines} count={quarantine.length} quarantine={quarantine} />
}

function ImportReport({ view, onShow }: { view: ForeignLogView; onShow(id: number): void }) {
  const words = useWords(messages)
  const { log, quarantine } = view
  return (
    <Stack>
      <Text component="output">
        {fill(words.import.done, { cases: formatNumber(log.cases), events: formatNumber(log.events) })}
      </Text>
      {log.quarantined > 0 ? (
        <QuarantineList
          title={fill(words.logs.quarantined, { count: formatNumber(log.quarantined) })}
          count={log.quarantined}
          quarantine={quarantine}
        />
      ) : null}
      <Button data-autofocus onClick={() => onShow(log.id)}>
        {words.import.show}
      </Button>
    </Stack>
  )
}
