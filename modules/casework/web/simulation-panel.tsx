import { Autocomplete, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { postKindWords } from '#modules/organisation/contract.ts'
import { formatDateTime } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { Problem } from '../process/problem.ts'
import type { Content, SubjectLimit } from '../publishing.ts'
import type { Fact, Simulate, Walk, WalkAsk, WalkLine } from '../simulation.ts'
import { messages, type Words } from './messages.ts'
import { simulationQuery } from './queries.ts'
import styles from './simulation-panel.module.css'

type Props = {
  subject: string | null
  content: Content
  limits: readonly SubjectLimit[]
  /** The city's day. */
  today: string
  problems: readonly Problem[]
}

/** Walks one case through what stands in the editors, before anything is published. */
export function SimulationPanel({ subject, content, limits, today, problems }: Props) {
  const words = useWords(messages)
  const channels = [...new Set(limits.map(({ channel }) => channel))]
  const [receivedAt, setReceivedAt] = useState(() => morningAfter(today))
  const [channel, setChannel] = useState(channels[0] ?? '')
  const [facts, setFacts] = useState<Readonly<Record<string, string>>>({})
  const [answers, setAnswers] = useState<Simulate['answers']>([])
  const [received, setReceived] = useState<readonly string[]>([])
  const runnable = !problems.some(
    ({ severity, rule }) => severity === 'error' && rule !== 'process.over_limit',
  )
  const ask: Simulate = {
    subject,
    content,
    receivedAt,
    ...(channel ? { channel } : {}),
    facts: factsOf({ ...facts, ...(channel ? { channel } : {}) }),
    answers,
    messages: [...received],
  }
  const [asked] = useDebouncedValue(ask, 300)
  const found = useQuery({ ...simulationQuery(asked), enabled: runnable })

  if (!runnable) return <Text>{words.simulation.notRunnable}</Text>
  return (
    <Stack>
      <Text size="sm">{words.simulation.lead}</Text>
      <Group align="end">
        <TextInput
          type="datetime-local"
          label={words.simulation.receivedAt}
          value={receivedAt}
          onChange={(event) => setReceivedAt(event.currentTarget.value || morningAfter(today))}
        />
        {channels.length > 0 ? (
          <NativeSelect
            label={words.simulation.channel}
            value={channel}
            data={channels.map((value) => ({ value, label: words.channels[value] ?? value }))}
            onChange={(event) => setChannel(event.currentTarget.value)}
          />
        ) : null}
      </Group>
      <RefusalNote error={found.error} />
      {found.data ? (
        <>
          <Facts
            asks={found.data.asks.filter(({ name }) => name !== 'channel' || channel === '')}
            facts={facts}
            onChange={(name, value) => setFacts({ ...facts, [name]: value })}
          />
          <Result walk={found.data.walk} onArrive={(name) => setReceived([...received, name])} />
          <Lines
            lines={found.data.walk.lines}
            asks={comesAgain(found.data.walk) || answers.length > 0 ? found.data.asks : []}
            answers={answers}
            onAnswer={(one) =>
              setAnswers([
                ...answers.filter(({ key, turn }) => key !== one.key || turn !== one.turn),
                ...(one.facts.length > 0 ? [one] : []),
              ])
            }
          />
        </>
      ) : null}
    </Stack>
  )
}

/** Tomorrow at eight: a case received in the night would only wait for the morning. */
function morningAfter(today: string): string {
  return `${new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10)}T08:00`
}

/** Only where a step comes again is it worth answering differently from one time to the next. */
function comesAgain({ lines }: Walk): boolean {
  return lines.some((line) => line.does === 'task' && line.turn > 1)
}

function factsOf(values: Readonly<Record<string, string>>): Fact[] {
  return Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({ name, value }))
}

type FactsProps = {
  asks: readonly WalkAsk[]
  facts: Readonly<Record<string, string>>
  onChange(name: string, value: string): void
}

function Facts({ asks, facts, onChange }: FactsProps) {
  const words = useWords(messages)
  const { language } = useLanguage()
  if (asks.length === 0) return <Text size="sm">{words.simulation.noFacts}</Text>
  return (
    <fieldset className={styles['facts']}>
      <legend>{words.simulation.facts}</legend>
      <Text size="sm">{words.simulation.factsLead}</Text>
      <Group align="end">
        {asks.map(({ name, values, ...said }) => (
          <Autocomplete
            key={name}
            label={said[language] ?? name}
            description={said[language] ? name : undefined}
            placeholder={words.simulation.unknown}
            data={values}
            value={facts[name] ?? ''}
            onChange={(value) => onChange(name, value)}
          />
        ))}
      </Group>
    </fieldset>
  )
}

