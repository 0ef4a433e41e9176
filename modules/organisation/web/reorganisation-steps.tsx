import { Code, List, Text } from '@mantine/core'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { formatDay } from '#platform/ui/format.ts'
import type { ReorganisationStatus, ReorganisationView } from '../reorganisation.ts'
import { messages } from './messages.ts'

const stepOf: Record<ReorganisationStatus, number> = {
  draft: 0,
  checked: 3,
  approved: 4,
  scheduled: 5,
  applying: 5,
  applied: 6,
  undone: 6,
}

type Props = { reorganisation: ReorganisationView; open: number | undefined; isPrepared: boolean }

/** The way of a document from its rows to its day, and where it stands on it. */
export function ReorganisationSteps({ reorganisation, open, isPrepared }: Props) {
  const words = useWords(messages)
  const { status, counts, effectiveOn } = reorganisation
  if (status === 'applied' || status === 'undone') return null
  const isEmpty = counts.rows + counts.opens + counts.changes + counts.closes === 0
  const at = status !== 'draft' ? stepOf[status] : isEmpty ? 0 : open === 0 ? 2 : 1
  return (
    <details open={status === 'draft'}>
      <summary>{words.desk.guide}</summary>
      <List type="ordered" mt="xs">
        {words.desk.steps.map((step, index) => (
          <List.Item
            key={step}
            aria-current={index === at ? 'step' : undefined}
            fw={index === at ? 700 : 400}
            c={index < at ? 'dimmed' : ''}
          >
            {fill(step, { day: formatDay(effectiveOn) })}
          </List.Item>
        ))}
      </List>
      {isPrepared && (
        <Text mt="xs">
          {words.desk.rehearse} <Code>npx thanglong demo reorganise</Code>
        </Text>
      )}
    </details>
  )
}
