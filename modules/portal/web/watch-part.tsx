import type { Watched } from '#modules/notifications/contract.ts'
import { put, type Lang } from './words.ts'
import { watchEn } from './watch-messages.en.ts'
import { watchVi } from './watch-messages.vi.ts'

export const watchWords = { vi: watchVi, en: watchEn }

type Props = {
  lang: Lang
  code: string
  secret: string | undefined
  /** Undefined for a visitor without an account, who can be told nothing. */
  watched: boolean | undefined
  /** Where the visitor comes back to after signing in. */
  here: string
}

/** One plain form: to be told when the due date moves, or no longer. */
export function WatchPart({ lang, code, secret, watched, here }: Props) {
  const words = watchWords[lang]
  if (watched === undefined) {
    return (
      <p>
        <a href={`/dang-nhap?ve=${encodeURIComponent(here)}`}>{words.signIn}</a>
      </p>
    )
  }
  return (
    <form method="post" action={`/ho-so/${encodeURIComponent(code)}/theo-doi`}>
      {secret !== undefined && <input type="hidden" name="ma" value={secret} />}
      <input type="hidden" name="watched" value={watched ? '0' : '1'} />
      {watched && <p>{words.on}</p>}
      <button type="submit" className="secondary">
        {watched ? words.stop : words.start}
      </button>
    </form>
  )
}

/** What the citizen watches, on the account page; each can be let go without opening it. */
export function WatchedPart({ lang, cases }: { lang: Lang; cases: Watched['cases'] }) {
  const words = watchWords[lang]
  if (cases.length === 0) return null
  return (
    <>
      <h3 id="watches">{words.list}</h3>
      <ul className="results" aria-labelledby="watches">
        {cases.map(({ caseId, code }) => (
          <li key={caseId}>
            <a href={`/ho-so/${encodeURIComponent(code)}`}>{code}</a>
            <form method="post" action="/tai-khoan/thoi-theo-doi">
              <input type="hidden" name="caseId" value={caseId} />
              <button type="submit" className="secondary" aria-label={put(words.stopOne, { code })}>
                {words.stop}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </>
  )
}
