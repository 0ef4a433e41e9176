import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { UnitView } from '#modules/organisation/contract.ts'
import { findUnits } from './opinion-draft.ts'
import { unitsQuery } from './queries.ts'

type Props = {
  label: string
  description: string
  nothingFound: string
  error: string | undefined
  /** Units that are not offered: chosen already, or not to be chosen at all. */
  without: readonly number[]
  onPick(unit: UnitView): void
}

/** Finds a unit of the city by a few letters without marks; each choice is told at once and the field is free again. */
export function UnitPicker({ label, description, nothingFound, error, without, onPick }: Props) {
  const [typed, setTyped] = useState('')
  const units = useQuery(unitsQuery).data?.units
  const found = useMemo(
    () =>
      findUnits(
        (units ?? []).filter(({ id }) => !without.includes(id)),
        typed,
      ),
    [units, typed, without],
  )
  return (
    <Select
      data-field="unit"
      label={label}
      description={description}
      required
      searchable
      data-autofocus
      selectFirstOptionOnChange
      withCheckIcon={false}
      openOnFocus={false}
      nothingFoundMessage={units ? nothingFound : undefined}
      maxDropdownHeight={300}
      error={error}
      searchValue={typed}
      onSearchChange={setTyped}
      value={null}
      onChange={(id) => {
        const unit = found.find((one) => String(one.id) === id)
        if (!unit) return
        onPick(unit)
        setTyped('')
      }}
      filter={({ options }) => options}
      data={found.map((unit) => ({ value: String(unit.id), label: unit.name }))}
    />
  )
}
