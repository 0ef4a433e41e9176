import { Text } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useWords } from '#platform/ui/i18n.ts'
import type { DiagramProps } from './diagram-note.ts'
import { messages } from './messages.ts'

export type { DiagramNote } from './diagram-note.ts'

const DiagramCanvas = lazy(async () => ({ default: (await import('./diagram-canvas.tsx')).DiagramCanvas }))

/** A BPMN model to look at, with notes on its elements; the drawing tool is fetched when one is shown. */
export function ProcessDiagram(props: DiagramProps) {
  const words = useWords(messages)
  return (
    <Suspense fallback={<Text component="output">{words.graph.loading}</Text>}>
      <DiagramCanvas {...props} />
    </Suspense>
  )
}
