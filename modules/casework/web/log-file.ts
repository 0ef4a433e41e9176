import { foldText } from '#platform/ui/format.ts'
import type { CsvMapping, ExportFormat } from '../insight.ts'
import { CsvReader } from '../insight/csv-rows.ts'

/** What can be seen of a log file before it is sent. */
export type LogFile = { format: 'xes' } | { format: 'csv'; header: string[]; rows: string[][] }

const HEAD_BYTES = 65_536
const MOST_ROWS = 3

/** Looks at the beginning of a file; undefined where it is neither XES nor CSV. */
export async function lookAtLog(file: File): Promise<LogFile | undefined> {
  const text = await beginningOf(file)
  if (/^\uFEFF?\s*<\?xml|^\uFEFF?\s*<log[\s>]/.test(text)) return { format: 'xes' }
  const rows: string[][] = []
  const reader = new CsvReader(({ fields, fault }) => {
    if (!fault) rows.push(fields)
  })
  reader.write(text)
  const [header, ...rest] = rows
  if (!header || header.length < 3 || text.includes('\u0000')) return undefined
  return { format: 'csv', header: header.map((name) => name.trim()), rows: rest.slice(0, MOST_ROWS) }
}

async function beginningOf(file: File): Promise<string> {
  const stream = (await isPacked(file))
    ? file.stream().pipeThrough(new DecompressionStream('gzip'))
    : file.stream()
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (text.length < HEAD_BYTES) {
    const { done, value } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
  }
  await reader.cancel()
  return text
}

async function isPacked(file: File): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  return first === 0x1f && second === 0x8b
}

/** The file as it is sent: packed, for logs are long and say the same again and again. */
export async function packedFile(file: File): Promise<Blob> {
  if (await isPacked(file)) return file
  return new Response(file.stream().pipeThrough(new CompressionStream('gzip'))).blob()
}

type Field = keyof CsvMapping

/** How columns are named by us, by process mining tools and in Vietnamese offices. */
const known: Record<Field, readonly string[]> = {
  case: ['case', 'case id', 'case:concept:name', 'caseid', 'trace', 'ma ho so', 'so ho so', 'ma'],
  activity: ['activity', 'concept:name', 'event', 'task', 'buoc', 'cong viec', 'viec', 'hoat dong'],
  time: [
    'time',
    'time:timestamp',
    'timestamp',
    'completetimestamp',
    'complete timestamp',
    'date',
    'thoi diem',
    'thoi gian',
    'luc',
    'ngay',
  ],
  lifecycle: ['lifecycle', 'lifecycle:transition', 'transition', 'trang thai'],
  role: ['role', 'org:role', 'chuc danh', 'vai tro'],
  person: ['person', 'resource', 'org:resource', 'user', 'can bo', 'nguoi lam', 'nguoi xu ly'],
  unit: ['unit', 'org:group', 'group', 'department', 'don vi', 'phong ban', 'noi'],
}

/** Guesses which column is what from its name; what is not known is left open. */
export function guessMapping(header: readonly string[]): Partial<CsvMapping> {
  const folded = header.map((name) => foldText(name).replaceAll('_', ' '))
  const guess: Partial<CsvMapping> = {}
  for (const field of Object.keys(known) as Field[]) {
    const place = known[field].map((name) => folded.indexOf(name)).find((one) => one !== -1)
    const name = place === undefined ? undefined : header[place]
    if (name !== undefined) guess[field] = name
  }
  return guess
}

export function formOf(
  {
    name,
    source,
    format,
    mapping,
  }: { name: string; source: string; format: ExportFormat; mapping: Partial<CsvMapping> },
  file: Blob,
): FormData {
  const form = new FormData()
  form.set('name', name)
  form.set('source', source)
  form.set('format', format)
  if (format === 'csv') form.set('mapping', JSON.stringify(mapping))
  form.set('file', file, 'log.gz')
  return form
}
