import { Button, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { readDay } from '#platform/ui/format.ts'

type Props = {
  words: { label: string; dayFormat: string; show: string; all: string }
  /** The day shown; undefined while everything is. */
  day: string | undefined
  onChange(day: string | undefined): void
}

/** Asks for a list as of a typed day, and leads back to the whole list. */
export function DayFilter({ words, day, onChange }: Props) {
  const [typed, setTyped] = useState('')
  const read = readDay(typed)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (read) onChange(read)
      }}
    >
      <Group align="end" gap="xs">
        <TextInput
          label={words.label}
          placeholder={words.dayFormat}
          inputMode="numeric"
          autoComplete="off"
          w={320}
          maw="100%"
          error={typed !== '' && read === undefined && words.dayFormat}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          {words.show}
        </Button>
        {day === undefined ? null : (
          <Button variant="subtle" onClick={() => onChange(undefined)}>
            {words.all}
          </Button>
        )}
      </Group>
    </form>
  )
}
