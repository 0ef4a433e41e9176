import { Button } from '@mantine/core'
import { DayChooser } from '#platform/ui/day-field.tsx'

type Props = {
  words: { label: string; show: string; all: string }
  /** The day shown; undefined while everything is. */
  day: string | undefined
  onChange(day: string | undefined): void
}

/** Asks for a list as of a typed day, and leads back to the whole list. */
export function DayFilter({ words, day, onChange }: Props) {
  return (
    <DayChooser label={words.label} day={day} onDay={onChange} show={words.show}>
      {day === undefined ? null : (
        <Button variant="subtle" onClick={() => onChange(undefined)}>
          {words.all}
        </Button>
      )}
    </DayChooser>
  )
}
