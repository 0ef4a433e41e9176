import { personKinds, type PersonTyped, type Problem } from '../contract.ts'
import { RadioField, TextField } from './form-controls.tsx'
import { wordsOf, type Lang } from './words.ts'

type Props = {
  lang: Lang
  problems: readonly Problem[]
  /** Prefix of the fields: owner, submitter or person. */
  at: string
  person: PersonTyped
  /** Only somebody who files for another is always a person. */
  kinds?: boolean
  /** The browser may fill in what it knows of its own user. */
  self: boolean
}

/** One group of questions about a person or an organisation. */
export function PersonFields({ lang, problems, at, person, kinds = true, self }: Props) {
  const words = wordsOf(lang).person
  const shared = { lang, problems }
  const fill = (name: string) => (self ? { autoComplete: name } : {})
  return (
    <>
      {kinds ? (
        <RadioField
          {...shared}
          id={`${at}.kind`}
          label={words.kind}
          value={person.kind}
          choices={personKinds.map((kind) => ({ value: kind, label: words.kinds[kind] }))}
        />
      ) : (
        <input type="hidden" name={`${at}.kind`} value="citizen" />
      )}
      <TextField
        {...shared}
        id={`${at}.fullName`}
        label={words.fullName}
        value={person.fullName}
        required
        {...fill('name')}
      />
      <TextField
        {...shared}
        id={`${at}.identityNumber`}
        label={words.identityNumber}
        hint={words.identityHint}
        value={person.identityNumber}
        required
        inputMode="numeric"
        size="medium"
      />
      <TextField
        {...shared}
        id={`${at}.dateOfBirth`}
        label={words.dateOfBirth}
        hint={words.dateHint}
        value={person.dateOfBirth}
        required={false}
        inputMode="numeric"
        size="short"
        {...fill('bday')}
      />
      <TextField
        {...shared}
        id={`${at}.phone`}
        label={words.phone}
        value={person.phone}
        required
        type="tel"
        size="medium"
        {...fill('tel')}
      />
      <TextField
        {...shared}
        id={`${at}.email`}
        label={words.email}
        hint={words.emailHint}
        value={person.email}
        required={false}
        type="text"
        inputMode="email"
        {...fill('email')}
      />
      <TextField
        {...shared}
        id={`${at}.address`}
        label={words.address}
        hint={words.addressHint}
        value={person.address}
        required
        lines={2}
        {...fill('street-address')}
      />
    </>
  )
}
