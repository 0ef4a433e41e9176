import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { receiveUpload, type WriteChunk } from './store-upload.ts'

describe('receiving an upload', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  function receive(source: Readable, maxBytes = 1000, write?: WriteChunk) {
    return receiveUpload(source, { folder, name: 'đơn.pdf', maxBytes, ...(write && { write }) })
  }

  async function leftovers() {
    return readdir(join(folder, 'incoming')).catch(() => [])
  }

  test('the bytes on disk are the bytes sent, and the hash is theirs', async () => {
    const content = Buffer.from('Cộng hòa xã hội chủ nghĩa Việt Nam')
    const received = await receive(Readable.from([content.subarray(0, 7), content.subarray(7)]))

    expect(received.sizeBytes).toBe(content.length)
    expect(received.sha256).toBe(createHash('sha256').update(content).digest('hex'))
    expect((await readFile(received.path)).equals(content)).toBe(true)
  })

  test('an upload of exactly the limit is taken', async () => {
    expect((await receive(Readable.from([Buffer.alloc(600), Buffer.alloc(400)]))).sizeBytes).toBe(1000)
  })

  test('an upload one byte over the limit is refused, leaves nothing, and is still read to its end', async () => {
    const source = new PassThrough()
    const receiving = receive(source)
    source.write(Buffer.alloc(1001))

    await expect(receiving).rejects.toMatchObject({
      code: 'files.too_large',
      kind: 'invalid',
      facts: { maxBytes: 1000 },
    })
    expect(await leftovers()).toEqual([])

    const ended = new Promise((resolve) => source.once('end', resolve))
    source.end(Buffer.alloc(100_000))
    await ended
  })

  test('an upload that the multipart reader cut is too large, whichever way it says so', async () => {
    const marked = Object.assign(Readable.from([Buffer.alloc(10)]), { truncated: true })
    await expect(receive(marked)).rejects.toMatchObject({ code: 'files.too_large' })

    const failing = new PassThrough()
    const receiving = receive(failing)
    failing.destroy(Object.assign(new Error('request file too large'), { code: 'FST_REQ_FILE_TOO_LARGE' }))
    await expect(receiving).rejects.toMatchObject({ code: 'files.too_large' })
    expect(await leftovers()).toEqual([])
  })

  test('a file of 0 bytes is refused and leaves nothing', async () => {
    await expect(receive(Readable.from([]))).rejects.toMatchObject({ code: 'files.empty', kind: 'invalid' })
    expect(await leftovers()).toEqual([])
  })

  test.each([
    ['without a word', undefined],
    ['with an error', new Error('socket hang up')],
  ])('a sender that goes away %s leaves nothing behind', async (_, error) => {
    const source = new PassThrough()
    const written: number[] = []
    const receiving = receive(source, 1000, async (file, chunk) => {
      await file.writeFile(chunk)
      written.push(chunk.length)
      source.destroy(error)
    })
    source.write(Buffer.alloc(100))

    await expect(receiving).rejects.toMatchObject({ code: 'files.upload_interrupted', kind: 'unavailable' })
    expect(written).toEqual([100])
    expect(await leftovers()).toEqual([])
  })

  test.each(['ENOSPC', 'EDQUOT'])(
    'a disk that is full (%s) in the middle refuses in words and leaves nothing',
    async (code) => {
      let chunks = 0
      const receiving = receive(
        Readable.from([Buffer.alloc(100), Buffer.alloc(100)]),
        1000,
        async (file, chunk) => {
          if (++chunks === 2) throw Object.assign(new Error('no space left on device'), { code })
          await file.writeFile(chunk)
        },
      )

      await expect(receiving).rejects.toMatchObject({
        code: 'files.disk_full',
        kind: 'unavailable',
        vi: expect.stringContaining('hết chỗ'),
        en: expect.stringContaining('no room'),
      })
      expect(chunks).toBe(2)
      expect(await leftovers()).toEqual([])
    },
  )
})
