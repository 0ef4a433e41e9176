import { ActionIcon, Autocomplete, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { Decision } from '../process/dmn/decision.ts'
import type { KnownFact } from '../process/facts-asked.ts'
import type { WalkAsk } from '../simulation.ts'
import styles from './decisions-panel.module.css'
import { addRule, changeCell, removeRule } from './edit-dmn.ts'
import { messages } from './messages.ts'
import { ModelFiles } from './model-files.tsx'
import { postDecide } from './queries.ts'

type Props = {
  dmn: string | null
  decisions: readonly Decision[]
  asks: readonly WalkAsk[]
  /** What may be asked, and what is asked by name when a case is opened. */
  facts: readonly KnownFact[]
  askedAtOpening: readonly KnownFact[]
  name: string
  onChange?: ((dmn: string | null) => void) | undefined
}

/** The decision tables a process asks: read, changed cell by cell, and tried. */
export function DecisionsPanel({ dmn, decisions, asks, facts, askedAtOpening, name, onChange }: Props) {
  const words = useWords(messages)
  return (
    <Stack>
      <Text size="sm">{words.decisions.lead}</Text>
      <ModelFiles
        kind="dmn"
        text={dmn}
        name={name}
        onUpload={onChange}
        onRemove={onChange && (() => onChange(null))}
      />
      <Vocabulary title={words.decisions.atOpening} known={askedAtOpening} />
      <Vocabulary title={words.decisions.facts} known={facts} />
      {dmn === null ? <Text>{words.decisions.none}</Text> : null}
      {dmn === null
        ? null
        : decisions.map((decision) => (
            <section key={decision.id} aria-label={decision.name} className={styles['decision']}>
              <Title order={2} size="h5">
                {decision.name} <code>{decision.id}</code>
              </Title>
              {decision.needs.length > 0 ? (
                <Text size="sm">{fill(words.decisions.needs, { names: decision.needs.join(', ') })}</Text>
              ) : null}
              {decision.logic.is === 'literal' ? (
                <Text size="sm">
                  {words.decisions.literal}: <code>{decision.logic.text}</code>
                </Text>
              ) : (
                <DecisionTable dmn={dmn} decision={decision} table={decision.logic} onChange={onChange} />
              )}
              <TryIt dmn={dmn} decision={decision} asks={asks} />
            </section>
          ))}
    </Stack>
  )
}

function Vocabulary({ title, known }: { title: string; known: readonly KnownFact[] }) {
  const { language } = useLanguage()
  if (known.length === 0) return null
  return (
    <details>
      <summary>{title}</summary>
      <ul>
        {known.map((one) => (
          <li key={one.name}>
            <code>{one.name}</code> {one[language]}
            {one.values.length > 0 ? `: ${one.values.join(', ')}` : ''}
          </li>
        ))}
      </ul>
    </details>
  )
}

type TableProps = {
  dmn: string
  decision: Decision
  table: Decision['logic'] & { is: 'table' }
  onChange: ((dmn: string) => void) | undefined
}

function DecisionTable({ dmn, decision, table, onChange }: TableProps) {
  const words = useWords(messages)
  const { id } = decision
  const cell = (rule: number, side: 'test' | 'gives', column: number, text: string) => (
    <td key={`${side}${column}`}>
      <CellText
        text={text}
        label={fill(words.decisions.cell, {
          row: rule + 1,
          column: (side === 'test' ? 0 : table.inputs.length) + column + 1,
        })}
        placeholder={side === 'test' ? words.decisions.any : ''}
        onChange={
          onChange && ((next) => onChange(changeCell(dmn, { decision: id, rule, side, column, text: next })))
        }
      />
    </td>
  )
  return (
    <div className={styles['frame']}>
      <Text size="sm">
        {words.decisions.hitPolicy}: {words.decisions.policies[table.hitPolicy]}
        {table.aggregator ? ` ${table.aggregator}` : ''}
      </Text>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{words.decisions.rule}</th>
            {table.inputs.map((input) => (
              <th key={input.expression} scope="col">
                {words.decisions.input} <code>{input.expression}</code>
              </th>
            ))}
            {table.outputs.map((output, column) => (
              <th key={`${output.name}${column}`} scope="col" data-side="gives">
                {words.decisions.output} <code>{output.name || decision.variable}</code>
              </th>
            ))}
            {onChange ? <td aria-hidden="true" /> : null}
          </tr>
        </thead>
        <tbody>
          {table.rules.map((rule, row) => (
            <tr key={rule.id || row}>
              <th scope="row">{row + 1}</th>
              {rule.tests.map((test, column) => cell(row, 'test', column, test ?? ''))}
              {rule.gives.map((gives, column) => cell(row, 'gives', column, gives))}
              {onChange ? (
                <td>
                  <ActionIcon
                    variant="subtle"
                    color="lacquer"
                    aria-label={fill(words.decisions.removeRule, { row: row + 1 })}
                    onClick={() => onChange(removeRule(dmn, id, row))}
                  >
                    ×
                  </ActionIcon>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {onChange ? (
        <Button variant="light" size="xs" onClick={() => onChange(addRule(dmn, id))}>
          {words.decisions.addRule}
        </Button>
      ) : null}
    </div>
  )
}

type CellProps = {
  text: string
  label: string
  placeholder: string
  onChange: ((text: string) => void) | undefined
}

/** Written when left: half a FEEL text would be refused at every key. */
function CellText({ text, label, placeholder, onChange }: CellProps) {
  const [typed, setTyped] = useState<string>()
  if (!onChange) return <code>{text || placeholder}</code>
  return (
    <input
      aria-label={label}
      placeholder={placeholder}
      value={typed ?? text}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== undefined && typed !== text) onChange(typed)
        setTyped(undefined)
      }}
    />
  )
}

function TryIt({ dmn, decision, asks }: { dmn: string; decision: Decision; asks: readonly WalkAsk[] }) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const [facts, setFacts] = useState<Readonly<Record<string, string>>>({})
  const answer = useMutation({ mutationFn: postDecide })
  const names = namesOf(decision, asks)

  function submit(event: FormEvent) {
    event.preventDefault()
    answer.mutate({
      dmn,
      decision: decision.id,
      facts: Object.entries(facts)
        .filter(([, value]) => value !== '')
        .map(([name, value]) => ({ name, value })),
    })
  }
  return (
    <form onSubmit={submit} aria-label={fill(words.decisions.tryTitle, { name: decision.name })}>
      <Group align="end">
        {names.map(({ name, values, ...said }) => (
          <Autocomplete
            key={name}
            label={said[language] ?? name}
            description={said[language] ? name : undefined}
            data={values}
            value={facts[name] ?? ''}
            onChange={(value) => setFacts({ ...facts, [name]: value })}
          />
        ))}
        <Button type="submit" variant="light" loading={answer.isPending}>
          {words.decisions.tryIt}
        </Button>
        {answer.data ? (
          <output>
            {answer.data.failure === null ? (
              <>
                {words.decisions.gives}: <code>{JSON.stringify(answer.data.value)}</code>
              </>
            ) : (
              fill(words.decisions.failed, { code: answer.data.failure })
            )}
          </output>
        ) : null}
      </Group>
      <RefusalNote error={answer.error} />
    </form>
  )
}

/** The facts a decision asks for itself; what it needs of other decisions is asked through them. */
function namesOf({ logic, needs }: Decision, asks: readonly WalkAsk[]): WalkAsk[] {
  if (needs.length > 0 || logic.is === 'literal') return [...asks]
  const texts = logic.inputs.map(({ expression }) => expression).join(' ')
  return asks.filter(({ name }) =>
    new RegExp(`(^|[^\\p{L}\\p{N}_])${name}($|[^\\p{L}\\p{N}_])`, 'u').test(texts),
  )
}
