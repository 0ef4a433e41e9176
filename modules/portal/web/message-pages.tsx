import { Layout, type Frame } from './layout.tsx'
import { wordsOf } from './words.ts'

/** After signing out: nothing of the visit is left on the device. */
export function SignedOutPage({ frame }: { frame: Frame }) {
  const words = wordsOf(frame.lang).account
  return (
    <Layout frame={frame} title={words.signedOut} width="form" forget>
      <h1>{words.signedOut}</h1>
      <p>{words.signedOutHelp}</p>
      <p>
        <a href="/">{words.home}</a>
      </p>
    </Layout>
  )
}

type RefusalProps = {
  frame: Frame
  refusal: { vi: string; en: string; code: string }
  requestId: string
  again: boolean
}

/** A refusal as a page, in both languages because the visitor's choice may not be known. */
export function RefusalPage({ frame, refusal, requestId, again }: RefusalProps) {
  const words = wordsOf(frame.lang).refusal
  return (
    <Layout frame={frame} title={words.title} width="form">
      <h1>{words.title}</h1>
      <p>{refusal[frame.lang]}</p>
      {again && <p>{words.again}</p>}
      {frame.lang === 'vi' && (
        <p lang="en" className="quiet">
          {refusal.en}
        </p>
      )}
      <p className="buttons">
        <a className="button" href="/">
          {words.home}
        </a>
        <a className="button secondary" href="/ho-so">
          {words.follow}
        </a>
      </p>
      <p className="hint">
        {words.code} <code>{refusal.code}</code> · <code>{requestId}</code>
      </p>
    </Layout>
  )
}
