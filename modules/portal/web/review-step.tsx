import type { FormField } from '#modules/catalogue/contract.ts'
import { formatBytes } from '#platform/ui/format.ts'
import type { PersonTyped, Step, Typed } from '../contract.ts'
import { FilingStep, stepAddress, type StepProps } from './filing-frame.tsx'
import type { Paper } from './papers-step.tsx'
import { wordsOf, type Lang } from './words.ts'

type Props = StepProps & {
  typed: Typed
  place: string
  fields: readonly FormField[]
  papers: readonly Paper[]
  limit: string
  fee: string
}

export function ReviewStep({ frame, draft, problems, typed, place, fields, papers, limit, fee }: Props) {
  const { lang } = frame
  const words = wordsOf(lang).review
  const labels = wordsOf(lang)
  const change = (step: Step) => ({
    href: stepAddress(draft, step),
    label: words.change,
    what: labels.filing.step[step],
  })
  return (
    <FilingStep frame={frame} draft={draft} problems={problems} step="review">
      <Part title={labels.filing.step.place} change={change('place')}>
        <Pair term={words.place}>{place || '–'}</Pair>
        <Pair term={words.limit}>{limit}</Pair>
        <Pair term={words.fee}>{fee}</Pair>
      </Part>
      <Part
        title={typed.forWhom === 'other' ? labels.person.ownerOfOther : labels.person.ownerSelf}
        change={change('person')}
      >
        <Person lang={lang} person={typed.owner} />
      </Part>
      {typed.forWhom === 'other' && (
        <Part title={labels.person.submitter} change={change('person')}>
          <Person lang={lang} person={typed.submitter} />
        </Part>
      )}
      {fields.length > 0 && (
        <Part title={labels.filing.step.form} change={change('form')}>
          {fields.map((field) => (
            <Pair key={field.key} term={field[lang]}>
              {field.options?.find((option) => option.value === typed.form[field.key])?.[lang] ??
                typed.form[field.key] ??
                ''}
            </Pair>
          ))}
        </Part>
      )}
      <Part title={labels.filing.step.papers} change={change('papers')}>
        {papers
          .filter((paper) => paper.required || paper.files.length > 0 || paper.component.knownToState)
          .map(({ component, files, bringing }) => (
            <Pair key={component.id} term={<span lang="vi">{component.name}</span>}>
              {files.map((file) => (
                <span key={file.id} className="line">
                  <bdi>{file.name}</bdi> ({formatBytes(file.sizeBytes)})
                </span>
              ))}
              {files.length === 0 && (component.knownToState ? words.known : words.bringing[bringing])}
            </Pair>
          ))}
        <Pair term={labels.papers.delivery}>{typed.delivery ? labels.papers.ways[typed.delivery] : '–'}</Pair>
      </Part>
      <p className="note">{words.declare}</p>
      <form method="post" action={stepAddress(draft, 'review')} className="buttons" data-once="">
        <button type="submit" name="go" value="next" id="send">
          {words.send}
        </button>
        <button type="submit" name="go" value="later" className="secondary">
          {labels.filing.later}
        </button>
      </form>
    </FilingStep>
  )
}

type PartProps = {
  title: string
  change: { href: string; label: string; what: string }
  children: React.ReactNode
}

function Part({ title, change, children }: PartProps) {
  return (
    <section className="part">
      <h2>
        {title}{' '}
        <a href={change.href} aria-label={`${change.label}: ${change.what}`}>
          {change.label}
        </a>
      </h2>
      <dl className="pairs">{children}</dl>
    </section>
  )
}

function Pair({ term, children }: { term: React.ReactNode; children: React.ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <bdi>{children || '–'}</bdi>
      </dd>
    </div>
  )
}

function Person({ lang, person }: { lang: Lang; person: PersonTyped }) {
  const words = wordsOf(lang).person
  return (
    <>
      <Pair term={words.kind}>{words.kinds[person.kind]}</Pair>
      {(['fullName', 'identityNumber', 'dateOfBirth', 'phone', 'email', 'address'] as const).map((key) => (
        <Pair key={key} term={words[key]}>
          {person[key]}
        </Pair>
      ))}
    </>
  )
}
