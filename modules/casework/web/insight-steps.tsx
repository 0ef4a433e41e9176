import { PlainTable } from '#platform/ui/data-table.tsx'
import { formatNumber, formatWorkingDays } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import type { MapNode, Span } from '../insight.ts'
import { messages } from './insight-messages.ts'
import { OpenFigure } from './open-figure.tsx'
import { useReader } from './insight-reader.ts'
import styles from './insight-tables.module.css'

const parts = ['waiting', 'working', 'standing'] as const

/** Step by step: how often, how long it waits, how long it is worked on. */
export function InsightSteps() {
  const words = useWords(messages)
  const { view } = useReader()
  const order = Object.keys(view.steps)
  const nodes = view.map.nodes.toSorted((a, b) => placeIn(order, a.activity) - placeIn(order, b.activity))
  const longest = Math.max(1, ...nodes.map(totalOf))
  const isOwn = view.bpmn !== null
  return (
    <>
      <PlainTable caption={words.steps.caption}>
        <thead>
          <tr>
            <th scope="col">{words.steps.step}</th>
            <th scope="col" data-align="end">
              {words.steps.cases}
            </th>
            <th scope="col">{words.steps.bars}</th>
            {parts.map((part) => (
              <th key={part} scope="col" data-align="end">
                <span className={`${styles['key']} ${styles[part]}`} />
                {words.steps[part]}
              </th>
            ))}
            {isOwn ? (
              <th scope="col" data-align="end">
                {words.steps.allowed}
              </th>
            ) : null}
            <th scope="col" data-align="end">
              {words.steps.again}
            </th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((node) => (
            <StepRow key={node.activity} node={node} longest={longest} isOwn={isOwn} />
          ))}
        </tbody>
      </PlainTable>
      <p className={styles['note']}>
        {words.steps.note} {words.timesHint[view.durations]}
      </p>
    </>
  )
}

function placeIn(order: readonly string[], activity: string): number {
  const place = order.indexOf(activity)
  return place === -1 ? order.length : place
}

function totalOf(node: MapNode): number {
  return parts.reduce((sum, part) => sum + (node[part]?.median ?? 0), 0)
}

function StepRow({ node, longest, isOwn }: { node: MapNode; longest: number; isOwn: boolean }) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const { view, step, role } = useReader()
  const { activity, frequency, cases } = node
  const name = step(activity)
  const said = view.steps[activity]
  const again = view.map.rework.find((one) => one.activity === activity)
  return (
    <tr>
      <td data-lead="true">
        {name}
        {said?.role ? <span className={styles['small']}>{role(said.role)}</span> : null}
      </td>
      <td data-label={words.steps.cases} data-align="end">
        <OpenFigure title={name} behind={{ by: 'activity', activity }}>
          {formatNumber(cases)}
        </OpenFigure>
        {frequency > cases ? (
          <span className={styles['small']}>
            {fill(words.map.stepText, { count: formatNumber(frequency) })}
          </span>
        ) : null}
      </td>
      <td>
        <span className={styles['bar']} aria-hidden="true">
          {parts.map((part) => (
            <span
              key={part}
              className={styles[part]}
              style={{ width: `${((node[part]?.median ?? 0) / longest) * 100}%` }}
            />
          ))}
        </span>
      </td>
      {parts.map((part) => (
        <td key={part} data-label={words.steps[part]} data-align="end">
          <TimeCell span={node[part]} />
        </td>
      ))}
      {isOwn ? (
        <td data-label={words.steps.allowed} data-align="end">
          {said?.minutes ? formatWorkingDays(said.minutes, language) : '–'}
        </td>
      ) : null}
      <td data-label={words.steps.again} data-align="end">
        {again ? (
          <OpenFigure title={`${words.steps.again}: ${name}`} behind={{ by: 'rework', activity }}>
            {formatNumber(again.cases)}
          </OpenFigure>
        ) : (
          '–'
        )}
      </td>
    </tr>
  )
}

function TimeCell({ span }: { span: Span | null }) {
  const words = useWords(messages)
  const { time } = useReader()
  if (!span) return '–'
  return (
    <>
      {time(span.median)}
      <span className={styles['small']}>{fill(words.steps.p90, { time: time(span.p90) })}</span>
    </>
  )
}
