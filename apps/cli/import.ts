import { SingleBar, Presets } from 'cli-progress'
import { existsSync, statSync } from 'node:fs'
import { systemClock } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import { openCityClock } from '#platform/database-city-clock.ts'
import { runImportProcedures } from '#modules/catalogue/server/index.ts'
import { chooseDataFolder, joinStorage } from '../server/open-storage.ts'
import { DEMO_MORNING } from '../server/seed-demo.ts'

/** `thanglong import procedures FILE.jsonl`. Exit code 0: all read; 1: some lines refused; 2: nothing could be read. */
export async function run([what, file]: string[]): Promise<number> {
  if (what !== 'procedures' || !file) {
    process.stderr.write('thanglong import procedures FILE.jsonl\n')
    return 2
  }
  if (!existsSync(file)) {
    process.stderr.write(
      `Không có tệp ${file}. Hãy kiểm tra đường dẫn.\nThere is no file ${file}. Check the path.\n`,
    )
    return 2
  }
  const config = chooseDataFolder(loadConfig(), process.env.THANGLONG_DATA)
  const storage = await joinStorage(config)
  const { db } = storage.database
  const clock = config.demo ? await openCityClock(db, new Date(DEMO_MORNING)) : systemClock
  const bar = new SingleBar(
    { format: '{bar} {percentage}% | {lines} dòng / lines | {duration_formatted}', noTTYOutput: false },
    Presets.shades_classic,
  )
  bar.start(statSync(file).size, 0, { lines: 0 })
  try {
    const { summary, exitCode } = await runImportProcedures({
      db,
      file,
      clock,
      timeZone: config.timeZone,
      onProgress: ({ bytes, lines }) => bar.update(bytes, { lines }),
    })
    bar.stop()
    const { lines, added, changed, unchanged, refused, quarantined, averageCompleteness } = summary
    process.stdout.write(
      `${lines} dòng / lines: ${added} mới / added, ${changed} đổi / changed, ${unchanged} như cũ / unchanged, ${refused} bị từ chối / refused\n` +
        `${quarantined} trường chờ rà soát thêm / more fields wait for review; độ đầy đủ trung bình / average completeness ${averageCompleteness === null ? '–' : `${Math.round(averageCompleteness)}%`}\n`,
    )
    for (const issue of summary.issues)
      process.stdout.write(`  dòng / line ${issue.line}: ${issue.vi} / ${issue.en}\n`)
    return exitCode
  } finally {
    bar.stop()
    await storage.close()
  }
}
