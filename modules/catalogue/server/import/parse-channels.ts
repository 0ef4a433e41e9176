import type { Channel, FilingChannel } from '../../contract.ts'
import { doubt, type Doubt } from './doubts.ts'
import { type FeeCell, proposeFee, readFee } from './parse-fee.ts'
import { durationsIn, type LimitCell, readLimit, unitsFor } from './parse-limit.ts'

export const channelHeader = 'Hình thức nộpThời gianPhí, lệ phíMô tả'

const channelWords: Record<string, FilingChannel> = {
  'Trực tuyến': 'online',
  'Trực tiếp': 'counter',
  'Dịch vụ bưu chính': 'post',
}

const channelWord = 'Trực tuyến|Trực tiếp|Dịch vụ bưu chính'
const nothing = 'Không có thông tin'
const unit = 'Ngày làm việc|Giờ làm việc|Ngày|Giờ|Tháng|Tuần|Năm|Quý|Phút'
const money = '\\d[\\d.,]*\\s?(?:Việt Nam Đồng|VNĐ|VND|USD|EUR|[A-Z]{3}(?![\\p{L}]))'
const fee = `Miễn phí|${nothing}|${money}`

/**
 * A row begins only where channel, time and fee follow one another without a break, so that descriptions that
 * speak of channels do not start rows. Digits without a unit may have swallowed the time: that is told apart later.
 */
const rowStart = new RegExp(
  `(?<channel>${channelWord})(?:` +
    `(?:(?<amount>\\d{1,5}(?:[.,]\\d{1,2})?)\\s?(?<unit>${unit})|(?<none>${nothing})|(?<bare>\\d{1,5})(?=Miễn|${nothing}))(?<fee>${fee})` +
    `|(?<fused>${money})` +
    `|(?<words>(?=\\p{Lu})[^\\n]{3,120}?)(?<wordsFee>Miễn phí|${nothing})` +
    `|(?<strangeAmount>\\d{1,5})\\s(?<strangeUnit>[\\p{L}][\\p{L} ]{0,20}?)(?<strangeFee>${fee})` +
    `)`,
  'gu',
)

type Row = { start: number; end: number; channel: FilingChannel; groups: Record<string, string | undefined> }

export function parseChannels(source: string, steps: string): { channels: Channel[]; doubts: Doubt[] } {
  const channels: Channel[] = []
  const doubts: Doubt[] = []
  const text = source.trim()
  if (text === '' || text === nothing) return { channels, doubts }
  const at = text.indexOf(channelHeader)
  const table = at < 0 ? text : text.slice(at + channelHeader.length)
  const rows = rowsOf(table)
  const first = rows[0]
  if (!first || table.slice(0, first.start).trim() !== '') {
    doubts.push(doubt('/channels', 'table_unreadable', table.slice(0, first?.start ?? table.length), []))
  }
  for (const [index, row] of rows.entries()) {
    const tail = table.slice(row.end, rows[index + 1]?.start ?? table.length)
    const read = readRow(
      row,
      tail,
      table.slice(row.start, row.end) + tail,
      steps,
      `/channels/${channels.length}`,
    )
    channels.push(read.channel)
    doubts.push(...read.doubts)
  }
  return { channels, doubts: [...doubts, ...farApart(channels)] }
}

function rowsOf(table: string): Row[] {
  const rows: Row[] = []
  for (const match of table.matchAll(rowStart)) {
    const channel = channelWords[match.groups?.['channel'] ?? '']
    if (!channel) continue
    const groups = { ...match.groups }
    // Words in place of a time are taken only at the start of a table or right behind a finished sentence or cell.
    if (
      groups['words'] !== undefined &&
      match.index > 0 &&
      /[\s\p{Ll},]$/u.test(table.slice(0, match.index)) &&
      rows.length === 0
    )
      continue
    rows.push({ start: match.index, end: match.index + match[0].length, channel, groups })
  }
  return rows
}

function readRow(row: Row, tail: string, excerpt: string, steps: string, path: string) {
  const doubts: Doubt[] = []
  const { feeNote, note } = splitTail(tail)
  const fused = row.groups['fused']
  if (fused !== undefined) return readFused(row, fused, feeNote, note, excerpt, steps, path)

  const time = readLimit(limitCell(row.groups), note, steps)
  if (time.reason) doubts.push(doubt(`${path}/limit`, time.reason, excerpt, time.limit, time.proposals))
  const cell = feeCell(row.groups['fee'] ?? row.groups['wordsFee'] ?? row.groups['strangeFee'] ?? '')
  const paid = readFee(cell, feeNote, note)
  if (paid.reason) doubts.push(doubt(`${path}/feeVnd`, paid.reason, excerpt, paid.feeVnd, paid.proposals))
  const words = row.groups['words']
  const channel: Channel = {
    channel: row.channel,
    limit: time.limit,
    feeVnd: paid.feeVnd,
    feeNote: feeNoteOf(cell, feeNote),
    note: joined(words ?? '', note),
  }
  return { channel, doubts }
}

