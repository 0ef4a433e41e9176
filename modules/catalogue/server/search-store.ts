import { sql, type RawBuilder } from 'kysely'
import type { FindProcedures, FoundProcedures, ProcedureSummary } from '../contract.ts'
import type { CatalogueDb } from './tables.ts'

type Search = FindProcedures & { q: string; on: string; page: number; pageSize: number }

type Row = Omit<ProcedureSummary, 'openQuarantine'> & { open_quarantine: number; total: number }

const all = sql<boolean>`true`

/** One statement for the page, its total and the number of fields that wait in each; a second for the list of fields. */
export async function searchProcedures(
  db: CatalogueDb,
  search: Search,
): Promise<Omit<FoundProcedures, 'page' | 'pageSize'>> {
  const rows = await sql<Row>`
    with asked as (select platform.search_text(${search.q}) as q),
    hit as (
      select v.*,
        case when v.procedure_id = ${search.q} then 3.0
             when ${everyWord('v.name_search', search.q)} then 2.0 + platform.word_similarity(asked.q, v.name_search)
             else platform.word_similarity(asked.q, v.name_search) end as score
      from catalogue.procedure_version v, asked
      where ${inForceOn(search.on)} and ${matching(search.q)} and ${filters(search, true)}
    )
    select h.procedure_id as id, h.id as "versionId", h.procedure_id as code, h.name, h.field, h.levels, h.subjects,
      h.competent_tier as "competentTier", h.channels, h.fileable, h.completeness as "completenessPercent",
      (select count(*)::int from catalogue.quarantined_field q
        where q.procedure_id = h.procedure_id and q.version = h.version and q.status = 'open') as open_quarantine,
      count(*) over ()::int as total
    from hit h
    order by h.score desc, h.name_search, h.procedure_id
    limit ${search.pageSize} offset ${(search.page - 1) * search.pageSize}
  `.execute(db)
  const fields = await sql<{ field: string; count: number }>`
    with asked as (select platform.search_text(${search.q}) as q)
    select v.field, count(*)::int as count
    from catalogue.procedure_version v, asked
    where ${inForceOn(search.on)} and ${matching(search.q)} and ${filters(search, false)} and v.field is not null
    group by v.field order by count desc, v.field limit 200
  `.execute(db)
  return {
    items: rows.rows.map(({ open_quarantine, total: _total, ...row }) => ({
      ...row,
      openQuarantine: open_quarantine,
    })),
    total:
      rows.rows[0]?.total ?? (search.page > 1 ? fields.rows.reduce((sum, row) => sum + row.count, 0) : 0),
    fields: fields.rows,
  }
}

function inForceOn(day: string): RawBuilder<boolean> {
  return sql<boolean>`v.in_force and v.valid_from <= ${day}::date and (v.valid_to is null or v.valid_to > ${day}::date)`
}

/** Every word as it is typed somewhere in the name, or the whole resembling a part of the name; a code by its beginning. */
function matching(q: string): RawBuilder<boolean> {
  if (q === '') return all
  const byCode = /^[\d.]+/.test(q) ? sql<boolean>`starts_with(v.procedure_id, ${q})` : sql<boolean>`false`
  return sql<boolean>`(${byCode} or ${everyWord('v.name_search', q)} or v.name_search operator(platform.%>) asked.q)`
}

function everyWord(column: 'v.name_search', q: string): RawBuilder<boolean> {
  const words = q
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, 12)
  if (words.length === 0) return all
  const each = words.map(
    (word) =>
      sql<boolean>`${sql.ref(column)} like '%' || platform.search_text(${word.replace(/[\\%_]/gu, '\\$&')}) || '%'`,
  )
  return sql<boolean>`(${sql.join(each, sql` and `)})`
}

function filters(search: Search, withField: boolean): RawBuilder<boolean> {
  const parts: RawBuilder<boolean>[] = [all]
  if (withField && search.field) parts.push(sql<boolean>`v.field = ${search.field}`)
  if (search.level) parts.push(sql<boolean>`${search.level} = any (v.levels)`)
  if (search.subject) parts.push(sql<boolean>`${search.subject} = any (v.subjects)`)
  if (search.tier) parts.push(sql<boolean>`v.competent_tier = ${search.tier}`)
  if (search.fileable !== undefined) parts.push(sql<boolean>`v.fileable = ${search.fileable}`)
  return sql<boolean>`${sql.join(parts, sql` and `)}`
}
