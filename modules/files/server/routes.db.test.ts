import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect } from 'vitest'
import type { AnyDb } from '#platform/database.ts'
import { fakeClock } from '#platform/clock.ts'
import { createHttpServer } from '#platform/http-server.ts'
import type { OfficerVisitor } from '#platform/http-route.ts'
import { createLog } from '#platform/log.ts'
import { dbTest, TEST_NOW } from '#testing/db-test.ts'
import { png, smallPdf } from './contents.test-builder.ts'
import { filesModule } from './index.ts'

const clock = fakeClock(TEST_NOW)
const boundary = 'ranh-gioi'

type Piece = { filename: string; type: string; content: Buffer }

describe('sending a file over HTTP', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function send(db: AnyDb, pieces: readonly Piece[], signedIn = true) {
    const maxUploadBytes = 200_000
    const app = await createHttpServer({
      routes: filesModule({ db, folder, maxUploadBytes, clock }).routes,
      log: createLog('silent'),
      // The route asks only whether somebody is signed in.
      officerOf: async () => (signedIn ? ({ grants: [] } as unknown as OfficerVisitor) : undefined),
      citizenOf: async () => undefined,
      may: () => false,
      now: clock.now,
      maxBodyBytes: 10_000,
      maxUploadBytes,
      secureCookies: false,
      metricsToken: undefined,
    })
    const response = await app.inject({
      method: 'POST',
      url: '/api/files/staged',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload: formOf(pieces),
    })
    await app.close()
    return { status: response.statusCode, body: response.json() }
  }

  dbTest('one file is answered with its token, name, size and hash', async ({ db }) => {
    const { status, body } = await send(db, [
      { filename: 'Đơn đề nghị.pdf', type: 'application/pdf', content: smallPdf },
    ])

    expect(status).toBe(200)
    expect(body).toMatchObject({
      name: 'Đơn đề nghị.pdf',
      sizeBytes: smallPdf.length,
      type: 'application/pdf',
    })
    expect(body.token).toMatch(/^[\w-]{32}$/)
  })

  dbTest('a file may be larger than the limit of ordinary requests', async ({ db }) => {
    const { status, body } = await send(db, [
      { filename: 'dài.txt', type: 'text/plain', content: Buffer.alloc(150_000, 'a') },
    ])

    expect(status).toBe(200)
    expect(body.sizeBytes).toBe(150_000)
  })

  dbTest('a file beyond the limit is refused in both languages and leaves nothing', async ({ db }) => {
    const { status, body } = await send(db, [
      { filename: 'lớn.txt', type: 'text/plain', content: Buffer.alloc(900_000, 'a') },
    ])

    expect(status).toBe(400)
    expect(body.error).toMatchObject({
      code: 'files.too_large',
      vi: expect.any(String),
      en: expect.any(String),
    })
    expect(await readdir(join(folder, 'incoming'))).toEqual([])
  })

  dbTest('a wrong type, no file, and two files at once are refused with their own codes', async ({ db }) => {
    const image = { filename: 'đơn.pdf', type: 'application/pdf', content: png }
    const paper = { filename: 'đơn.pdf', type: 'application/pdf', content: smallPdf }

    expect((await send(db, [image])).body.error.code).toBe('files.type_mismatch')
    expect((await send(db, [])).body.error.code).toBe('files.no_file')
    expect((await send(db, [paper, paper])).body.error.code).toBe('files.too_many')
  })

  dbTest('nobody sends a file without signing in', async ({ db }) => {
    const { status } = await send(
      db,
      [{ filename: 'a.pdf', type: 'application/pdf', content: smallPdf }],
      false,
    )

    expect(status).toBe(401)
    expect(await readdir(folder)).toEqual([])
  })
})

function formOf(pieces: readonly Piece[]): Buffer {
  const parts = pieces.flatMap(({ filename, type, content }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n`,
    ),
    content,
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])
}
