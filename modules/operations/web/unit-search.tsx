import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { foldText } from '#platform/ui/format.ts'
import type { WallWords } from './messages.ts'
import type { UnitIndex } from './unit-index.ts'
import styles from './wall-page.module.css'

type Props = {
  index: UnitIndex
  within: number
  words: WallWords
  onFound(id: number): void
  onClose(): void
}

const SHOWN = 10

/** Goes straight to a unit by a part of its name, with or without marks. */
export function UnitSearch({ index, within, words, onFound, onClose }: Props) {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const listId = useId()
  useEffect(() => field.current?.focus(), [])
  const candidates = useMemo(
    () =>
      index.subtree(within).flatMap((id) => {
        const unit = index.get(id)
        return unit ? [{ unit, folded: foldText(unit.name) }] : []
      }),
    [index, within],
  )
  const wanted = foldText(text)
  const found =
    wanted === ''
      ? []
      : candidates
          .filter(({ folded }) => folded.includes(wanted))
          .toSorted((a, b) => rank(a.folded, wanted) - rank(b.folded, wanted))
          .slice(0, SHOWN)

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.key === 'ArrowDown') setChosen((at) => Math.min(found.length - 1, at + 1))
    else if (event.key === 'ArrowUp') setChosen((at) => Math.max(0, at - 1))
    else if (event.key === 'Escape') onClose()
    else if (event.key === 'Enter') {
      const hit = found[chosen]
      if (hit) onFound(hit.unit.id)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className={styles['search']} role="dialog" aria-label={words.search}>
      <input
        ref={field}
        className={styles['searchField']}
        value={text}
        placeholder={words.searchHint}
        aria-label={words.search}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-activedescendant={found[chosen] ? `${listId}-${found[chosen].unit.id}` : undefined}
        onChange={(event) => {
          setText(event.target.value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} className={styles['searchList']} role="listbox" aria-label={words.search}>
        {found.map(({ unit }, place) => (
          <div
            key={unit.id}
            id={`${listId}-${unit.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === chosen}
            className={styles['searchLine']}
            onPointerDown={() => onFound(unit.id)}
          >
            {unit.name}{' '}
            <span className={styles['soft']}>
              {index
                .path(unit.id)
                .slice(1, -1)
                .map((above) => above.name)
                .join(' · ')}
            </span>
          </div>
        ))}
      </div>
      {wanted !== '' && found.length === 0 ? <p className={styles['empty']}>{words.searchNone}</p> : null}
    </div>
  )
}

/** Names that begin with the words, then names of which a word begins so, then the rest. */
function rank(name: string, wanted: string): number {
  const bare = name.replace(/^(quan|huyen|thi xa|phuong|xa|thi tran|so)\s+/, '')
  if (bare.startsWith(wanted)) return bare.length / 1000
  return ` ${name}`.includes(` ${wanted}`) ? 1 : 2
}
