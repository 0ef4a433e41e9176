import { Button, Group, Modal, Stack, Text, Textarea, TextInput, Tooltip } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { DayText } from '#platform/ui/day-field.tsx'
import { readDay } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { VersionAction, VersionView } from '../publishing.ts'
import { messages, type Words } from './messages.ts'
import { postAct, processesKey, type Act } from './queries.ts'

type Props = { view: VersionView; unsaved: boolean; onGone(): void }
type Asking = Exclude<VersionAction, 'edit' | 'submit'>

/** What may be done to the version now; the server said which. */
export function VersionActions({ view, unsaved, onGone }: Props) {
  const words = useWords(messages)
  const queries = useQueryClient()
  const [asking, setAsking] = useState<Asking>()
  const { revision, allowedActions: allowed } = view
  const { no } = view.version
  const act = useMutation({
    mutationFn: (one: Act) => postAct(view.process.id, no, one),
    async onSuccess(_, { act: done }) {
      setAsking(undefined)
      if (done === 'remove') onGone()
      await queries.invalidateQueries({ queryKey: processesKey })
    },
  })
  const faulty = view.examined.problems.some(({ severity }) => severity === 'error')
  const asks = (['publish', 'send_back', 'retire', 'remove'] as const).filter((one) => allowed.includes(one))
  if (asks.length === 0 && !allowed.includes('submit')) return null
  return (
    <Group>
      {allowed.includes('submit') ? (
        <Tooltip label={words.submitHint} disabled={!unsaved && !faulty}>
          <Button
            variant="light"
            loading={act.isPending && !asking}
            {...(unsaved || faulty ? { 'data-disabled': true, 'aria-disabled': true } : {})}
            onClick={() => {
              if (!unsaved && !faulty) act.mutate({ act: 'submit', body: { revision } })
            }}
          >
            {words.submit}
          </Button>
        </Tooltip>
      ) : null}
      {asks.map((one) => (
        <Button
          key={one}
          variant={one === 'publish' ? 'filled' : 'default'}
          onClick={() => {
            act.reset()
            setAsking(one)
          }}
        >
          {wordOf(one, words)}
        </Button>
      ))}
      {asking ? null : <RefusalNote error={act.error} />}
      <Modal
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={asking ? titleOf(asking, no, words) : ''}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        {asking ? (
          <AskForm
            asking={asking}
            view={view}
            busy={act.isPending}
            error={act.error}
            onAct={(one) => act.mutate(one)}
            onClose={() => setAsking(undefined)}
          />
        ) : null}
      </Modal>
    </Group>
  )
}

function wordOf(asking: Asking, words: Words): string {
  const said = {
    publish: words.publish,
    send_back: words.sendBack,
    retire: words.retire,
    remove: words.remove,
  }
  return said[asking]
}

function titleOf(asking: Asking, no: number, words: Words): string {
  const said = {
    publish: words.publishTitle,
    send_back: words.sendBackTitle,
    retire: words.retireTitle,
    remove: words.removeTitle,
  }
  return fill(said[asking], { no })
}

type AskProps = {
  asking: Asking
  view: VersionView
  busy: boolean
  error: unknown
  onAct(act: Act): void
  onClose(): void
}

function AskForm({ asking, view, busy, error, onAct, onClose }: AskProps) {
  const words = useWords(messages)
  const { revision } = view
  const [number, setNumber] = useState('')
  const [dated, setDated] = useState('')
  const [from, setFrom] = useState('')
  const [note, setNote] = useState(asking === 'send_back' ? '' : view.version.note)

  function submit(event: FormEvent) {
    event.preventDefault()
    const [decisionDate, day] = [readDay(dated), readDay(from)]
    switch (asking) {
      case 'publish':
        if (decisionDate === undefined || day === undefined) return
        onAct({
          act: 'publish',
          body: { revision, decisionNumber: number, decisionDate, validFrom: day, note },
        })
        return
      case 'retire':
        if (day !== undefined) onAct({ act: 'retire', body: { revision, validTo: day } })
        return
      case 'send_back':
        onAct({ act: 'send-back', body: { revision, note } })
        return
      case 'remove':
        onAct({ act: 'remove', body: { revision } })
    }
  }

  const leads = {
    publish: words.publishLead,
    retire: words.retireLead,
    remove: words.removeLead,
    send_back: words.sendBackLead,
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{leads[asking]}</Text>
        {asking === 'publish' ? (
          <>
            <TextInput
              label={words.decisionNumber}
              required
              data-autofocus
              maxLength={200}
              value={number}
              onChange={(event) => setNumber(event.currentTarget.value)}
            />
            <DayText label={words.decisionDate} required typed={dated} onTyped={setDated} />
          </>
        ) : null}
        {asking === 'publish' || asking === 'retire' ? (
          <DayText
            label={asking === 'publish' ? words.holdsFrom : words.holdsUntil}
            required
            data-autofocus={asking === 'retire' || undefined}
            typed={from}
            onTyped={setFrom}
          />
        ) : null}
        {asking === 'publish' || asking === 'send_back' ? (
          <Textarea
            label={asking === 'send_back' ? words.why : words.note}
            required={asking === 'send_back'}
            data-autofocus={asking === 'send_back' || undefined}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={2_000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        ) : null}
        <RefusalNote error={error} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={busy} data-autofocus={asking === 'remove' || undefined}>
            {wordOf(asking, words)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
