import { Button, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { EmptyNote } from '#platform/ui/empty-note.tsx'
import { formatDateTime, formatNumber } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { IncidentView } from '../delivery.ts'
import { messages } from './incident-messages.ts'
import { incidentsKey, incidentsQuery, postRetry } from './incident-queries.ts'
import styles from './incidents-page.module.css'

/** Where cases cannot go on by themselves, and the button that lets them try again. */
export function IncidentsPage() {
  const words = useWords(messages)
  const queries = useQueryClient()
  const [said, setSaid] = useState('')
  const list = useQuery(incidentsQuery)
  const retry = useMutation({
    mutationFn: ({ caseId, key }: IncidentView) =>
      postRetry({ caseId, key, commandKey: crypto.randomUUID() }),
    onSuccess: ({ left }, { caseCode }) =>
      setSaid(fill(left.length === 0 ? words.solved : words.still, { code: caseCode })),
    onSettled: () => queries.invalidateQueries({ queryKey: incidentsKey }),
  })
  const incidents = list.data?.incidents ?? []
  const total = list.data?.total ?? 0

  return (
    <div className={styles['page']}>
      <title>{`${words.title} · Thăng Long`}</title>
      <header>
        <Title order={1} size="h3">
          {words.title}
        </Title>
        <Text size="sm">{words.lead}</Text>
      </header>
      <RefusalNote error={list.error ?? retry.error} onRetry={() => void list.refetch()} />
      <output aria-live="polite">{said}</output>
      {list.data && incidents.length === 0 ? (
        <EmptyNote title={words.emptyTitle}>{words.emptyText}</EmptyNote>
      ) : null}
      {incidents.length > 0 ? (
        <Text size="sm" fw={600}>
          {fill(words.waiting, { count: formatNumber(total) })}{' '}
          {total > incidents.length ? fill(words.hidden, { shown: formatNumber(incidents.length) }) : ''}
        </Text>
      ) : null}
      <ul className={styles['list']} aria-label={words.caption}>
        {incidents.map((incident) => (
          <IncidentLine
            key={`${incident.caseId} ${incident.key}`}
            incident={incident}
            isBusy={retry.isPending && retry.variables === incident}
            onRetry={() => retry.mutate(incident)}
          />
        ))}
      </ul>
    </div>
  )
}

type LineProps = { incident: IncidentView; isBusy: boolean; onRetry(): void }

function IncidentLine({ incident, isBusy, onRetry }: LineProps) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const { caseCode, title, kind, caseId, unit, element, why, code, facts, since } = incident
  return (
    <li className={styles['line']}>
      <div className={styles['text']}>
        <p className={styles['head']}>
          {kind === 'dossier' ? (
            <Link to={`/dossiers/${caseId}`} aria-label={fill(words.open, { code: caseCode })}>
              {caseCode}
            </Link>
          ) : (
            <strong>{caseCode}</strong>
          )}
          <span>{title}</span>
          <time dateTime={since}>{fill(words.since, { at: formatDateTime(since) })}</time>
        </p>
        <p className={styles['why']}>{why[language]}</p>
        <dl className={styles['facts']}>
          <div>
            <dt>{words.at}</dt>
            <dd>{element}</dd>
          </div>
          <div>
            <dt>{words.unit}</dt>
            <dd>{unit.name}</dd>
          </div>
        </dl>
        <details>
          <summary>{words.facts}</summary>
          <pre className={styles['code']}>{`${code}\n${JSON.stringify(facts, null, 2)}`}</pre>
        </details>
      </div>
      {incident.allowedActions.includes('retry') ? (
        <Button
          variant="default"
          loading={isBusy}
          onClick={onRetry}
          aria-label={fill(words.retryOf, { code: caseCode })}
        >
          {words.retry}
        </Button>
      ) : null}
    </li>
  )
}
