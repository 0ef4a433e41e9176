import type { ComponentGroup, ProcedureComponent, Proposal } from '../../contract.ts'
import { doubt, type Doubt } from './doubts.ts'

export const componentHeader = 'Tên giấy tờMẫu đơn, tờ khaiSố lượng'

const nothing = /^(?:-+|Không có thông tin)?$/u
const counts = /(\d+) bản chính(?:,(\d+) bản sao)?|(\d+) bản sao/gu
const formFile = /\.(?:docx?|pdf|xlsx?|rtf|odt|rar|zip|png|jpe?g)$/iu

type CountMark = {
  start: number
  end: number
  digits: string
  originals: number | null
  copies: number | null
}
type Spot = { group: number; component: number; excerpt: string }

export function parseComponents(source: string): { groups: ComponentGroup[]; doubts: Doubt[] } {
  const text = source.trim()
  if (nothing.test(text)) return { groups: [], doubts: [] }
  if (!text.includes(componentHeader)) {
    return { groups: [], doubts: [doubt('/componentGroups', 'table_unreadable', text, [])] }
  }
  const groups: ComponentGroup[] = []
  const doubts: Doubt[] = []
  const [opening = '', ...tables] = text.split(componentHeader)
  let title = opening
  for (const table of tables) {
    const group = groups.length
    const caseName = nothing.test(title.trim()) ? null : title.trim()
    const { rows, rest } = rowsOf(table)
    const components: ProcedureComponent[] = []
    for (const row of rows) {
      const spot = { group, component: components.length, excerpt: row.text }
      const read = readRow(row.name, row.mark, spot)
      components.push(read.component)
      doubts.push(...read.doubts)
    }
    groups.push({ caseName, purpose: purposeOf(caseName), components })
    if (components.length === 0) {
      const words = caseName ?? table
      doubts.push(doubt(`/componentGroups/${group}/components`, 'counts_missing', words, []))
    }
    title = rest
  }
  if (!nothing.test(title.trim())) {
    // A case whose table never came: kept by its name, so that nobody takes the dossier for complete.
    const group = groups.length
    const caseName = title.trim()
    groups.push({ caseName, purpose: purposeOf(caseName), components: [] })
    doubts.push(doubt(`/componentGroups/${group}/components`, 'counts_missing', caseName, []))
  }
  return { groups, doubts }
}

function purposeOf(caseName: string | null): 'submit' | 'present' {
  if (caseName === null) return 'submit'
  // Remarks printed as a case list no papers to hand in.
  if (/^\W*lưu ý/iu.test(caseName)) return 'present'
  const presents = /xuất trình/iu.test(caseName)
  return presents && !/(?:phải|giấy tờ|hồ sơ) (?:nộp|gửi)|nộp (?:và|hoặc)|gửi bản/iu.test(caseName)
    ? 'present'
    : 'submit'
}

/** Rows stand back to back; each ends with its counts. What remains behind the last one names the next case. */
function rowsOf(table: string): { rows: { name: string; text: string; mark: CountMark }[]; rest: string } {
  const rows: { name: string; text: string; mark: CountMark }[] = []
  let from = 0
  for (const match of table.matchAll(counts)) {
    const mark = markOf(match)
    if (isSpoken(table, mark)) continue
    rows.push({ name: table.slice(from, mark.start), text: table.slice(from, mark.end), mark })
    from = mark.end
  }
  return { rows, rest: table.slice(from) }
}

function markOf(match: RegExpExecArray): CountMark {
  const [whole, originals, copies, lone] = match
  const digits = originals ?? lone ?? ''
  return {
    start: match.index,
    end: match.index + whole.length,
    digits,
    originals: originals === undefined ? null : Number(originals),
    copies: originals === undefined ? Number(lone) : Number(copies ?? 0),
  }
}

/** "nộp 02 bản chính" is part of a sentence; a count of the table has no leading zero and no air around it. */
function isSpoken(table: string, mark: CountMark): boolean {
  if (/^0\d$/.test(mark.digits)) return true
  const before = table[mark.start - 1] ?? ''
  const after = table[mark.end] ?? ''
  return /[\s(]/u.test(before) && /[\s).,;:]/u.test(after)
}

