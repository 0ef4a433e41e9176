import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect } from 'vitest'
import { fakeClock } from '#platform/clock.ts'
import { inTransaction, type AnyDb } from '#platform/database.ts'
import { newCaseId, shardOf } from '#platform/ids.ts'
import { committedTest, dbTest, TEST_NOW } from '#testing/db-test.ts'
import { docx, png, smallPdf } from './contents.test-builder.ts'
import { filesModule } from './index.ts'
import type { WriteChunk } from './store-upload.ts'
import { filesTables } from './tables.ts'

const clock = fakeClock(TEST_NOW)
const caseId = newCaseId(clock, 5)
const pdf = { name: 'Đơn đề nghị.pdf', declaredType: 'application/pdf' }
const component = { kind: 'component', uploadedBy: 'citizen' } as const

describe('files', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'))
    clock.set(TEST_NOW)
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  function files(db: AnyDb, write?: WriteChunk) {
    return filesModule({ db, folder, maxUploadBytes: 100_000, clock, ...(write && { write }) })
  }

  /** Every file under the folder, incoming ones too. */
  async function onDisk() {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
  }

  dbTest('a staged upload becomes a file of its case and reads back as it was sent', async ({ db }) => {
    const module = files(db)
    const staged = await module.stageUpload(Readable.from([smallPdf]), pdf)
    const [file] = await module.attachStaged(
      db,
      caseId,
      [{ token: staged.token, componentKey: 'don' }],
      component,
    )

    expect(file).toMatchObject({
      name: 'Đơn đề nghị.pdf',
      sizeBytes: smallPdf.length,
      sha256: createHash('sha256').update(smallPdf).digest('hex'),
      type: 'application/pdf',
      kind: 'component',
      componentKey: 'don',
      uploadedAt: TEST_NOW,
    })
    expect(await module.listFiles(db, caseId)).toEqual([file])
    expect(await module.listFiles(db, caseId, 'result')).toEqual([])

    const opened = await module.openFile(caseId, file?.id ?? '')
    expect((await buffer(opened.stream)).equals(smallPdf)).toBe(true)
    expect(opened.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(smallPdf.length),
      'content-disposition': `attachment; filename="Don de nghi.pdf"; filename*=UTF-8''${encodeURIComponent('Đơn đề nghị.pdf')}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
  })

  dbTest('only what a browser shows safely is ever shown inline', async ({ db }) => {
    const module = files(db)
    const shown = await module.storeGenerated(db, caseId, smallPdf, {
      name: 'phiếu.pdf',
      type: 'application/pdf',
      kind: 'slip',
    })
    const saved = await module.storeGenerated(db, caseId, Buffer.from('<a/>'), {
      name: 'dữ liệu.xml',
      type: 'application/xml',
      kind: 'slip',
    })

    const openedShown = await module.openFile(caseId, shown.id, 'inline')
    const openedSaved = await module.openFile(caseId, saved.id, 'inline')
    openedShown.stream.destroy()
    openedSaved.stream.destroy()
    expect(openedShown.headers['content-disposition']).toMatch(/^inline;/)
    expect(openedSaved.headers['content-disposition']).toMatch(/^attachment;/)
  })

  dbTest('the same content sent twice lies on disk once, under its hash', async ({ db }) => {
    const module = files(db)
    const first = await module.stageUpload(Readable.from([png]), {
      name: 'ảnh 1.png',
      declaredType: 'image/png',
    })
    const second = await module.stageUpload(Readable.from([png]), {
      name: 'ảnh 2.png',
      declaredType: 'image/png',
    })
    const attached = await module.attachStaged(
      db,
      caseId,
      [{ token: first.token }, { token: second.token }],
      component,
    )

    expect(attached.map((file) => file.name)).toEqual(['ảnh 1.png', 'ảnh 2.png'])
    expect(await onDisk()).toEqual([first.sha256])
    expect(
      await readFile(join(folder, first.sha256.slice(0, 2), first.sha256.slice(2, 4), first.sha256)),
    ).toEqual(png)
  })

  dbTest('rows of a case lie in its shard', async ({ db }) => {
    await files(db).storeGenerated(db, caseId, smallPdf, {
      name: 'a.pdf',
      type: 'application/pdf',
      kind: 'slip',
    })

    expect(await filesTables(db).selectFrom('files.file').select(['shard_key', 'case_id']).execute()).toEqual(
      [{ shard_key: shardOf(caseId), case_id: caseId }],
    )
  })

  dbTest('a refused upload leaves nothing on disk and nothing in the register', async ({ db }) => {
    const module = files(db)

    await expect(module.stageUpload(Readable.from([png]), pdf)).rejects.toMatchObject({
      code: 'files.type_mismatch',
    })
    await expect(module.stageUpload(Readable.from([]), pdf)).rejects.toMatchObject({ code: 'files.empty' })
    await expect(module.stageUpload(Readable.from([Buffer.alloc(100_001)]), pdf)).rejects.toMatchObject({
      code: 'files.too_large',
    })
    await expect(
      module.stageUpload(Readable.from([smallPdf]), { name: 'a\u202eb.pdf', declaredType: '' }),
    ).rejects.toMatchObject({ code: 'files.name_not_allowed' })
    expect(await onDisk()).toEqual([])
    expect(await filesTables(db).selectFrom('files.blob').select('sha256').execute()).toEqual([])
  })

  dbTest('a full disk stores nothing, and the next upload after it works', async ({ db }) => {
    const full: WriteChunk = async () => {
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    }
    await expect(files(db, full).stageUpload(Readable.from([smallPdf]), pdf)).rejects.toMatchObject({
      code: 'files.disk_full',
      kind: 'unavailable',
    })
    await expect(
      files(db, full).storeGenerated(db, caseId, smallPdf, {
        name: 'a.pdf',
        type: 'application/pdf',
        kind: 'slip',
      }),
    ).rejects.toMatchObject({ code: 'files.disk_full' })
    expect(await onDisk()).toEqual([])
    expect(await files(db).listFiles(db, caseId)).toEqual([])

    await expect(files(db).stageUpload(Readable.from([smallPdf]), pdf)).resolves.toMatchObject({
      type: 'application/pdf',
    })
  })

  dbTest(
    'a token works once, within its day, and all attachments of a call stand or fall together',
    async ({ db }) => {
      const module = files(db)
      const good = await module.stageUpload(Readable.from([smallPdf]), pdf)

      const withUnknown = inTransaction(db, (tx) =>
        module.attachStaged(tx, caseId, [{ token: good.token }, { token: 'lạ' }], component),
      )
      await expect(withUnknown).rejects.toMatchObject({
        code: 'files.staging_not_found',
        facts: { positions: [2] },
      })
      expect(await module.listFiles(db, caseId)).toEqual([])

      const twice = inTransaction(db, (tx) =>
        module.attachStaged(tx, caseId, [{ token: good.token }, { token: good.token }], component),
      )
      await expect(twice).rejects.toMatchObject({ facts: { positions: [2] } })

      await module.attachStaged(db, caseId, [{ token: good.token }], component)
      await expect(module.attachStaged(db, caseId, [{ token: good.token }], component)).rejects.toMatchObject(
        { code: 'files.staging_not_found' },
      )

      const late = await module.stageUpload(Readable.from([smallPdf]), pdf)
      clock.advance(24 * 3_600_000)
      await expect(module.attachStaged(db, caseId, [{ token: late.token }], component)).rejects.toMatchObject(
        { code: 'files.staging_not_found' },
      )
    },
  )

  dbTest('more attachments than the limit are refused before anything is taken', async ({ db }) => {
    const references = Array.from({ length: 51 }, (_, index) => ({ token: `t${index}` }))

    await expect(files(db).attachStaged(db, caseId, references, component)).rejects.toMatchObject({
      code: 'files.too_many',
    })
    expect(await files(db).attachStaged(db, caseId, [], component)).toEqual([])
  })

  dbTest('a file of another case is not found', async ({ db }) => {
    const module = files(db)
    const file = await module.storeGenerated(db, caseId, smallPdf, {
      name: 'a.pdf',
      type: 'application/pdf',
      kind: 'slip',
    })

    await expect(module.openFile(newCaseId(clock, 5), file.id)).rejects.toMatchObject({
      code: 'files.not_found',
      kind: 'not_found',
    })
  })

  dbTest('a removed file leaves the list but not the record', async ({ db }) => {
    const module = files(db)
    const file = await module.storeGenerated(db, caseId, smallPdf, {
      name: 'a.pdf',
      type: 'application/pdf',
      kind: 'slip',
    })
    await module.removeFile(db, caseId, file.id)

    expect(await module.listFiles(db, caseId)).toEqual([])
    await expect(module.openFile(caseId, file.id)).rejects.toMatchObject({ code: 'files.not_found' })
    await expect(module.removeFile(db, caseId, file.id)).rejects.toMatchObject({ code: 'files.not_found' })
    expect(await onDisk()).toEqual([file.sha256])
  })

  dbTest('the sweep takes what nobody claimed and keeps what a case holds', async ({ db }) => {
    const module = files(db)
    await module.stageUpload(Readable.from([png]), { name: 'ảnh.png', declaredType: '' })
    const kept = await module.stageUpload(Readable.from([smallPdf]), pdf)
    await module.attachStaged(db, caseId, [{ token: kept.token }], component)
    await writeFile(join(folder, 'incoming', 'half-written'), 'x')
    await utimes(join(folder, 'incoming', 'half-written'), 0, 0)

    clock.advance(23 * 3_600_000)
    expect(await module.removeExpiredStaging()).toEqual({ staged: 0, contents: 0, halfWritten: 1 })
    clock.advance(2 * 3_600_000)
    expect(await module.removeExpiredStaging()).toEqual({ staged: 1, contents: 1, halfWritten: 0 })
    expect(await onDisk()).toEqual([kept.sha256])
  })

  dbTest('content sent again before the sweep outlives the first sender’s day', async ({ db }) => {
    const module = files(db)
    await module.stageUpload(Readable.from([docx]), { name: 'a.docx', declaredType: '' })
    clock.advance(20 * 3_600_000)
    const again = await module.stageUpload(Readable.from([docx]), { name: 'b.docx', declaredType: '' })
    clock.advance(5 * 3_600_000)

    expect(await module.removeExpiredStaging()).toMatchObject({ staged: 1, contents: 0 })
    await expect(module.attachStaged(db, caseId, [{ token: again.token }], component)).resolves.toHaveLength(
      1,
    )
    expect(await onDisk()).toEqual([again.sha256])
  })

  dbTest(
    'verification finds content that is missing, cut or altered, and reading refuses what it can see',
    async ({ db }) => {
      const module = files(db)
      const store = (text: string) =>
        module.storeGenerated(db, caseId, Buffer.from(text), {
          name: `${text}.txt`,
          type: 'text/plain',
          kind: 'slip',
        })
      const [whole, missing, cut, altered] = [
        await store('nguyên'),
        await store('mất'),
        await store('cụt'),
        await store('sửa'),
      ]
      const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
      expect((await stat(pathOf(whole.sha256))).size).toBe(whole.sizeBytes)
      expect(await module.verifyStoredFiles()).toMatchObject({ checked: 4, damaged: [] })

      await rm(pathOf(missing.sha256))
      await truncate(pathOf(cut.sha256), 1)
      await writeFile(pathOf(altered.sha256), 'sứa')
      const { damaged } = await module.verifyStoredFiles()

      expect(new Map(damaged.map(({ sha256, problem }) => [sha256, problem]))).toEqual(
        new Map([
          [missing.sha256, 'missing'],
          [cut.sha256, 'size'],
          [altered.sha256, 'hash'],
        ]),
      )
      await expect(module.openFile(caseId, missing.id)).rejects.toMatchObject({
        code: 'files.content_lost',
        kind: 'unavailable',
      })
      await expect(module.openFile(caseId, cut.id)).rejects.toMatchObject({ code: 'files.content_lost' })
    },
  )

  committedTest(
    'a transaction that fails after keeping a file leaves no file of the case',
    async ({ db }) => {
      const module = files(db)
      const failing = inTransaction(db, async (tx) => {
        await module.storeGenerated(tx, caseId, smallPdf, {
          name: 'a.pdf',
          type: 'application/pdf',
          kind: 'slip',
        })
        throw new Error('the decision was not recorded')
      })

      await expect(failing).rejects.toThrow('the decision was not recorded')
      expect(await module.listFiles(db, caseId)).toEqual([])
    },
  )

  committedTest('uploads of one content at the same moment all succeed', async ({ db }) => {
    const module = files(db)
    const staged = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        module.stageUpload(Readable.from([png]), { name: `ảnh ${index}.png`, declaredType: '' }),
      ),
    )
    const attached = await Promise.all(
      staged.map(({ token }) =>
        inTransaction(db, (tx) => module.attachStaged(tx, newCaseId(clock, 5), [{ token }], component)),
      ),
    )

    expect(attached.flat()).toHaveLength(8)
    expect(await onDisk()).toEqual([staged[0]?.sha256])
  })
})
