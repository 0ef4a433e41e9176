import { Button, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, type Ref } from 'react'
import type { Channel, ProcedureView } from '#modules/catalogue/contract.ts'
import type { FilingTerms } from '../contract.ts'
import { FeeByTable } from './fee-by-table.tsx'
import { formatMoney, formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { messages, type DossierWords } from './messages.ts'
import styles from './procedure-picker.module.css'
import { proceduresQuery } from './queries.ts'

type PickProps = { inputRef: Ref<HTMLInputElement>; error: string | undefined; onPick(code: string): void }

/** Finds a procedure by a few letters without marks, or by its code. */
export function ProcedurePicker({ inputRef, error, onPick }: PickProps) {
  const words = useWords(messages).counter
  const [typed, setTyped] = useState('')
  const [settled] = useDebouncedValue(typed.trim(), 120)
  const found = useQuery(proceduresQuery(settled))
  // What was found for fewer letters is not offered: Enter would take it.
  const current = found.data && !found.isPlaceholderData && settled === typed.trim()
  const items = current ? found.data.items : []
  const first = items[0]?.code

  // Fast hands press Enter before the answer is here; it is kept for the first of what comes.
  const [awaited, setAwaited] = useState('')
  useEffect(() => {
    if (awaited !== '' && current && awaited === settled && first !== undefined) onPick(first)
    // oxlint-disable-next-line react/exhaustive-deps
  }, [awaited, current, settled, first])

  return (
    <Select
      ref={inputRef}
      data-field="procedureCode"
      label={words.procedure}
      description={words.procedureHint}
      required
      searchable
      selectFirstOptionOnChange
      defaultDropdownOpened={false}
      openOnFocus={false}
      withCheckIcon={false}
      nothingFoundMessage={!current ? undefined : words.noProcedure}
      maxDropdownHeight={360}
      error={error}
      searchValue={typed}
      onSearchChange={(text) => {
        setTyped(text)
        setAwaited('')
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.ctrlKey || current || typed.trim() === '') return
        event.preventDefault()
        setAwaited(typed.trim())
      }}
      value={null}
      onChange={(code) => code && onPick(code)}
      // The server has already found what fits, without marks.
      filter={({ options }) => options}
      data={items.map((item) => ({ value: item.code, label: item.name }))}
      renderOption={({ option }) => (
        <span className={styles['option']}>
          <span>{option.label}</span>
          <span className={styles['under']}>
            {option.value} · {items.find((item) => item.code === option.value)?.field ?? ''}
          </span>
        </span>
      )}
    />
  )
}

type PickedProps = {
  procedure: ProcedureView
  terms: FilingTerms | undefined
  channel: 'counter' | 'post'
  onChange(): void
}

/** The procedure chosen, with what the citizen asks first: how long, and how much. */
export function PickedProcedure({ procedure, terms, channel, onChange }: PickedProps) {
  const words = useWords(messages).counter
  const row = procedure.channels.find((one) => one.channel === channel) ?? procedure.channels[0]
  return (
    <div className={styles['picked']}>
      <div>
        <p className={styles['name']}>{procedure.name}</p>
        <p className={styles['facts']}>
          {procedure.code}
          {procedure.field ? ` · ${procedure.field}` : ''}
        </p>
        {row ? (
          <p className={styles['facts']}>
            {words.limit}: <strong>{limitInWords(row, words)}</strong> · {words.fee}:{' '}
            {terms?.decided.includes('fee') ? (
              <FeeByTable terms={terms} />
            ) : (
              <>
                <strong>{row.feeVnd === 0 ? words.free : formatMoney(row.feeVnd)}</strong>
                {row.feeNote ? <span> ({row.feeNote})</span> : null}
              </>
            )}
          </p>
        ) : null}
        {procedure.quarantined.length > 0 ? <p className={styles['facts']}>▲ {words.quarantined}</p> : null}
      </div>
      <Button variant="default" size="xs" flex="none" onClick={onChange}>
        {words.change}
      </Button>
    </div>
  )
}

function limitInWords({ limit }: Channel, words: DossierWords['counter']): string {
  const unit = words.limitUnit[limit.unit]
  if (limit.unit === 'same_day_before') return fill(unit, { cutoff: limit.cutoff ?? '15:00' })
  return 'amount' in limit && limit.amount !== undefined ? `${formatNumber(limit.amount, 1)} ${unit}` : unit
}
