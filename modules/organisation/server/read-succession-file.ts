import type { Sentence } from '#platform/errors.ts'
import type { Tier } from '../contract.ts'
import { successionColumns, type PlannedUnit, type SuccessionRow } from '../reorganisation.ts'
import { organisationErrors } from './errors.ts'

export type SuccessionFile = {
  rows: SuccessionRow[]
  predecessors: Map<string, string>
  successors: Map<string, string>
}

const MOST_ROWS = 20_000
const MOST_LINE = 2_000
const CODE = /^[\p{L}\p{N}._-]{1,40}$/u

/**
 * Reads rows predecessor → successor from CSV as they stream in, never holding more than one line of text.
 * The first line that cannot be taken refuses the whole file, named by its number.
 */
export async function readSuccessionFile(
  source: AsyncIterable<Buffer | Uint8Array | string>,
): Promise<SuccessionFile> {
  const file: SuccessionFile = { rows: [], predecessors: new Map(), successors: new Map() }
  const seen = new Set<string>()
  let line = 0
  let hasHeader = false
  for await (const text of linesOf(source)) {
    line += 1
    if (text.trim() === '') continue
    const cells = cellsOf(text)
    if (!hasHeader) {
      if (successionColumns.some((column, index) => cells?.[index]?.trim() !== column))
        throw organisationErrors.badRow(line, problems.header)
      hasHeader = true
      continue
    }
    if (!cells || cells.length !== successionColumns.length)
      throw organisationErrors.badRow(line, problems.cells(cells?.length ?? 0))
    take(file, seen, line, cells)
    if (file.rows.length > MOST_ROWS) throw organisationErrors.badRow(line, problems.tooMany)
  }
  if (file.rows.length === 0) throw organisationErrors.noRows()
  return file
}

function take(
  { rows, predecessors, successors }: SuccessionFile,
  seen: Set<string>,
  line: number,
  cells: readonly string[],
): void {
  const [predecessorCode = '', predecessorName = '', successorCode = '', successorName = '', extent = ''] =
    cells.map((cell) => cell.normalize('NFC').trim())
  for (const code of [predecessorCode, successorCode])
    if (!CODE.test(code)) throw organisationErrors.badRow(line, problems.code(code))
  if (extent !== 'full' && extent !== 'partial')
    throw organisationErrors.badRow(line, problems.extent(extent))
  if (predecessorName === '' || successorName === '') throw organisationErrors.badRow(line, problems.name)
  const key = `${predecessorCode} ${successorCode}`
  if (seen.has(key)) throw organisationErrors.badRow(line, problems.twice(predecessorCode, successorCode))
  seen.add(key)
  for (const [names, code, name] of [
    [predecessors, predecessorCode, predecessorName],
    [successors, successorCode, successorName],
  ] as const) {
    const known = names.get(code)
    if (known !== undefined && known !== name)
      throw organisationErrors.badRow(line, problems.names(code, known, name))
    names.set(code, name)
  }
  rows.push({
    predecessorCode,
    successorCode,
    extent,
    rule: null,
    share: null,
    takes: [],
    isRest: false,
    takesPosts: false,
  })
}

/** What the rows of a file say about units: old ones close, new ones open unless a unit of that code goes on. */
export function unitsOf(
  { predecessors, successors }: SuccessionFile,
  standing: { find(code: string): { tier: Tier } | undefined; rootCode: string | null },
): PlannedUnit[] {
  const closing = [...predecessors.keys()].map((code): PlannedUnit => ({ code, act: 'close' }))
  const opening = [...successors].flatMap(([code, name]): PlannedUnit[] => {
    if (standing.find(code) && !predecessors.has(code)) return []
    const tier = standing.find(code)?.tier ?? 'commune'
    return [{ code, act: 'open', name, kind: kindOf(name), tier, parentCode: standing.rootCode }]
  })
  return [...closing, ...opening]
}

const kinds = ['Thị trấn', 'Thị xã', 'Thành phố', 'Đặc khu', 'Phường', 'Quận', 'Huyện', 'Xã', 'Sở', 'Ban']

function kindOf(name: string): string {
  return kinds.find((kind) => name.startsWith(`${kind} `)) ?? name.split(' ')[0] ?? name
}

const NEW_LINE = 0x0a

/** Each line is decoded by itself, so that what is not UTF-8 is told by its own number. */
async function* linesOf(source: AsyncIterable<Buffer | Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = Buffer.alloc(0)
  let line = 0
  function read(bytes: Buffer): string {
    line += 1
    try {
      return decoder
        .decode(bytes)
        .replace(/\r$/, '')
        .replace(/^\uFEFF/, '')
    } catch {
      throw organisationErrors.badRow(line, problems.encoding)
    }
  }
  for await (const chunk of source) {
    rest = Buffer.concat([rest, Buffer.from(chunk)])
    for (let end = rest.indexOf(NEW_LINE); end >= 0; end = rest.indexOf(NEW_LINE)) {
      yield read(rest.subarray(0, end))
      rest = rest.subarray(end + 1)
    }
    if (rest.length > MOST_LINE) throw organisationErrors.badRow(line + 1, problems.long)
  }
  if (rest.length > 0) yield read(rest)
}

/** The cells of one CSV line; quotes may hold commas and doubled quotes. Undefined when a quote is left open. */
function cellsOf(line: string): string[] | undefined {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]
    if (isQuoted) {
      if (sign !== '"') cell += sign
      else if (line[at + 1] === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (sign === '"' && cell === '') isQuoted = true
    else if (sign === ',') {
      cells.push(cell)
      cell = ''
    } else cell += sign
  }
  return isQuoted ? undefined : [...cells, cell]
}

const problems = {
  header: {
    vi: `dòng đầu phải là “${successionColumns.join(',')}”.`,
    en: `the first line must be “${successionColumns.join(',')}”.`,
  },
  cells: (count: number): Sentence => ({
    vi: `có ${count} ô thay vì 5 (kiểm tra dấu phẩy và dấu ngoặc kép).`,
    en: `has ${count} cells instead of 5 (check commas and quotes).`,
  }),
  code: (code: string): Sentence => ({
    vi: `“${code}” không phải mã đơn vị.`,
    en: `“${code}” is not a unit code.`,
  }),
  extent: (extent: string): Sentence => ({
    vi: `phạm vi “${extent}” phải là full hoặc partial.`,
    en: `the extent “${extent}” must be full or partial.`,
  }),
  name: { vi: 'thiếu tên đơn vị.', en: 'a unit’s name is missing.' },
  twice: (from: string, to: string): Sentence => ({
    vi: `cặp ${from} → ${to} đã có ở dòng trên.`,
    en: `the pair ${from} → ${to} stands above already.`,
  }),
  names: (code: string, known: string, name: string): Sentence => ({
    vi: `mã ${code} vừa là “${known}” vừa là “${name}”.`,
    en: `the code ${code} is both “${known}” and “${name}”.`,
  }),
  encoding: { vi: 'không phải UTF-8.', en: 'is not UTF-8.' },
  long: { vi: 'dài quá mức.', en: 'is too long.' },
  tooMany: { vi: `quá ${MOST_ROWS} dòng.`, en: `more than ${MOST_ROWS} rows.` },
}
