import { startServer } from '../server/start.ts'

const STOP_WITHIN_MS = 20_000

/** `thanglong start`: serves until Ctrl-C or TERM, then stops in order. */
export async function run(): Promise<number> {
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
