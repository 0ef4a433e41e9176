import { memo, useMemo } from 'react'
import { fill } from '#platform/ui/i18n.ts'
import { areaState, sumRows, type CityMap as MapShapes, type LiveRow, type UnitState } from '../contract.ts'
import type { WallWords } from './messages.ts'
import { sumsOf, type UnitIndex } from './unit-index.ts'
import styles from './wall-page.module.css'

type Props = {
  map: MapShapes
  index: UnitIndex
  rows: ReadonlyMap<number, LiveRow>
  stirred: ReadonlySet<number>
  focusId: number
  rootId: number
  chosen: number | undefined
  isStale: boolean
  words: WallWords
  onChoose(id: number): void
  onEnter(id: number): void
}

/** The city as shapes: grey when all is well, coloured and marked where it is not. */
export function CityMap({
  map,
  index,
  rows,
  stirred,
  focusId,
  rootId,
  chosen,
  isStale,
  words,
  onChoose,
  onEnter,
}: Props) {
  const whole = focusId === rootId
  const inside = useMemo(() => new Set(index.subtree(focusId)), [index, focusId])
  const box = whole ? { x: 0, y: 0, width: map.width, height: map.height } : boxAround(map, inside)
  const name = index.get(focusId)?.name ?? ''
  const scale = box.width / map.width
  return (
    <svg
      className={styles['map']}
      viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
      role="img"
      aria-label={`${fill(words.map, { name })}. ${words.mapHelp}`}
      data-stale={isStale || undefined}
    >
      {map.areas.map((area) => {
        const row = rows.get(area.unitId)
        const state: UnitState = row ? areaState(sumRows([row])) : 'silent'
        const target = whole && area.parentId !== rootId ? area.parentId : area.unitId
        return (
          <Area
            key={area.unitId}
            target={target}
            path={area.path}
            x={area.x}
            y={area.y}
            r={area.r}
            name={index.get(area.unitId)?.name ?? ''}
            state={state}
            isStirred={stirred.has(area.unitId)}
            isDim={!inside.has(area.unitId)}
            isChosen={chosen === area.unitId}
            onChoose={onChoose}
            onEnter={onEnter}
          />
        )
      })}
      {map.groups.map((group) => {
        const state = areaState(sumsOf(index, rows, group.unitId))
        const isChosen = chosen === group.unitId
        if (!whole && group.unitId !== focusId) return null
        return (
          <g
            key={group.unitId}
            className={styles['group']}
            data-state={state}
            data-chosen={isChosen || undefined}
            pointerEvents="none"
          >
            {group.outline === '' ? null : <path className={styles['outline']} d={group.outline} />}
            {whole ? (
              <text className={styles['groupName']} x={group.x} y={group.labelY} textAnchor="middle">
                {state === 'red' ? '▲ ' : state === 'amber' ? '◆ ' : ''}
                {shortName(index.get(group.unitId)?.name ?? '')}
              </text>
            ) : null}
          </g>
        )
      })}
      {whole
        ? null
        : map.areas
            .filter((area) => inside.has(area.unitId))
            .map((area) => (
              <AreaLabel
                key={area.unitId}
                x={area.x}
                y={area.y}
                r={area.r}
                scale={scale}
                name={shortName(index.get(area.unitId)?.name ?? '')}
                open={rows.get(area.unitId)?.[6] ?? 0}
              />
            ))}
    </svg>
  )
}

/** Name and open dossiers, as large as the shape allows. */
function AreaLabel({
  x,
  y,
  r,
  scale,
  name,
  open,
}: {
  x: number
  y: number
  r: number
  scale: number
  name: string
  open: number
}) {
  const size = Math.min(r * 0.36, (r * 1.6) / Math.max(3, name.length * 0.6), 24 * scale)
  return (
    <text
      className={styles['areaName']}
      x={x}
      y={y + r * 0.62}
      textAnchor="middle"
      fontSize={size}
      strokeWidth={size * 0.2}
      pointerEvents="none"
    >
      {name}
      <tspan className={styles['areaCount']} x={x} y={y - r * 0.48}>
        {open}
      </tspan>
    </text>
  )
}

type AreaProps = {
  target: number
  path: string
  x: number
  y: number
  r: number
  name: string
  state: UnitState
  isStirred: boolean
  isDim: boolean
  isChosen: boolean
  onChoose(id: number): void
  onEnter(id: number): void
}

/** Redrawn only when something about it changed: hundreds of them live on the wall for days. */
const Area = memo(function Area({
  target,
  path,
  x,
  y,
  r,
  name,
  state,
  isStirred,
  isDim,
  isChosen,
  onChoose,
  onEnter,
}: AreaProps) {
  return (
    <g
      className={styles['area']}
      data-state={state}
      data-stirred={isStirred || undefined}
      data-dim={isDim || undefined}
      data-chosen={isChosen || undefined}
      onClick={() => onEnter(target)}
      onPointerEnter={() => onChoose(target)}
    >
      <path d={path}>
        <title>{name}</title>
      </path>
      {state === 'red' ? (
        <path
          className={styles['glyph']}
          d={`M${x} ${y - r * 0.42}L${x + r * 0.42} ${y + r * 0.34}L${x - r * 0.42} ${y + r * 0.34}Z`}
        />
      ) : null}
      {state === 'amber' ? (
        <path
          className={styles['glyph']}
          d={`M${x} ${y - r * 0.4}L${x + r * 0.4} ${y}L${x} ${y + r * 0.4}L${x - r * 0.4} ${y}Z`}
        />
      ) : null}
    </g>
  )
})

function boxAround(map: MapShapes, inside: ReadonlySet<number>) {
  const areas = map.areas.filter((area) => inside.has(area.unitId))
  if (areas.length === 0) return { x: 0, y: 0, width: map.width, height: map.height }
  const reach = Math.max(...areas.map((area) => area.r)) * 2
  const left = Math.min(...areas.map((area) => area.x)) - reach
  const top = Math.min(...areas.map((area) => area.y)) - reach
  const width = Math.max(...areas.map((area) => area.x)) + reach - left
  const height = Math.max(...areas.map((area) => area.y)) + reach - top
  return { x: left, y: top, width, height }
}

/** `Phường Phúc Xá` as `Phúc Xá`: on the map the kind is plain from the level. */
export function shortName(name: string): string {
  return name.replace(/^(Quận|Huyện|Thị xã|Phường|Xã|Thị trấn|Thành phố)\s+/, '')
}
