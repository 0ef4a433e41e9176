import { Breadcrumbs, Button, Group, NavLink, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useRouter } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { Kinship, UnitDetail, UnitView } from '#modules/organisation/contract.ts'
import { DayChooser } from '#platform/ui/day-field.tsx'
import { foldText, formatDay, formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { useKeys } from '#platform/ui/keys.ts'
import { PastDayNote } from '#platform/ui/past-day-note.tsx'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { dayBefore } from '../contract.ts'
import { HeldList } from './held-list.tsx'
import { messages } from './messages.ts'
import { unitDetailQuery, unitsOfDayQuery } from './queries.ts'

type Place = { on?: string; unit?: number }

const MOST_FOUND = 30

/** The units of any day, a unit's names and kin through the changes of the map, and what it held on that day. */
export function UnitsPage({ maySeeDossiers }: { maySeeDossiers: boolean }) {
  const words = useWords(messages).unitsPage
  const { history } = useRouter()
  const place = readPlace(useLocation().searchStr)
  const go = (next: Place) => history.push(writePlace(next))
  const units = useQuery(unitsOfDayQuery(place.on))
  const root = units.data?.units.find((unit) => unit.parentId === null)
  const unitId = place.unit ?? root?.id
  const detail = useQuery({ ...unitDetailQuery(unitId ?? 0, place.on), enabled: unitId !== undefined })
  const field = useRef<HTMLInputElement>(null)
  const [wanted, setWanted] = useState('')
  useKeys(words.title, [{ key: '/', label: words.find, run: () => field.current?.focus() }])
  const folded = foldText(wanted)
  const found =
    folded === ''
      ? []
      : (units.data?.units ?? [])
          .filter((unit) => foldText(`${unit.name} ${unit.code}`).includes(folded))
          .slice(0, MOST_FOUND)
  const link = (unit: UnitView, on = place.on) => (
    <UnitLink key={unit.id} unit={unit} href={writePlace({ unit: unit.id, ...(on ? { on } : {}) })} />
  )

  return (
    <Stack p="md">
      <Title order={1} size="h3">
        {words.title}
      </Title>
      <Group align="end">
        <DayChooser label={words.day} day={place.on} onDay={(on) => go({ ...place, on })} />
        <TextInput
          ref={field}
          type="search"
          label={words.find}
          maxLength={100}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      </Group>
      {place.on !== undefined && (
        <PastDayNote day={place.on} onToday={() => go(place.unit ? { unit: place.unit } : {})}>
          {words.pastNote}
        </PastDayNote>
      )}
      <RefusalNote error={units.error ?? detail.error} onRetry={() => void detail.refetch()} />
      {units.data && units.data.units.length === 0 && <Text>{words.noUnits}</Text>}
      {folded !== '' && (
        <nav aria-label={words.find}>
          {found.map((unit) => (
            <NavLink
              key={unit.id}
              component="button"
              label={unit.name}
              description={unit.code}
              onClick={() => {
                setWanted('')
                go({ ...place, unit: unit.id })
              }}
            />
          ))}
          {found.length === 0 && <Text>{words.notFound}</Text>}
        </nav>
      )}
      {detail.data && (
        <>
          <Breadcrumbs>{detail.data.path.map((unit) => link(unit))}</Breadcrumbs>
          <Life detail={detail.data} />
          <Kin
            title={words.successors}
            kin={detail.data.successors}
            linkOf={(one) => link(one.unit, one.effectiveOn)}
          />
          <Kin
            title={words.predecessors}
            kin={detail.data.predecessors}
            linkOf={(one) => link(one.unit, dayBefore(one.effectiveOn))}
          />
          {detail.data.children.length > 0 && (
            <details open={detail.data.children.length <= MOST_FOUND}>
              <summary>{fill(words.children, { count: detail.data.children.length })}</summary>
              <Group gap="xs" mt="xs">
                {detail.data.children.map((unit) => link(unit))}
              </Group>
            </details>
          )}
          {!detail.data.isOpen && detail.data.closedOn !== null && (
            <Button
              variant="default"
              style={{ alignSelf: 'start' }}
              onClick={() => go({ ...place, on: dayBefore(detail.data.closedOn ?? '') })}
            >
              {words.onLastDay}
            </Button>
          )}
          {detail.data.isOpen && !maySeeDossiers && <Text c="dimmed">{words.unitsOnly}</Text>}
          {detail.data.isOpen && maySeeDossiers && (
            <HeldList unitId={detail.data.unit.id} on={place.on ?? detail.data.onDay} isToday={!place.on} />
          )}
        </>
      )}
    </Stack>
  )
}

function UnitLink({ unit, href }: { unit: UnitView; href: string }) {
  const { history } = useRouter()
  return (
    <a
      href={href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey) return
        event.preventDefault()
        history.push(href)
      }}
    >
      {unit.name}
    </a>
  )
}

function Life({ detail: { unit, openedOn, closedOn, isOpen, terms } }: { detail: UnitDetail }) {
  const words = useWords(messages).unitsPage
  const life = {
    code: unit.code,
    from: formatDay(openedOn),
    to: closedOn === null ? '' : formatDay(closedOn),
  }
  return (
    <section aria-label={unit.name}>
      <Title order={2} size="h4">
        {unit.name}
      </Title>
      <Text>{fill(closedOn === null ? words.lives : isOpen ? words.willClose : words.closed, life)}</Text>
      {terms.length > 1 && (
        <Table mt="xs">
          <Table.Tbody>
            {terms.map((term) => (
              <Table.Tr key={term.from}>
                <Table.Td>
                  {formatDay(term.from)} – {term.to === null ? words.untilNow : formatDay(term.to)}
                </Table.Td>
                <Table.Td>{term.name}</Table.Td>
                <Table.Td>{term.parentName ?? ''}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  )
}

type KinProps = { title: string; kin: readonly Kinship[]; linkOf(one: Kinship): React.ReactNode }

function Kin({ title, kin, linkOf }: KinProps) {
  const words = useWords(messages).unitsPage
  if (kin.length === 0) return null
  return (
    <section aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      <ul>
        {kin.map((one) => (
          <li key={`${one.unit.id} ${one.effectiveOn}`}>
            {linkOf(one)} · {formatDay(one.effectiveOn)} · {one.extent === 'full' ? words.whole : words.part}
            {one.share === null ? '' : ` ${formatNumber(one.share * 100, 1)} %`}
          </li>
        ))}
      </ul>
    </section>
  )
}

function readPlace(search: string): Place {
  const params = new URLSearchParams(search)
  const on = params.get('on') ?? ''
  const unit = params.get('unit') ?? ''
  return {
    ...(/^\d{4}-\d{2}-\d{2}$/.test(on) ? { on } : {}),
    ...(/^[1-9]\d{0,9}$/.test(unit) ? { unit: Number(unit) } : {}),
  }
}

function writePlace({ on, unit }: Place): string {
  const params = new URLSearchParams()
  if (on) params.set('on', on)
  if (unit) params.set('unit', String(unit))
  const text = params.toString()
  return text === '' ? '/desk/units' : `/desk/units?${text}`
}
