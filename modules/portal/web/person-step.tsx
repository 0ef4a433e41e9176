import type { Typed } from '../contract.ts'
import { FilingStep, StepButtons, stepAddress, type StepProps } from './filing-frame.tsx'
import { PersonFields } from './person-fields.tsx'
import { wordsOf } from './words.ts'

type Props = StepProps & {
  typed: Pick<Typed, 'forWhom' | 'owner' | 'submitter'>
  prefilled: boolean
  signedIn: boolean
}

export function PersonStep({ frame, draft, problems, typed, prefilled, signedIn }: Props) {
  const { lang } = frame
  const words = wordsOf(lang).person
  const forOther = typed.forWhom === 'other'
  return (
    <FilingStep frame={frame} draft={draft} problems={problems} step="person">
      {prefilled && <p className="note">{words.prefilled}</p>}
      <form
        method="post"
        action={stepAddress(draft, 'person')}
        data-remember={`${draft.id}.person`}
        data-stamp={draft.updatedAt}
      >
        <h2>{forOther ? words.ownerOfOther : words.ownerSelf}</h2>
        <PersonFields lang={lang} problems={problems} at="owner" person={typed.owner} self={!forOther} />
        {forOther && (
          <>
            <h2>{words.submitter}</h2>
            <p className="hint">{words.submitterHint}</p>
            <PersonFields
              lang={lang}
              problems={problems}
              at="submitter"
              person={typed.submitter}
              kinds={false}
              self
            />
          </>
        )}
        {signedIn && !forOther && (
          <label className="choice">
            <input type="checkbox" name="keep" value="1" />
            <span>{words.keep}</span>
          </label>
        )}
        <StepButtons frame={frame} />
      </form>
    </FilingStep>
  )
}
