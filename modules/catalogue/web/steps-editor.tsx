import { Button, Group, NativeSelect, NumberInput, Stack, Text, Textarea } from '@mantine/core'
import { postKindWords, type PostKind } from '#modules/organisation/contract.ts'
import { PlainTable } from '#platform/ui/data-table.tsx'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import type { ProcessRow } from '../contract.ts'
import { doers, isUnfit, sumOf, withNewStep, withoutSteps, withStep } from './edit-steps.ts'
import { levelMessages } from './level-messages.ts'

type Props = {
  rows: readonly ProcessRow[]
  onRows(rows: ProcessRow[]): void
  /** Posts there are where it is decided; undefined: not known, and nothing is held against a step. */
  postKinds?: readonly PostKind[] | undefined
  /** Working hours of the shortest limit. */
  most?: number | null
}

/** The table of internal steps: who does what in how many hours, each cell an input. */
export function StepsEditor({ rows, onRows, postKinds, most = null }: Props) {
  const words = useWords(levelMessages).steps
  const { language } = useLanguage()
  const unfit = rows.filter((row) => isUnfit(row, postKinds))
  const choices = doers.map(({ value, doer }) => ({
    value,
    label: `${postKindWords[doer.postKind][language]} – ${words.places[doer.unit]}`,
  }))
  return (
    <Stack gap="xs">
      {unfit.length > 0 ? (
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            h="auto"
            mih={30}
            py={4}
            styles={{ label: { whiteSpace: 'normal', lineHeight: 1.4 } }}
            onClick={() => onRows(withoutSteps(rows, (row) => isUnfit(row, postKinds)))}
          >
            {fill(words.dropUnfit, { count: unfit.length })}
          </Button>
        </Group>
      ) : null}
      <PlainTable caption={words.caption}>
        <thead>
          <tr>
            <th scope="col">{words.work}</th>
            <th scope="col">{words.doer}</th>
            <th scope="col">{words.hours}</th>
            <th scope="col">{words.act}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={row.key}>
              <td data-lead>
                <Textarea
                  aria-label={`${words.work} ${row.no}`}
                  autosize
                  minRows={1}
                  miw={200}
                  maxLength={2_000}
                  value={row.work}
                  onChange={(event) => onRows(withStep(rows, at, { work: event.currentTarget.value }))}
                />
              </td>
              <td data-label={words.doer}>
                <NativeSelect
                  aria-label={`${words.doer} ${row.no}`}
                  value={`${row.doer.postKind} ${row.doer.unit}`}
                  data={choices}
                  error={isUnfit(row, postKinds) && words.notThere}
                  onChange={(event) => {
                    const chosen = doers.find(({ value }) => value === event.currentTarget.value)
                    if (chosen) onRows(withStep(rows, at, { doer: chosen.doer }))
                  }}
                />
              </td>
              <td data-label={words.hours}>
                <NumberInput
                  aria-label={`${words.hours} ${row.no}`}
                  w={90}
                  min={0}
                  max={10_000}
                  decimalSeparator=","
                  value={row.hours}
                  onChange={(hours) => onRows(withStep(rows, at, { hours: Number(hours) || 0 }))}
                />
              </td>
              <td data-label={words.act}>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  aria-label={fill(words.remove, { no: row.no })}
                  onClick={() => onRows(withoutSteps(rows, ({ key }) => key === row.key))}
                >
                  {words.removeShort}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      <Group justify="space-between">
        <Text size="sm" component="output">
          {fill(most === null ? words.sum : words.sumOf, {
            sum: formatNumber(sumOf(rows), 2),
            most: formatNumber(most, 2),
          })}
        </Text>
        <Button size="compact-sm" variant="default" onClick={() => onRows(withNewStep(rows))}>
          {words.add}
        </Button>
      </Group>
    </Stack>
  )
}
