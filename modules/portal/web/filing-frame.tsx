import type { ReactNode } from 'react'
import { stepPaths, steps, type Problem, type Step } from '../contract.ts'
import { ProblemSummary } from './form-controls.tsx'
import { Layout, type Frame } from './layout.tsx'
import { put, wordsOf } from './words.ts'

/** The draft as every step shows it. */
export type DraftShown = {
  id: string
  procedure: { code: string; name: string }
  /** Steps that have something to ask; the form is left out where there is none. */
  steps: readonly Step[]
  /** Steps with nothing left to mend. */
  done: readonly Step[]
  savedAt: string
  expiresOn: string
  updatedAt: string
}

export type StepProps = { frame: Frame; draft: DraftShown; problems: readonly Problem[] }

export function stepAddress(draft: Pick<DraftShown, 'id' | 'procedure'>, step: Step): string {
  return `/nop-ho-so/${draft.procedure.code}/${draft.id}/${stepPaths[step]}`
}

/** A step of filing: where one is, what is wrong, and the step's own questions. */
export function FilingStep({
  frame,
  draft,
  step,
  problems,
  children,
}: StepProps & { step: Step; children: ReactNode }) {
  const words = wordsOf(frame.lang).filing
  const shown = steps.filter((one) => draft.steps.includes(one))
  const title = words.step[step]
  return (
    <Layout frame={frame} title={`${problems.length > 0 ? words.wrongPrefix : ''}${title}`} width="form">
      <p className="crumbs" lang="vi">
        <a href={`/thu-tuc/${draft.procedure.code}`}>{draft.procedure.name}</a>
      </p>
      <nav aria-label={words.progress}>
        <ol className="progress">
          {shown.map((one, index) => (
            <li key={one} className={one === step ? 'here' : draft.done.includes(one) ? 'done' : undefined}>
              {one === step ? (
                <span aria-current="step">
                  <span className="number">{index + 1}</span> {words.short[one]}
                </span>
              ) : (
                <a href={stepAddress(draft, one)}>
                  <span className="number">{index + 1}</span> {words.short[one]}
                </a>
              )}
            </li>
          ))}
        </ol>
      </nav>
      <h1>
        <span className="quiet">
          {put(words.stepOf, { step: shown.indexOf(step) + 1, of: shown.length })}
        </span>{' '}
        {title}
      </h1>
      <ProblemSummary
        lang={frame.lang}
        problems={problems}
        hrefOf={({ field, step: at }) =>
          at && at !== step ? `${stepAddress(draft, at)}#${field}` : `#${field}`
        }
      />
      {children}
      <p className="hint saved">{put(words.saved, { at: draft.savedAt, until: draft.expiresOn })}</p>
    </Layout>
  )
}

/** Onwards, or leave it for later; both keep what was typed. */
export function StepButtons({ frame, next }: { frame: Frame; next?: string }) {
  const words = wordsOf(frame.lang).filing
  return (
    <div className="buttons">
      <button type="submit" name="go" value="next">
        {next ?? words.next}
      </button>
      <button type="submit" name="go" value="later" className="secondary">
        {words.later}
      </button>
    </div>
  )
}
