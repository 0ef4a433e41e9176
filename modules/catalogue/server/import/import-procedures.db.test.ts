import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { committedTest, dbTest } from '#testing/db-test.ts'
import { getProcedure } from '../get-procedure.ts'
import { runImportProcedures } from '../index.ts'
import { listQuarantine } from '../list-quarantine.ts'
import {
  aProcedure,
  aPublishedLine,
  bytesOf,
  channelText,
  reviewer,
  testParts,
} from '../procedure-builder.ts'
import { seedProcedures } from '../publish-procedure.ts'
import { resolveQuarantine } from '../resolve-quarantine.ts'
import type { CatalogueTables } from '../tables.ts'
import { importProcedures, type ImportOptions } from './import-procedures.ts'
import { componentHeader } from './parse-components.ts'

function importing(db: AnyDb, clock: FakeClock, options: Partial<ImportOptions> = {}) {
  const catalogue = db.withTables<CatalogueTables>()
  return (...parts: (string | Buffer)[]) =>
    importProcedures(catalogue, bytesOf(...parts), {
      clock,
      timeZone: 'Asia/Ho_Chi_Minh',
      name: 'thử.jsonl',
      ...options,
    })
}

dbTest('a published record can be read the moment it is imported', async ({ db, clock }) => {
  const summary = await importing(db, clock)(`${aPublishedLine()}\n`)
  expect(summary).toMatchObject({
    lines: 1,
    added: 1,
    changed: 0,
    unchanged: 0,
    refused: 0,
    quarantined: 0,
    averageCompleteness: 100,
    issues: [],
  })

  const view = await getProcedure(testParts(db, clock), '1.900001')
  expect(view).toMatchObject({
    versionId: '1.900001@1',
    version: 1,
    validFrom: '2023-11-09',
    validTo: null,
    origin: 'national',
    quarantined: [],
  })
})

dbTest('importing the same file again changes nothing', async ({ db, clock }) => {
  const file = `${aPublishedLine()}\n${aPublishedLine({ ma_thu_tuc: '1.900002' })}\n`
  await importing(db, clock)(file)
  clock.advance(86_400_000)
  expect(await importing(db, clock)(file)).toMatchObject({ added: 0, changed: 0, unchanged: 2, refused: 0 })
  expect((await getProcedure(testParts(db, clock), '1.900001')).version).toBe(1)
})

dbTest(
  'a changed record makes a new version and closes the old one, which its dossiers still read',
  async ({ db, clock }) => {
    await importing(db, clock)(aPublishedLine())
    clock.advance(3 * 86_400_000)
    const summary = await importing(
      db,
      clock,
    )(aPublishedLine({ cach_thuc_thuc_hien: channelText('Trực tiếp5 Ngày làm việcMiễn phí') }))
    expect(summary).toMatchObject({ added: 0, changed: 1, unchanged: 0 })

    const parts = testParts(db, clock)
    expect(await getProcedure(parts, '1.900001')).toMatchObject({
      version: 2,
      validFrom: '2023-11-12',
      channels: [{ limit: { amount: 5 } }],
    })
    expect(await getProcedure(parts, '1.900001', { version: 1 })).toMatchObject({
      validTo: '2023-11-12',
      channels: [{ limit: { amount: 3 } }],
    })
    expect((await getProcedure(parts, '1.900001', { on: '2023-11-10' })).version).toBe(1)
  },
)

dbTest('bad lines are named by number and reason, and the rest is imported', async ({ db, clock }) => {
  const summary = await importing(db, clock)(
    `${aPublishedLine()}\n`,
    '{"ma_thu_tuc": "1.900002", \n',
    '[1, 2]\n\n',
    `${aPublishedLine({ ma_thu_tuc: undefined })}\n`,
    `${aPublishedLine({ ma_thu_tuc: 'TTHC-1' })}\n`,
    `${aPublishedLine({ ma_thu_tuc: '1.900003', ten_thu_tuc: ' ' })}\n`,
    `${aPublishedLine({ ma_thu_tuc: '1.900004', linh_vuc: 5 })}\n`,
    Buffer.concat([Buffer.from('{"ma_thu_tuc":"1.9'), Buffer.from([0xff, 0xfe]), Buffer.from('"}\n')]),
    `${aPublishedLine({ ma_thu_tuc: '1.900005' })}`,
  )
  expect(summary).toMatchObject({ lines: 10, added: 2, refused: 7 })
  expect(summary.issues.map((issue) => [issue.line, issue.reason, issue.code])).toEqual([
    [2, 'malformed_json', null],
    [3, 'not_an_object', null],
    [5, 'missing_code', null],
    [6, 'bad_code', 'TTHC-1'],
    [7, 'missing_name', '1.900003'],
    [8, 'field_not_text', '1.900004'],
    [9, 'invalid_utf8', null],
  ])
  expect(summary.issues.every((issue) => issue.vi !== '' && issue.en !== '')).toBe(true)
})

