import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { formatDay } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { AuthorityView } from '../authority.ts'
import type { Me } from '../contract.ts'
import { AuthorityEndForm } from './authority-end-form.tsx'
import { AuthorityForm, type RenderSubjects } from './authority-form.tsx'
import { authorityMessages } from './authority-messages.ts'
import { authoritiesQuery } from './authority-queries.ts'
import { AuthorityRow } from './authority-row.tsx'
import { DayFilter } from './day-filter.tsx'

type Props = {
  me: Me
  /** Chooses procedures and fields; given by the desk, since this module knows no procedures. */
  renderSubjects: RenderSubjects
  /** What was filed under a delegation. */
  renderDossiers(authorityId: number): ReactNode
}

/** The register of delegated authority: what holds, on any day, by which decision and recorded by whom. */
export function AuthorityPage({ me, renderSubjects, renderDossiers }: Props) {
  const words = useWords(authorityMessages)
  const [day, setDay] = useState<string>()
  const [recording, setRecording] = useState(false)
  const [ending, setEnding] = useState<AuthorityView>()
  const list = useQuery(authoritiesQuery(day))
  const givers = list.data?.givers ?? []
  const mayRecord = givers === 'all' || givers.length > 0
  useKeys(words.title, [{ key: 'n', label: words.record, run: () => setRecording(mayRecord) }])

  return (
    <Stack p="md">
      <title>{`${words.title} · Thăng Long`}</title>
      <Group justify="space-between" align="end">
        <Title order={1} size="h3">
          {words.title}
        </Title>
        {mayRecord ? (
          <Button onClick={() => setRecording(true)}>
            {words.record}
            <KeyHint of="n" />
          </Button>
        ) : null}
      </Group>
      <Text maw={760}>{words.lead}</Text>
      <DayFilter
        words={{ label: words.holdsOn, show: words.showDay, all: words.showAll }}
        day={day}
        onChange={setDay}
      />
      <RefusalNote error={list.error} />
      {list.isPending ? <Text component="output">{words.loading}</Text> : null}
      {day === undefined ? null : <Text fw={600}>{fill(words.thatDay, { day: formatDay(day) })}</Text>}
      {list.data?.authorities.length === 0 ? (
        <Text>{day === undefined ? words.none : words.noneThatDay}</Text>
      ) : null}
      <Stack component="ul" gap="md" p={0} m={0} aria-label={words.caption}>
        {list.data?.authorities.map((one) => (
          <li key={one.id} style={{ listStyle: 'none' }}>
            <AuthorityRow one={one} onEnd={() => setEnding(one)} renderDossiers={renderDossiers} />
          </li>
        ))}
      </Stack>
      <Modal
        opened={recording}
        onClose={() => setRecording(false)}
        title={words.record}
        size="lg"
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <AuthorityForm
          me={me}
          givers={givers}
          renderSubjects={renderSubjects}
          onRecorded={() => setRecording(false)}
        />
      </Modal>
      <Modal
        opened={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title={words.end}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        {ending ? <AuthorityEndForm id={ending.id} onEnded={() => setEnding(undefined)} /> : null}
      </Modal>
    </Stack>
  )
}
