import type { FoundProcedures } from '#modules/catalogue/contract.ts'
import { Layout, type Frame } from './layout.tsx'
import { put, wordsOf } from './words.ts'

export type Asked = { q: string; field: string; online: boolean; page: number }
type Props = { frame: Frame; asked: Asked; found: FoundProcedures }

export function searchAddress({ q, field, online, page }: Asked): string {
  const query = new URLSearchParams()
  if (q) query.set('q', q)
  if (field) query.set('field', field)
  if (online) query.set('truc-tuyen', '1')
  if (page > 1) query.set('page', String(page))
  const text = query.toString()
  return text ? `/thu-tuc?${text}` : '/thu-tuc'
}

export function SearchPage({ frame, asked, found }: Props) {
  const words = wordsOf(frame.lang).search
  const pages = Math.max(1, Math.ceil(found.total / found.pageSize))
  return (
    <Layout frame={frame} title={asked.q ? put(words.titleOf, { q: asked.q }) : words.title} width="wide">
      <h1>{words.title}</h1>
      <form action="/thu-tuc" role="search" className="search">
        <label htmlFor="q">{words.label}</label>
        <div className="search-row">
          <input id="q" name="q" type="search" defaultValue={asked.q} autoComplete="off" />
          <button type="submit">{words.search}</button>
        </div>
        <div className="filters">
          <label htmlFor="field">{words.field}</label>
          <select id="field" name="field" defaultValue={asked.field}>
            <option value="">{words.everyField}</option>
            {found.fields.map(({ field, count }) => (
              <option key={field} value={field} lang="vi">
                {`${field} (${count})`}
              </option>
            ))}
            {asked.field && !found.fields.some(({ field }) => field === asked.field) && (
              <option value={asked.field}>{asked.field}</option>
            )}
          </select>
          <label className="choice">
            <input type="checkbox" name="truc-tuyen" value="1" defaultChecked={asked.online} />
            <span>{words.onlineOnly}</span>
          </label>
        </div>
      </form>
      <p role="status">{found.total === 0 ? words.none : put(words.found, { count: found.total })}</p>
      {found.total === 0 && (
        <div className="empty">
          <p>{words.emptyHelp}</p>
          <ul>
            {words.emptyTips.map((tip) => (
              <li key={tip}>{tip}</li>
            ))}
          </ul>
          <p>
            <a href="/thu-tuc">{words.clear}</a>
          </p>
        </div>
      )}
      <ul className="results">
        {found.items.map((item) => (
          <li key={item.code}>
            <a href={`/thu-tuc/${item.code}`} lang="vi">
              {item.name}
            </a>
            <p className="facts">
              <span>{item.code}</span>
              {item.field && <span lang="vi">{item.field}</span>}
              <span>{item.channels.map((channel) => words.channel[channel]).join(', ')}</span>
            </p>
          </li>
        ))}
      </ul>
      {pages > 1 && (
        <nav className="pages" aria-label={words.pages}>
          {asked.page > 1 && (
            <a rel="prev" href={searchAddress({ ...asked, page: asked.page - 1 })}>
              {words.previous}
            </a>
          )}
          <span>{put(words.page, { page: asked.page, pages })}</span>
          {asked.page < pages && (
            <a rel="next" href={searchAddress({ ...asked, page: asked.page + 1 })}>
              {words.next}
            </a>
          )}
        </nav>
      )}
    </Layout>
  )
}
