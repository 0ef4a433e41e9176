import type { PersonTyped, Problem } from '../contract.ts'
import type { Inbox, PreferencesView, Watched } from '#modules/notifications/contract.ts'
import { formatDateTime } from '#platform/ui/format.ts'
import { ProblemSummary, TextField } from './form-controls.tsx'
import { Layout, type Frame } from './layout.tsx'
import { NoticesPart } from './notices-part.tsx'
import { PersonFields } from './person-fields.tsx'
import { DraftList, type OpenDraft } from './start-filing-page.tsx'
import { put, wordsOf, type Lang } from './words.ts'

type SignInProps = {
  frame: Frame
  problems: readonly Problem[]
  login: string
  back: string
  demo: { logins: string; password: string } | undefined
}

export function SignInPage({ frame, problems, login, back, demo }: SignInProps) {
  const { lang } = frame
  const words = wordsOf(lang).account
  return (
    <Layout frame={frame} title={words.signIn} width="form">
      <h1>{words.signIn}</h1>
      <p>{words.signInHelp}</p>
      <ProblemSummary lang={lang} problems={problems} />
      <form method="post" action="/dang-nhap">
        <input type="hidden" name="ve" value={back} />
        <TextField
          lang={lang}
          problems={problems}
          id="login"
          label={words.login}
          value={login}
          required
          autoComplete="username"
          size="medium"
        />
        <TextField
          lang={lang}
          problems={problems}
          id="password"
          label={words.password}
          type="password"
          value=""
          required
          autoComplete="current-password"
          size="medium"
        />
        <div className="buttons">
          <button type="submit">{words.signIn}</button>
        </div>
      </form>
      {demo && <p className="note">{put(words.demo, demo)}</p>}
      <p>
        {words.noAccount} <a href={`/dang-ky?ve=${encodeURIComponent(back)}`}>{words.register}</a>
      </p>
    </Layout>
  )
}

export type RegisterTyped = { login: string; fullName: string }
type RegisterProps = { frame: Frame; problems: readonly Problem[]; typed: RegisterTyped; back: string }

export function RegisterPage({ frame, problems, typed, back }: RegisterProps) {
  const { lang } = frame
  const words = wordsOf(lang).account
  const shared = { lang, problems, required: true }
  return (
    <Layout frame={frame} title={words.register} width="form">
      <h1>{words.register}</h1>
      <p>{words.registerHelp}</p>
      <ProblemSummary lang={lang} problems={problems} />
      <form method="post" action="/dang-ky">
        <input type="hidden" name="ve" value={back} />
        <TextField
          {...shared}
          id="fullName"
          label={wordsOf(lang).person.fullName}
          value={typed.fullName}
          autoComplete="name"
        />
        <TextField
          {...shared}
          id="login"
          label={words.login}
          hint={words.loginHint}
          value={typed.login}
          autoComplete="username"
          size="medium"
        />
        <TextField
          {...shared}
          id="password"
          label={words.password}
          hint={words.passwordHint}
          type="password"
          value=""
          autoComplete="new-password"
          size="medium"
        />
        <TextField
          {...shared}
          id="again"
          label={words.again}
          type="password"
          value=""
          autoComplete="new-password"
          size="medium"
        />
        <div className="buttons">
          <button type="submit">{words.register}</button>
        </div>
      </form>
      <p>
        {words.haveAccount} <a href={`/dang-nhap?ve=${encodeURIComponent(back)}`}>{words.signIn}</a>
      </p>
    </Layout>
  )
}

export type OwnLine = {
  code: string
  procedureName: string
  status: string
  ownerName: string
  filedAt: string
  dueAt: string | null
}
export type SessionLine = { current: boolean; createdAt: Date; lastSeenAt: Date; device: string }

