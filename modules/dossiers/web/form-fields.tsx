import { NativeSelect, TextInput } from '@mantine/core'
import type { FormField } from '#modules/catalogue/contract.ts'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import { messages } from './messages.ts'
import styles from './party-fields.module.css'
import type { Problems } from './party-draft.ts'

type Props = {
  fields: readonly FormField[]
  form: Readonly<Record<string, string>>
  problems: Problems
  onChange(key: string, value: string): void
}

/** The electronic form of a procedure, typed by the officer from the paper. */
export function FormFields({ fields, form, problems, onChange }: Props) {
  const words = useWords(messages).party
  const { language } = useLanguage()
  return (
    <div className={styles['fields']}>
      {fields.map((field) => {
        const name = `form.${field.key}`
        const bound = {
          name,
          label: field[language],
          required: field.required,
          value: form[field.key] ?? '',
          error: problems[name],
          className: (field.maxLength ?? 0) > 120 ? (styles['wide'] ?? '') : '',
          onChange: (event: { currentTarget: { value: string } }) =>
            onChange(field.key, event.currentTarget.value),
        }
        if (field.type === 'select') {
          const options = (field.options ?? []).map((option) => ({
            value: option.value,
            label: option[language],
          }))
          return <NativeSelect key={name} {...bound} data={[{ value: '', label: '–' }, ...options]} />
        }
        return (
          <TextInput
            key={name}
            {...bound}
            autoComplete="off"
            maxLength={field.maxLength ?? 2000}
            {...(field.type === 'text' ? {} : { inputMode: 'numeric' })}
            {...(field.type === 'date' ? { placeholder: words.dateShape } : {})}
          />
        )
      })}
    </div>
  )
}
