import { Group, NativeSelect } from '@mantine/core'
import { useMemo, useState, type KeyboardEvent } from 'react'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import type { MapEdge, MapNode } from '../insight.ts'
import { layOutMap, type LaidEdge, type LaidNode } from '../insight/map-layout.ts'
import styles from './insight-map.module.css'
import { messages } from './insight-messages.ts'
import { InsightPaths } from './insight-paths.tsx'
import { useReader } from './insight-reader.ts'

const shares = { all: 0, two: 0.02, five: 0.05, ten: 0.1 } as const
type Show = keyof typeof shares
type Paint = 'waiting' | 'frequency'

/** More paths than this and rare ones are left out at first. */
const MANY_PATHS = 24

/** What really happened, drawn: steps from above to below, paths as thick as they are frequent. */
export function InsightMap() {
  const words = useWords(messages)
  const { view } = useReader()
  const { map } = view
  const [paint, setPaint] = useState<Paint>('waiting')
  const [show, setShow] = useState<Show>(map.edges.length > MANY_PATHS ? 'five' : 'all')
  const edges = useMemo(() => {
    const least = shares[show] * map.cases
    return map.edges.filter(({ frequency }) => frequency >= least)
  }, [map, show])
  return (
    <>
      <Group gap="md" align="end">
        <NativeSelect
          label={words.map.paint}
          size="xs"
          value={paint}
          data={(['waiting', 'frequency'] as const).map((value) => ({
            value,
            label: words.map.paints[value],
          }))}
          onChange={(event) => setPaint(event.currentTarget.value as Paint)}
        />
        <NativeSelect
          label={words.map.show}
          size="xs"
          value={show}
          data={(Object.keys(shares) as Show[]).map((value) => ({ value, label: words.map.shows[value] }))}
          onChange={(event) => setShow(event.currentTarget.value as Show)}
        />
        <ul className={styles['legend']}>
          <li data-of="width">{words.map.legendWidth}</li>
          <li data-of="colour">
            {paint === 'waiting' ? words.map.legendWaiting : words.map.legendFrequency}
          </li>
          <li data-of="back">{words.map.legendBack}</li>
        </ul>
      </Group>
      <Drawing edges={edges} paint={paint} />
      <InsightPaths edges={edges} />
    </>
  )
}

function Drawing({ edges, paint }: { edges: readonly MapEdge[]; paint: Paint }) {
  const words = useWords(messages)
  const { view } = useReader()
  const { nodes } = view.map
  const met = useMemo(() => new Set(edges.flatMap(({ from, to }) => [from, to])), [edges])
  const drawn = nodes.filter(({ activity }) => met.has(activity))
  const laid = useMemo(
    () =>
      layOutMap(
        nodes.flatMap(({ activity }) => (met.has(activity) ? [activity] : [])),
        edges,
      ),
    [nodes, met, edges],
  )
  const most = Math.max(1, ...edges.map(({ frequency }) => frequency))
  const longest = Math.max(1, ...drawn.map(({ waiting }) => waiting?.median ?? 0))
  const longestPath = Math.max(1, ...edges.map(({ handOver }) => handOver?.median ?? 0))
  const edgeOf = (one: LaidEdge) => edges.find(({ from, to }) => from === one.from && to === one.to)
  return (
    <figure
      className={styles['figure']}
      aria-label={fill(words.map.label, { steps: drawn.length, paths: edges.length })}
    >
      <svg
        viewBox={`0 0 ${laid.width} ${laid.height}`}
        style={{ maxWidth: laid.width }}
        className={styles['map']}
      >
        <defs>
          <marker
            id="insight-arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="9"
            markerHeight="9"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0 8 4 0 8z" className={styles['arrow']} />
          </marker>
        </defs>
        {laid.edges.map((one) => {
          const edge = edgeOf(one)
          return edge ? (
            <PathLine
              key={`${one.from} → ${one.to}`}
              laid={one}
              edge={edge}
              width={1.2 + 6 * (edge.frequency / most)}
              depth={paint === 'waiting' ? (edge.handOver?.median ?? 0) / longestPath : edge.frequency / most}
            />
          ) : null
        })}
        {laid.edges.map((one) => {
          const edge = edgeOf(one)
          return edge ? <PathCount key={`${one.from} → ${one.to}`} laid={one} edge={edge} /> : null
        })}
        {laid.nodes.map((one) => {
          const node = nodes.find(({ activity }) => activity === one.id)
          return node ? (
            <StepBox
              key={node.activity}
              laid={one}
              node={node}
              depth={
                paint === 'waiting'
                  ? (node.waiting?.median ?? 0) / longest
                  : node.frequency / Math.max(1, nodes[0]?.frequency ?? 1)
              }
            />
          ) : (
            <Terminal
              key={one.isEnd ? 'end' : 'begin'}
              laid={one}
              label={one.isEnd ? words.map.end : words.map.begin}
            />
          )
        })}
      </svg>
    </figure>
  )
}

