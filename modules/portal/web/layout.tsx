import type { ReactNode } from 'react'
import { wordsOf, type Lang } from './words.ts'

/** What surrounds every page: language, who is there, and where the page's own files lie. */
export type Frame = {
  lang: Lang
  /** Address of this page without `lang`, for the language switch. */
  here: string
  citizen: { name: string } | undefined
  city: string
  demo: boolean
  assets: { style: string; script: string; icon: string; fonts: readonly string[] }
}

type Props = {
  frame: Frame
  title: string
  children: ReactNode
  /** Narrow pages hold one form; wide ones hold lists. */
  width?: 'form' | 'text' | 'wide'
  hero?: ReactNode
  /** The visitor just left: the island forgets what it kept of forms. */
  forget?: boolean
}

/** The shell of every page: plain HTML that needs no script. */
export function Layout({ frame, title, children, width = 'text', hero, forget }: Props) {
  const words = wordsOf(frame.lang).layout
  return (
    <html lang={frame.lang}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · ${words.site}`}</title>
        <meta name="description" content={words.description} />
        <meta name="theme-color" content="#7b2d20" />
        {frame.assets.fonts.map((href) => (
          <link key={href} rel="preload" href={href} as="font" type="font/woff2" crossOrigin="anonymous" />
        ))}
        <link rel="stylesheet" href={frame.assets.style} />
        <link rel="icon" href={frame.assets.icon} type="image/svg+xml" />
        <script src={frame.assets.script} defer />
      </head>
      <body {...(forget ? { 'data-forget': '' } : {})}>
        <a className="skip" href="#main">
          {words.skip}
        </a>
        <SiteHeader frame={frame} />
        <main id="main" tabIndex={-1}>
          {hero}
          <div className={`main main-${width}`}>{children}</div>
        </main>
        <SiteFooter frame={frame} />
      </body>
    </html>
  )
}

function SiteHeader({ frame }: { frame: Frame }) {
  const words = wordsOf(frame.lang).layout
  const other = frame.lang === 'vi' ? 'en' : 'vi'
  const joint = frame.here.includes('?') ? '&' : '?'
  return (
    <header className="site">
      <div className="site-inner">
        <a className="brand" href="/">
          <Mark />
          <span>
            <span className="brand-name">{words.site}</span>
            <span className="brand-city">{frame.city}</span>
          </span>
        </a>
        <nav aria-label={words.nav}>
          <a href="/thu-tuc">{words.procedures}</a>
          <a href="/ho-so">{words.follow}</a>
          {frame.citizen ? (
            <a href="/tai-khoan">{frame.citizen.name}</a>
          ) : (
            <a href="/dang-nhap">{words.signIn}</a>
          )}
        </nav>
        <a
          className="language"
          href={`${frame.here}${joint}lang=${other}`}
          lang={other}
          hrefLang={other}
          rel="nofollow"
        >
          {words.otherLanguage}
        </a>
      </div>
    </header>
  )
}

/** The gate of the old citadel, in four strokes. */
function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M3 12 16 4l13 8v2H3z" />
      <path d="M6 16h20v12h-6v-6a4 4 0 0 0-8 0v6H6z" />
    </svg>
  )
}

function SiteFooter({ frame }: { frame: Frame }) {
  const words = wordsOf(frame.lang).layout
  return (
    <footer className="site-foot">
      <div className="site-inner">
        <p>
          {words.footer} {frame.city}.
        </p>
        {frame.demo && <p>{words.demo}</p>}
        <p>
          <a href="/desk/">{words.desk}</a>
        </p>
      </div>
    </footer>
  )
}
