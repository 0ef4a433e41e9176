import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useRef } from 'react'
import type { Me } from '#modules/organisation/contract.ts'
import { DayChooser } from '#platform/ui/day-field.tsx'
import { EmptyNote } from '#platform/ui/empty-note.tsx'
import { formatDay } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import { PastDayNote } from '#platform/ui/past-day-note.tsx'
import { RefusalNote, sentenceOf } from '#platform/ui/refusal-note.tsx'
import type { DossierView } from '../contract.ts'
import { ActionBar } from './action-bar.tsx'
import { ClockPanel } from './clock-panel.tsx'
import styles from './dossier-page.module.css'
import { DossierStatusBadge } from './dossier-words.tsx'
import { FactsPanel } from './facts-panel.tsx'
import { FaultsPanel } from './faults-panel.tsx'
import { HistoryPanel } from './history-panel.tsx'
import { LinkedPanel } from './linked-panel.tsx'
import { messages } from './messages.ts'
import { onDayMessages } from './on-day-messages.ts'
import { OpinionsPanel } from './opinions-panel.tsx'
import { IncidentsNote } from './incidents-note.tsx'
import { PapersPanel } from './papers-panel.tsx'
import { dossierOnDayQuery, dossierQuery } from './queries.ts'
import { SlipsMenu } from './slips-menu.tsx'
import { StandingPanel } from './standing-panel.tsx'
import { StepsStrip } from './steps-strip.tsx'
import { useLiveDossiers } from './use-live-dossiers.ts'
import { dossierPath, usePastDay } from './use-past-day.ts'

/** A dossier on one screen: who, what, clock, way, papers, history, and what can be done now. */
export function DossierPage({ me }: { me: Me }) {
  const words = useWords(messages).dossier
  const onDayWords = useWords(onDayMessages)
  const { language } = useLanguage()
  const { caseId = '' }: { caseId?: string } = useParams({ strict: false })
  const navigate = useNavigate()
  const on = usePastDay()
  const dossier = useQuery(on === undefined ? dossierQuery(caseId) : dossierOnDayQuery(caseId, on))
  useLiveDossiers(me.post.unitId)
  useKeys(words.keys.title, [
    { key: 'Escape', label: words.keys.back, run: () => void navigate({ to: '/work' }) },
  ])
  const look = (day: string | null) => void navigate(dossierPath(caseId, day))

  if (dossier.data) {
    return (
      <>
        {dossier.error ? <RefusalNote error={dossier.error} onRetry={() => void dossier.refetch()} /> : null}
        <Dossier key={`${dossier.data.caseId} ${dossier.data.onDay}`} view={dossier.data} onLook={look} />
      </>
    )
  }
  if (!dossier.error) return <div className={styles['page']} role="status" aria-busy="true" />
  return (
    <EmptyNote
      wholePage
      title={on === undefined ? words.notFound : fill(onDayWords.notThen, { day: formatDay(on) })}
      action={
        <Group justify="center">
          {on === undefined ? null : <Button onClick={() => look(null)}>{onDayWords.today}</Button>}
          <Button component={Link} to="/work" variant="default">
            {words.back}
          </Button>
        </Group>
      }
    >
      {sentenceOf(dossier.error, language)}
    </EmptyNote>
  )
}

function Dossier({ view, onLook }: { view: DossierView; onLook(day: string | null): void }) {
  const words = useWords(messages)
  const onDayWords = useWords(onDayMessages)
  const dayField = useRef<HTMLInputElement>(null)
  useKeys(onDayWords.lookAt, [{ key: '.', label: onDayWords.key, run: () => dayField.current?.select() }])
  return (
    <div className={styles['page']}>
      <title>{`${view.code} · ${view.owner.fullName}`}</title>
      <div className={styles['top']}>
        <Link to="/work" className={styles['back']}>
          ← {words.dossier.keys.back}
          <KeyHint of="Escape" />
        </Link>
        <DayChooser
          label={onDayWords.lookAt}
          day={view.onDay ?? undefined}
          onDay={onLook}
          size="xs"
          fieldRef={dayField}
          shortcut="."
          isInline
        />
      </div>
      {view.onDay === null ? null : (
        <PastDayNote day={view.onDay} onToday={() => onLook(null)}>
          {onDayWords.dossierNote}
        </PastDayNote>
      )}
      <header className={styles['head']}>
        <div>
          <div className={styles['line']}>
            <h1 className={styles['code']}>{view.code}</h1>
            <DossierStatusBadge status={view.status} />
            <span className={styles['held']}>
              {fill(words.dossier.held, { unit: view.holdingUnit.name })}
            </span>
          </div>
          <p className={styles['procedure']}>{view.procedure.name}</p>
          <p className={styles['owner']}>{view.owner.fullName}</p>
        </div>
        <SlipsMenu view={view} />
      </header>
      <IncidentsNote view={view} />
      {view.onDay === null ? <ActionBar view={view} /> : null}
      <StandingPanel view={view} />
      <StepsStrip view={view} />
      <div className={styles['columns']}>
        <div className={styles['column']}>
          <FaultsPanel view={view} />
          <OpinionsPanel view={view} />
          <PapersPanel view={view} />
          <FactsPanel view={view} />
        </div>
        <div className={styles['column']}>
          <ClockPanel view={view} />
          <LinkedPanel view={view} />
          {view.shown === 'whole' ? <HistoryPanel view={view} /> : null}
        </div>
      </div>
    </div>
  )
}
