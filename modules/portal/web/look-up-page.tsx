import type { Problem } from '../contract.ts'
import { ProblemSummary, TextField } from './form-controls.tsx'
import { Layout, type Frame } from './layout.tsx'
import { wordsOf } from './words.ts'

type Props = { frame: Frame; code: string; problems: readonly Problem[] }

export function LookUpPage({ frame, code, problems }: Props) {
  const { lang, citizen } = frame
  const words = wordsOf(lang).lookUp
  return (
    <Layout frame={frame} title={words.title} width="form">
      <h1>{words.title}</h1>
      <p>{words.help}</p>
      <ProblemSummary lang={lang} problems={problems} />
      <form action="/ho-so" method="get">
        <TextField
          lang={lang}
          problems={problems}
          id="code"
          label={words.code}
          hint={words.codeHint}
          value={code}
          required
        />
        <TextField
          lang={lang}
          problems={problems}
          id="ma"
          label={words.secret}
          hint={words.secretHint}
          value=""
          required
        />
        <div className="buttons">
          <button type="submit">{words.look}</button>
        </div>
      </form>
      <p className="note">
        {citizen ? (
          <a href="/tai-khoan">{words.mine}</a>
        ) : (
          <>
            {words.orSignIn} <a href="/dang-nhap?ve=%2Ftai-khoan">{words.signIn}</a>
          </>
        )}
      </p>
    </Layout>
  )
}
