import { Layout, type Frame } from './layout.tsx'
import { put, wordsOf } from './words.ts'

type Props = { frame: Frame; fields: readonly { field: string; count: number }[]; total: number }

export function HomePage({ frame, fields, total }: Props) {
  const words = wordsOf(frame.lang).home
  return (
    <Layout
      frame={frame}
      title={words.title}
      width="wide"
      hero={
        <div className="hero">
          <div className="site-inner">
            <p className="hero-city">{frame.city}</p>
            <h1>{words.welcome}</h1>
            <form action="/thu-tuc" role="search" className="search">
              <label htmlFor="q">{words.searchLabel}</label>
              <div className="search-row">
                <input id="q" name="q" type="search" placeholder={words.searchExample} autoComplete="off" />
                <button type="submit">{words.search}</button>
              </div>
              <p className="hint">{words.searchHint}</p>
            </form>
          </div>
        </div>
      }
    >
      <section aria-labelledby="ways">
        <h2 id="ways">{words.ways}</h2>
        <ol className="ways">
          <Way href="/thu-tuc" title={words.find} text={words.findText} />
          <Way href="/thu-tuc?truc-tuyen=1" title={words.file} text={words.fileText} />
          <Way href="/ho-so" title={words.follow} text={words.followText} />
        </ol>
      </section>
      <section aria-labelledby="fields">
        <h2 id="fields">{words.fields}</h2>
        {fields.length === 0 ? (
          <p className="empty">{words.noProcedures}</p>
        ) : (
          <>
            <ul className="tiles">
              {fields.map(({ field, count }) => (
                <li key={field}>
                  <a href={`/thu-tuc?field=${encodeURIComponent(field)}`}>
                    <span lang="vi">{field}</span>
                    <span className="count">{put(words.count, { count })}</span>
                  </a>
                </li>
              ))}
            </ul>
            <p>
              <a href="/thu-tuc">{put(words.all, { count: total })}</a>
            </p>
          </>
        )}
      </section>
    </Layout>
  )
}

function Way({ href, title, text }: { href: string; title: string; text: string }) {
  return (
    <li>
      <a href={href}>
        <strong>{title}</strong>
        <span>{text}</span>
      </a>
    </li>
  )
}
