import { Badge, Button, Group, Text } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { formatDateTime, formatDay } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import type { AuthorityView } from '../authority.ts'
import { authorityMessages } from './authority-messages.ts'

type Props = {
  one: AuthorityView
  onEnd(): void
  renderDossiers(authorityId: number): ReactNode
}

/** One decision of the register, with who recorded it and when. */
export function AuthorityRow({ one, onEnd, renderDossiers }: Props) {
  const words = useWords(authorityMessages)
  const [showing, setShowing] = useState(false)
  const { ended, heirs } = one
  const named = (unit: { name: string }, heir: { name: string } | null) =>
    heir ? fill(words.nowAt, { old: unit.name, heir: heir.name }) : unit.name
  const title = `${named(one.fromUnit, heirs.from)} → ${named(one.toUnit, heirs.to)}`
  const days =
    one.through === null
      ? `${fill(words.fromDay, { from: formatDay(one.from) })} ${words.untilEnded}`
      : fill(words.dayRange, { from: formatDay(one.from), through: formatDay(one.through) })
  return (
    <section aria-label={title}>
      <Group justify="space-between" align="start" gap="sm">
        <div style={{ flex: '1 1 280px', minWidth: 0 }}>
          <Text fw={600}>{title}</Text>
          <Text size="sm">
            {`${fill(words.decision, { number: one.legalNumber, day: formatDay(one.decidedOn) })}, ${days}`}
          </Text>
          <Subjects one={one} />
          <Text size="sm" c="dimmed">
            {fill(words.ground, { ground: one.legalGround })}
          </Text>
          {one.conditions === '' ? null : (
            <Text size="sm" c="dimmed">
              {fill(words.conditions, { conditions: one.conditions })}
            </Text>
          )}
          <Text size="sm" c="dimmed">
            {fill(words.recordedBy, { name: one.recordedBy, at: formatDateTime(one.recordedAt) })}
          </Text>
          {ended ? (
            <Text size="sm">
              {fill(words.endedBy, {
                day: formatDay(ended.on),
                number: ended.legalNumber,
                decided: formatDay(ended.decidedOn),
                name: ended.by,
                at: formatDateTime(ended.at),
              })}
            </Text>
          ) : null}
        </div>
        <Group gap="xs">
          <Badge variant="outline">{words.kinds[one.kind]}</Badge>
          <Badge variant="light" {...(one.stage === 'without_unit' ? { color: 'lacquer' } : {})}>
            {words.stages[one.stage]}
          </Badge>
          {one.allowedActions.includes('read_dossiers') ? (
            <Button
              size="compact-sm"
              variant="default"
              aria-expanded={showing}
              onClick={() => setShowing((now) => !now)}
            >
              {showing ? words.hideDossiers : words.readDossiers}
            </Button>
          ) : null}
          {one.allowedActions.includes('end') ? (
            <Button size="compact-sm" variant="default" onClick={onEnd}>
              {words.end}
            </Button>
          ) : null}
        </Group>
      </Group>
      {showing ? renderDossiers(one.id) : null}
    </section>
  )
}

function Subjects({ one }: { one: AuthorityView }) {
  const words = useWords(authorityMessages)
  const all = [
    ...one.procedures.map(({ code, name }) => `${name} (${code})`),
    ...one.fields.map((field) => fill(words.wholeField, { field })),
  ]
  return (
    <ul style={{ margin: 0, paddingInlineStart: '1.2em' }}>
      {all.map((text) => (
        <li key={text}>
          <Text size="sm" component="span">
            {text}
          </Text>
        </li>
      ))}
    </ul>
  )
}
