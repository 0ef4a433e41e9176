import { useMemo } from 'react'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import type { DiagramNote } from './diagram-note.ts'
import { messages } from './insight-messages.ts'
import { useReader } from './insight-reader.ts'
import styles from './insight-tables.module.css'
import { ProcessDiagram } from './process-diagram.tsx'

/** A step that so large a share of the cases passed over is marked. */
const ALARMING = 0.05

/** The approved drawing, and on each of its steps what really happened there. */
export function InsightApproved({ bpmn, label }: { bpmn: string; label: string }) {
  const words = useWords(messages)
  const { view, time } = useReader()
  const notes = useMemo(() => {
    const longest = Math.max(1, ...view.map.nodes.map(({ waiting }) => waiting?.median ?? 0))
    const skipped = new Map(view.map.deviations?.skipped.map(({ activity, cases }) => [activity, cases]))
    return Object.fromEntries(
      Object.keys(view.steps).map((key): [string, DiagramNote] => {
        const node = view.map.nodes.find(({ activity }) => activity === key)
        const left = skipped.get(key)
        const texts = [
          fill(words.map.stepText, { count: formatNumber(node?.frequency ?? 0) }),
          ...(node?.waiting ? [fill(words.map.waits, { time: time(node.waiting.median) })] : []),
        ]
        const skips = left === undefined ? [] : [fill(words.deviations.left, { count: formatNumber(left) })]
        const weight = (node?.waiting?.median ?? 0) / longest
        return [
          // The element's own id is the last part of the path of a step within others.
          key.slice(key.lastIndexOf('/') + 1),
          {
            text: [texts.join(' · '), ...skips].join('\n'),
            weight,
            tone: (left ?? 0) > view.map.cases * ALARMING ? 'alarm' : 'calm',
          },
        ]
      }),
    )
  }, [view, words, time])
  return (
    <>
      <ProcessDiagram bpmn={bpmn} notes={notes} label={label} height={360} />
      <p className={styles['note']}>
        {words.map.legendWaiting}. {words.timesHint[view.durations]}
      </p>
    </>
  )
}
