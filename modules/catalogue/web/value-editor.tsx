import { Checkbox, Group, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { fill, useWords } from '#platform/ui/i18n.ts'
import {
  competentTiers,
  limitUnits,
  procedureKinds,
  procedureLevels,
  subjectKinds,
  type ProcessRow,
} from '../contract.ts'
import { isComplete } from './edit-steps.ts'
import { fieldKind } from './field-kinds.ts'
import { messages } from './messages.ts'
import { StepsEditor } from './steps-editor.tsx'
import { readPapers } from './typed-papers.ts'

type Props = {
  path: string
  start: unknown
  /** What the first proposal holds: a table of steps is changed rather than written anew. */
  proposed?: unknown
  /** undefined while what is typed is not a value yet. */
  onValue(value: unknown): void
}

/** The inputs for one field, by what the field is. */
export function ValueEditor({ path, start, proposed, onValue }: Props) {
  const words = useWords(messages)
  switch (fieldKind(path)) {
    case 'limit':
      return <LimitEditor onValue={onValue} />
    case 'fee':
      return <FeeEditor onValue={onValue} />
    case 'levels':
      return (
        <SeveralEditor
          label={words.levels}
          values={procedureLevels}
          names={words.levelNames}
          start={start}
          onValue={onValue}
        />
      )
    case 'subjects':
      return (
        <SeveralEditor
          label={words.subjects}
          values={subjectKinds}
          names={words.subjectNames}
          start={start}
          onValue={onValue}
        />
      )
    case 'kind':
      return (
        <Select
          label={words.kind}
          data={procedureKinds.map((value) => ({ value, label: words.kindNames[value] }))}
          onChange={(value) => onValue(value ?? undefined)}
          data-autofocus
        />
      )
    case 'tier':
      return (
        <Select
          label={words.places.tier}
          data={competentTiers.map((value) => ({ value, label: words.tierNames[value] }))}
          onChange={(value) => onValue(value ?? undefined)}
          data-autofocus
        />
      )
    case 'steps':
      return <ProcessEditor start={isTable(proposed) ? proposed : []} onValue={onValue} />
    case 'component':
      return <ComponentEditor start={start} onValue={onValue} />
    case 'components':
      return <PapersEditor path={path} onValue={onValue} />
    case 'ground':
      return <GroundEditor start={start} onValue={onValue} />
    case 'groundNumber':
      return (
        <TextInput
          label={words.groundNumber}
          onChange={(event) => onValue(event.currentTarget.value.trim() || undefined)}
          data-autofocus
        />
      )
    case 'resultCode':
      return (
        <TextInput
          label={words.resultCode}
          onChange={(event) => onValue(event.currentTarget.value.trim() || undefined)}
          data-autofocus
        />
      )
    case 'json':
      return <JsonEditor start={start} onValue={onValue} />
  }
}

type Typed = { onValue(value: unknown): void }

function LimitEditor({ onValue }: Typed) {
  const words = useWords(messages)
  const [unit, setUnit] = useState<string>('working_days')
  const [amount, setAmount] = useState<number | string>('')
  const [cutoff, setCutoff] = useState('15:00')
  const counted = unit === 'hours' || unit === 'working_days' || unit === 'calendar_days' || unit === 'months'

  function tell(next: { unit: string; amount: number | string; cutoff: string }, isCounted: boolean) {
    if (isCounted)
      onValue(
        typeof next.amount === 'number' && next.amount > 0
          ? { unit: next.unit, amount: next.amount }
          : undefined,
      )
    else if (next.unit === 'same_day_before') onValue({ unit: next.unit, cutoff: next.cutoff })
    else onValue({ unit: next.unit })
  }

  return (
    <Group align="end" gap="sm">
      {counted ? (
        <NumberInput
          label={words.amount}
          value={amount}
          min={0}
          max={3650}
          decimalSeparator=","
          w={110}
          data-autofocus
          onChange={(value) => {
            setAmount(value)
            tell({ unit, amount: value, cutoff }, counted)
          }}
        />
      ) : null}
      <Select
        label={words.unit}
        allowDeselect={false}
        data={limitUnits.map((value) => ({ value, label: words.limitUnits[value] }))}
        value={unit}
        onChange={(value) => {
          if (value === null) return
          setUnit(value)
          tell(
            { unit: value, amount, cutoff },
            value === 'hours' || value === 'working_days' || value === 'calendar_days' || value === 'months',
          )
        }}
      />
      {unit === 'same_day_before' ? (
        <TextInput
          label={words.cutoff}
          type="time"
          value={cutoff}
          onChange={(event) => {
            setCutoff(event.currentTarget.value)
            tell({ unit, amount, cutoff: event.currentTarget.value }, counted)
          }}
        />
      ) : null}
    </Group>
  )
}

function FeeEditor({ onValue }: Typed) {
  const words = useWords(messages)
  return (
    <NumberInput
      label={words.feeVnd}
      description={words.feeEmpty}
      min={0}
      allowDecimal={false}
      thousandSeparator="."
      decimalSeparator=","
      w={260}
      data-autofocus
      onChange={(value) => onValue(value === '' ? null : Number(value))}
    />
  )
}

/** The server wrote the proposal from a table that was published. */
function isTable(value: unknown): value is ProcessRow[] {
  return (
    Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null && 'doer' in row)
  )
}

