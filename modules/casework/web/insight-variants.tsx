import { Badge } from '@mantine/core'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import type { Variant } from '../insight.ts'
import { messages } from './insight-messages.ts'
import { OpenFigure } from './open-figure.tsx'
import { useReader } from './insight-reader.ts'
import styles from './insight-tables.module.css'

/** Every course that cases took, the most frequent first. */
export function InsightVariants() {
  const words = useWords(messages)
  const { view } = useReader()
  const { variants } = view.map
  const sums = variants.map((_, place) =>
    variants.slice(0, place + 1).reduce((sum, { share }) => sum + share, 0),
  )
  return (
    <>
      {view.variants > variants.length ? (
        <p className={styles['note']}>
          {fill(words.variants.some, {
            shown: formatNumber(variants.length),
            all: formatNumber(view.variants),
          })}
        </p>
      ) : null}
      <ol className={styles['courses']} aria-label={words.variants.caption}>
        {variants.map((variant, place) => (
          <VariantLine key={variant.key} variant={variant} no={place + 1} sum={sums[place] ?? 0} />
        ))}
      </ol>
    </>
  )
}

function VariantLine({ variant, no, sum }: { variant: Variant; no: number; sum: number }) {
  const words = useWords(messages)
  const { step, time } = useReader()
  const { key, sequence, open, count, share, medianThroughput, conformance } = variant
  const strange = new Set([
    ...(conformance?.foreign ?? []),
    ...(conformance?.outOfOrder.map(({ to }) => to) ?? []),
  ])
  const skipped = (conformance?.skipped ?? []).map(step).join(', ')
  return (
    <li>
      <div className={styles['head']}>
        <strong>{no}.</strong>
        <OpenFigure title={fill(words.variants.this, { no })} behind={{ by: 'variant', variant: key }}>
          {fill(words.variants.count, { count: formatNumber(count) })}
        </OpenFigure>
        <span>
          {fill(words.variants.share, {
            share: formatNumber(share * 100, 1),
            sum: formatNumber(Math.min(100, sum * 100), 1),
          })}
        </span>
        {open ? (
          <Badge variant="light" color="gray">
            {words.variants.open}
          </Badge>
        ) : (
          <span>{fill(words.variants.took, { time: time(medianThroughput) })}</span>
        )}
        {conformance ? (
          <Badge
            variant={conformance.fits ? 'light' : 'outline'}
            color={conformance.fits ? 'jade' : 'lacquer'}
          >
            {conformance.fits ? words.variants.fits : words.variants.deviates}
          </Badge>
        ) : null}
      </div>
      <div className={styles['share']} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <ol className={styles['course']}>
        {runsOf(sequence).map(({ activity, times }, place) => (
          // A course may come by a step again; its place tells the two apart.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${place} ${activity}`} data-strange={strange.has(activity) || times > 1}>
            {step(activity)}
            {times > 1 ? ` ${fill(words.variants.times, { count: times })}` : ''}
          </li>
        ))}
      </ol>
      {skipped ? (
        <span className={styles['small']}>
          {words.deviations.skipped}: {skipped}
        </span>
      ) : null}
    </li>
  )
}

function runsOf(sequence: readonly string[]): { activity: string; times: number }[] {
  const runs: { activity: string; times: number }[] = []
  for (const activity of sequence) {
    const last = runs.at(-1)
    if (last?.activity === activity) last.times++
    else runs.push({ activity, times: 1 })
  }
  return runs
}
