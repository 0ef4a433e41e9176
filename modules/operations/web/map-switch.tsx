import { useQuery } from '@tanstack/react-query'
import { formatDay } from '#platform/ui/format.ts'
import { fill } from '#platform/ui/i18n.ts'
import { useKeys } from '#platform/ui/keys.ts'
import { mapSpans, type MapChanges } from '../contract.ts'
import type { WallWords } from './messages.ts'
import { changesQuery } from './queries.ts'
import { mapOf, type WallPlace } from './wall-address.ts'
import styles from './wall-page.module.css'

type Choice = { place: WallPlace; label: string }

type Props = { place: WallPlace; words: WallWords; onMap(place: WallPlace): void }

/** By whose units the wall reads; not there while the map has never changed. */
export function MapSwitch({ place, words, onMap }: Props) {
  const changes = useQuery(changesQuery)
  const choices = choicesOf(changes.data?.changes ?? [], place, words)
  const current = choices.findIndex(
    (choice) =>
      choice.place.on === place.on && (place.on === undefined || choice.place.by === mapOf(place).by),
  )
  const isOther = place.on !== undefined
  const turn = (by: number) => () => {
    const next = choices[(current + by + choices.length) % choices.length]
    if (next) onMap(next.place)
  }
  const span = mapOf(place).span ?? 'year'
  const nextSpan = mapSpans[(mapSpans.indexOf(span) + 1) % mapSpans.length] ?? span
  useKeys(
    words.maps.label,
    [
      { key: 'b', label: words.maps.next, run: turn(1) },
      { key: 'B', label: words.maps.previous, run: turn(-1) },
      ...(isOther
        ? [{ key: 'k', label: words.maps.nextSpan, run: () => onMap({ ...place, span: nextSpan }) }]
        : []),
    ],
    choices.length > 1,
  )
  if (choices.length < 2 && !isOther) return null
  return (
    <>
      <label className={styles['mapChoice']}>
        <span className={styles['soft']}>{words.maps.label}</span>{' '}
        <select
          value={current}
          onChange={(event) => {
            const chosen = choices[Number(event.target.value)]
            if (chosen) onMap(chosen.place)
          }}
        >
          {current < 0 && (
            <option value={-1}>{fill(words.maps.otherDay, { day: formatDay(place.on ?? '') })}</option>
          )}
          {choices.map((choice, at) => (
            <option key={choice.label} value={at}>
              {choice.label}
            </option>
          ))}
        </select>{' '}
        <kbd aria-hidden="true">B</kbd>
      </label>
      {isOther && (
        <label className={styles['mapChoice']}>
          <span className={styles['soft']}>{words.maps.span}</span>{' '}
          <select
            value={span}
            onChange={(event) =>
              onMap({ ...place, span: mapSpans.find((one) => one === event.target.value) ?? span })
            }
          >
            {mapSpans.map((one) => (
              <option key={one} value={one}>
                {words.maps.spans[one]}
              </option>
            ))}
          </select>{' '}
          <kbd aria-hidden="true">K</kbd>
        </label>
      )}
    </>
  )
}

/** Today's units live, then for each change the units before and after it, as recorded and with everything carried over. */
function choicesOf(changes: MapChanges['changes'], place: WallPlace, words: WallWords): Choice[] {
  const span = mapOf(place).span ?? 'year'
  return [
    { place: {}, label: words.maps.live },
    ...changes.flatMap(({ on, before, isPlanned }): Choice[] => {
      const after = fill(isPlanned ? words.maps.planned : words.maps.after, { day: formatDay(on) })
      const until = fill(words.maps.before, { day: formatDay(before) })
      return [
        { place: { on, by: 'carried', span }, label: `${after}: ${words.maps.carriedForward}` },
        ...(isPlanned
          ? []
          : [
              { place: { on, by: 'recorded', span } as const, label: `${after}: ${words.maps.recorded}` },
              {
                place: { on: before, by: 'recorded', span } as const,
                label: `${until}: ${words.maps.recorded}`,
              },
              {
                place: { on: before, by: 'carried', span } as const,
                label: `${until}: ${words.maps.carriedBack}`,
              },
            ]),
      ]
    }),
  ]
}
