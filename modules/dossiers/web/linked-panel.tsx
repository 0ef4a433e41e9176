import { Button, Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDateTime, formatWorkingMinutes } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { StatusBadge, type Tone } from '#platform/ui/status-badge.tsx'
import type { DeskLinked, DeskPart, DossierView, PartView } from '../contract.ts'
import styles from './linked-panel.module.css'
import { messages } from './messages.ts'
import { dossierPath } from './use-past-day.ts'
import { Panel } from './panel.tsx'
import { postPartUnit, settleDossier, unitsQuery } from './queries.ts'

const tones: Record<PartView['state'], Tone> = {
  waiting: 'neutral',
  unplaced: 'bad',
  open: 'calm',
  paused: 'warn',
  granted: 'good',
  denied: 'ended',
  refused: 'ended',
  stopped: 'ended',
  dropped: 'ended',
}

/** The parts of a linked procedure: who does each, by when, what came out, and whom the next one waits for. */
export function LinkedPanel({ view }: { view: DossierView }) {
  const words = useWords(messages).linked.panel
  const { linked } = view
  if (!linked) return null
  return (
    <Panel title={words.title} aside={<span className={styles['ground']}>{linked.legalGround}</span>}>
      {linked.part === null ? <Expected linked={linked} /> : <Parent linked={linked} on={view.onDay} />}
      <ol className={styles['parts']}>
        {linked.parts.map((part) => (
          <Part key={part.key} part={part} view={view} isThis={part.key === linked.part} />
        ))}
      </ol>
    </Panel>
  )
}

function Expected({ linked }: { linked: DeskLinked }) {
  const words = useWords(messages).linked.panel
  if (!linked.expectedAt) return <p className={styles['about']}>{words.allOver}</p>
  return (
    <p className={styles['about']} data-tone={linked.atRisk ? 'bad' : 'calm'}>
      {linked.atRisk ? '▲ ' : ''}
      {fill(linked.atRisk ? words.atRisk : words.expected, { at: formatDateTime(linked.expectedAt) })}
    </p>
  )
}

function Parent({ linked, on }: { linked: DeskLinked; on: string | null }) {
  const words = useWords(messages).linked.panel
  return (
    <p className={styles['about']}>
      {words.partOf}{' '}
      {linked.parentCaseId === null ? (
        <strong>{linked.parent.code}</strong>
      ) : (
        <Link {...dossierPath(linked.parentCaseId, on)}>{linked.parent.code}</Link>
      )}
      : {linked.parent.procedureName}
    </p>
  )
}

function Part({ part, view, isThis }: { part: DeskPart; view: DossierView; isThis: boolean }) {
  const words = useWords(messages).linked.panel
  const { language } = useLanguage()
  return (
    <li className={styles['part']} data-this={isThis || undefined}>
      <div className={styles['line']}>
        <strong>{part.name}</strong>
        <StatusBadge tone={tones[part.state]}>{words.state[part.state]}</StatusBadge>
        {part.lateMinutes !== null ? (
          <StatusBadge tone="bad">
            {fill(words.late, { time: formatWorkingMinutes(part.lateMinutes, language) })}
          </StatusBadge>
        ) : null}
      </div>
      <div className={styles['facts']}>
        <span>{part.unit?.name ?? words.noUnit}</span>
        {part.code ? (
          part.caseId && !isThis ? (
            <Link {...dossierPath(part.caseId, view.onDay)}>{part.code}</Link>
          ) : (
            <span>{part.code}</span>
          )
        ) : null}
        {part.dueAt && !part.endedAt ? (
          <span>
            {fill(part.state === 'waiting' ? words.expectedDue : words.due, {
              at: formatDateTime(part.dueAt),
            })}
          </span>
        ) : null}
        {part.endedAt ? <span>{fill(words.endedAt, { at: formatDateTime(part.endedAt) })}</span> : null}
        {part.resultNumber ? <span>{fill(words.result, { number: part.resultNumber })}</span> : null}
        {part.state === 'waiting' && part.waitsFor.length > 0 ? (
          <span>{fill(words.waitsFor, { parts: part.waitsFor.join(', ') })}</span>
        ) : null}
        {part.holdingUnit && part.holdingUnit.id !== part.unit?.id ? (
          <span>{fill(words.heldAt, { unit: part.holdingUnit.name })}</span>
        ) : null}
      </div>
      {part.allowedActions.includes('choose_unit') ? <ChooseUnit part={part} view={view} /> : null}
    </li>
  )
}

function ChooseUnit({ part, view }: { part: DeskPart; view: DossierView }) {
  const words = useWords(messages).linked.panel
  const queries = useQueryClient()
  const [unitId, setUnitId] = useState<string | null>(null)
  const units = useQuery(unitsQuery)
  const choose = useMutation({
    mutationFn: (chosen: string) =>
      postPartUnit(view.caseId, part.key, {
        version: view.version,
        commandKey: crypto.randomUUID(),
        unitId: Number(chosen),
      }),
    onSuccess: (next) => settleDossier(queries, next),
  })
  return (
    <div className={styles['choose']}>
      <p>{words.unplaced}</p>
      <Select
        label={words.chooseUnit}
        searchable
        limit={30}
        data={(units.data?.units ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
        value={unitId}
        onChange={setUnitId}
        nothingFoundMessage={words.noSuchUnit}
      />
      <Button
        disabled={unitId === null}
        loading={choose.isPending}
        onClick={() => unitId !== null && choose.mutate(unitId)}
      >
        {words.choose}
      </Button>
      <RefusalNote error={choose.error} />
    </div>
  )
}
