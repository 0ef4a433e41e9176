import type { LegalGround, ProcedureResult, Proposal } from '../../contract.ts'
import { doubt, type Doubt } from './doubts.ts'

export const legalHeader = 'Tên văn bản pháp lýMã văn bản'
const nothing = 'Không có thông tin'

// The kinds of documents and the bodies that sign them, as they stand in a number; longest first where one begins another.
const bodies =
  'BLĐTBXH|BNNPTNT|BNNMT|BTNMT|BGDĐT|BGTVT|BKHCN|BKHĐT|BTTTT|BVHTTDL|BDTTG|BCA|BCT|BNG|BNV|BQP|BTC|BTP|BXD|BYT|' +
  'UBTƯMTTQVN|UBTVQH\\d{0,2}|TANDTC|VKSNDTC|TTCP|VPCP|NHNN|BHXH|TLĐ|UBND|HĐND|UBDT|CTN|CP|TTg|BNN|BTS|TCHQ|TCT|CHQ|HĐTP|KTNN|C\\d{2}|L'
const kinds = 'NQLT|TTLT|VBHN|NĐ|ND|TT|QĐ|NQ|PL|CT|LCT|HD|KH|CV|VB|L|SL|HP'
const number = `(?:(?<!\\d)|(?<=QH1\\d|QH[5-9]))\\d{1,9}(?:\\.\\d{1,2})?[a-z]?/(?:(?:19|20)\\d{2}/)?(?:QH1\\d|QH\\d|UBTVQH\\d{1,2}|(?:${kinds})(?:[-/]\\s?(?:${bodies}))+)`
const documentWords =
  'Bộ luật|Luật|Nghị định|Nghị quyết liên tịch|Nghị quyết|Thông tư liên tịch|Thông tư|Quyết định|Pháp lệnh|Văn bản hợp nhất'
const ground = new RegExp(
  `(?<prefix>(?:(?:${documentWords})(?: số)?|Số)[: ]{1,2})?(?<number>${number})`,
  'gu',
)

/**
 * Titles and numbers alternate without a break. A number is a cell of its own when nothing separates it from the title
 * before it; a number behind a space is part of a title's sentence.
 */
export function parseLegalGrounds(source: string): { legalGrounds: LegalGround[]; doubts: Doubt[] } {
  const legalGrounds: LegalGround[] = []
  const doubts: Doubt[] = []
  const text = source.trim()
  if (text === '' || text === nothing) return { legalGrounds, doubts }
  const at = text.indexOf(legalHeader)
  const table = at < 0 ? text : text.slice(at + legalHeader.length)
  let from = 0
  for (const match of table.matchAll(ground)) {
    const end = match.index + match[0].length
    const printed = match.groups?.['number'] ?? ''
    const cell = cellStart(table, match.index, end - printed.length, end, from)
    if (cell === undefined || !endsCell(table, end)) continue
    const title = table.slice(from, cell).trim()
    const cuts = gluedNumbers(printed)
    if (cuts.length === 0) legalGrounds.push({ title: title || printed, number: printed })
    else {
      const whole = table.slice(from, end).trim()
      const waiting = { title: whole, number: null }
      const proposals = cuts.map((cut) => ({
        title: `${title} ${printed.slice(0, -cut.length)}`.trim(),
        number: cut,
      }))
      doubts.push(
        doubt(
          `/legalGrounds/${legalGrounds.length}`,
          'legal_number_missing',
          whole,
          waiting,
          proposals.map(proposeGround),
        ),
      )
      legalGrounds.push(waiting)
    }
    from = end
  }
  const rest = table.slice(from).trim()
  if (rest !== '') {
    const path = `/legalGrounds/${legalGrounds.length}/number`
    const inTitle = [...rest.matchAll(new RegExp(number, 'gu'))].map((match) => match[0])
    legalGrounds.push({ title: rest, number: null })
    doubts.push(doubt(path, 'legal_number_missing', rest, null, inTitle.map(proposeNumber)))
  }
  return { legalGrounds, doubts }
}

/** Where the number's cell begins, with words such as "Luật số" that belong to it; undefined inside a sentence. */
function cellStart(
  table: string,
  withPrefix: number,
  bare: number,
  end: number,
  from: number,
): number | undefined {
  // A row that opens with a number is a title when its own cell follows, and a number without a title otherwise.
  if (withPrefix === from) return /^(?:$|\p{L})/u.test(table.slice(end)) ? withPrefix : undefined
  const joins = (at: number) => at > from && /[^\s(/]/u.test(table[at - 1] ?? ' ')
  if (withPrefix < bare) return joins(withPrefix) ? withPrefix : undefined
  // Behind a space it is a cell only when the next title begins at once, or when it has swallowed the title's last digits.
  const swallowed = gluedNumbers(table.slice(bare, end)).length > 0
  return joins(bare) || swallowed || /^\p{Lu}\p{Ll}/u.test(table.slice(end)) ? bare : undefined
}

function endsCell(table: string, end: number): boolean {
  const rest = table.slice(end)
  return rest === '' || /^[\p{L}\d“"*+–]/u.test(rest) || /^\s+(?:$|\p{Lu})/u.test(rest)
}

/** "năm 2023" + "23/2023/QH15" arrive as "202323/…": such a number is offered in its possible cuts, never taken. */
function gluedNumbers(printed: string): string[] {
  const digits = /^\d+/.exec(printed)?.[0] ?? ''
  if (digits.length <= 4 && !/^0\d\d/.test(digits)) return []
  const tail = printed.slice(digits.length)
  const afterYear = /^(?:19|20)\d\d/.test(digits) ? [digits.length - 4] : []
  return [...new Set([...afterYear, 2, 3, 1])]
    .map((take) => digits.slice(-take))
    .filter((cut) => !/^0(?!\d$)/.test(cut))
    .map((cut) => `${cut}${tail}`)
}

function proposeGround(ground: LegalGround): Proposal {
  const words = `${ground.title.slice(-80)} | ${ground.number ?? ''}`
  return { value: ground, vi: words, en: words }
}

function proposeNumber(value: string): Proposal {
  return { value, vi: value, en: value }
}

export function parseResults(source: string): { results: ProcedureResult[]; doubts: Doubt[] } {
  const results: ProcedureResult[] = []
  const doubts: Doubt[] = []
  const furniture = source.search(/Từ khóa(?:Không có thông tin|\s*Mô tả|[^\n]{0,2000}\s?Mô tả)/u)
  const text = (furniture < 0 ? source : source.slice(0, furniture)).trim()
  if (text === '' || text === nothing) return { results, doubts }
  let from = 0
  for (const match of text.matchAll(
    /Mã:\s?(KQ\.[A-Z]\d{2}\.\d{6}|KQ\.[A-Z0-9.]*\d|[A-Z0-9][A-Z0-9._-]*?(?=\p{Lu}\p{Ll}|$|\s))/gu,
  )) {
    const name = text.slice(from, match.index).trim()
    const printed = match[1] ?? ''
    const trusted = /^KQ\.[A-Z]\d{2}\.\d{6}$/.test(printed)
    const path = `/results/${results.length}/code`
    if (!trusted) doubts.push(doubt(path, 'result_code_unknown', `${name}Mã: ${printed}`, null))
    results.push({ name: name || printed, code: trusted ? printed : null })
    from = match.index + match[0].length
  }
  const rest = text.slice(from).trim()
  if (rest !== '') {
    doubts.push(doubt(`/results/${results.length}/code`, 'result_code_unknown', rest, null))
    results.push({ name: rest, code: null })
  }
  return { results, doubts }
}
