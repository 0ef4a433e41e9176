import { NativeSelect, TextInput } from '@mantine/core'
import { useWords } from '#platform/ui/i18n.ts'
import styles from './limit-field.module.css'
import { messages } from './messages.ts'
import type { LimitDraft } from './opinion-draft.ts'

type Props = {
  name: string
  label: string
  limit: LimitDraft
  error: string | undefined
  /** The field in which the dialog begins. */
  isFirst?: boolean
  onChange(limit: LimitDraft): void
}

/** So many hours or working days. */
export function LimitField({ name, label, limit, error, isFirst, onChange }: Props) {
  const words = useWords(messages).opinions
  return (
    <div className={styles['limit']}>
      <TextInput
        name={name}
        label={label}
        required
        {...(isFirst ? { 'data-autofocus': true } : {})}
        inputMode="decimal"
        autoComplete="off"
        maxLength={6}
        error={error}
        value={limit.amount}
        onChange={(event) => onChange({ ...limit, amount: event.currentTarget.value })}
      />
      <NativeSelect
        label={words.consult.amountUnit}
        value={limit.unit}
        onChange={(event) =>
          onChange({ ...limit, unit: event.currentTarget.value === 'hours' ? 'hours' : 'working_days' })
        }
        data={(['working_days', 'hours'] as const).map((unit) => ({ value: unit, label: words.unit[unit] }))}
      />
    </div>
  )
}
