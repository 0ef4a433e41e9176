import type { Paper } from './papers-step.tsx'
import { Layout, type Frame } from './layout.tsx'
import { put, wordsOf } from './words.ts'
import { stepPaths, type Step } from '../contract.ts'

export type OpenDraft = {
  id: string
  step: Step
  procedure: { code: string; name: string }
  savedAt: string
  expiresOn: string
}

type Props = {
  frame: Frame
  procedure: { code: string; name: string }
  limit: string
  fee: string
  papers: readonly Paper[]
  drafts: readonly OpenDraft[]
  justSaved: boolean
  signedIn: boolean
}

/** What will be asked, before anything is asked. */
export function StartFilingPage({
  frame,
  procedure,
  limit,
  fee,
  papers,
  drafts,
  justSaved,
  signedIn,
}: Props) {
  const words = wordsOf(frame.lang).start
  const needed = papers.filter((paper) => paper.required && !paper.mayBeForm)
  return (
    <Layout frame={frame} title={words.title} width="form">
      <p className="crumbs" lang="vi">
        <a href={`/thu-tuc/${procedure.code}`}>{procedure.name}</a>
      </p>
      <h1>{words.title}</h1>
      {justSaved && (
        <p className="note note-good" role="status">
          {signedIn ? words.savedToAccount : words.savedHere}
        </p>
      )}
      {drafts.length > 0 && (
        <section aria-labelledby="open-drafts">
          <h2 id="open-drafts">{words.goOn}</h2>
          <DraftList frame={frame} drafts={drafts} />
        </section>
      )}
      <section aria-labelledby="ready">
        <h2 id="ready">{words.ready}</h2>
        <ul>
          <li>{words.identity}</li>
          {needed.map(({ component }) => (
            <li key={component.id} lang="vi">
              {component.name}
            </li>
          ))}
        </ul>
        <dl className="pairs">
          <div>
            <dt>{words.limit}</dt>
            <dd>{limit}</dd>
          </div>
          <div>
            <dt>{words.fee}</dt>
            <dd>{fee}</dd>
          </div>
        </dl>
      </section>
      {!signedIn && (
        <p className="note">
          {words.accountHelps}{' '}
          <a href={`/dang-nhap?ve=${encodeURIComponent(`/nop-ho-so/${procedure.code}`)}`}>{words.signIn}</a>
        </p>
      )}
      <form method="post" action={`/nop-ho-so/${procedure.code}`} className="buttons">
        <button type="submit">{drafts.length > 0 ? words.another : words.begin}</button>
      </form>
    </Layout>
  )
}

/** Unsent drafts, each with the way back in and the way out. */
export function DraftList({ frame, drafts }: { frame: Frame; drafts: readonly OpenDraft[] }) {
  const words = wordsOf(frame.lang).start
  return (
    <ul className="results">
      {drafts.map((draft) => {
        const base = `/nop-ho-so/${draft.procedure.code}/${draft.id}`
        return (
          <li key={draft.id}>
            <a href={`${base}/${stepPaths[draft.step]}`} lang="vi">
              {draft.procedure.name}
            </a>
            <p className="facts">
              <span>{put(words.savedAt, { at: draft.savedAt })}</span>
              <span>{put(words.keptUntil, { until: draft.expiresOn })}</span>
            </p>
            <form method="post" action={`${base}/xoa`}>
              <button type="submit" className="quiet-button">
                {words.delete}
              </button>
            </form>
          </li>
        )
      })}
    </ul>
  )
}
