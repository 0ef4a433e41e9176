import type { Proposal, QuarantineReason } from '../../contract.ts'

export type FeeCell = { printed: string; free: boolean; amount: number | null; currency: string | null }
export type ReadFee = { feeVnd: number | null; reason?: QuarantineReason; proposals: Proposal[] }

/** No fee of the State is below this; a smaller figure has lost its thousands. */
const smallest = 1_000
const largest = 100_000_000

const freeWords = /^[\s(\-–+]*(?:không(?![\p{L}])|miễn|chưa (?:có )?quy định)/iu
const priced = /phí|mức thu|quy định|quyết định|thông tư|nghị quyết|hội đồng nhân dân|đồng/iu
const onRequest = /[-–+]?\s*Phí cấp bản sao[^.]*(?:nếu có yêu cầu)[^.]*\.?/giu
const untilDate = /(?:áp dụng|đến hết|kể từ ngày|từ ngày)[^;]{0,80}?\d{1,2}\s*(?:\/|tháng)\s*\d{1,2}/iu

export function readFee(cell: FeeCell, feeNote: string, note: string): ReadFee {
  const inFeeNote = amountsIn(feeNote)
  const named = inFeeNote.length > 0 ? inFeeNote : amountsIn(note)
  if (cell.free) return readFree(feeNote, inFeeNote)
  if (cell.amount === null) {
    return named.length > 0
      ? { feeVnd: null, reason: 'amount_in_words', proposals: named.map(proposeFee) }
      : { feeVnd: null, proposals: [] }
  }
  if (cell.currency !== 'VND')
    return { feeVnd: null, reason: 'foreign_currency', proposals: named.map(proposeFee) }
  if (cell.amount > 0 && cell.amount < smallest) {
    const waived = /(?:được )?miễn/iu.test(feeNote) ? [0] : []
    const scaled = cell.amount * 1_000
    const agreeing = named.filter((amount) => amount === scaled)
    return {
      feeVnd: null,
      reason: 'amount_lost_zeros',
      proposals: [...agreeing, ...waived, scaled, ...named].map(proposeFee),
    }
  }
  const both = [cell.amount, ...named].map(proposeFee)
  if (cell.amount > largest && !named.includes(cell.amount)) {
    return { feeVnd: null, reason: 'implausibly_large', proposals: both }
  }
  const others = named.filter((amount) => amount !== cell.amount)
  if (others.length > 0 && untilDate.test(`${feeNote} ${note}`)) {
    return { feeVnd: null, reason: 'amount_depends_on_date', proposals: both }
  }
  if (inFeeNote.length > 0 && !inFeeNote.includes(cell.amount)) {
    return { feeVnd: null, reason: 'amount_contradicts_note', proposals: both }
  }
  return { feeVnd: cell.amount, proposals: [] }
}

/** The database prints "free" for an empty amount too, so a note that speaks of money takes the word's credit away. */
function readFree(feeNote: string, named: number[]): ReadFee {
  const bearing = feeNote
    .replace(onRequest, ' ')
    .replace(/chi phí/giu, ' ')
    .trim()
  const statesFree = freeWords.test(bearing)
  if (statesFree || !priced.test(bearing)) return { feeVnd: 0, proposals: [] }
  const free: Proposal = { value: 0, vi: 'miễn phí', en: 'free of charge' }
  return { feeVnd: null, reason: 'free_contradicts_note', proposals: [...named.map(proposeFee), free] }
}

/** Amounts of money in running text: grouped thousands, with or without the word for dong. */
export function amountsIn(text: string): number[] {
  const pattern =
    /(?<![\d.,/])(\d{1,3}(?:[.,]000)+|\d{1,3}(?:[.,]\d{3})+(?=\s*(?:đồng|đ(?!\p{L})|vnđ|vnd|\/)))(?![\d.,]*\d)/giu
  const found = new Set<number>()
  for (const match of text.matchAll(pattern)) found.add(Number((match[1] ?? '').replace(/[.,]/g, '')))
  return [...found]
}

export function proposeFee(amount: number): Proposal {
  const grouped = (separator: string) => String(amount).replace(/\B(?=(\d{3})+$)/g, separator)
  return { value: amount, vi: `${grouped('.')} đồng`, en: `${grouped(',')} dong` }
}
