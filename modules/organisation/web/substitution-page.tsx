import { Badge, Button, Group, Modal, Stack, Table, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatDay } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { Me } from '../contract.ts'
import type { SubstitutionList, SubstitutionView } from '../substitution.ts'
import type { RenderSubjects } from './authority-form.tsx'
import { DayFilter } from './day-filter.tsx'
import { messages } from './messages.ts'
import { SubstitutionForm } from './substitution-form.tsx'
import { postSubstitutionAction, substitutionsQuery } from './substitution-queries.ts'

/** Who is away in my unit, who stands in, and who could act on any day. */
export function SubstitutionPage({ me, renderSubjects }: { me: Me; renderSubjects: RenderSubjects }) {
  const words = useWords(messages)
  const told = words.substitution
  const [day, setDay] = useState<string>()
  const [recording, setRecording] = useState(false)
  const list = useQuery(substitutionsQuery(day))
  const isOwnPost = me.post.onBehalfOf === undefined
  useKeys(told.substitutionTitle, [
    { key: 'n', label: told.newSubstitution, run: () => setRecording(isOwnPost) },
  ])

  return (
    <Stack p="md">
      <title>{`${told.substitutionTitle} · Thăng Long`}</title>
      <Group justify="space-between" align="end">
        <Title order={1} size="h3">
          {told.substitutionTitle}
        </Title>
        <Button disabled={!isOwnPost} onClick={() => setRecording(true)}>
          {told.newSubstitution}
          <KeyHint of="n" />
        </Button>
      </Group>
      <DayFilter
        words={{ label: told.awayOn, show: told.showDay, all: told.showAll }}
        day={day}
        onChange={setDay}
      />
      <RefusalNote error={list.error} />
      {list.isPending ? <Text component="output">{words.loading}</Text> : null}
      {list.data ? <Substitutions me={me} list={list.data} day={day} /> : null}
      <Modal
        opened={recording}
        onClose={() => setRecording(false)}
        title={told.newSubstitution}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <SubstitutionForm me={me} renderSubjects={renderSubjects} onRecorded={() => setRecording(false)} />
      </Modal>
    </Stack>
  )
}

type WayToEnd = 'end' | 'refuse' | 'withdraw'
type ListProps = { me: Me; list: SubstitutionList; day: string | undefined }

function Substitutions({ me, list, day }: ListProps) {
  const words = useWords(messages)
  const told = words.substitution
  const queries = useQueryClient()
  const [ending, setEnding] = useState<SubstitutionView>()
  const act = useMutation({
    mutationFn: ({ id, action }: { id: number; action: 'approve' | 'end' }) =>
      postSubstitutionAction(id, action),
    onSuccess() {
      setEnding(undefined)
      return queries.invalidateQueries({ queryKey: ['organisation'] })
    },
  })
  const close = () => setEnding(undefined)
  /** What ending means: a request is withdrawn by whoever sent it, and refused by anybody else. */
  const wayToEnd = ({ stage, postId }: SubstitutionView): WayToEnd => {
    if (stage !== 'asked') return 'end'
    const isMine = list.seats.some((seat) => seat.postId === postId && seat.personId === me.personId)
    return isMine ? 'withdraw' : 'refuse'
  }
  return (
    <>
      {day === undefined ? null : <Text fw={600}>{fill(told.thatDay, { day: formatDay(day) })}</Text>}
      {ending ? null : <RefusalNote error={act.error} />}
      {list.substitutions.length === 0 ? <Text>{told.noSubstitutions}</Text> : null}
      <Stack component="ul" gap="xs" p={0} m={0} aria-label={told.substitutionsCaption}>
        {list.substitutions.map((one) => (
          <li key={one.id} style={{ listStyle: 'none' }}>
            <SubstitutionRow
              one={one}
              way={wayToEnd(one)}
              isBusy={act.isPending}
              onAct={(action) => {
                act.reset()
                if (action === 'end') setEnding(one)
                else act.mutate({ id: one.id, action })
              }}
            />
          </li>
        ))}
      </Stack>
      {day === undefined ? null : <Seats list={list} />}
      <Modal
        opened={ending !== undefined}
        onClose={close}
        title={ending ? told[wayToEnd(ending)] : ''}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        {ending ? (
          <Stack>
            <Text size="sm">
              {fill(told.askEnd[wayToEnd(ending)], { away: ending.away, substitute: ending.substitute })}
            </Text>
            <RefusalNote error={act.error} />
            <Group justify="end">
              <Button variant="default" onClick={close}>
                {words.cancel}
              </Button>
              <Button
                data-autofocus
                loading={act.isPending}
                onClick={() => act.mutate({ id: ending.id, action: 'end' })}
              >
                {told[wayToEnd(ending)]}
              </Button>
            </Group>
          </Stack>
        ) : null}
      </Modal>
    </>
  )
}

type RowProps = {
  one: SubstitutionView
  way: WayToEnd
  isBusy: boolean
  onAct(action: 'approve' | 'end'): void
}

function SubstitutionRow({ one, way, isBusy, onAct }: RowProps) {
  const words = useWords(messages).substitution
  const days = fill(words.dayRange, { from: formatDay(one.from), through: formatDay(one.through) })
  return (
    <Group justify="space-between" align="start" gap="sm" py={6}>
      <div>
        <Text fw={600}>
          {one.away} → {one.substitute}
        </Text>
        <Text size="sm">
          {one.postTitle} · {days}
          {one.endedOn === null || one.stage !== 'ended'
            ? ''
            : ` · ${fill(words.endedOn, { day: formatDay(one.endedOn) })}`}
        </Text>
        {one.fields.length + one.procedureCodes.length === 0 ? null : (
          <Text size="sm">
            {fill(words.onlyFor, { what: [...one.fields, ...one.procedureCodes].join('; ') })}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {`${one.reason} · ${words.decision} ${one.legalNumber}`}
          {one.approvedBy === null ? '' : ` · ${words.whoApproved}: ${one.approvedBy}`}
        </Text>
      </div>
      <Group gap="xs">
        <Badge variant="light">{words.stages[one.stage]}</Badge>
        {one.allowedActions.map((action) => {
          const word = words[action === 'approve' ? 'approve' : way]
          return (
            <Button
              key={action}
              size="compact-sm"
              variant={action === 'approve' ? 'filled' : 'default'}
              disabled={isBusy}
              aria-label={`${word}: ${one.away} → ${one.substitute}`}
              onClick={() => onAct(action)}
            >
              {word}
            </Button>
          )
        })}
      </Group>
    </Group>
  )
}

function Seats({ list }: { list: SubstitutionList }) {
  const words = useWords(messages).substitution
  return (
    <Table captionSide="top">
      <Table.Caption>{words.seatsThatDay}</Table.Caption>
      <Table.Tbody>
        {list.seats.map((seat) => (
          <Table.Tr key={seat.postId}>
            <Table.Th scope="row">{seat.title}</Table.Th>
            <Table.Td>
              {seat.name}
              {list.substitutions
                .filter((one) => one.postId === seat.postId && one.approvedBy !== null)
                .map((one) => ` · ${words.standIn}: ${one.substitute}`)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
