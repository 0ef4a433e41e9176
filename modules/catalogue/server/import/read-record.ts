import { createHash } from 'node:crypto'
import { procedureCodePattern, type ImportIssueReason } from '../../contract.ts'
import { type NationalField, nationalFields, type NationalRecord } from './parse-national-record.ts'

export type RefusedLine = {
  problem: ImportIssueReason
  code: string | null
  facts: Record<string, unknown>
  excerpt: string
}
export type ReadLine = { code: string; raw: NationalRecord; hash: string } | RefusedLine

const code = new RegExp(procedureCodePattern)

/** Raised when the reading of unchanged records changes, so that the next import reads them anew. */
const READER = '1'

/** One line of JSON to one raw record, or the reason why not. */
export function readRecord(text: string): ReadLine {
  const refuse = (
    problem: ImportIssueReason,
    known: string | null,
    facts: Record<string, unknown> = {},
  ): RefusedLine => ({
    problem,
    code: known,
    facts,
    excerpt: text.slice(0, 200).replaceAll('\u0000', '␀'),
  })
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    const at = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined
    return refuse('malformed_json', null, at === undefined ? {} : { column: Number(at) + 1 })
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return refuse('not_an_object', null)
  const fields = new Map(Object.entries(parsed))
  const own = fields.get('ma_thu_tuc')
  if (own === undefined || own === null || own === '') return refuse('missing_code', null)
  if (typeof own !== 'string' || !code.test(own.trim())) return refuse('bad_code', String(own).slice(0, 60))
  const raw: NationalRecord = {}
  for (const field of nationalFields) {
    const value = fields.get(field)
    if (value === undefined || value === null) continue
    if (typeof value !== 'string') return refuse('field_not_text', own.trim(), { field })
    raw[field] = storable(value)
  }
  raw.ma_thu_tuc = own.trim()
  if (!raw.ten_thu_tuc?.trim()) return refuse('missing_name', raw.ma_thu_tuc)
  return { code: raw.ma_thu_tuc, raw, hash: hashOf(raw) }
}

/** Half of a surrogate pair and NUL are no text to a database. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\ufffd')
}

function hashOf(raw: NationalRecord): string {
  const hash = createHash('sha256').update(READER)
  for (const field of nationalFields satisfies readonly NationalField[])
    hash.update(`\u0000${field}\u0000${raw[field] ?? ''}`)
  return hash.digest('hex')
}
