import { Button, Group, Modal, NavLink, Stack, Text, Title } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatDay } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { statusWords } from '../reorganisation.ts'
import { CloseBooksForm } from './close-books-form.tsx'
import { messages } from './messages.ts'
import { ReorganisationForm } from './reorganisation-form.tsx'
import { ReorganisationPanel } from './reorganisation-panel.tsx'
import { reorganisationsQuery } from './reorganisation-queries.ts'

/** Changes of the map as documents, for those who may `organisation.reorganise`. */
export function ReorganisationPage() {
  const words = useWords(messages)
  const { language } = useLanguage()
  const queries = useQueryClient()
  const list = useQuery(reorganisationsQuery)
  const [chosen, setChosen] = useState<number>()
  const [drafting, setDrafting] = useState(false)
  const [closing, setClosing] = useState(false)
  const all = list.data?.reorganisations ?? []
  const current = all.find(({ id }) => id === chosen) ?? all[0]

  return (
    <Stack p="md">
      <Group justify="space-between" align="end">
        <Title order={1} size="h3">
          {words.reorganisationTitle}
        </Title>
        <Group>
          <Button variant="default" onClick={() => setClosing(true)}>
            {words.desk.closeBooks}
          </Button>
          <Button onClick={() => setDrafting(true)}>{words.newReorganisation}</Button>
        </Group>
      </Group>
      <RefusalNote error={list.error} />
      {list.isPending && <Text component="output">{words.loading}</Text>}
      {list.data && list.data.closedThrough !== null && (
        <Text c="dimmed">{fill(words.booksClosedThrough, { day: formatDay(list.data.closedThrough) })}</Text>
      )}
      {list.data && all.length === 0 && <Text>{words.noReorganisations}</Text>}
      <nav aria-label={words.reorganisationTitle}>
        {all.map((one) => (
          <NavLink
            key={one.id}
            component="button"
            active={one.id === current?.id}
            aria-current={one.id === current?.id ? 'true' : undefined}
            label={one.title}
            description={
              <>
                {`${one.legalNumber} · ${formatDay(one.effectiveOn)} · `}
                <strong>{statusWords[one.status][language]}</strong>
              </>
            }
            onClick={() => setChosen(one.id)}
          />
        ))}
      </nav>
      {current && <ReorganisationPanel key={current.id} reorganisation={current} />}
      <Modal
        opened={drafting}
        onClose={() => setDrafting(false)}
        title={words.newReorganisation}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <ReorganisationForm
          onDrafted={async ({ id }) => {
            setDrafting(false)
            setChosen(id)
            await queries.invalidateQueries({ queryKey: reorganisationsQuery.queryKey })
          }}
        />
      </Modal>
      <Modal
        opened={closing}
        onClose={() => setClosing(false)}
        title={words.desk.closeBooks}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <CloseBooksForm
          onClosed={async () => {
            setClosing(false)
            await queries.invalidateQueries({ queryKey: reorganisationsQuery.queryKey })
          }}
        />
      </Modal>
    </Stack>
  )
}
