import { NativeSelect, Select } from '@mantine/core'
import type { Ref } from 'react'
import { DayField } from '#platform/ui/day-field.tsx'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import type { ForeignLogHead, InsightChoices, ProcedureChoice } from '../insight.ts'
import { durationKinds } from '../insight.ts'
import type { Chosen } from './insight-address.ts'
import { messages } from './insight-messages.ts'
import styles from './insight-page.module.css'

type Props = {
  chosen: Chosen
  choices: InsightChoices | undefined
  procedure: ProcedureChoice | undefined
  definition: number | undefined
  logs: readonly ForeignLogHead[]
  procedureField: Ref<HTMLInputElement>
  onChange(change: Chosen): void
}

/** What the page looks at: which dossiers of whom and when, or which log from elsewhere. */
export function InsightFilters(props: Props) {
  const words = useWords(messages)
  const { chosen, logs, onChange } = props
  return (
    <search className={styles['filters']}>
      {logs.length > 0 ? (
        <NativeSelect
          label={words.source}
          size="xs"
          value={chosen.log ?? ''}
          data={[
            { value: '', label: words.own },
            ...logs.map(({ id, name, cases }) => ({
              value: String(id),
              label: fill(words.logs.of, { name, cases: formatNumber(cases) }),
            })),
          ]}
          onChange={(event) =>
            onChange(event.currentTarget.value === '' ? {} : { log: Number(event.currentTarget.value) })
          }
        />
      ) : null}
      {chosen.log === undefined ? <OwnFilters {...props} /> : null}
    </search>
  )
}

function OwnFilters({ chosen, choices, procedure, definition, procedureField, onChange }: Props) {
  const words = useWords(messages)
  const units = (choices?.units ?? []).map(({ id, name }) => ({ value: String(id), label: name }))
  const procedures = (choices?.procedures ?? []).map((one) => ({
    value: one.subject ?? '',
    label: `${one.name || words.general} · ${formatNumber(one.definitions.reduce((sum, { cases }) => sum + cases, 0))}`,
  }))
  return (
    <>
      <Select
        ref={procedureField}
        label={words.procedure}
        size="xs"
        searchable
        className={styles['wide'] ?? ''}
        data={procedures}
        value={procedure ? (procedure.subject ?? '') : null}
        onChange={(value) => {
          const { definition: _other, ...rest } = chosen
          onChange({ ...rest, subject: value ?? undefined })
        }}
      />
      {procedure && procedure.definitions.length > 1 ? (
        <NativeSelect
          label={words.version}
          size="xs"
          value={definition ?? ''}
          data={procedure.definitions.map(({ id, version, decision, cases }) => ({
            value: String(id),
            label: fill(version === null ? words.versionOwn : words.versionOf, {
              no: version ?? '',
              decision: decision ?? '',
              count: formatNumber(cases),
            }),
          }))}
          onChange={(event) => onChange({ ...chosen, definition: Number(event.currentTarget.value) })}
        />
      ) : null}
      {units.length > 1 ? (
        <Select
          label={words.unit}
          size="xs"
          searchable
          clearable
          limit={50}
          placeholder={words.wholeReach}
          data={units}
          value={chosen.unit === undefined ? null : String(chosen.unit)}
          onChange={(value) => onChange({ ...chosen, unit: value === null ? undefined : Number(value) })}
        />
      ) : null}
      <DayField
        size="xs"
        label={words.from}
        day={chosen.from ?? choices?.from}
        onDay={(from) => onChange({ ...chosen, from })}
      />
      <DayField
        size="xs"
        label={words.to}
        day={chosen.to ?? choices?.to}
        onDay={(to) => onChange({ ...chosen, to })}
      />
      <NativeSelect
        label={words.time}
        size="xs"
        value={chosen.time ?? 'working'}
        data={durationKinds.map((value) => ({ value, label: words.times[value] }))}
        onChange={(event) =>
          onChange({ ...chosen, time: event.currentTarget.value === 'elapsed' ? 'elapsed' : undefined })
        }
      />
    </>
  )
}
