import { parseArgs } from 'node:util'
import { benchBytesCase } from './bytes-case.ts'
import { benchColdStart } from './cold-start.ts'
import { benchDashboard } from './dashboard.ts'
import { benchEventToWall } from './event-to-wall.ts'
import { benchHoliday } from './holiday.ts'
import { makeHistory } from './history.ts'
import { startBenchServer, type BenchServer } from './make-city.ts'
import { benchMine } from './mine.ts'
import { say } from './report.ts'
import { benchReorganise } from './reorganise.ts'
import { benchSearch } from './search.ts'
import { benchStepsHttp } from './steps-http.ts'
import { benchSteps } from './steps.ts'
import { benchTimers } from './timers.ts'

const MILLION = 1_000_000
const figures = [
  'steps',
  'steps_http',
  'steps_bpmn',
  'steps_bpmn_http',
  'event_to_wall',
  'dashboard',
  'search',
  'bytes_case',
  'cold_start',
  'holiday',
  'reorganise',
  'timers',
  'mine',
] as const
type Figure = (typeof figures)[number]

type Size = { large: boolean; short: boolean }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { large: { type: 'boolean', default: false }, short: { type: 'boolean', default: false } },
})
const unknown = positionals.filter((name) => !(figures as readonly string[]).includes(name))
if (unknown.length > 0) {
  say(
    `There is no figure ${unknown.join(', ')}. Choose among ${figures.join(', ')}; --large adds ten million dossiers, --short takes smaller samples.`,
  )
  process.exit(2)
}
const asked = new Set<Figure>(positionals.length > 0 ? (positionals as Figure[]) : figures)
const server = await startBenchServer()
let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Once: after the figure under way. Twice: at once, but never leaving the server behind.
    if (interrupted) void server.stop().finally(() => process.exit(130))
    else say('Stopping after this figure; ask again to stop now…')
    interrupted = true
  })
}
try {
  await run(server, asked, values)
} finally {
  await server.stop()
}
process.exit(interrupted ? 130 : 0)

async function run(on: BenchServer, names: ReadonlySet<Figure>, { large, short }: Size) {
  const wants = (name: Figure) => names.has(name) && !interrupted
  let ours = 0
  // The table-made process and the BPMN model are measured in turns, so each is asked for with the other.
  const overHttp = wants('steps_http') || wants('steps_bpmn_http')
  if (wants('steps') || wants('steps_bpmn') || overHttp)
    ours = await benchSteps(on, { cases: short ? 900 : 9_000, rounds: 5, share: short ? 0.4 : 1 })
  if (overHttp && !interrupted) await benchStepsHttp(on, ours, { cases: short ? 600 : 6_000 })
  if (wants('event_to_wall')) await benchEventToWall(on, { seconds: short ? 4 : 10 })
  if (wants('dashboard') || wants('search')) await overHistory(on, names, { large, short })
  if (wants('bytes_case')) await benchBytesCase(on, { cases: short ? 2_000 : 20_000 })
  if (wants('cold_start')) await benchColdStart()
  if (wants('holiday')) await benchHoliday(on, { cases: short ? 50_000 : MILLION })
  // Last, for it writes two million dossiers.
  if (wants('reorganise'))
    await benchReorganise(
      on,
      short
        ? { open: 50_000, closed: 100_000, verified: true }
        : { open: MILLION, closed: large ? 10 * MILLION : MILLION, verified: false },
    )
  if (wants('timers'))
    await benchTimers(
      on,
      short ? { pending: 50_000, due: 6_000, seconds: 4 } : { pending: MILLION, due: 60_000, seconds: 20 },
    )
  if (wants('mine'))
    await benchMine(
      on,
      short ? { events: 100_000, histories: 2_000 } : { events: MILLION, histories: MILLION / 6 },
    )
}

async function overHistory(on: BenchServer, names: ReadonlySet<Figure>, { large, short }: Size) {
  let before: ReadonlyMap<string, number> | undefined
  const few = short ? MILLION / 10 : MILLION
  for (const [index, dossiers] of (large ? [few, 10 * few] : [few]).entries()) {
    const name = `history_${index}`
    const city = await makeHistory(on, name, dossiers)
    if (names.has('dashboard'))
      before = await benchDashboard(city, { label: index === 0 ? '' : '_tenfold', before })
    if (names.has('search') && index === 0) await benchSearch(city)
    await city.close()
    await on.drop(name)
  }
}