dbTest('the first line with a code counts, and later ones say where it stands', async ({ db, clock }) => {
  const many = Array.from({ length: 60 }, (_, index) =>
    aPublishedLine({ ma_thu_tuc: `2.${String(index).padStart(6, '0')}` }),
  )
  const summary = await importing(
    db,
    clock,
  )([aPublishedLine(), aPublishedLine({ ten_thu_tuc: 'Tên khác' }), ...many, aPublishedLine()].join('\n'))
  expect(summary).toMatchObject({ added: 61, refused: 2 })
  expect(summary.issues.map((issue) => [issue.line, issue.reason, issue.en.includes('line 1 ')])).toEqual([
    [2, 'duplicate_code', true],
    [63, 'duplicate_code', true],
  ])
  expect((await getProcedure(testParts(db, clock), '1.900001')).name).toBe('Cấp giấy thử nghiệm')
})

dbTest(
  'a file in UTF-16 with its mark is imported, and one without it is refused line by line',
  async ({ db, clock }) => {
    expect(await importing(db, clock)(Buffer.from(`\ufeff${aPublishedLine()}\n`, 'utf16le'))).toMatchObject({
      added: 1,
      refused: 0,
    })
    const unmarked = await importing(db, clock)(
      `${aPublishedLine({ ma_thu_tuc: '1.900002' })}\n`,
      Buffer.from(`${aPublishedLine()}\n`, 'utf16le'),
    )
    expect(unmarked).toMatchObject({
      added: 1,
      issues: [{ line: 2, reason: 'encoding_not_utf8' }, { line: 3 }],
    })
  },
)

dbTest('a record with null bytes and halves of letters is stored without them', async ({ db, clock }) => {
  const line = aPublishedLine().replace('Cấp giấy', '\\u0000Cấp \\ud800giấy')
  expect(await importing(db, clock)(line)).toMatchObject({ added: 1, refused: 0 })
  expect((await getProcedure(testParts(db, clock), '1.900001')).name).toBe('Cấp \ufffdgiấy thử nghiệm')
})

dbTest(
  'a record with thousands of doubts and letters outside the first plane is stored whole',
  async ({ db, clock }) => {
    const papers = Array.from(
      { length: 3_000 },
      (_, index) => `Đơn ${'😀'.repeat(40)} mẫu ${1_000 + index}1 bản chính`,
    )
    const line = aPublishedLine({ thanh_phan_ho_so: `--${componentHeader}${papers.join('')}` })
    expect(await importing(db, clock)(line)).toMatchObject({ added: 1, refused: 0, quarantined: 3_000 })
  },
)

dbTest('a file of a hundred megabytes passes through a bounded memory', async ({ db, clock }) => {
  const filler = 'Đoạn mô tả dài. '.repeat(12_000)
  const size = 100 * 1024 * 1024
  let sent = 0
  async function* file(): AsyncGenerator<Buffer> {
    for (let number = 0; sent < size; number++) {
      const line = Buffer.from(
        `${aPublishedLine({ ma_thu_tuc: `3.${String(number).padStart(6, '0')}`, raw_text: filler })}\n`,
      )
      sent += line.length
      yield line
    }
    const endless = Buffer.alloc(1024 * 1024, 0x78)
    for (let piece = 0; piece < 12; piece++) yield endless
    yield Buffer.from(`\n${aPublishedLine()}\n`)
  }
  let peak = 0
  const catalogue = db.withTables<CatalogueTables>()
  const before = process.memoryUsage().heapUsed
  const seen: number[] = []
  const summary = await importProcedures(catalogue, file(), {
    clock,
    timeZone: 'Asia/Ho_Chi_Minh',
    name: 'lớn.jsonl',
    onProgress: (progress) => {
      peak = Math.max(peak, process.memoryUsage().heapUsed - before)
      seen.push(progress.bytes)
    },
  })
  expect(summary.bytes).toBeGreaterThan(size)
  expect(summary.added).toBe(summary.lines - 1)
  expect(summary.issues).toMatchObject([{ line: summary.lines - 1, reason: 'line_too_long' }])
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(peak).toBeLessThan(200 * 1024 * 1024)
})