function readRow(
  text: string,
  mark: CountMark,
  spot: Spot,
): { component: ProcedureComponent; doubts: Doubt[] } {
  const path = `/componentGroups/${spot.group}/components/${spot.component}`
  const id = `g${spot.group + 1}-c${spot.component + 1}`
  const file = splitForm(text.trim())
  const component: ProcedureComponent = {
    id,
    name: file.name || '—',
    ...(file.form ? { formFile: file.form } : {}),
    originals: mark.originals,
    copies: mark.copies,
  }
  const lone = mark.originals === null
  if (mark.digits.length > 1 || lone || file.name === '') {
    const proposals = lone ? [{ ...component, originals: 0 }] : glued(component, text.trimStart(), mark)
    const waiting = { ...component, originals: null, ...(lone ? {} : { copies: null }) }
    return {
      component: waiting,
      doubts: [doubt(path, 'counts_unreadable', spot.excerpt, waiting, proposals.map(proposeComponent))],
    }
  }
  if (file.unclear) {
    const proposals = file.cuts.map((cut) =>
      proposeComponent({ ...component, name: cut.name, formFile: cut.form }),
    )
    return { component, doubts: [doubt(path, 'form_file_unclear', spot.excerpt, component, proposals)] }
  }
  return { component, doubts: [] }
}

/** "…năm 2025" + "1 bản chính" arrive as "20251": every cut that leaves a count the database could print. */
function glued(component: ProcedureComponent, text: string, mark: CountMark): ProcedureComponent[] {
  const cuts: ProcedureComponent[] = []
  for (let take = 1; take <= Math.min(2, mark.digits.length); take++) {
    const count = mark.digits.slice(-take)
    const left = mark.digits.slice(0, -take)
    if (/^0\d/.test(count)) continue
    cuts.push({ ...component, name: `${text}${left}`, originals: Number(count), copies: mark.copies })
  }
  return cuts
}

function proposeComponent(component: ProcedureComponent): Proposal {
  const file = component.formFile ? ` [${component.formFile}]` : ''
  const papers = `${component.originals ?? '?'} + ${component.copies ?? '?'}`
  const end = component.name.slice(-60)
  return {
    value: component,
    vi: `…${end}${file}: ${papers} (bản chính + bản sao)`,
    en: `…${end}${file}: ${papers} (originals + copies)`,
  }
}

type FormCut = { name: string; form: string }
type SplitForm = { name: string; form: string | null; unclear: boolean; cuts: FormCut[] }

const seam =
  /(?<=[\p{Ll};:,)\]”"’])(?=\p{Lu})|(?<=\d)(?=\p{Lu}\p{Ll})|(?<=[;:,)\]”"’]|[^\d\s]\.)(?=[\p{L}\d])|(?<=\d\.)(?=\p{L})|(?<=\p{Ll})(?=\d)|(?<=\p{Lu}{2})(?=\p{Lu}\p{Ll}|m[aẫ]u|don |đơn |phu |phụ )/gu

/** How names of form files begin when people name them. */
const formLike =
  /^(?:\d{1,3}[.\-_ ]+)*(?:m[ẫâa]?u|m\.?\s?\d|ms\d|ph[ụu]?\s?l|pl\s|tk|tp|đơn|don|bm|bi[ểe]u|t[ờo] ?khai|v[ăa]n b[ảa]n|vb|gi[ấa]y|th[ôo]ng b[áa]o|phi[ếe]u|b[áa]o c[áa]o|b[ảa]n|đề nghị|vn-|asean)/iu

/**
 * The file name follows the paper's name without a break. Where a sentence is otherwise written with its spaces, the
 * first seam is the border; it is believed when it is the only one, or when a form's usual first word stands there.
 */
export function splitForm(text: string): SplitForm {
  if (!formFile.test(text)) return { name: text, form: null, unclear: false, cuts: [] }
  const cuts = [...text.matchAll(seam)]
    .map((match) => ({ name: text.slice(0, match.index).trim(), form: text.slice(match.index).trim() }))
    .filter((cut) => cut.name !== '' && isFileName(cut.form))
  const [first] = cuts
  if (first && isOneFile(first.form) && (cuts.length === 1 || formLike.test(first.form))) {
    return { ...first, unclear: false, cuts }
  }
  return { name: text, form: null, unclear: true, cuts: cuts.slice(0, 6) }
}

/** A file name holds no slash and no line break, and more than a number before its extension. */
function isFileName(file: string): boolean {
  if (file.length > 200 || /[/\\\n]/u.test(file) || !formFile.test(file)) return false
  return /\p{L}{2}/u.test(file.replace(formFile, ''))
}

function isOneFile(file: string): boolean {
  return !/\.(?:docx?|pdf|xlsx?)./iu.test(file.replace(/x$/iu, ''))
}
