import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { report, say } from './report.ts'
import { memoryOfTree, startProduct } from './server-process.ts'

const MIB = 1024 * 1024

/** From the command to a healthy city, on an empty folder and on one that has been used; and what it holds in memory. */
export async function benchColdStart() {
  const folder = mkdtempSync(join(tmpdir(), 'thanglong-cold-'))
  // As root, PostgreSQL runs as somebody else and must be able to pass.
  chmodSync(folder, 0o755)
  try {
    const quiet = { THANGLONG_DATA: folder, SIMULATE_SPEED: '0' }
    const empty = await startProduct(quiet)
    report('cold_start_empty', empty.secondsToHealthy, 's', { ratio: 1 })
    await empty.stop()

    const warm = await startProduct(quiet)
    report('cold_start_warm', warm.secondsToHealthy, 's', {
      ratio: warm.secondsToHealthy / empty.secondsToHealthy,
    })
    await wait(3_000)
    const idle = memoryOfTree(warm.pid)
    await warm.stop()

    // A day in half a minute, or as much of it as the machine manages.
    const busy = await startProduct({
      THANGLONG_DATA: folder,
      SIMULATE_SPEED: '2000',
      SIMULATE_DOSSIERS: '4000',
    })
    let most = 0
    for (let second = 0; second < 15; second += 1) {
      await wait(1_000)
      most = Math.max(most, memoryOfTree(busy.pid) ?? 0)
    }
    await busy.stop()
    if (idle === undefined) say('This kernel does not tell the memory of processes, so it is left out.')
    else {
      report('memory_idle', idle / MIB, 'MiB', { ratio: 1 })
      report('memory_under_load', most / MIB, 'MiB', { ratio: most / idle })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
