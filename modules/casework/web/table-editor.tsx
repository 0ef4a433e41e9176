import { ActionIcon, Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { postKinds, postKindWords } from '#modules/organisation/contract.ts'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { useKeys } from '#platform/ui/keys.ts'
import type { Problem } from '../process/problem.ts'
import { doerPlaces, type ProcessStep } from '../process/process-table.ts'
import type { SubjectLimit } from '../publishing.ts'
import { BringInRows } from './bring-in-rows.tsx'
import { addRow, changeRow, inUnit, moveRow, removeRow, toMinutes, type TimeUnit } from './edit-rows.ts'
import { messages } from './messages.ts'
import { saveFile } from './save-file.ts'
import styles from './table-editor.module.css'
import { tableToCsv } from './table-text.ts'

type Props = {
  steps: readonly ProcessStep[]
  limits: readonly SubjectLimit[]
  problems: readonly Problem[]
  /** The key of a row to go to. */
  goal: string | undefined
  onChange?: ((steps: readonly ProcessStep[]) => void) | undefined
}

/** The table officials write, changed by keyboard; without `onChange` it is only read. */
export function TableEditor({ steps, limits, problems, goal, onChange }: Props) {
  const words = useWords(messages)
  const [unit, setUnit] = useState<TimeUnit>('hours')
  const [at, setAt] = useState(0)
  const body = useRef<HTMLTableSectionElement>(null)
  /** A cell that takes the focus once it is drawn. */
  const wanted = useRef<{ row: number; cell: string }>(undefined)
  const here = Math.min(at, Math.max(0, steps.length - 1))

  useEffect(() => {
    const cell = wanted.current
    wanted.current = undefined
    if (cell)
      body.current?.querySelector<HTMLElement>(`[data-row="${cell.row}"] [data-cell="${cell.cell}"]`)?.focus()
  })
  useEffect(() => {
    if (goal === undefined) return
    const rows = [...(body.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    rows
      .find((row) => row.dataset['key'] === goal)
      ?.querySelector<HTMLElement>('[data-cell="work"]')
      ?.focus()
  }, [goal])

  function go(row: number, cell = 'work') {
    wanted.current = { row, cell }
    setAt(row)
  }
  function add(after: number) {
    onChange?.(addRow(steps, after))
    go(steps.length === 0 ? 0 : after + 1)
  }
  function remove(row: number) {
    onChange?.(removeRow(steps, row))
    if (steps.length > 1) go(Math.min(row, steps.length - 2))
  }
  function move(row: number, by: -1 | 1) {
    const to = row + by
    if (to < 0 || to >= steps.length) return
    onChange?.(moveRow(steps, row, by))
    go(to)
  }

  useKeys(
    words.table.keys,
    [
      { key: 'mod+Enter', label: words.table.keyAdd, whileTyping: true, run: () => add(here) },
      { key: 'mod+Backspace', label: words.table.keyRemove, whileTyping: true, run: () => remove(here) },
      { key: 'mod+ArrowUp', label: words.table.keyUp, whileTyping: true, run: () => move(here, -1) },
      { key: 'mod+ArrowDown', label: words.table.keyDown, whileTyping: true, run: () => move(here, 1) },
    ],
    onChange !== undefined,
  )

  return (
    <Stack gap="xs">
      <Group justify="space-between" align="end">
        <NativeSelect
          label={words.table.unit}
          size="xs"
          value={unit}
          data={[
            { value: 'hours', label: words.table.hours },
            { value: 'days', label: words.table.days },
          ]}
          onChange={(event) => setUnit(event.currentTarget.value === 'days' ? 'days' : 'hours')}
        />
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            onClick={() => saveFile('quy-trinh.csv', tableToCsv(steps), 'text/csv')}
          >
            {words.table.csvOut}
          </Button>
          {onChange ? <BringInRows onTake={onChange} /> : null}
        </Group>
      </Group>
      <div className={styles['frame']}>
        <table className={styles['table']}>
          <caption className={styles['caption']}>{words.table.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.table.no}</th>
              <th scope="col">{words.table.work}</th>
              <th scope="col">{words.table.doer}</th>
              <th scope="col">{words.table.place}</th>
              <th scope="col">
                {words.table.time} ({unit === 'hours' ? words.table.hours : words.table.days})
              </th>
              <th scope="col">{words.table.output}</th>
              <th scope="col">{words.table.stage}</th>
              <th scope="col">{words.table.notBy}</th>
              {onChange ? <td aria-hidden="true" /> : null}
            </tr>
          </thead>
          <tbody ref={body}>
            {steps.map((step, row) => (
              <Row
                key={row}
                row={row}
                step={step}
                unit={unit}
                earlier={steps.slice(0, row)}
                problems={problems.filter(({ elementId }) => elementId === step.key && elementId !== '')}
                onEnter={() => setAt(row)}
                onChange={onChange ? (to) => onChange(changeRow(steps, row, to)) : undefined}
                onGo={(by, cell) => {
                  const to = row + by
                  if (to >= 0 && to < steps.length) go(to, cell)
                }}
                onMove={(by) => move(row, by)}
                onRemove={() => remove(row)}
              />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={4}>
                {words.table.sum}
              </th>
              <td colSpan={onChange ? 5 : 4}>
                <Sum steps={steps} limits={limits} />
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
      {steps.length === 0 ? <Text size="sm">{words.table.empty}</Text> : null}
      {onChange ? (
        <Group>
          <Button variant="light" size="xs" onClick={() => add(steps.length - 1)}>
            {words.table.add}
          </Button>
          <Text size="xs">Ctrl Enter · Ctrl ↑ ↓ · Ctrl Backspace</Text>
        </Group>
      ) : null}
    </Stack>
  )
}

type RowProps = {
  row: number
  step: ProcessStep
  unit: TimeUnit
  /** The steps before it. */
  earlier: readonly ProcessStep[]
  problems: readonly Problem[]
  onEnter(): void
  onChange: ((to: Parameters<typeof changeRow>[2]) => void) | undefined
  onGo(by: -1 | 1, cell: string): void
  onMove(by: -1 | 1): void
  onRemove(): void
}

function Row({ row, step, unit, earlier, problems, onEnter, onChange, onGo, onMove, onRemove }: RowProps) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const no = row + 1
  const isWrong = problems.some(({ severity }) => severity === 'error')
  const readOnly = onChange === undefined

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const cell = event.target instanceof HTMLElement ? event.target.dataset['cell'] : undefined
    // In a list of choices the arrows choose.
    if (!cell || event.ctrlKey || event.metaKey || event.target instanceof HTMLSelectElement) return
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : 0
    if (by === 0) return
    event.preventDefault()
    onGo(by, cell)
  }
  const text = (cell: 'work' | 'output' | 'stage', label: string) => (
    <td>
      <textarea
        data-cell={cell}
        aria-label={`${label}, ${no}`}
        rows={cell === 'work' ? 2 : 1}
        readOnly={readOnly}
        maxLength={cell === 'stage' ? 200 : 1_000}
        value={step[cell] ?? ''}
        onChange={(event) => onChange?.({ [cell]: event.currentTarget.value.replaceAll('\n', ' ') })}
      />
    </td>
  )

  return (
    <tr
      data-row={row}
      data-key={step.key}
      data-wrong={isWrong || undefined}
      onFocus={onEnter}
      onKeyDown={onKeyDown}
    >
      <th scope="row">
        {no}
        {problems.map((one) => (
          <div key={one.rule} className={styles['problem']}>
            {one.severity === 'error' ? '▲' : '·'} {one[language]}
          </div>
        ))}
      </th>
      {text('work', words.table.work)}
      <td>
        <select
          data-cell="doer"
          aria-label={`${words.table.doer}, ${no}`}
          disabled={readOnly}
          value={step.postKind}
          onChange={(event) => onChange?.({ postKind: event.currentTarget.value })}
        >
          {postKinds.map((kind) => (
            <option key={kind} value={kind}>
              {postKindWords[kind][language]}
            </option>
          ))}
        </select>
      </td>
      <td>
        <select
          data-cell="place"
          aria-label={`${words.table.place}, ${no}`}
          disabled={readOnly}
          value={step.place}
          onChange={(event) => onChange?.({ place: event.currentTarget.value })}
        >
          {doerPlaces.map((place) => (
            <option key={place} value={place}>
              {words.table.places[place]}
            </option>
          ))}
        </select>
      </td>
      <td>
        <TimeCell
          row={row}
          minutes={step.minutes}
          unit={unit}
          onChange={onChange && ((minutes) => onChange({ minutes }))}
        />
      </td>
      {text('output', words.table.output)}
      {text('stage', words.table.stage)}
      <td>
        <select
          data-cell="notBy"
          aria-label={`${words.table.notBy}, ${no}`}
          disabled={readOnly}
          value={step.notBy ?? ''}
          onChange={(event) => onChange?.({ notBy: event.currentTarget.value })}
        >
          <option value="">–</option>
          {step.notBy !== undefined && !earlier.some(({ key }) => key === step.notBy) ? (
            <option value={step.notBy}>{step.notBy}</option>
          ) : null}
          {earlier.map(({ key, work }, index) => (
            <option key={`${key}${index}`} value={key}>
              {index + 1}. {work}
            </option>
          ))}
        </select>
      </td>
      {onChange ? (
        <td>
          <Group gap={2} wrap="nowrap">
            <ActionIcon variant="subtle" aria-label={fill(words.table.up, { no })} onClick={() => onMove(-1)}>
              ↑
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              aria-label={fill(words.table.down, { no })}
              onClick={() => onMove(1)}
            >
              ↓
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="lacquer"
              aria-label={fill(words.table.remove, { no })}
              onClick={onRemove}
            >
              ×
            </ActionIcon>
          </Group>
        </td>
      ) : null}
    </tr>
  )
}

type TimeProps = {
  row: number
  minutes: number
  unit: TimeUnit
  onChange: ((minutes: number) => void) | undefined
}

/** What is typed stays as typed while the cell has the focus: "0," is on its way to "0,5". */
function TimeCell({ row, minutes, unit, onChange }: TimeProps) {
  const words = useWords(messages)
  const [typed, setTyped] = useState<string>()
  const isBad = typed !== undefined && toMinutes(typed, unit) === undefined
  return (
    <>
      <input
        data-cell="time"
        className={styles['time']}
        inputMode="decimal"
        aria-label={`${words.table.time}, ${row + 1}`}
        aria-invalid={isBad}
        readOnly={onChange === undefined}
        value={typed ?? String(inUnit(minutes, unit)).replace('.', ',')}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          const read = toMinutes(event.currentTarget.value, unit)
          if (read !== undefined) onChange?.(read)
        }}
        onBlur={() => setTyped(undefined)}
      />
      {isBad ? <div className={styles['problem']}>{words.table.badTime}</div> : null}
    </>
  )
}

function Sum({ steps, limits }: { steps: readonly ProcessStep[]; limits: readonly SubjectLimit[] }) {
  const words = useWords(messages)
  const minutes = steps.reduce((sum, step) => sum + step.minutes, 0)
  const counted = limits.flatMap((limit) => (limit.minutes === null ? [] : [limit.minutes]))
  const shortest = counted.length > 0 ? Math.min(...counted) : undefined
  const hours = (value: number) => formatNumber(inUnit(value, 'hours'))
  const said = fill(words.table.sumOf, { hours: hours(minutes), days: formatNumber(inUnit(minutes, 'days')) })
  if (shortest === undefined) return <output>{said}</output>
  const difference = minutes - shortest
  return (
    <output data-over={difference > 0 || undefined} className={styles['sum']}>
      {said} · {fill(words.table.limitOf, { hours: hours(shortest) })}:{' '}
      <strong>
        {difference > 0
          ? `▲ ${fill(words.table.over, { hours: hours(difference) })}`
          : difference < 0
            ? fill(words.table.under, { hours: hours(-difference) })
            : words.table.exact}
      </strong>
    </output>
  )
}
