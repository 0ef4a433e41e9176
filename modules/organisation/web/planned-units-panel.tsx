import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { HeadedTable } from '#platform/ui/data-table.tsx'
import { foldText } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { tiers, type Tier } from '../contract.ts'
import type { PlannedUnit } from '../reorganisation.ts'
import { messages } from './messages.ts'
import { postResolution, putPlannedUnits } from './reorganisation-queries.ts'

const MOST_SHOWN = 15
const acts = ['open', 'change', 'close'] as const

type Props = {
  id: number
  units: readonly PlannedUnit[]
  /** What closing units are called. */
  nameOf: ReadonlyMap<string, string>
  onPlanned(): Promise<unknown>
}
type Draft = Required<Pick<PlannedUnit, 'code' | 'act'>> & {
  name: string
  kind: string
  tier: Tier
  parentCode: string
  agencyCode: string
  calendarId: string
}

const blank: Draft = {
  code: '',
  act: 'open',
  name: '',
  kind: 'Phường',
  tier: 'commune',
  parentCode: '',
  agencyCode: '',
  calendarId: '',
}

/** Which units the document opens, changes or closes, and the fields of one that is added or mended. */
export function PlannedUnitsPanel({ id, units, nameOf, onPlanned }: Props) {
  const words = useWords(messages)
  const [wanted, setWanted] = useState('')
  const [draft, setDraft] = useState<Draft>(blank)
  const send = useMutation({
    mutationFn: () => putPlannedUnits(id, [plannedOf(draft)]),
    onSuccess: async () => {
      setDraft(blank)
      await onPlanned()
    },
  })
  const takeOut = useMutation({
    mutationFn: ({ code, act }: PlannedUnit) =>
      postResolution(id, act === 'close' ? { about: 'keep', code } : { about: 'drop', code, act }),
    onSuccess: onPlanned,
  })
  const called = ({ code, name }: PlannedUnit) => name ?? nameOf.get(code) ?? ''
  const title = fill(words.desk.unitsTitle, { count: String(units.length) })
  const folded = foldText(wanted)
  const found = units.filter((unit) => foldText(`${unit.code} ${called(unit)}`).includes(folded))
  const change = (to: Partial<Draft>) => setDraft({ ...draft, ...to })
  const needsWords = draft.act !== 'close'

  function submit(event: FormEvent) {
    event.preventDefault()
    send.mutate()
  }
  const field = (key: 'code' | 'name' | 'kind' | 'parentCode' | 'agencyCode' | 'calendarId') => ({
    label: words.desk.unit[key],
    value: draft[key],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => change({ [key]: event.currentTarget.value }),
  })

  return (
    <details>
      <summary>{title}</summary>
      <Stack mt="xs">
        <form onSubmit={submit}>
          <Group align="end">
            <Select
              label={words.desk.unit.act}
              allowDeselect={false}
              w={160}
              data={acts.map((value) => ({ value, label: words.desk.acts[value] }))}
              value={draft.act}
              onChange={(value) => change({ act: acts.find((one) => one === value) ?? draft.act })}
            />
            <TextInput {...field('code')} required maxLength={40} w={120} />
            {needsWords && (
              <>
                <TextInput {...field('name')} required maxLength={160} />
                <TextInput {...field('kind')} required maxLength={160} w={120} />
                <Select
                  label={words.desk.unit.tier}
                  allowDeselect={false}
                  w={160}
                  data={tiers.map((value) => ({ value, label: words.desk.tiers[value] }))}
                  value={draft.tier}
                  onChange={(value) => change({ tier: tiers.find((one) => one === value) ?? draft.tier })}
                />
                <TextInput {...field('parentCode')} maxLength={40} w={120} />
              </>
            )}
            {draft.act === 'open' && (
              <>
                <TextInput {...field('agencyCode')} maxLength={60} w={160} />
                <TextInput {...field('calendarId')} inputMode="numeric" pattern="[0-9]*" w={120} />
              </>
            )}
            <Button type="submit" loading={send.isPending}>
              {words.desk.putUnit}
            </Button>
          </Group>
        </form>
        <RefusalNote error={send.error ?? takeOut.error} />
        <TextInput
          type="search"
          label={words.desk.findUnit}
          maw={320}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <HeadedTable
          caption={title}
          heads={[
            words.desk.unit.act,
            words.desk.unit.code,
            words.desk.unit.name,
            words.desk.unit.agencyCode,
            words.actions,
          ]}
          rows={found.slice(0, MOST_SHOWN).map((unit) => ({
            id: `${unit.code} ${unit.act}`,
            cells: [
              words.desk.acts[unit.act],
              unit.code,
              called(unit),
              unit.agencyCode ?? '–',
              <Group key="actions" gap="xs">
                {unit.act !== 'close' && (
                  <Button size="compact-sm" variant="default" onClick={() => setDraft(draftOf(unit))}>
                    {words.desk.mend}
                  </Button>
                )}
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={takeOut.isPending && takeOut.variables.code === unit.code}
                  onClick={() => takeOut.mutate(unit)}
                >
                  {unit.act === 'close' ? words.keepUnit : words.desk.drop}
                </Button>
              </Group>,
            ],
          }))}
        />
        {found.length > MOST_SHOWN && (
          <Text c="dimmed">{fill(words.andMore, { count: String(found.length - MOST_SHOWN) })}</Text>
        )}
      </Stack>
    </details>
  )
}

function plannedOf(draft: Draft): PlannedUnit {
  const code = draft.code.trim()
  if (draft.act === 'close') return { code, act: 'close' }
  return {
    code,
    act: draft.act,
    name: draft.name.trim(),
    kind: draft.kind.trim(),
    tier: draft.tier,
    parentCode: draft.parentCode.trim() || null,
    ...(draft.act === 'open'
      ? {
          agencyCode: draft.agencyCode.trim() || null,
          calendarId: draft.calendarId === '' ? null : Number(draft.calendarId),
        }
      : {}),
  }
}

function draftOf({ code, act, name, kind, tier, parentCode, agencyCode, calendarId }: PlannedUnit): Draft {
  return {
    code,
    act,
    name: name ?? '',
    kind: kind ?? blank.kind,
    tier: tier ?? blank.tier,
    parentCode: parentCode ?? '',
    agencyCode: agencyCode ?? '',
    calendarId: calendarId ? String(calendarId) : '',
  }
}
