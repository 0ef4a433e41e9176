import { csvCell, csvText } from '#platform/ui/csv.ts'
import { postKindWords, postKinds, type PostKind } from '#modules/organisation/contract.ts'
import type { DoerPlace, ProcessStep } from '../process/process-table.ts'
import { toMinutes } from './edit-rows.ts'

// A table as text: CSV to a file and back, and what a spreadsheet puts on the clipboard.

const heads = [
  'khoa',
  'cong_viec',
  'nguoi_lam',
  'noi_lam',
  'gio',
  'san_pham',
  'giai_doan',
  'khac_nguoi_buoc',
] as const
const placeWords: Record<DoerPlace, string> = { receiving: 'nơi tiếp nhận', competent: 'nơi giải quyết' }

/** The rows as CSV with the heads of its columns; spreadsheets of Vietnam read it with the mark before it. */
export function tableToCsv(steps: readonly ProcessStep[]): string {
  const rows = steps.map((step) => [
    step.key,
    step.work,
    postKindWords[step.postKind].vi,
    placeWords[step.place],
    String(step.minutes / 60),
    step.output ?? '',
    step.stage ?? '',
    step.notBy ?? '',
  ])
  return `\u{FEFF}${[heads, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`
}

export type ReadRows = { steps: ProcessStep[]; faults: { line: number; cell: string }[] }

/** Rows read from CSV or from the clipboard; a cell that says nothing we know is told with its line. */
export function textToRows(text: string): ReadRows {
  const lines = cellsOf(text.replace(/^\u{FEFF}/u, ''))
  const [first, ...rest] = lines
  const isHead = first?.some((cell) => (heads as readonly string[]).includes(cell.trim())) ?? false
  const order = isHead && first ? first.map((cell) => cell.trim()) : [...heads]
  const faults: ReadRows['faults'] = []
  const steps = (isHead ? rest : lines).flatMap((cells, index): ProcessStep[] => {
    const line = index + (isHead ? 2 : 1)
    const cell = (name: (typeof heads)[number]) => csvText((cells[order.indexOf(name)] ?? '').trim())
    if (cells.every((one) => one.trim() === '')) return []
    const postKind = postKindOf(cell('nguoi_lam'))
    const place = placeOf(cell('noi_lam'))
    const minutes = toMinutes(cell('gio'), 'hours')
    if (!postKind) faults.push({ line, cell: cell('nguoi_lam') })
    if (!place) faults.push({ line, cell: cell('noi_lam') })
    if (minutes === undefined) faults.push({ line, cell: cell('gio') })
    return [
      {
        key: cell('khoa') || `b${index + 1}`,
        work: cell('cong_viec'),
        postKind: postKind ?? 'specialist',
        place: place ?? 'competent',
        minutes: minutes ?? 0,
        ...(cell('giai_doan') ? { stage: cell('giai_doan') } : {}),
        ...(cell('san_pham') ? { output: cell('san_pham') } : {}),
        ...(cell('khac_nguoi_buoc') ? { notBy: cell('khac_nguoi_buoc') } : {}),
      },
    ]
  })
  return { steps, faults }
}

/** Lines of cells, parted by tabs where there are any, else by commas or semicolons; quotes as spreadsheets write them. */
function cellsOf(text: string): string[][] {
  const [head = ''] = text.split(/\r?\n/, 1)
  const separator = text.includes('\t') ? '\t' : head.includes(',') ? ',' : ';'
  const lines: string[][] = [[]]
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (isQuoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') cell += text[++at] ?? ''
      else isQuoted = false
    } else if (sign === '"' && cell === '') isQuoted = true
    else if (sign === separator || sign === '\n') {
      lines.at(-1)?.push(cell.replace(/\r$/, ''))
      cell = ''
      if (sign === '\n') lines.push([])
    } else cell += sign
  }
  if (cell !== '' || (lines.at(-1)?.length ?? 0) > 0) lines.at(-1)?.push(cell.replace(/\r$/, ''))
  return lines.filter((line) => line.length > 0)
}

function postKindOf(cell: string): PostKind | undefined {
  const said = plain(cell)
  return postKinds.find(
    (kind) =>
      kind === cell || plain(postKindWords[kind].vi) === said || plain(postKindWords[kind].en) === said,
  )
}

function placeOf(cell: string): DoerPlace | undefined {
  const said = plain(cell)
  if (said === 'receiving' || said === plain(placeWords.receiving)) return 'receiving'
  if (said === 'competent' || said === plain(placeWords.competent)) return 'competent'
  return undefined
}

/** Without marks and capitals, as people type in a hurry. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .toLowerCase()
    .trim()
}
