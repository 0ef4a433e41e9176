import { createConnection, createServer, type Server } from 'node:net'
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { refusal } from '#platform/errors.ts'

/**
 * Lets one instance at a time use a data folder. A socket is the lock: the kernel frees it when
 * its process ends, however it ends. Errors: `server.already_running`.
 */
export async function lockDataFolder(dataFolder: string): Promise<() => Promise<void>> {
  mkdirSync(dataFolder, { recursive: true, mode: 0o755 })
  // A socket's path may hold about a hundred signs, a data folder's more; its hash stands for it.
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 24)
  const path = join(tmpdir(), `thanglong-${process.getuid?.() ?? 0}-${name}.lock`)
  if (await answers(path)) throw alreadyRunning(dataFolder)
  rmSync(path, { force: true })
  const server = createServer((socket) => socket.end())
  await listen(server, path)
  server.unref()
  return () => new Promise((done) => server.close(() => done()))
}

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection(path)
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(path, done)
  })
}

function alreadyRunning(dataFolder: string) {
  return refusal(
    'conflict',
    'server.already_running',
    {
      vi: `Đã có một máy chủ Thăng Long chạy trên thư mục dữ liệu ${dataFolder}. Hãy dừng nó trước, hoặc đặt THANGLONG_DATA tới thư mục khác.`,
      en: `Another Thăng Long is running on the data folder ${dataFolder}. Stop it first, or set THANGLONG_DATA to another folder.`,
    },
    { dataFolder },
  )
}
