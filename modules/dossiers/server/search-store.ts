import { callPrepared, type AnyDb } from '#platform/database.ts'
import { caseIdOf } from '#platform/ids.ts'
import { NAMED_COLUMNS, type DossierRow } from './dossier-store.ts'

/** Where a search may look: everywhere, or dossiers filed at, decided by or by authority of these units. */
export type SearchScope = 'all' | readonly number[]

/** Up to so many offices the index of words leads straight to their dossiers. */
const FEW_OFFICES = 40
const FIRST_PAGE = 100
const LONGEST_PAGE = 3_200
/** A dossier is entered so many days after it was received at the latest. */
const ENTERED_WITHIN_MS = 8 * 86_400_000

/** Newest first among those that hold every word; where none does, the last word may be the beginning of one. */
export async function searchDossiers(
  db: AnyDb,
  query: string,
  scope: SearchScope,
  limit: number,
): Promise<DossierRow[]> {
  const words = await wordsIn(db, query)
  if (words.length === 0 || scope.length === 0) return []
  const isNarrow = scope !== 'all' && scope.length <= FEW_OFFICES
  const find = (asked: Asked) =>
    foundBy(db, 'dossiers.search', 'dossiers.search($1::tsquery, $2::tsquery, $3, $4)', [
      ...conditionsOf(asked, scope),
      isNarrow,
      limit,
    ])
  const whole = await find({ words })
  // Beginnings of words cost the index much more; they are asked for only where no whole word answers.
  return whole.length > 0 ? whole : find(lastBegun(words))
}

/** The same among what was filed before a moment, page after page, each as long again as the one before. */
export async function* searchDossiersBefore(
  db: AnyDb,
  query: string,
  scope: SearchScope,
  filedBefore: Date,
): AsyncGenerator<DossierRow[]> {
  const words = await wordsIn(db, query)
  if (words.length === 0 || scope.length === 0) return
  let below: string = caseIdOf(filedBefore.getTime() + ENTERED_WITHIN_MS, 0, 0)
  let size = FIRST_PAGE
  const find = (asked: Asked) =>
    foundBy(
      db,
      'dossiers.search_before',
      'dossiers.search_before($1::tsquery, $2::tsquery, $3, $4::timestamptz, $5)',
      [...conditionsOf(asked, scope), size, filedBefore.toISOString(), below],
    )
  let asked: Asked = { words }
  let page = await find(asked)
  if (page.length === 0) {
    asked = lastBegun(words)
    page = await find(asked)
  }
  for (;;) {
    const last = page.at(-1)
    if (!last) return
    yield page
    if (page.length < size) return
    below = last.caseId
    size = Math.min(size * 2, LONGEST_PAGE)
    page = await find(asked)
  }
}

type Asked = { words: readonly string[]; beginning?: string | undefined }

function lastBegun(words: readonly string[]): Asked {
  return { words: words.slice(0, -1), beginning: words.at(-1) }
}

async function wordsIn(db: AnyDb, query: string): Promise<string[]> {
  const { rows } = await callPrepared<{ words: string }>(
    db,
    'dossiers.search_text',
    'select platform.search_text($1) as words',
    [query],
  )
  return (rows[0]?.words ?? '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .slice(0, 12)
}

function conditionsOf({ words, beginning }: Asked, scope: SearchScope): [string, string | null] {
  const conditions = words.map(quoted)
  if (scope !== 'all') conditions.push(`(${scope.map((unit) => quoted(`/${unit}`)).join(' | ')})`)
  return [conditions.join(' & '), beginning === undefined ? null : `${quoted(beginning)}:*`]
}

async function foundBy(db: AnyDb, name: string, found: string, values: unknown[]): Promise<DossierRow[]> {
  const { rows } = await callPrepared<DossierRow>(
    db,
    name,
    `select ${NAMED_COLUMNS} from unnest(${found}) as wanted (id)
     cross join lateral (select * from dossiers.dossier where case_id = wanted.id offset 0) as found order by case_id desc`,
    values,
  )
  return rows
}

function quoted(word: string): string {
  return `'${word}'`
}