dbTest(
  'the city’s own process stays when the national record of the procedure is imported',
  async ({ db, clock }) => {
    await seedProcedures(db.withTables<CatalogueTables>(), clock, [aProcedure()], { validFrom: '2023-01-01' })
    expect(await importing(db, clock)(aPublishedLine())).toMatchObject({ added: 0, changed: 1 })
    expect(await getProcedure(testParts(db, clock), '1.900001')).toMatchObject({
      version: 2,
      competentTier: 'commune',
      process: [{ key: 'receive' }],
    })
  },
)

dbTest(
  'a doubtful record does not take a working procedure out of service until it is reviewed',
  async ({ db, clock }) => {
    const parts = testParts(db, clock)
    await seedProcedures(parts.db, clock, [aProcedure()], { validFrom: '2023-01-01' })
    await importing(db, clock)(aPublishedLine({ cach_thuc_thuc_hien: channelText('Trực tiếp1Miễn phí') }))
    expect((await getProcedure(parts, '1.900001')).version).toBe(1)

    const [field] = (await listQuarantine(parts, reviewer, {})).items
    expect(field).toMatchObject({
      versionId: '1.900001@2',
      proposals: [{ value: { unit: 'working_days', amount: 3 } }, {}, {}, {}],
    })
    await resolveQuarantine(parts, reviewer, field?.id ?? '', { action: 'accept', proposal: 1 })
    expect(await getProcedure(parts, '1.900001')).toMatchObject({
      version: 3,
      channels: [{ limit: { unit: 'working_days', amount: 1 } }],
    })
  },
)

dbTest(
  'what an official decided about the same words is offered again, never taken over',
  async ({ db, clock }) => {
    const parts = testParts(db, clock)
    const doubtful = (name: string) =>
      aPublishedLine({ ten_thu_tuc: name, cach_thuc_thuc_hien: channelText('Trực tiếp2Miễn phí') })
    await importing(db, clock)(doubtful('Tên cũ'))
    const [first] = (await listQuarantine(parts, reviewer, {})).items
    await resolveQuarantine(parts, reviewer, first?.id ?? '', {
      action: 'fix',
      value: { unit: 'months', amount: 2 },
    })

    await importing(db, clock)(doubtful('Tên mới'))
    const [again] = (await listQuarantine(parts, reviewer, {})).items
    expect(again).toMatchObject({
      status: 'open',
      proposals: [{ value: { unit: 'months', amount: 2 } }, {}, {}, {}],
    })
    expect((await getProcedure(parts, '1.900001')).channels[0]?.limit).toEqual({ unit: 'undefined' })
  },
)

dbTest(
  'the command tells by its exit code whether lines were refused, and names a file that cannot be read',
  async ({ db, clock }) => {
    const folder = mkdtempSync(join(tmpdir(), 'thanglong-import-'))
    const run = (name: string) => runImportProcedures({ db, clock, file: join(folder, name) })
    try {
      writeFileSync(join(folder, 'good.jsonl'), aPublishedLine())
      writeFileSync(join(folder, 'mixed.jsonl'), `${aPublishedLine()}\nxấu\n`)
      writeFileSync(join(folder, 'bad.jsonl'), 'xấu')
      expect(await run('good.jsonl')).toMatchObject({ exitCode: 0, summary: { source: 'good.jsonl' } })
      expect(await run('mixed.jsonl')).toMatchObject({ exitCode: 1 })
      expect(await run('bad.jsonl')).toMatchObject({ exitCode: 2 })
      await expect(run('none.jsonl')).rejects.toMatchObject({ code: 'catalogue.file_unreadable' })
      await expect(run('.')).rejects.toMatchObject({ code: 'catalogue.file_unreadable' })
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)

committedTest(
  'two imports of one file at the same time leave one version of each procedure',
  async ({ db, clock }) => {
    const file = Array.from({ length: 120 }, (_, index) =>
      aPublishedLine({ ma_thu_tuc: `2.${String(index).padStart(6, '0')}` }),
    ).join('\n')
    const both = await Promise.all([importing(db, clock)(file), importing(db, clock)(file)])
    expect(both.map((summary) => summary.refused)).toEqual([0, 0])
    expect(both[0].added + both[1].added).toBe(120)
    expect(both[0].unchanged + both[1].unchanged).toBe(120)
    const versions = await db
      .withTables<CatalogueTables>()
      .selectFrom('catalogue.procedure_version')
      .select('id')
      .execute()
    expect(versions).toHaveLength(120)
  },
)
