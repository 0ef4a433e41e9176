import { Button, NativeSelect, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { ApiError } from '#platform/ui/api.ts'
import { foldText, readDay } from '#platform/ui/format.ts'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { AuthorityList } from '../authority.ts'
import { authorityKinds, type AuthorityKind, type Me, type UnitView } from '../contract.ts'
import { authorityMessages } from './authority-messages.ts'
import { postAuthority } from './authority-queries.ts'
import { unitsQuery } from './queries.ts'

/** Procedures one by one, and whole fields. */
export type Subjects = { procedures: readonly { code: string; name: string }[]; fields: readonly string[] }
export type RenderSubjects = (props: {
  chosen: Subjects
  error: string | undefined
  onChange(chosen: Subjects): void
}) => ReactNode

type Props = {
  me: Me
  givers: AuthorityList['givers']
  renderSubjects: RenderSubjects
  onRecorded(): void
}

/** A decision by which one unit gives procedures to another. */
export function AuthorityForm({ me, givers, renderSubjects, onRecorded }: Props) {
  const words = useWords(authorityMessages)
  const told = words.form
  const { language } = useLanguage()
  const queries = useQueryClient()
  const units = useQuery(unitsQuery).data?.units ?? []
  const mayGive = (id: number) => givers === 'all' || givers.includes(id)
  const [kind, setKind] = useState<AuthorityKind>('delegated')
  const [fromUnitId, setFromUnitId] = useState(mayGive(me.post.unitId) ? String(me.post.unitId) : null)
  const [toUnitId, setToUnitId] = useState<string | null>(null)
  const [subjects, setSubjects] = useState<Subjects>({ procedures: [], fields: [] })
  const [draft, setDraft] = useState({
    legalNumber: '',
    decidedOn: '',
    legalGround: '',
    from: '',
    through: '',
    conditions: '',
  })
  const [tried, setTried] = useState(false)
  const record = useMutation({
    mutationFn: postAuthority,
    async onSuccess() {
      notifications.show({ message: told.saved })
      await queries.invalidateQueries({ queryKey: ['organisation', 'authorities'] })
      onRecorded()
    },
  })
  const refused = record.error instanceof ApiError ? record.error : undefined
  /** The server's sentence stands at the field it is about; about procedures it names the procedure itself. */
  const refusedAt = (name: string) => (refused?.facts['place'] === name ? refused[language] : undefined)
  const days = {
    decidedOn: readDay(draft.decidedOn),
    from: readDay(draft.from),
    through: readDay(draft.through),
  }
  const field = (name: keyof typeof draft) => ({
    name,
    value: draft[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setDraft((now) => ({ ...now, [name]: value })),
    error: refusedAt(name),
  })
  const dayField = (name: keyof typeof days) => ({
    ...field(name),
    description: words.dayFormat,
    inputMode: 'numeric' as const,
    autoComplete: 'off',
    error: (draft[name] !== '' && days[name] === undefined && words.dayFormat) || refusedAt(name),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    const { decidedOn, from, through } = days
    if (!decidedOn || !from || (draft.through !== '' && !through) || !fromUnitId || !toUnitId) return
    record.mutate({
      fromUnitId: Number(fromUnitId),
      toUnitId: Number(toUnitId),
      kind,
      legalNumber: draft.legalNumber.trim(),
      decidedOn,
      legalGround: draft.legalGround.trim(),
      from,
      ...(through ? { through } : {}),
      procedureCodes: subjects.procedures.map(({ code }) => code),
      fields: [...subjects.fields],
      conditions: draft.conditions.trim(),
    })
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <RefusalNote error={record.error} />
        <NativeSelect
          label={told.kind}
          name="kind"
          data-autofocus
          value={kind}
          onChange={({ currentTarget: { value } }) =>
            setKind(value === 'decentralised' ? 'decentralised' : 'delegated')
          }
          data={authorityKinds.toReversed().map((value) => ({ value, label: words.kinds[value] }))}
        />
        <UnitField
          name="fromUnitId"
          label={told.fromUnit}
          units={units.filter(({ id }) => mayGive(id))}
          value={fromUnitId}
          error={(tried && !fromUnitId && told.missing) || refusedAt('fromUnitId')}
          onChange={setFromUnitId}
        />
        <UnitField
          name="toUnitId"
          label={told.toUnit}
          units={units.filter(({ id }) => String(id) !== fromUnitId)}
          value={toUnitId}
          error={(tried && !toUnitId && told.missing) || refusedAt('toUnitId')}
          onChange={setToUnitId}
        />
        {renderSubjects({ chosen: subjects, error: refusedAt('procedureCodes'), onChange: setSubjects })}
        <TextInput label={told.legalNumber} required maxLength={100} {...field('legalNumber')} />
        <TextInput label={told.decidedOn} required {...dayField('decidedOn')} />
        <TextInput
          label={told.legalGround}
          required
          minLength={3}
          maxLength={500}
          {...field('legalGround')}
        />
        <TextInput label={told.from} required {...dayField('from')} />
        <TextInput label={told.through} {...dayField('through')} />
        <Textarea label={told.conditions} maxLength={2000} autosize minRows={2} {...field('conditions')} />
        <Button type="submit" loading={record.isPending}>
          {told.save}
        </Button>
      </Stack>
    </form>
  )
}

type UnitFieldProps = {
  name: string
  label: string
  units: readonly UnitView[]
  value: string | null
  error: string | false | undefined
  onChange(id: string | null): void
}

/** A unit found by a few letters without marks. */
function UnitField({ name, label, units, value, error, onChange }: UnitFieldProps) {
  const told = useWords(authorityMessages).form
  return (
    <Select
      data-field={name}
      label={label}
      description={told.unitHint}
      withAsterisk
      searchable
      selectFirstOptionOnChange
      openOnFocus={false}
      limit={50}
      nothingFoundMessage={told.noSuchUnit}
      error={error}
      value={value}
      onChange={onChange}
      filter={({ options, search, limit }) =>
        options
          .filter((option) => 'label' in option && foldText(option.label).includes(foldText(search)))
          .slice(0, limit)
      }
      data={units.map((unit) => ({ value: String(unit.id), label: unit.name }))}
    />
  )
}
