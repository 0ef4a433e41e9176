import type { FormField } from '#modules/catalogue/contract.ts'
import type { Problem, Typed } from '../contract.ts'
import { FilingStep, StepButtons, stepAddress, type StepProps } from './filing-frame.tsx'
import { SelectField, TextField } from './form-controls.tsx'
import { put, wordsOf, type Lang } from './words.ts'

type Props = StepProps & { fields: readonly FormField[]; typed: Typed['form'] }

export function FormStep({ frame, draft, problems, fields, typed }: Props) {
  return (
    <FilingStep frame={frame} draft={draft} problems={problems} step="form">
      <form
        method="post"
        action={stepAddress(draft, 'form')}
        data-remember={`${draft.id}.form`}
        data-stamp={draft.updatedAt}
      >
        {fields.map((field) => (
          <AskedField
            key={field.key}
            lang={frame.lang}
            problems={problems}
            field={field}
            value={typed[field.key] ?? ''}
          />
        ))}
        <StepButtons frame={frame} />
      </form>
    </FilingStep>
  )
}

type AskedProps = { lang: Lang; problems: readonly Problem[]; field: FormField; value: string }

/** One question of the procedure's electronic form. */
export function AskedField({ lang, problems, field, value }: AskedProps) {
  const words = wordsOf(lang).form
  const shared = {
    lang,
    problems,
    id: `form.${field.key}`,
    label: field[lang],
    required: field.required,
    value,
  }
  switch (field.type) {
    case 'select':
      return (
        <SelectField
          {...shared}
          empty={words.choose}
          choices={(field.options ?? []).map((option) => ({ value: option.value, label: option[lang] }))}
        />
      )
    case 'date':
      return <TextField {...shared} hint={words.dateHint} inputMode="numeric" size="short" />
    case 'number':
      return <TextField {...shared} inputMode="decimal" size="short" />
    case 'text': {
      const long = (field.maxLength ?? 0) > 200
      return (
        <TextField
          {...shared}
          {...(long ? { lines: 3, hint: put(words.atMost, { count: field.maxLength ?? 0 }) } : {})}
        />
      )
    }
  }
}
