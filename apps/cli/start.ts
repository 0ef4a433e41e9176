import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../server/open-storage.ts'
import { startServer } from '../server/start.ts'

/** `npm ci` builds the desk; whoever told npm to run no scripts gets it built here, once. */
async function buildDeskIfMissing() {
  const folder = packageFolder()
  if (existsSync(join(folder, 'dist', 'desk', 'index.html'))) return
  process.stdout.write('Đang dựng giao diện bàn làm việc… / building the desk…\n')
  const { build } = await import('vite')
  await build({ configFile: join(folder, 'apps', 'desk', 'vite.config.ts'), logLevel: 'warn' })
}

const STOP_WITHIN_MS = 20_000

/** `thanglong start`: serves until Ctrl-C or TERM, then stops in order. */
export async function run(): Promise<number> {
  await buildDeskIfMissing()
  const running = await startServer()
  process.stdout.write(`${running.welcome.join('\n')}\n`)
  await new Promise<void>((done) => {
    process.once('SIGINT', done)
    process.once('SIGTERM', done)
  })
  process.stdout.write('Đang dừng… / stopping…\n')
  // What does not end by itself in this time is cut; nothing committed is lost.
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
  await running.stop()
  return 0
}