/** "1100 VNĐ": a lost unit has glued the days to the amount. Both fields wait, each with every way to cut. */
function readFused(
  row: Row,
  fused: string,
  feeNote: string,
  note: string,
  excerpt: string,
  steps: string,
  path: string,
) {
  const cell = feeCell(fused)
  const digits = /^[\d.,]+/.exec(fused)?.[0] ?? ''
  const cuts = cutsOf(digits)
  const named = durationsIn(note)
  const amounts = cuts.flatMap((cut) => {
    const read = readFee({ ...cell, amount: cut.fee }, feeNote, note)
    return read.reason ? read.proposals : [proposeFee(cut.fee), ...read.proposals]
  })
  const agreeing = amounts.filter(
    (proposal) => readFee({ ...cell, amount: Number(proposal.value) }, feeNote, note).reason === undefined,
  )
  const channel: Channel = {
    channel: row.channel,
    limit: { unit: 'undefined' },
    feeVnd: null,
    feeNote: joined(fused, feeNote),
    note: note || null,
  }
  const doubts = [
    doubt(
      `${path}/limit`,
      'run_together_numbers',
      excerpt,
      channel.limit,
      cuts.flatMap((cut) => unitsFor(cut.time, named, steps)).slice(0, 6),
    ),
    doubt(`${path}/feeVnd`, 'run_together_numbers', excerpt, null, [...agreeing, ...amounts].slice(0, 6)),
  ]
  return { channel, doubts }
}

/** Every place where a run of digits may part into a time and an amount as the database prints them. */
export function cutsOf(digits: string): { time: number; fee: number }[] {
  const cuts: { time: number; fee: number }[] = []
  for (let at = 1; at <= 3 && at < digits.length; at++) {
    const time = digits.slice(0, at)
    const rest = digits.slice(at)
    if (!/^[1-9]\d*$/.test(time)) continue
    if (!/^(?:[1-9]\d{0,2}(?:[.,]\d{3})*|0)$/.test(rest)) continue
    cuts.push({ time: Number(time), fee: Number(rest.replace(/[.,]/g, '')) })
  }
  return cuts
}

function limitCell(groups: Record<string, string | undefined>): LimitCell {
  const amount = groups['amount'] ?? groups['bare'] ?? groups['strangeAmount']
  const unitWord = groups['unit'] ?? groups['strangeUnit'] ?? null
  if (amount === undefined) return { printed: groups['words'] ?? nothing, amount: null, unit: null }
  return { printed: `${amount} ${unitWord ?? ''}`, amount: Number(amount.replace(',', '.')), unit: unitWord }
}

export function feeCell(printed: string): FeeCell {
  if (printed === 'Miễn phí') return { printed, free: true, amount: 0, currency: 'VND' }
  const match = /^([\d.,]+)\s?(.*)$/u.exec(printed)
  if (!match) return { printed, free: false, amount: null, currency: null }
  const currency = /đồng|vnđ|vnd/iu.test(match[2] ?? '') ? 'VND' : (match[2] ?? '')
  return { printed, free: false, amount: Number((match[1] ?? '').replace(/[.,]/g, '')), currency }
}

/** The note of the fee stands in brackets right behind it; whatever follows describes the channel. */
export function splitTail(tail: string): { feeNote: string; note: string } {
  if (!tail.startsWith('(')) return { feeNote: '', note: tail.trim() }
  let depth = 0
  for (let at = 0; at < tail.length; at++) {
    if (tail[at] === '(') depth++
    if (tail[at] === ')') depth--
    if (depth > 0) continue
    const inside = tail.slice(1, at).trim()
    const rest = tail
      .slice(at + 1)
      .replace(/^\)+/, '')
      .trim()
    return { feeNote: inside.replace(/^\(([^()]*)\)$/, '$1').trim(), note: rest }
  }
  return { feeNote: tail.slice(1).trim(), note: '' }
}

function feeNoteOf(cell: FeeCell, feeNote: string): string | null {
  // What is not an amount in dong must not vanish from the reader's eye.
  const foreign = cell.amount !== null && cell.currency !== 'VND' ? cell.printed : ''
  return joined(foreign, feeNote)
}

function joined(...parts: string[]): string | null {
  return parts.filter((part) => part.trim() !== '').join(' · ') || null
}

/** Channels of one procedure do not differ a hundredfold unless a figure slipped. */
function farApart(channels: Channel[]): Doubt[] {
  const paid = channels.flatMap((channel, index) => (channel.feeVnd ? [{ index, fee: channel.feeVnd }] : []))
  const low = Math.min(...paid.map((row) => row.fee))
  const high = Math.max(...paid.map((row) => row.fee))
  if (paid.length < 2 || high < low * 100) return []
  const proposals = [...new Set(paid.map((row) => row.fee))].map(proposeFee)
  return paid.map(({ index, fee }) => {
    const channel = channels[index]
    if (channel) channel.feeVnd = null
    return doubt(`/channels/${index}/feeVnd`, 'amount_contradicts_channels', `${fee}`, null, proposals)
  })
}