function depthClass(depth: number): number {
  return Math.max(0, Math.min(4, Math.floor(depth * 4.999)))
}

type PathProps = { laid: LaidEdge; edge: MapEdge }

function useOpenPath({ from, to, frequency, handOver }: MapEdge) {
  const words = useWords(messages)
  const { open, step, time } = useReader()
  const title = fill(words.map.pathLabel, {
    from: from === null ? words.map.begin : step(from),
    to: to === null ? words.map.end : step(to),
    count: formatNumber(frequency),
    delay: handOver ? time(handOver.median) : '–',
  })
  const run = () =>
    open({
      title,
      behind: {
        by: 'edge',
        ...(from === null ? {} : { fromActivity: from }),
        ...(to === null ? {} : { toActivity: to }),
      },
    })
  return { title, run }
}

function PathLine({ laid, edge, width, depth }: PathProps & { width: number; depth: number }) {
  const { title, run } = useOpenPath(edge)
  return (
    <g className={styles['path']} data-depth={depthClass(depth)} data-back={laid.isBack} onClick={run}>
      <title>{title}</title>
      <path d={laid.path} className={styles['reach']} />
      <path d={laid.path} className={styles['line']} strokeWidth={width} markerEnd="url(#insight-arrow)" />
    </g>
  )
}

/** The keyboard reaches the same cases through the table below. */
function PathCount({ laid, edge }: PathProps) {
  const { title, run } = useOpenPath(edge)
  const text = formatNumber(edge.frequency)
  const width = 12 + text.length * 7
  return (
    <g className={styles['count']} onClick={run}>
      <title>{title}</title>
      <rect x={laid.labelX - width / 2} y={laid.labelY - 9} width={width} height={18} rx={9} />
      <text x={laid.labelX} y={laid.labelY + 4}>
        {text}
      </text>
    </g>
  )
}

const LETTERS = 27

function StepBox({ laid, node, depth }: { laid: LaidNode; node: MapNode; depth: number }) {
  const words = useWords(messages)
  const { open, step, time } = useReader()
  const { activity, frequency, waiting } = node
  const name = step(activity)
  const run = () => open({ title: name, behind: { by: 'activity', activity } })
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    run()
  }
  const lines = inLines(name)
  return (
    <g
      className={styles['step']}
      data-depth={depthClass(depth)}
      transform={`translate(${laid.x} ${laid.y})`}
      role="button"
      tabIndex={0}
      onClick={run}
      onKeyDown={onKey}
    >
      <rect width={laid.width} height={laid.height} rx={8} />
      {lines.map((line, place) => (
        <text key={line} x={10} y={lines.length === 1 ? 25 : 18 + place * 15} className={styles['name']}>
          {line}
        </text>
      ))}
      <text x={10} y={laid.height - 9} className={styles['figures']}>
        {fill(words.map.stepText, { count: formatNumber(frequency) })}
        {waiting ? ` · ${fill(words.map.waits, { time: time(waiting.median) })}` : ''}
      </text>
    </g>
  )
}

/** Two lines of a step's name, the second cut short where it is too long; the whole stands in the title. */
function inLines(name: string): string[] {
  const lines: string[] = ['']
  for (const word of name.split(/\s+/)) {
    const last = lines.at(-1) ?? ''
    if (last === '') lines[lines.length - 1] = word
    else if (last.length + 1 + word.length <= LETTERS) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  const [first = '', second, third] = lines
  if (second === undefined) return [first]
  return [first, third === undefined ? second : `${second.slice(0, LETTERS - 1)}…`]
}

function Terminal({ laid, label }: { laid: LaidNode; label: string }) {
  const radius = laid.width / 2
  return (
    <g className={styles['terminal']} data-end={laid.isEnd}>
      <circle cx={laid.x + radius} cy={laid.y + radius} r={radius - 3} />
      <text x={laid.x + laid.width + 4} y={laid.y + radius + 4}>
        {label}
      </text>
    </g>
  )
}
