import { Button, Checkbox, Group, Radio, Select, Stack, Table, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import { partRules, type PartRule } from '../contract.ts'
import type { Decision, Resolution } from '../reorganisation.ts'
import { messages } from './messages.ts'

type Way = { successorCode: string; share: string; takes: string; isRest: boolean; takesPosts: boolean }

const blank: Way = { successorCode: '', share: '', takes: '', isRest: false, takesPosts: false }

type Props = { decision: Decision; isPending: boolean; onResolve(resolution: Resolution): void }

/** Who follows one old unit: a whole to one, or parts to several by a rule. */
export function ResolveForm({ decision, isPending, onResolve }: Props) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const proposed = (decision.suggested ?? []).map(
    (row): Way => ({
      successorCode: row.successorCode,
      share: row.share === null ? '' : String(row.share),
      takes: row.takes.join('; '),
      isRest: row.isRest,
      takesPosts: row.takesPosts,
    }),
  )
  const [ways, setWays] = useState<readonly Way[]>(proposed.length > 0 ? proposed : [blank])
  const [rule, setRule] = useState<PartRule>(decision.suggested?.find((row) => row.rule)?.rule ?? 'by_share')
  const named = ways.filter((way) => way.successorCode.trim() !== '')
  const isParted = named.length > 1
  const change = (index: number, to: Partial<Way>) =>
    setWays(ways.map((way, at) => (at === index ? { ...way, ...to } : way)))
  const only = (index: number, key: 'isRest' | 'takesPosts') =>
    setWays(ways.map((way, at) => ({ ...way, [key]: at === index })))

  function submit(event: FormEvent) {
    event.preventDefault()
    onResolve({
      about: 'succession',
      predecessorCode: decision.code,
      rule: isParted ? rule : null,
      ways: named.map((way) => ({
        successorCode: way.successorCode.trim(),
        extent: isParted ? 'partial' : 'full',
        share: isParted && way.share !== '' ? Number(way.share.replace(',', '.')) : null,
        takes: isParted
          ? way.takes
              .split(';')
              .map((each) => each.trim())
              .filter(Boolean)
          : [],
        isRest: isParted && way.isRest,
        takesPosts: isParted && way.takesPosts,
      })),
    })
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>{decision[language]}</Text>
        <Select
          label={words.rule}
          allowDeselect={false}
          disabled={!isParted}
          data={partRules.map((value) => ({ value, label: words.partRule[value] }))}
          value={rule}
          onChange={(value) => setRule(partRules.find((one) => one === value) ?? rule)}
        />
        <Table.ScrollContainer minWidth={560}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{words.successorCode}</Table.Th>
                <Table.Th scope="col">{words.share}</Table.Th>
                <Table.Th scope="col">{words.takes}</Table.Th>
                <Table.Th scope="col">{words.isRest}</Table.Th>
                <Table.Th scope="col">{words.takesPosts}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {ways.map((way, index) => (
                <Table.Tr key={index}>
                  <Table.Td>
                    <TextInput
                      aria-label={words.successorCode}
                      value={way.successorCode}
                      onChange={(event) => change(index, { successorCode: event.currentTarget.value })}
                    />
                  </Table.Td>
                  <Table.Td>
                    <TextInput
                      aria-label={words.share}
                      inputMode="decimal"
                      disabled={!isParted}
                      value={way.share}
                      onChange={(event) => change(index, { share: event.currentTarget.value })}
                    />
                  </Table.Td>
                  <Table.Td>
                    <TextInput
                      aria-label={words.takes}
                      disabled={!isParted || rule === 'by_share' || rule === 'by_receiving'}
                      value={way.takes}
                      onChange={(event) => change(index, { takes: event.currentTarget.value })}
                    />
                  </Table.Td>
                  <Table.Td>
                    <Radio
                      aria-label={words.isRest}
                      name="rest"
                      disabled={!isParted || rule === 'by_share'}
                      checked={way.isRest}
                      onChange={() => only(index, 'isRest')}
                    />
                  </Table.Td>
                  <Table.Td>
                    <Checkbox
                      aria-label={words.takesPosts}
                      disabled={!isParted}
                      checked={way.takesPosts}
                      onChange={() => only(index, 'takesPosts')}
                    />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Group justify="space-between">
          <Group>
            <Button variant="default" onClick={() => setWays([...ways, blank])}>
              {words.addWay}
            </Button>
            <Button
              variant="default"
              loading={isPending}
              onClick={() => onResolve({ about: 'keep', code: decision.code })}
            >
              {words.keepUnit}
            </Button>
          </Group>
          <Button type="submit" loading={isPending} disabled={named.length === 0}>
            {words.settle}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
