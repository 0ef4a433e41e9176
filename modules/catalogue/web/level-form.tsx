import { Button, NativeSelect, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { ApiError } from '#platform/ui/api.ts'
import { DayText } from '#platform/ui/day-field.tsx'
import { foldText, formatDay, readDay } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { competentTiers, type ProcessRow } from '../contract.ts'
import type { Levels } from '../levels.ts'
import { isComplete } from './edit-steps.ts'
import { levelMessages } from './level-messages.ts'
import { levelsKey, postLevel } from './queries.ts'
import { StepsEditor } from './steps-editor.tsx'

type Props = { levels: Levels; onPublished(levels: Levels): void }

/** A decision by which another level decides the procedure, and by which steps. */
export function LevelForm({ levels, onPublished }: Props) {
  const words = useWords(levelMessages)
  const told = words.form
  const { language } = useLanguage()
  const queries = useQueryClient()
  const { base, earliest } = levels
  const [tier, setTier] = useState(() => {
    const there = levels.tiers.map((one) => one.tier)
    return competentTiers.find((one) => one !== base.tier && there.includes(one)) ?? competentTiers[0]
  })
  const [unitCode, setUnitCode] = useState<string | null>(null)
  const [steps, setSteps] = useState<readonly ProcessRow[]>(base.process)
  const [typed, setTyped] = useState({
    agency: '',
    decisionNumber: '',
    decidedOn: '',
    validFrom: formatDay(earliest),
  })
  const [tried, setTried] = useState(false)
  const publish = useMutation({
    mutationFn: postLevel,
    async onSuccess(next) {
      await queries.invalidateQueries({ queryKey: levelsKey })
      onPublished(next)
    },
  })
  const refused = publish.error instanceof ApiError ? publish.error : undefined
  /** The server's sentence stands at the field it is about. */
  const refusedAt = (name: string) => (refused?.facts['place'] === name ? refused[language] : undefined)
  const change = (name: keyof typeof typed) => (value: string) =>
    setTyped((now) => ({ ...now, [name]: value }))
  const days = { decidedOn: readDay(typed.decidedOn), validFrom: readDay(typed.validFrom) }

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    const { decidedOn, validFrom } = days
    if (!decidedOn || !validFrom || !isComplete(steps) || (tier === 'department' && !unitCode)) return
    const agency = typed.agency.trim()
    publish.mutate({
      code: levels.code,
      wish: {
        basedOn: base.version,
        tier,
        ...(tier === 'department' && unitCode ? { unitCode } : {}),
        ...(agency === '' ? {} : { agency }),
        decisionNumber: typed.decisionNumber.trim(),
        decidedOn,
        validFrom,
        process: [...steps],
      },
    })
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <RefusalNote error={publish.error} />
        <NativeSelect
          label={told.tier}
          name="tier"
          data-autofocus
          value={tier}
          error={refusedAt('tier')}
          onChange={({ currentTarget: { value } }) =>
            setTier(competentTiers.find((one) => one === value) ?? tier)
          }
          data={competentTiers.map((value) => ({
            value,
            label: levels.tiers.some((one) => one.tier === value)
              ? words.tiers[value]
              : fill(told.notThere, { tier: words.tiers[value], day: formatDay(earliest) }),
          }))}
        />
        {tier === 'department' ? (
          <Select
            label={told.unit}
            description={told.unitHint}
            withAsterisk
            searchable
            selectFirstOptionOnChange
            openOnFocus={false}
            error={(tried && !unitCode && told.missing) || refusedAt('unitCode')}
            value={unitCode}
            onChange={setUnitCode}
            filter={({ options, search }) =>
              options.filter(
                (option) => 'label' in option && foldText(option.label).includes(foldText(search)),
              )
            }
            data={levels.departments.map(({ code, name }) => ({ value: code, label: name }))}
          />
        ) : null}
        <TextInput
          label={told.agency}
          description={told.agencyHint}
          maxLength={500}
          value={typed.agency}
          onChange={(event) => change('agency')(event.currentTarget.value)}
        />
        <TextInput
          label={told.decisionNumber}
          required
          maxLength={100}
          value={typed.decisionNumber}
          error={refusedAt('decisionNumber')}
          onChange={(event) => change('decisionNumber')(event.currentTarget.value)}
        />
        <DayText label={told.decidedOn} required typed={typed.decidedOn} onTyped={change('decidedOn')} />
        <DayText
          label={`${told.validFrom} (${fill(told.validFromHint, { day: formatDay(earliest) })})`}
          required
          typed={typed.validFrom}
          onTyped={change('validFrom')}
        />
        <Text fw={600}>{told.steps}</Text>
        <StepsEditor
          rows={steps}
          onRows={setSteps}
          postKinds={levels.tiers.find((one) => one.tier === tier)?.postKinds}
          most={base.hours}
        />
        {refusedAt('process') ? <Text c="red">{refusedAt('process')}</Text> : null}
        <Button type="submit" loading={publish.isPending}>
          {told.save}
        </Button>
      </Stack>
    </form>
  )
}
