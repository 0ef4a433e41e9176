import { Button, Group, Radio, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { PlainTable } from '#platform/ui/data-table.tsx'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { partRules, type PartRule } from '../contract.ts'
import type { Decision, Resolution, SuccessionRow } from '../reorganisation.ts'
import { messages } from './messages.ts'
import { reorganisationPostsQuery } from './reorganisation-queries.ts'

/** A unit that bears a code on the new map, as a field offers it. */
export type Successor = { value: string; label: string }

type Way = { successorCode: string; share: string; takes: string[]; isRest: boolean; takesPosts: boolean }

const blank: Way = { successorCode: '', share: '', takes: [], isRest: false, takesPosts: false }

/** Undefined where nothing is written, or no number. */
function shareOf({ share }: Way): number | undefined {
  return /^[01]([.,]\d+)?$/.test(share.trim()) ? Number(share.trim().replace(',', '.')) : undefined
}

function isWrong(way: Way): boolean {
  return way.share.trim() !== '' && !((shareOf(way) ?? 2) <= 1)
}

type Props = {
  id: number
  decision: Decision
  /** Who follows it as proposed, or as the document says it so far. */
  present: readonly SuccessionRow[]
  successors: readonly Successor[]
  /** Whether the question goes away when the old unit simply stays. */
  mayKeep: boolean
  isPending: boolean
  error: unknown
  onResolve(resolution: Resolution): void
}

/** Who follows one old unit: a whole to one, or parts to several by a rule. */
export function ResolveForm({
  id,
  decision,
  present,
  successors,
  mayKeep,
  isPending,
  error,
  onResolve,
}: Props) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const begun = present.map(
    (row): Way => ({
      successorCode: row.successorCode,
      share: row.share === null ? '' : String(row.share).replace('.', ','),
      takes: row.takes,
      isRest: row.isRest,
      takesPosts: row.takesPosts,
    }),
  )
  const [ways, setWays] = useState<readonly Way[]>(begun.length > 0 ? begun : [blank])
  const [rule, setRule] = useState<PartRule>(present.find((row) => row.rule)?.rule ?? 'by_share')
  const named = ways.filter((way) => way.successorCode.trim() !== '')
  const isParted = named.length > 1
  const takesNames = rule !== 'by_share' && rule !== 'by_receiving'
  const hasRest = rule !== 'by_share'
  const known = useQuery({
    ...reorganisationPostsQuery(id, decision.code),
    enabled: rule === 'by_field' && decision.code !== '',
  })
  const change = (index: number, to: Partial<Way>) =>
    setWays(ways.map((way, at) => (at === index ? { ...way, ...to } : way)))
  const only = (index: number, key: 'isRest' | 'takesPosts') =>
    setWays(ways.map((way, at) => ({ ...way, [key]: at === index })))

  function submit(event: FormEvent) {
    event.preventDefault()
    if (isParted && named.some(isWrong)) return
    onResolve({
      about: 'succession',
      predecessorCode: decision.code,
      rule: isParted ? rule : null,
      ways: named.map((way) => ({
        successorCode: way.successorCode.trim(),
        extent: isParted ? 'partial' : 'full',
        share: isParted ? (shareOf(way) ?? null) : null,
        takes: isParted && takesNames ? way.takes : [],
        isRest: isParted && hasRest && way.isRest,
        takesPosts: isParted && way.takesPosts,
      })),
    })
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>{decision[language]}</Text>
        {isParted && (
          <Select
            label={words.rule}
            allowDeselect={false}
            data={partRules.map((value) => ({ value, label: words.partRule[value] }))}
            value={rule}
            onChange={(value) => setRule(partRules.find((one) => one === value) ?? rule)}
          />
        )}
        <PlainTable caption={words.newUnits}>
          <thead>
            <tr>
              <th scope="col">{words.successorCode}</th>
              {isParted && <th scope="col">{words.share}</th>}
              {isParted && takesNames && <th scope="col">{words.takes}</th>}
              {isParted && hasRest && <th scope="col">{words.isRest}</th>}
              {isParted && <th scope="col">{words.takesPosts}</th>}
            </tr>
          </thead>
          <tbody>
            {ways.map((way, index) => (
              <tr key={index}>
                <td data-label={words.successorCode}>
                  <Select
                    aria-label={`${words.successorCode} ${index + 1}`}
                    placeholder={words.chooseUnit}
                    nothingFoundMessage={words.noSuchUnit}
                    searchable
                    openOnFocus={false}
                    clearable
                    data-autofocus={index === 0 || undefined}
                    miw={240}
                    limit={50}
                    data={successors}
                    value={way.successorCode || null}
                    onChange={(code) => change(index, { successorCode: code ?? '' })}
                  />
                </td>
                {isParted && (
                  <td data-label={words.share}>
                    <TextInput
                      aria-label={`${words.share} ${index + 1}`}
                      inputMode="decimal"
                      maw={140}
                      error={isWrong(way) && words.desk.shareFormat}
                      value={way.share}
                      onChange={(event) => change(index, { share: event.currentTarget.value })}
                    />
                  </td>
                )}
                {isParted && takesNames && (
                  <td data-label={words.takes}>
                    <TagsInput
                      aria-label={`${words.takes} ${index + 1}`}
                      placeholder={way.isRest ? '' : words.desk.takesHint[rule]}
                      disabled={way.isRest}
                      splitChars={[';']}
                      maxTags={10_000}
                      data={rule === 'by_field' ? (known.data?.fields ?? []) : []}
                      value={way.takes}
                      onChange={(takes) => change(index, { takes })}
                    />
                  </td>
                )}
                {isParted && hasRest && (
                  <td data-label={words.isRest}>
                    <Radio
                      aria-label={`${words.isRest} ${index + 1}`}
                      name="rest"
                      checked={way.isRest}
                      onChange={() => only(index, 'isRest')}
                    />
                  </td>
                )}
                {isParted && (
                  <td data-label={words.takesPosts}>
                    <Radio
                      aria-label={`${words.takesPosts} ${index + 1}`}
                      name="posts"
                      checked={way.takesPosts}
                      onChange={() => only(index, 'takesPosts')}
                    />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </PlainTable>
        <RefusalNote error={error} />
        <Group justify="space-between">
          <Group>
            <Button variant="default" onClick={() => setWays([...ways, blank])}>
              {words.addWay}
            </Button>
            {mayKeep && (
              <Button
                variant="default"
                loading={isPending}
                onClick={() => onResolve({ about: 'keep', code: decision.code })}
              >
                {words.keepUnit}
              </Button>
            )}
          </Group>
          <Button type="submit" loading={isPending} disabled={named.length === 0}>
            {words.settle}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
