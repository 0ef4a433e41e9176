import { topics, type Inbox, type PreferencesView, type Watched } from '#modules/notifications/contract.ts'
import { formatDateTime } from '#platform/ui/format.ts'
import type { Problem } from '../contract.ts'
import { TextField } from './form-controls.tsx'
import { WatchedPart } from './watch-part.tsx'
import { put, wordsOf, type Lang } from './words.ts'

type Props = {
  lang: Lang
  inbox: Inbox
  watched: Watched
  /** Whether this is a page after the first, so that a way back is shown. */
  older: boolean
  preferences: PreferencesView
  problems: readonly Problem[]
}

/** What the citizen was told, and what to be told about: two plain forms. */
export function NoticesPart({ lang, inbox, watched, older, preferences, problems }: Props) {
  const words = wordsOf(lang).notices
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">{inbox.unread > 0 ? put(words.titleNew, { count: inbox.unread }) : words.title}</h2>
      {inbox.notices.length === 0 ? (
        <p className="empty">{words.empty}</p>
      ) : (
        <NoticeList lang={lang} inbox={inbox} />
      )}
      <p className="facts">
        {older && <a href="/tai-khoan#notices">{words.newest}</a>}
        {inbox.next && <a href={`/tai-khoan?sau=${encodeURIComponent(inbox.next)}#notices`}>{words.older}</a>}
      </p>
      {inbox.unread > 0 && (
        <form method="post" action="/tai-khoan/thong-bao/da-doc">
          <button type="submit" className="secondary">
            {words.readAll}
          </button>
        </form>
      )}
      <WatchedPart lang={lang} cases={watched.cases} />
      <WishForm lang={lang} preferences={preferences} problems={problems} />
    </section>
  )
}

function NoticeList({ lang, inbox }: Pick<Props, 'lang' | 'inbox'>) {
  const words = wordsOf(lang).notices
  return (
    <ul className="results">
      {inbox.notices.map((notice) => (
        <li key={notice.key}>
          {notice.code ? (
            <a href={`/ho-so/${encodeURIComponent(notice.code)}`}>{notice[lang]}</a>
          ) : (
            notice[lang]
          )}
          <p className="facts">
            {notice.readAt === null && <strong>{words.unread}</strong>}
            <span>{topics[notice.topic][lang]}</span>
            <time dateTime={notice.createdAt}>{formatDateTime(notice.createdAt)}</time>
          </p>
        </li>
      ))}
    </ul>
  )
}

function WishForm({ lang, preferences, problems }: Pick<Props, 'lang' | 'preferences' | 'problems'>) {
  const words = wordsOf(lang).notices
  return (
    <details open={problems.length > 0}>
      <summary>{words.wish}</summary>
      <form method="post" action="/tai-khoan/thong-bao">
        <fieldset>
          <legend>{words.wishLegend}</legend>
          {preferences.topics.map((topic) => (
            <p key={topic} className="choice">
              <input
                type="checkbox"
                id={`topic.${topic}`}
                name={`topic.${topic}`}
                value="1"
                defaultChecked={!preferences.off.includes(topic)}
              />
              <label htmlFor={`topic.${topic}`}>{topics[topic][lang]}</label>
            </p>
          ))}
        </fieldset>
        {preferences.emailOffered && (
          <TextField
            lang={lang}
            problems={problems}
            id="noticeEmail"
            label={words.email}
            hint={words.emailHint}
            type="email"
            value={preferences.email}
            required={false}
            autoComplete="email"
          />
        )}
        <div className="buttons">
          <button type="submit">{words.save}</button>
        </div>
      </form>
    </details>
  )
}
