import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { getProcedure } from '../get-procedure.ts'
import { isProcedureRecord, problemsOf } from '../check-record.ts'
import { valueAt } from '../json-pointer.ts'
import { bytesOf, testParts } from '../procedure-builder.ts'
import { completenessOf } from './completeness.ts'
import { importProcedures } from './import-procedures.ts'
import { parseNationalRecord, type ParsedRecord } from './parse-national-record.ts'
import { readRecord } from './read-record.ts'

// The records themselves are not ours to publish, so they are read from beside the repository and nothing of them stands here.
const root =
  process.env['THANGLONG_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data')
const sample = join(root, 'procedures', 'national-database-sample.jsonl')
const present = existsSync(sample)

if (!present) {
  test.skip('the 300 published records are read: skipped, no sample; name its folder in THANGLONG_SHARED_DATA', () =>
    undefined)
}

describe.runIf(present)('the 300 published records', () => {
  const parsed: (ParsedRecord & { raw: Record<string, string> })[] = []
  const each = (): typeof parsed => {
    if (parsed.length > 0) return parsed
    for (const line of readFileSync(sample, 'utf8').trim().split('\n')) {
      const read = readRecord(line)
      if ('problem' in read) throw new Error(`${read.problem} in ${read.excerpt}`)
      parsed.push({ ...parseNationalRecord(read.raw), raw: { ...read.raw } })
    }
    return parsed
  }
  const byCode = (code: string) => {
    const found = each().find(({ record }) => record.code === code)
    if (!found) throw new Error(`no ${code} in the sample`)
    return found
  }

  test('are all read into the shape of a procedure', () => {
    expect(each()).toHaveLength(300)
    for (const { record } of each()) {
      expect([record.code, problemsOf(record), isProcedureRecord(record)]).toEqual([record.code, [], true])
      expect(record.levels.length).toBeGreaterThan(0)
      expect(record.channels.length).toBeGreaterThan(0)
    }
  })

  test('hold no limit that was guessed: it has a unit, or waits, or the record says there is none', () => {
    for (const { record, quarantined, findings } of each()) {
      record.channels.forEach((channel, index) => {
        const path = `/channels/${index}/limit`
        const stated = channel.limit.unit !== 'undefined'
        const waits = quarantined.some((doubt) => doubt.path === path)
        const none = findings.some((finding) => finding.path === path)
        expect([record.code, path, [stated, waits, none].filter(Boolean).length]).toEqual([
          record.code,
          path,
          1,
        ])
      })
    }
  })

  test('hold no amount that was guessed: below a thousand, or named otherwise in its own note, it waits', () => {
    for (const { record } of each()) {
      for (const { feeVnd } of record.channels)
        expect(feeVnd === null || feeVnd === 0 || feeVnd >= 1_000).toBe(true)
    }
  })

  test('keep every doubtful field empty and offer only values of its shape', () => {
    for (const { record, quarantined } of each()) {
      for (const doubt of quarantined) {
        expect(doubt.excerpt).not.toBe('')
        expect(valueAt(record, doubt.path)).toEqual(doubt.current)
      }
    }
  })

  test('lose no word: the source text is kept whole, and doubts quote it', () => {
    for (const { raw, sourceText } of each()) {
      expect(sourceText).toBe((raw['raw_text'] ?? '').normalize('NFC').replace(/\r\n?/gu, '\n').trim())
    }
  })

  test('count as complete exactly where indicator 1.3 would say so', () => {
    for (const { record, completeness } of each()) expect(completeness).toEqual(completenessOf(record))
    const percents = each().map(({ completeness }) => completeness.percent)
    expect(percents.filter((percent) => percent === 100).length).toBeGreaterThan(150)
  })

  test('agree with the facts that were looked up by hand', () => {
    const limits = (code: string) =>
      byCode(code).record.channels.map(({ channel, limit }) => [channel, limit.unit, limit.amount])
    const fees = (code: string) =>
      byCode(code).record.channels.map(({ channel, feeVnd }) => [channel, feeVnd])
    const reasons = (code: string, part: string) =>
      new Set(
        byCode(code)
          .quarantined.filter((doubt) => doubt.path.endsWith(part))
          .map((doubt) => doubt.reason),
      )

    expect(limits('1.004222')).toEqual([
      ['online', 'working_days', 7],
      ['counter', 'working_days', 7],
    ])
    expect(fees('1.004222')).toEqual([
      ['online', 10_000],
      ['counter', 20_000],
    ])
    expect(fees('1.004194')[0]).toEqual(['online', 7_000])
    expect(reasons('1.002755', 'feeVnd')).toContain('amount_contradicts_note')
    expect(reasons('1.001193', 'limit')).toEqual(new Set(['number_without_unit']))
    expect(byCode('1.001193').quarantined[0]?.proposals[0]?.value).toEqual({
      unit: 'same_day_before',
      cutoff: '15:00',
    })
    expect(fees('1.001193').every(([, fee]) => fee === 0)).toBe(true)
    expect(reasons('1.004873', 'feeVnd')).toEqual(new Set(['free_contradicts_note']))
    expect(reasons('1.002010', 'feeVnd')).toEqual(new Set(['amount_lost_zeros']))
    expect(limits('1.012812').map(([channel, unit, amount]) => [channel, unit, amount])).toContainEqual([
      'post',
      'calendar_days',
      30,
    ])
    expect(limits('2.002043').every(([, unit, amount]) => unit === 'working_days' && amount === 3)).toBe(true)
    expect(fees('2.000635').every(([, fee]) => fee === 8_000)).toBe(true)
    expect(new Set(limits('1.013977').map(([, , amount]) => amount))).toEqual(new Set([15, 18, 8]))
  })

  dbTest('are imported, once, whatever is repeated; a changed one gets a version', async ({ db, clock }) => {
    const parts = testParts(db, clock)
    const options = { clock, timeZone: parts.timeZone, name: 'sample.jsonl' }
    const first = await importProcedures(parts.db, createReadStream(sample), options)
    expect(first).toMatchObject({ lines: 300, added: 300, changed: 0, unchanged: 0, refused: 0, issues: [] })
    expect(first.quarantined).toBe(each().reduce((sum, { quarantined }) => sum + quarantined.length, 0))

    expect(await importProcedures(parts.db, createReadStream(sample), options)).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: 300,
    })

    clock.advance(86_400_000)
    const changed = readFileSync(sample, 'utf8').replace(/"ten_thu_tuc": "/u, '"ten_thu_tuc": "Tên đã sửa: ')
    expect(await importProcedures(parts.db, bytesOf(changed), options)).toMatchObject({
      added: 0,
      changed: 1,
      unchanged: 299,
    })
    const code = each()[0]?.record.code ?? ''
    expect(await getProcedure(parts, code)).toMatchObject({ version: 2, validFrom: '2023-11-10' })
    expect(await getProcedure(parts, code, { version: 1 })).toMatchObject({ validTo: '2023-11-10' })
  })
})
