import { Alert, Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatDay, readDay } from './format.ts'
import { fill, useWords } from './i18n.ts'

const words = {
  vi: { looking: 'Đang xem ngày {day}', today: 'Về hôm nay' },
  en: { looking: 'Looking at {day}', today: 'Back to today' },
}

type Props = { day: string; onToday(): void; children?: ReactNode }

/** Says that what follows is of another day, and leads back. */
export function PastDayNote({ day, onToday, children }: Props) {
  const said = useWords(words)
  const shown = readDay(formatDay(day)) === undefined ? day : formatDay(day)
  return (
    <Alert color="yellow" variant="light" py={8} role="status">
      <Group justify="space-between" gap="xs">
        <span>
          <strong>{fill(said.looking, { day: shown })}</strong>
          {children ? <> · {children}</> : null}
        </span>
        <Button size="compact-sm" variant="default" onClick={onToday}>
          {said.today}
        </Button>
      </Group>
    </Alert>
  )
}
