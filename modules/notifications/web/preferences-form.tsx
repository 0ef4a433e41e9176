import { Button, Checkbox, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { topics, type Preferences, type PreferencesView, type Topic } from '../contract.ts'
import { messages } from './messages.ts'
import { preferencesQuery, putPreferences } from './queries.ts'
import styles from './notices-page.module.css'

/** What I want to be told, and where. */
export function PreferencesForm() {
  const words = useWords(messages).wish
  const known = useQuery(preferencesQuery)
  return (
    <section className={styles['wish']} aria-labelledby="notice-wish">
      <Title order={2} size="h4" id="notice-wish">
        {words.title}
      </Title>
      <RefusalNote error={known.error} onRetry={() => void known.refetch()} />
      {known.data ? <Fields view={known.data} /> : null}
    </section>
  )
}

function Fields({ view }: { view: PreferencesView }) {
  const words = useWords(messages).wish
  const { language } = useLanguage()
  const queries = useQueryClient()
  const [wish, setWish] = useState<Preferences>({ off: view.off, emailOff: view.emailOff, email: view.email })
  const save = useMutation({
    mutationFn: putPreferences,
    onSuccess: (saved) => queries.setQueryData(preferencesQuery.queryKey, saved),
  })
  const flip = (field: 'off' | 'emailOff', topic: Topic, on: boolean) =>
    setWish({ ...wish, [field]: on ? wish[field].filter((each) => each !== topic) : [...wish[field], topic] })

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(wish)
      }}
    >
      {view.topics.map((topic) =>
        view.emailOffered ? (
          <fieldset key={topic} className={styles['topic']}>
            <legend>{topics[topic][language]}</legend>
            <Checkbox
              label={words.inbox}
              checked={!wish.off.includes(topic)}
              onChange={(event) => flip('off', topic, event.currentTarget.checked)}
            />
            <Checkbox
              label={words.byEmail}
              disabled={wish.email === '' || wish.off.includes(topic)}
              checked={wish.email !== '' && !wish.emailOff.includes(topic)}
              onChange={(event) => flip('emailOff', topic, event.currentTarget.checked)}
            />
          </fieldset>
        ) : (
          <Checkbox
            key={topic}
            label={topics[topic][language]}
            checked={!wish.off.includes(topic)}
            onChange={(event) => flip('off', topic, event.currentTarget.checked)}
          />
        ),
      )}
      {view.emailOffered ? (
        <TextInput
          type="email"
          label={words.email}
          description={words.emailHint}
          autoComplete="email"
          maxLength={254}
          value={wish.email}
          onChange={(event) => setWish({ ...wish, email: event.currentTarget.value })}
        />
      ) : (
        <p>{words.noEmail}</p>
      )}
      <RefusalNote error={save.error} />
      <div role="status">{save.isSuccess ? words.saved : ''}</div>
      <Button type="submit" loading={save.isPending}>
        {words.save}
      </Button>
    </form>
  )
}