function ProcessEditor({ start, onValue }: Typed & { start: readonly ProcessRow[] }) {
  const [rows, setRows] = useState(start)
  return (
    <StepsEditor
      rows={rows}
      onRows={(next) => {
        setRows(next)
        onValue(isComplete(next) ? next : undefined)
      }}
    />
  )
}

type SeveralProps = Typed & {
  label: string
  values: readonly string[]
  names: Record<string, string>
  start: unknown
}

function SeveralEditor({ label, values, names, start, onValue }: SeveralProps) {
  const [chosen, setChosen] = useState<string[]>(Array.isArray(start) ? start.map(String) : [])
  return (
    <Checkbox.Group
      label={label}
      value={chosen}
      onChange={(next) => {
        setChosen(next)
        onValue(next)
      }}
    >
      <Group gap="md" mt="xs">
        {values.map((value, index) => (
          <Checkbox
            key={value}
            value={value}
            label={names[value] ?? value}
            data-autofocus={index === 0 || undefined}
          />
        ))}
      </Group>
    </Checkbox.Group>
  )
}

function ComponentEditor({ start, onValue }: Typed & { start: unknown }) {
  const words = useWords(messages)
  const [paper, setPaper] = useState<Record<string, unknown>>(() => ({
    ...(typeof start === 'object' ? start : {}),
  }))

  function change(part: string, value: unknown) {
    const next = { ...paper, [part]: value }
    if (next['formFile'] === '') delete next['formFile']
    setPaper(next)
    const whole =
      typeof next['name'] === 'string' &&
      next['name'] !== '' &&
      typeof next['originals'] === 'number' &&
      typeof next['copies'] === 'number'
    onValue(whole ? next : undefined)
  }

  return (
    <Stack gap="xs">
      <Textarea
        label={words.paperName}
        autosize
        minRows={1}
        maxRows={6}
        defaultValue={String(paper['name'] ?? '')}
        onChange={(event) => change('name', event.currentTarget.value.trim())}
        data-autofocus
      />
      <Group gap="sm" align="end">
        <TextInput
          label={words.formFile}
          defaultValue={String(paper['formFile'] ?? '')}
          onChange={(event) => change('formFile', event.currentTarget.value.trim())}
        />
        <NumberInput
          label={words.originals}
          min={0}
          max={1000}
          allowDecimal={false}
          w={130}
          defaultValue={numberOf(paper['originals'])}
          onChange={(value) => change('originals', value === '' ? null : Number(value))}
        />
        <NumberInput
          label={words.copies}
          min={0}
          max={1000}
          allowDecimal={false}
          w={130}
          defaultValue={numberOf(paper['copies'])}
          onChange={(value) => change('copies', value === '' ? null : Number(value))}
        />
      </Group>
    </Stack>
  )
}

function numberOf(value: unknown): number | string {
  return typeof value === 'number' ? value : ''
}

function PapersEditor({ path, onValue }: Typed & { path: string }) {
  const words = useWords(messages)
  const [wrongLine, setWrongLine] = useState<number>()
  const prefix = `g${Number(path.split('/')[2]) + 1}`
  return (
    <Textarea
      label={words.papers}
      autosize
      minRows={3}
      data-autofocus
      error={wrongLine === undefined ? undefined : fill(words.papersWrong, { line: wrongLine })}
      onChange={(event) => {
        const read = readPapers(event.currentTarget.value, prefix)
        setWrongLine('wrongLine' in read ? read.wrongLine : undefined)
        onValue('papers' in read ? read.papers : undefined)
      }}
    />
  )
}

function GroundEditor({ start, onValue }: Typed & { start: unknown }) {
  const words = useWords(messages)
  const given: Record<string, unknown> = { ...(typeof start === 'object' ? start : {}) }
  const [title, setTitle] = useState(String(given['title'] ?? ''))
  const [number, setNumber] = useState('')
  const tell = (nextTitle: string, nextNumber: string) =>
    onValue(
      nextTitle.trim() === '' ? undefined : { title: nextTitle.trim(), number: nextNumber.trim() || null },
    )
  return (
    <Stack gap="xs">
      <Textarea
        label={words.groundTitle}
        autosize
        value={title}
        data-autofocus
        onChange={(event) => {
          setTitle(event.currentTarget.value)
          tell(event.currentTarget.value, number)
        }}
      />
      <TextInput
        label={words.groundNumber}
        value={number}
        onChange={(event) => {
          setNumber(event.currentTarget.value)
          tell(title, event.currentTarget.value)
        }}
      />
    </Stack>
  )
}

function JsonEditor({ start, onValue }: Typed & { start: unknown }) {
  const words = useWords(messages)
  const [wrong, setWrong] = useState(false)
  return (
    <Textarea
      label={words.json}
      autosize
      minRows={4}
      styles={{ input: { fontFamily: 'var(--tl-mono)' } }}
      defaultValue={JSON.stringify(start ?? null, null, 2)}
      error={wrong ? words.jsonWrong : undefined}
      data-autofocus
      onChange={(event) => {
        try {
          onValue(JSON.parse(event.currentTarget.value))
          setWrong(false)
        } catch {
          onValue(undefined)
          setWrong(true)
        }
      }}
    />
  )
}
