import { fork } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { HttpConnections, signIn } from './http-desk.ts'
import type { BenchServer } from './make-city.ts'
import { report, reportBelow, say } from './report.ts'
import { openHttpCity } from './steps-http.ts'

const WALLS = 500
const STEPS_A_SECOND = 200
const LIMIT_MS = 250

type Answer = { open: number } | { received: number; p50: number; p95: number; p99: number }

/** From the answer that says a step is committed to its arrival at each of many walls, at a steady rate of steps. */
export async function benchEventToWall(server: BenchServer, { seconds }: { seconds: number }) {
  const city = await openHttpCity(server, 'wall', Math.ceil((STEPS_A_SECOND * (seconds + 3)) / 5) + 200, 16)
  const walls = fork(fileURLToPath(new URL('wall-clients.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  })
  try {
    const one = new HttpConnections(city.product.address, 1)
    const cookie = await signIn(one, 'lanhdao.hanoi')
    one.close()
    const told = (): Promise<Answer> =>
      new Promise((done, fail) => {
        walls.once('message', (answer) => done(answer as Answer))
        walls.once('exit', (code) => fail(new Error(`The walls ended with ${code}.`)))
      })
    const open = told()
    walls.send({ listen: { url: `${city.product.address}/api/operations/live`, cookie, count: WALLS } })
    await open

    await run(city, 2)
    const committed = await run(city, seconds)
    await wait(1_500)
    const answer = told()
    walls.send({ latencies: committed })
    const result = await answer
    if (!('p95' in result)) throw new Error('The walls did not answer.')
    say(`  ${committed.length} steps, ${result.received} receipts of ${committed.length * WALLS}`)
    report('event_to_wall_p50', result.p50, 'ms', { ratio: result.p50 / LIMIT_MS })
    reportBelow('event_to_wall_p95', result.p95, 'ms', LIMIT_MS)
    report('event_to_wall_p99', result.p99, 'ms', { ratio: result.p99 / LIMIT_MS })
    report('event_to_wall_received', result.received / (committed.length * WALLS), 'share', {
      ratio: result.received / (committed.length * WALLS),
    })
  } finally {
    walls.kill()
    await city.close()
  }
}

/** Steps at an even pace, whatever each one takes; answers when each was committed. */
async function run(
  { cases, step }: Awaited<ReturnType<typeof openHttpCity>>,
  seconds: number,
): Promise<[string, number][]> {
  const committed: [string, number][] = []
  const under: Promise<void>[] = []
  const begun = performance.now()
  for (let index = 0; index < seconds * STEPS_A_SECOND; index += 1) {
    const due = begun + (index * 1000) / STEPS_A_SECOND
    const ahead = due - performance.now()
    if (ahead > 1) await wait(ahead)
    const one = cases.shift()
    if (!one) break
    under.push(
      step(one).then(() => {
        committed.push([`${one.caseId}:${one.version}`, Date.now()])
        if (one.done < one.walk.length) cases.push(one)
      }),
    )
  }
  await Promise.all(under)
  return committed
}
