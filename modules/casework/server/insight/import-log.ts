import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Value } from 'typebox/value'
import { AppError } from '#platform/errors.ts'
import type { Part } from '#platform/http-route.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import { ImportLogSchema, type ForeignLogView, type ImportLog } from '../../insight.ts'
import { csvLog, MissingColumn } from '../../insight/csv-log.ts'
import { num, type EventLog } from '../../insight/event-log.ts'
import { ForeignEvents, type GatheredLog } from '../../insight/foreign-events.ts'
import { BadXes, xesLog } from '../../insight/xes-log.ts'
import { insertForeignLog } from './foreign-log-store.ts'
import { showForeignLog } from './foreign-logs.ts'
import { insightErrors } from './insight-errors.ts'
import type { InsightParts } from './insight-parts.ts'
import { packLog } from './packed-log.ts'

const MOST_EVENTS = 1_000_000
/** Of the text, whatever it was packed to on the way. */
const MOST_BYTES = 400 * 1_048_576

/** Takes a log of another system from a form whose fields come before its file; bad rows are set aside, the rest is kept. */
export async function importLog(
  parts: InsightParts,
  officer: Officer,
  form: AsyncIterable<Part>,
): Promise<ForeignLogView> {
  parts.organisation.requirePermission(officer, 'casework.mine')
  const fields: Record<string, unknown> = {}
  let id: number | undefined
  for await (const part of form) {
    if (part.kind === 'field') fields[part.name] = part.name === 'mapping' ? jsonIn(part.value) : part.value
    else if (id !== undefined) part.stream.resume()
    else {
      try {
        id = await store(parts, officer, asked(fields), part.stream)
      } finally {
        part.stream.resume()
      }
    }
  }
  if (id === undefined) throw insightErrors.noFile()
  return showForeignLog(parts, officer, id)
}

function asked(fields: Record<string, unknown>): ImportLog {
  if (!Value.Check(ImportLogSchema, fields) || (fields.format === 'csv' && !fields.mapping))
    throw insightErrors.noFile()
  return fields
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw insightErrors.noFile()
  }
}

async function store(parts: InsightParts, officer: Officer, ask: ImportLog, file: Readable): Promise<number> {
  const { log, quarantine, quarantined } = await readLog(ask, file)
  // The multipart reader cuts a file at the server's limit and says so only here.
  if ('truncated' in file && file.truncated === true) throw insightErrors.cutOff()
  if (log.size === 0) throw insightErrors.nothingRead(quarantine)
  const [first, last] = boundsOf(log)
  return insertForeignLog(parts.db, {
    name: ask.name,
    source: ask.source,
    format: ask.format,
    unitId: officer.unitId,
    importedBy: officer.accountId,
    importedAt: parts.clock.now(),
    cases: log.cases.length,
    events: log.size,
    firstAt: new Date(first),
    lastAt: new Date(last),
    quarantined,
    quarantine,
    columns: await packLog(log),
  })
}

const limits = { bytes: MOST_BYTES, events: MOST_EVENTS }

/** Reads a log piece by piece. Errors: `casework.log_*`. */
export async function readLog(ask: ImportLog, file: Readable, most = limits): Promise<GatheredLog> {
  const events = new ForeignEvents()
  const reader = ask.format === 'csv' && ask.mapping ? csvLog(ask.mapping, events) : xesLog(events)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    let bytes = 0
    for await (const chunk of await unpacked(file)) {
      bytes += chunk.length
      if (bytes > most.bytes) throw insightErrors.tooManyBytes(most.bytes)
      reader.write(decode(decoder, chunk))
      if (events.size > most.events) throw insightErrors.tooBig(most.events)
    }
    reader.write(decode(decoder))
    reader.end()
  } catch (error) {
    if (error instanceof BadXes) throw insightErrors.badXes(error.line, error.because)
    if (error instanceof MissingColumn) throw insightErrors.noColumn(error.column, error.header)
    throw error
  }
  return events.build()
}

function decode(decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch {
    throw insightErrors.notReadable()
  }
}

/** The file as it is, or unpacked where it begins as gzip does. */
async function unpacked(file: Readable): Promise<AsyncIterable<Buffer>> {
  const chunks = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const first = await chunks.next()
  async function* sent() {
    for (let next = first; !next.done; next = await chunks.next()) yield next.value
  }
  const isPacked = !first.done && first.value[0] === 0x1f && first.value[1] === 0x8b
  return isPacked ? gunzipped(Readable.from(sent())) : sent()
}

async function* gunzipped(from: Readable): AsyncIterable<Buffer> {
  const gunzip = createGunzip()
  from.on('error', (error) => gunzip.destroy(error))
  gunzip.on('error', () => from.destroy())
  try {
    for await (const chunk of from.pipe(gunzip)) yield chunk as Buffer
  } catch (error) {
    throw error instanceof AppError || from.errored ? (from.errored ?? error) : insightErrors.notReadable()
  }
}

function boundsOf({ at, size }: EventLog): [number, number] {
  let [first, last] = [num(at, 0), num(at, 0)]
  for (let index = 1; index < size; index++) {
    first = Math.min(first, num(at, index))
    last = Math.max(last, num(at, index))
  }
  return [first, last]
}