type AccountProps = {
  frame: Frame
  problems: readonly Problem[]
  person: PersonTyped
  dossiers: readonly OwnLine[]
  drafts: readonly OpenDraft[]
  sessions: readonly SessionLine[]
  notices: { inbox: Inbox; watched: Watched; older: boolean; preferences: PreferencesView }
  done: (typeof doneWords)[number] | undefined
}

/** What the page may say was done. */
export const doneWords = ['person', 'sessions', 'draft', 'notices'] as const

export function AccountPage(props: AccountProps) {
  const { frame, problems, person, dossiers, drafts, sessions, notices, done } = props
  const personProblems = problems.filter(({ field }) => field !== 'noticeEmail')
  const { lang } = frame
  const words = wordsOf(lang).account
  return (
    <Layout frame={frame} title={words.title}>
      <h1>{put(words.hello, { name: frame.citizen?.name ?? '' })}</h1>
      {done && (
        <p className="note note-good" role="status">
          {words.done[done]}
        </p>
      )}
      <ProblemSummary lang={lang} problems={problems} />
      <section aria-labelledby="own">
        <h2 id="own">{words.own}</h2>
        <OwnDossiers lang={lang} dossiers={dossiers} />
      </section>
      <NoticesPart
        lang={lang}
        {...notices}
        problems={problems.filter(({ field }) => field === 'noticeEmail')}
      />
      {drafts.length > 0 && (
        <section aria-labelledby="drafts">
          <h2 id="drafts">{words.drafts}</h2>
          <DraftList frame={frame} drafts={drafts} />
        </section>
      )}
      <section aria-labelledby="person">
        <h2 id="person">{words.person}</h2>
        <p>{words.personHelp}</p>
        <details open={personProblems.length > 0}>
          <summary>{words.changePerson}</summary>
          <form method="post" action="/tai-khoan">
            <PersonFields lang={lang} problems={problems} at="person" person={person} self />
            <div className="buttons">
              <button type="submit">{words.savePerson}</button>
            </div>
          </form>
        </details>
      </section>
      <section aria-labelledby="sessions">
        <h2 id="sessions">{words.sessions}</h2>
        <ul className="results">
          {sessions.map((session, index) => (
            <li key={index}>
              {session.current ? words.thisDevice : session.device || words.unknownDevice}
              <p className="facts">
                <span>{put(words.since, { at: formatDateTime(session.createdAt) })}</span>
                <span>{put(words.lastSeen, { at: formatDateTime(session.lastSeenAt) })}</span>
              </p>
            </li>
          ))}
        </ul>
        <div className="buttons">
          {sessions.length > 1 && (
            <form method="post" action="/tai-khoan/thiet-bi-khac">
              <button type="submit" className="secondary">
                {words.signOutOthers}
              </button>
            </form>
          )}
          <form method="post" action="/dang-xuat">
            <button type="submit" className="secondary">
              {words.signOut}
            </button>
          </form>
        </div>
      </section>
    </Layout>
  )
}

function OwnDossiers({ lang, dossiers }: { lang: Lang; dossiers: readonly OwnLine[] }) {
  const words = wordsOf(lang).account
  const status: Record<string, string> = wordsOf(lang).dossier.status
  if (dossiers.length === 0)
    return (
      <p className="empty">
        {words.noDossiers} <a href="/thu-tuc">{words.findProcedure}</a>
      </p>
    )
  return (
    <ul className="results">
      {dossiers.map((line) => (
        <li key={line.code}>
          <a href={`/ho-so/${encodeURIComponent(line.code)}`} lang="vi">
            {line.procedureName}
          </a>
          <p className="facts">
            <span className="mark-calm">{status[line.status] ?? line.status}</span>
            <span>{line.code}</span>
            <span>{put(words.filedAt, { at: formatDateTime(line.filedAt) })}</span>
            {line.dueAt && <span>{put(words.dueAt, { at: formatDateTime(line.dueAt) })}</span>}
          </p>
        </li>
      ))}
    </ul>
  )
}
