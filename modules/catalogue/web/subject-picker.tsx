import { CloseButton, Group, Select, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { foldText } from '#platform/ui/format.ts'
import { messages } from './messages.ts'
import { subjectsQuery } from './queries.ts'

export type Subjects = { procedures: readonly { code: string; name: string }[]; fields: readonly string[] }
type Props = { chosen: Subjects; error: string | undefined; onChange(chosen: Subjects): void }

/** Chooses procedures one by one, by a few letters without marks or by code, and whole fields. */
export function SubjectPicker({ chosen, error, onChange }: Props) {
  const words = useWords(messages).subjectPicker
  const { procedures, fields } = chosen
  return (
    <Stack gap="xs">
      <ProcedureSelect
        error={error}
        without={procedures.map(({ code }) => code)}
        onPick={(one) => onChange({ procedures: [...procedures, one], fields })}
      />
      <FieldSelect
        without={fields}
        onPick={(field) => onChange({ procedures, fields: [...fields, field] })}
      />
      {procedures.length + fields.length === 0 ? null : (
        <Stack component="ul" gap={2} p={0} m={0} aria-label={words.chosen}>
          {procedures.map((one) => (
            <Chosen
              key={one.code}
              text={`${one.name} (${one.code})`}
              onRemove={() =>
                onChange({ procedures: procedures.filter(({ code }) => code !== one.code), fields })
              }
            />
          ))}
          {fields.map((field) => (
            <Chosen
              key={field}
              text={fill(words.wholeField, { field })}
              onRemove={() => onChange({ procedures, fields: fields.filter((other) => other !== field) })}
            />
          ))}
        </Stack>
      )}
    </Stack>
  )
}

function Chosen({ text, onRemove }: { text: string; onRemove(): void }) {
  const words = useWords(messages).subjectPicker
  return (
    <Group component="li" gap="xs" wrap="nowrap" justify="space-between" style={{ listStyle: 'none' }}>
      <Text size="sm">{text}</Text>
      <CloseButton size="sm" aria-label={fill(words.remove, { what: text })} onClick={onRemove} />
    </Group>
  )
}

type SelectProps<One> = { without: readonly string[]; onPick(one: One): void }

function ProcedureSelect({
  without,
  error,
  onPick,
}: SelectProps<{ code: string; name: string }> & { error: string | undefined }) {
  const words = useWords(messages).subjectPicker
  const [typed, setTyped] = useState('')
  const [settled] = useDebouncedValue(typed.trim(), 150)
  const found = useQuery(subjectsQuery(settled))
  // What was found for fewer letters is not offered: Enter would take it.
  const isCurrent = found.data !== undefined && !found.isPlaceholderData && settled === typed.trim()
  const items = (isCurrent ? found.data.items : []).filter(({ code }) => !without.includes(code))
  const [first] = items
  // Fast hands press Enter before the answer is here; it is kept for the first of what comes.
  const [awaited, setAwaited] = useState('')
  useEffect(() => {
    if (awaited !== '' && isCurrent && awaited === settled && first) pick(first)
    // oxlint-disable-next-line react/exhaustive-deps
  }, [awaited, isCurrent, settled, first?.code])

  function pick({ code, name }: { code: string; name: string }) {
    onPick({ code, name })
    setTyped('')
    setAwaited('')
  }

  return (
    <Select
      data-field="procedureCodes"
      label={words.procedures}
      description={words.proceduresHint}
      searchable
      selectFirstOptionOnChange
      openOnFocus={false}
      withCheckIcon={false}
      nothingFoundMessage={isCurrent ? words.nothing : undefined}
      error={error}
      searchValue={typed}
      onSearchChange={(text) => {
        setTyped(text)
        setAwaited('')
      }}
      onKeyDown={(event) => {
        const isChosen = event.currentTarget.getAttribute('aria-activedescendant') !== null
        if (event.key !== 'Enter' || typed.trim() === '' || isChosen) return
        event.preventDefault()
        if (isCurrent && first) pick(first)
        else setAwaited(typed.trim())
      }}
      value={null}
      onChange={(code) => {
        const one = items.find((item) => item.code === code)
        if (one) pick(one)
      }}
      // The server has already found what fits, without marks.
      filter={({ options }) => options}
      data={items.map((item) => ({ value: item.code, label: `${item.name} (${item.code})` }))}
    />
  )
}

function FieldSelect({ without, onPick }: SelectProps<string>) {
  const words = useWords(messages).subjectPicker
  const [typed, setTyped] = useState('')
  const all = useQuery(subjectsQuery('')).data?.fields ?? []
  const wanted = foldText(typed)
  const found = all.filter(({ field }) => !without.includes(field) && foldText(field).includes(wanted))
  return (
    <Select
      data-field="fields"
      label={words.fields}
      description={words.fieldsHint}
      searchable
      selectFirstOptionOnChange
      openOnFocus={false}
      withCheckIcon={false}
      nothingFoundMessage={words.nothing}
      searchValue={typed}
      onSearchChange={setTyped}
      value={null}
      onChange={(field) => {
        if (!field) return
        onPick(field)
        setTyped('')
      }}
      filter={({ options }) => options}
      data={found.map(({ field }) => field)}
    />
  )
}
