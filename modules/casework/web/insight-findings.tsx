import { formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { behindHandOver } from './insight-hand-overs.tsx'
import { messages } from './insight-messages.ts'
import { useReader, type Opened, type Reader } from './insight-reader.ts'
import styles from './insight-page.module.css'

type Finding = { figure: string; text: string; more: string; isBad?: boolean; opened: Opened }
type Words = (typeof messages)['vi']['finding']

/** What is to be known first, in whole sentences; each opens its dossiers. */
export function InsightFindings() {
  const words = useWords(messages)
  const reader = useReader()
  const findings = [
    ofCases(reader, words.finding),
    ofThroughput(reader, words.finding),
    ofFitting(reader, words.finding),
    ofWaiting(reader, words.finding),
    ofRework(reader, words.finding),
    ofHandOver(reader, words.finding),
  ].filter((finding) => finding !== undefined)
  return (
    <ul className={styles['findings']} aria-label={words.findings}>
      {findings.map(({ figure, text, more, isBad, opened }) => (
        <li key={text} data-bad={isBad}>
          <button type="button" onClick={() => reader.open(opened)}>
            <strong>{figure}</strong>
            <span>{text}</span>
            <small>{more}</small>
            <em>{words.see}</em>
          </button>
        </li>
      ))}
    </ul>
  )
}

function ofCases({ view: { map } }: Reader, words: Words): Finding {
  return {
    figure: formatNumber(map.cases),
    text: words.cases,
    more: fill(words.open, { count: formatNumber(map.openCases) }),
    opened: { title: words.cases, behind: { by: 'all' } },
  }
}

function ofThroughput({ view: { map }, time }: Reader, words: Words): Finding | undefined {
  return map.throughput
    ? {
        figure: time(map.throughput.median),
        text: words.throughput,
        more: fill(words.throughputSlow, { p90: time(map.throughput.p90) }),
        opened: { title: words.throughput, behind: { by: 'all' } },
      }
    : undefined
}

function ofFitting({ view: { map } }: Reader, words: Words): Finding | undefined {
  const { deviations, cases } = map
  if (!deviations || cases === 0) return undefined
  return {
    figure: `${formatNumber(Math.floor((deviations.fitting / cases) * 1000) / 10, 1)}%`,
    text: words.fitting,
    more: fill(words.deviating, { count: formatNumber(cases - deviations.fitting) }),
    isBad: deviations.fitting < cases,
    opened: {
      title: fill(words.deviating, { count: formatNumber(cases - deviations.fitting) }),
      behind: { by: 'deviating' },
    },
  }
}

function ofWaiting({ view: { map }, step, time }: Reader, words: Words): Finding | undefined {
  const slowest = map.nodes.toSorted((a, b) => (b.waiting?.median ?? 0) - (a.waiting?.median ?? 0))[0]
  if (!slowest?.waiting || slowest.waiting.median === 0) return undefined
  const text = fill(words.waiting, { step: step(slowest.activity) })
  return {
    figure: time(slowest.waiting.median),
    text,
    more: fill(words.waitingSlow, { p90: time(slowest.waiting.p90) }),
    opened: { title: step(slowest.activity), behind: { by: 'activity', activity: slowest.activity } },
  }
}

function ofRework({ view: { map }, step }: Reader, words: Words): Finding | undefined {
  const most = map.rework[0]
  if (!most) return undefined
  const text = fill(words.rework, { step: step(most.activity) })
  return {
    figure: formatNumber(most.cases),
    text,
    more: fill(words.reworkTimes, { repeats: formatNumber(most.repeats) }),
    isBad: true,
    opened: { title: text, behind: { by: 'rework', activity: most.activity } },
  }
}

function ofHandOver({ view: { map }, party, time }: Reader, words: Words): Finding | undefined {
  const costliest = map.roleHandOvers[0] ?? map.handOvers[0]
  if (!costliest || costliest.delay.median === 0) return undefined
  const [from, to] = [party(costliest.from), party(costliest.to)]
  return {
    figure: time(costliest.delay.median),
    text: fill(words.handOver, { from, to }),
    more: fill(words.handOverTimes, { count: formatNumber(costliest.delay.count) }),
    opened: { title: `${from} → ${to}`, behind: behindHandOver(costliest) },
  }
}
