import { NativeSelect, TextInput } from '@mantine/core'
import type { Ref } from 'react'
import { useWords } from '#platform/ui/i18n.ts'
import { messages } from './messages.ts'
import type { PartyDraft, Problems } from './party-draft.ts'
import { readIdentityCard } from './read-identity-card.ts'
import styles from './party-fields.module.css'

type Props = {
  prefix: string
  party: PartyDraft
  problems: Problems
  firstField?: Ref<HTMLInputElement>
  onChange(change: Partial<PartyDraft>): void
}

/** Who somebody is; the number comes first, because scanning a card there fills in the rest. */
export function PartyFields({ prefix, party, problems, firstField, onChange }: Props) {
  const words = useWords(messages).party
  const person = party.kind === 'citizen'

  function bind(field: Exclude<keyof PartyDraft, 'kind'>) {
    const name = `${prefix}.${field}`
    return {
      name,
      value: party[field],
      error: problems[name],
      onChange: (event: { currentTarget: { value: string } }) =>
        onChange({ [field]: event.currentTarget.value }),
    }
  }

  return (
    <div className={styles['fields']}>
      <TextInput
        {...bind('identityNumber')}
        ref={firstField}
        label={words.identityNumber}
        description={words.scan}
        inputMode="numeric"
        autoComplete="off"
        data-card
        className={styles['wide'] ?? ''}
        onKeyDown={(event) => {
          const card = event.key === 'Enter' ? readIdentityCard(event.currentTarget.value) : undefined
          if (card) onChange(card)
        }}
        onBlur={(event) => {
          const card = readIdentityCard(event.currentTarget.value)
          if (card) onChange(card)
        }}
      />
      <TextInput
        {...bind('fullName')}
        label={person ? words.fullName : words.organisationName}
        required
        autoComplete="off"
        maxLength={120}
        className={styles['wide'] ?? ''}
      />
      {person ? (
        <TextInput
          {...bind('dateOfBirth')}
          label={words.dateOfBirth}
          placeholder={words.dateShape}
          inputMode="numeric"
          autoComplete="off"
        />
      ) : null}
      <TextInput {...bind('phone')} label={words.phone} inputMode="tel" autoComplete="off" />
      <TextInput
        {...bind('address')}
        label={words.address}
        autoComplete="off"
        maxLength={300}
        className={styles['wide'] ?? ''}
      />
      <TextInput {...bind('email')} data-aside label={words.email} inputMode="email" autoComplete="off" />
      <NativeSelect
        data-aside
        label={words.kind}
        value={party.kind}
        onChange={(event) => onChange({ kind: event.currentTarget.value as PartyDraft['kind'] })}
        data={(['citizen', 'enterprise', 'household_business'] as const).map((kind) => ({
          value: kind,
          label: words[kind],
        }))}
      />
    </div>
  )
}
