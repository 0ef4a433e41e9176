import { formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import type { BehindQuery } from '../insight.ts'
import { messages } from './insight-messages.ts'
import { OpenFigure } from './open-figure.tsx'
import { useReader } from './insight-reader.ts'
import styles from './insight-tables.module.css'

type Line = { name: string; cases: number; behind: BehindQuery }

/** What was skipped, what the process does not know, and what came in another order. */
export function InsightDeviations() {
  const words = useWords(messages)
  const { view, step } = useReader()
  const { deviations, cases } = view.map
  if (!deviations) return <p className={styles['note']}>{words.deviations.foreign}</p>
  const groups: { title: string; text: string; lines: Line[] }[] = [
    {
      title: words.deviations.outOfOrder,
      text: words.deviations.outOfOrderText,
      lines: deviations.outOfOrder.map(({ from, activity, cases: count }) => ({
        name: fill(words.deviations.then, {
          from: from === null ? words.map.begin : step(from),
          to: step(activity),
        }),
        cases: count,
        behind: {
          by: 'out_of_order',
          toActivity: activity,
          ...(from === null ? {} : { fromActivity: from }),
        },
      })),
    },
    {
      title: words.deviations.skipped,
      text: words.deviations.skippedText,
      lines: deviations.skipped.map(({ activity, cases: count }) => ({
        name: step(activity),
        cases: count,
        behind: { by: 'skipped', activity },
      })),
    },
    {
      title: words.deviations.strange,
      text: words.deviations.strangeText,
      lines: deviations.foreign.map(({ activity, cases: count }) => ({
        name: step(activity),
        cases: count,
        behind: { by: 'foreign', activity },
      })),
    },
  ]
  return (
    <>
      <p className={styles['note']}>
        {deviations.fitting === cases
          ? words.deviations.none
          : fill(words.deviations.summary, {
              fitting: formatNumber(deviations.fitting),
              all: formatNumber(cases),
              share: formatNumber((deviations.fitting / Math.max(1, cases)) * 100, 1),
            })}{' '}
        {words.deviations.open}
      </p>
      <div className={styles['groups']}>
        {groups
          .filter(({ lines }) => lines.length > 0)
          .map((group) => (
            <Group key={group.title} {...group} />
          ))}
      </div>
    </>
  )
}

function Group({ title, text, lines }: { title: string; text: string; lines: readonly Line[] }) {
  const words = useWords(messages)
  return (
    <section className={styles['group']}>
      <h3>{title}</h3>
      <span className={styles['small']}>{text}</span>
      <ul>
        {lines.map(({ name, cases, behind }) => (
          <li key={name}>
            <span>{name}</span>
            <OpenFigure title={`${title}: ${name}`} behind={behind}>
              {fill(words.deviations.count, { count: formatNumber(cases) })}
            </OpenFigure>
          </li>
        ))}
      </ul>
    </section>
  )
}