function Result({ walk, onArrive }: { walk: Walk; onArrive(name: string): void }) {
  const words = useWords(messages)
  const due = walk.dueAt
    ? fill(words.simulation.due, { at: formatDateTime(walk.dueAt) })
    : words.simulation.noDue
  return (
    <div role="status" className={styles['result']} data-late={walk.late || undefined}>
      {walk.endsAt ? (
        <strong>
          {fill(words.simulation.ends, { at: formatDateTime(walk.endsAt) })} · {due} ·{' '}
          {walk.late ? `▲ ${words.simulation.isLate}` : walk.dueAt ? words.simulation.onTime : ''}
        </strong>
      ) : (
        <>
          <strong>{due}</strong>
          <Text size="sm">
            {walk.stopped === 'needs_data'
              ? fill(words.simulation.needsData, { element: walk.incidents[0]?.element ?? '' })
              : walk.stopped === 'waits'
                ? fill(words.simulation.waits, { names: walk.waitsFor.join(', ') })
                : words.simulation.goesRound}
          </Text>
        </>
      )}
      {walk.waitsFor.map((name) => (
        <Button key={name} size="xs" variant="default" onClick={() => onArrive(name)}>
          {fill(words.simulation.arrives, { name })}
        </Button>
      ))}
    </div>
  )
}

type LinesProps = {
  lines: readonly WalkLine[]
  asks: readonly WalkAsk[]
  answers: Simulate['answers']
  onAnswer(answer: Simulate['answers'][number]): void
}

function Lines({ lines, asks, answers, onAnswer }: LinesProps) {
  const words = useWords(messages)
  return (
    <div className={styles['frame']}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{words.simulation.step}</th>
            <th scope="col">{words.simulation.who}</th>
            <th scope="col">{words.simulation.from}</th>
            <th scope="col">{words.simulation.until}</th>
            {asks.length > 0 ? <th scope="col">{words.simulation.answer}</th> : null}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={index} data-late={(line.does === 'task' && line.late) || undefined}>
              <td>{whatOf(line, words.simulation)}</td>
              <Who line={line} />
              <td>{formatDateTime(line.at)}</td>
              <td>
                {line.does === 'task' ? formatDateTime(line.until) : null}
                {line.does === 'task' && line.late ? <strong> ▲ {words.simulation.late}</strong> : null}
                {line.does === 'timer'
                  ? fill(words.simulation.waitsUntil, { at: formatDateTime(line.until) })
                  : null}
              </td>
              {asks.length > 0 ? (
                <td>
                  {line.does === 'task'
                    ? asks.map((ask) => (
                        <AnswerCell
                          key={ask.name}
                          line={line}
                          ask={ask}
                          answers={answers}
                          onAnswer={onAnswer}
                        />
                      ))
                    : null}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type SimulationWords = Words['simulation']

function whatOf(line: WalkLine, words: SimulationWords): string {
  switch (line.does) {
    case 'task':
      return line.turn > 1 ? `${line.work} (${fill(words.turn, { turn: line.turn })})` : line.work
    case 'timer': {
      const outcome = { fired: words.fired, taken_off: words.takenOff, waiting: '' }[line.outcome]
      return `${fill(words.timer, { element: line.element })} ${outcome}`
    }
    default:
      return fill(words[line.does], { name: line.name })
  }
}

function Who({ line }: { line: WalkLine }) {
  const words = useWords(messages)
  const { language } = useLanguage()
  if (line.does !== 'task' || !line.postKind || !line.place) return <td>–</td>
  return (
    <td>
      {postKindWords[line.postKind][language]}, {words.table.places[line.place].toLowerCase()}
    </td>
  )
}

type AnswerProps = {
  line: WalkLine & { does: 'task' }
  ask: WalkAsk
  answers: Simulate['answers']
  onAnswer(answer: Simulate['answers'][number]): void
}

function AnswerCell({ line: { key, turn }, ask, answers, onAnswer }: AnswerProps) {
  const { language } = useLanguage()
  const said = answers.find((one) => one.key === key && one.turn === turn)?.facts ?? []
  return (
    <label className={styles['answer']}>
      <span>{ask[language] ?? ask.name}</span>
      <input
        list={`values-${ask.name}`}
        value={said.find(({ name }) => name === ask.name)?.value ?? ''}
        onChange={(event) => {
          const { value } = event.currentTarget
          const rest = said.filter(({ name }) => name !== ask.name)
          onAnswer({ key, turn, facts: value === '' ? rest : [...rest, { name: ask.name, value }] })
        }}
      />
      <datalist id={`values-${ask.name}`}>
        {ask.values.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </datalist>
    </label>
  )
}
