import type { ReactNode } from 'react'
import type { Problem } from '../contract.ts'
import { wordsOf, type Lang } from './words.ts'

type Around = { lang: Lang; problems: readonly Problem[] }

/** Everything wrong with the page, each line leading to its field. */
export function ProblemSummary({
  lang,
  problems,
  hrefOf,
}: Around & { hrefOf?: (problem: Problem) => string }) {
  if (problems.length === 0) return null
  const words = wordsOf(lang).controls
  return (
    <section className="problems" role="alert" aria-labelledby="problems-title" tabIndex={-1} id="problems">
      <h2 id="problems-title">{words.mend}</h2>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.field} ${problem.vi}`}>
            <a href={hrefOf ? hrefOf(problem) : `#${problem.field}`}>{problem[lang]}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}

type FieldProps = Around & {
  /** Name and id of the field. */
  id: string
  label: string
  hint?: string | undefined
  required?: boolean | undefined
}

/** A label, its hint, what is wrong, and the control between. */
function Labelled({
  lang,
  problems,
  id,
  label,
  hint,
  required,
  children,
}: FieldProps & { children: ReactNode }) {
  const words = wordsOf(lang).controls
  const wrong = problems.find((problem) => problem.field === id)
  return (
    <div className={wrong ? 'field field-wrong' : 'field'}>
      <label htmlFor={id}>
        {label}
        {required === false && <span className="optional"> {words.optional}</span>}
      </label>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p className="wrong" id={`${id}-wrong`}>
          {wrong[lang]}
        </p>
      )}
      {children}
    </div>
  )
}

function described({ id, hint, problems }: Pick<FieldProps, 'id' | 'hint' | 'problems'>) {
  const wrong = problems.some((problem) => problem.field === id)
  const by = [...(hint ? [`${id}-hint`] : []), ...(wrong ? [`${id}-wrong`] : [])].join(' ')
  return { ...(by ? { 'aria-describedby': by } : {}), ...(wrong ? { 'aria-invalid': true as const } : {}) }
}

type TextProps = FieldProps & {
  value: string
  type?: 'text' | 'password' | 'search' | 'tel' | 'email'
  inputMode?: 'numeric' | 'decimal' | 'tel' | 'email'
  autoComplete?: string
  size?: 'short' | 'medium'
  maxLength?: number
  /** Long answers get room. */
  lines?: number
}

export function TextField(props: TextProps) {
  const { id, value, required, type = 'text', inputMode, autoComplete, size, maxLength, lines } = props
  const shared = {
    id,
    name: id,
    defaultValue: value,
    'aria-required': required === true ? (true as const) : undefined,
    autoComplete: autoComplete ?? 'off',
    maxLength,
    className: size ? `input-${size}` : undefined,
    ...described(props),
  }
  return (
    <Labelled {...props}>
      {lines ? (
        <textarea rows={lines} {...shared} />
      ) : (
        <input type={type} inputMode={inputMode} {...shared} />
      )}
    </Labelled>
  )
}

export type Choice = { value: string; label: string; hint?: string | undefined }

export function SelectField(
  props: FieldProps & { value: string; choices: readonly Choice[]; empty: string },
) {
  const { id, value, choices, empty } = props
  return (
    <Labelled {...props}>
      <select id={id} name={id} defaultValue={value} {...described(props)}>
        <option value="">{empty}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

/** A question with a few answers. The id leads to the first of them, so that a link of the summary lands on a control. */
export function RadioField(props: FieldProps & { value: string; choices: readonly Choice[] }) {
  const { lang, problems, id, label, hint, value, choices } = props
  const wrong = problems.find((problem) => problem.field === id)
  return (
    <fieldset className={wrong ? 'field field-wrong' : 'field'} {...described(props)}>
      <legend>{label}</legend>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p className="wrong" id={`${id}-wrong`}>
          {wrong[lang]}
        </p>
      )}
      {choices.map((choice, index) => (
        <label key={choice.value} className="choice">
          <input
            type="radio"
            id={index === 0 ? id : `${id}-${choice.value}`}
            name={id}
            value={choice.value}
            defaultChecked={choice.value === value}
          />
          <span>
            {choice.label}
            {choice.hint && <span className="choice-hint">{choice.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
