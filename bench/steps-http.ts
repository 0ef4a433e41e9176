import { randomUUID } from 'node:crypto'
import { demoStaff } from '#data/people/staff.ts'
import { hanoiUnits2023 } from '#data/hanoi/units.ts'
import {
  fileCases,
  fiveSteps,
  inParallel,
  modelWalk,
  nextStep,
  openDesks,
  publishModel,
  stepAll,
  type BenchCase,
  type Desk,
} from './five-steps.ts'
import { HttpConnections, openHttpDesk, signIn, type HttpDesk } from './http-desk.ts'
import { inTurns, rateOf } from './in-turns.ts'
import { openCity, type BenchServer } from './make-city.ts'
import { quantile, report } from './report.ts'
import { MODEL_FLOOR } from './steps.ts'
import { startProduct, type ServerProcess } from './server-process.ts'

export type HttpCity = {
  product: ServerProcess
  cases: BenchCase[]
  /** Dossiers on a published BPMN model, where any were asked for. */
  onModel: BenchCase[]
  step(one: BenchCase): Promise<void>
  close(): Promise<void>
}

/** The product as a process of its own over a database with open cases, and its officials signed in. */
export async function openHttpCity(
  server: BenchServer,
  name: string,
  count: number,
  connections: number,
  modelCount = 0,
): Promise<HttpCity> {
  await server.create(name)
  const city = await openCity(server, name)
  const desks = await openDesks(city, 12)
  const cases = await fileCases(city, desks, count, name)
  if (modelCount > 0) await publishModel(city)
  const onModel = await fileCases(city, desks, modelCount, `${name} on a model`, modelWalk)
  const logins = await loginsOf(city.product, desks)
  await city.close()
  const product = await startProduct({
    DATABASE_URL: city.url.replace('@/', '@localhost/'),
    THANGLONG_DATA: `${server.folder}/data-${name}`,
    SIMULATE_SPEED: '0',
  })
  const open = new HttpConnections(product.address, connections)
  const deskOf = new Map(desks.map((desk) => [desk.unitId, desk]))
  const signedIn = new Map<number, Record<string, HttpDesk>>()
  await inParallel(4, desks.length, async (index) => {
    const desk = desks[index]
    if (!desk) return
    const own: Record<string, HttpDesk> = {}
    for (const step of fiveSteps) own[step] = openHttpDesk(open, await signIn(open, logins(desk, step)))
    signedIn.set(desk.unitId, own)
  })
  // Whoever acts on a dossier has opened it before.
  const filed = [...cases, ...onModel]
  await inParallel(connections, filed.length, async (index) => {
    const one = filed[index]
    const answer = await signedIn
      .get(one?.unitId ?? 0)
      ?.hand_over?.call('GET', `/api/dossiers/${one?.caseId}`)
    if (answer?.status !== 200) throw new Error(`A dossier did not open: ${answer?.text}`)
  })
  return {
    product,
    cases,
    onModel,
    async step(one) {
      const { action, post, desk, facts } = nextStep(deskOf, one)
      const path = `/api/dossiers/${one.caseId}/${action}`
      const answer = await signedIn
        .get(desk.unitId)
        ?.[post]?.call(
          'POST',
          path,
          { ...facts, version: one.version, commandKey: randomUUID() },
          { prefer: 'return=minimal' },
        )
      if (answer?.status !== 200) throw new Error(`${path} answered ${answer?.status}: ${answer?.text}`)
      one.version += 1
      one.done += 1
    },
    async close() {
      open.close()
      await product.stop()
      await server.drop(name)
    },
  }
}

/** Seeding gives accounts in the order of the staff list; a login is found by its unit, post and name. */
async function loginsOf(
  { organisation }: { organisation: { units(): { byCode(code: string): { id: number } | undefined } } },
  _desks: readonly Desk[],
) {
  const byPerson = new Map<string, string>()
  for (const {
    login,
    fullName,
    posts: [post],
  } of demoStaff(hanoiUnits2023())) {
    byPerson.set(`${organisation.units().byCode(post.unitCode)?.id} ${post.kind} ${fullName}`, login)
  }
  return (desk: Desk, step: (typeof fiveSteps)[number]): string => {
    const officer = desk.officers[step]
    const login = byPerson.get(`${officer.unitId} ${officer.postKind} ${officer.name}`)
    if (!login) throw new Error(`No login for ${officer.name}.`)
    return login
  }
}

const ROUNDS = 5
/** Cases of each kind stepped before anything is counted, as many as `steps` takes: the server is a process of its own. */
const WARM = 2_000

/**
 * The same steps through HTTP with session, validation and the short answer (`Prefer: return=minimal`), by the table and
 * on the model in turns; rates and the ratio between them are medians of the rounds.
 */
export async function benchStepsHttp(server: BenchServer, ours: number, { cases }: { cases: number }) {
  const city = await openHttpCity(
    server,
    'steps_http',
    cases + WARM,
    16,
    Math.ceil((cases * fiveSteps.length) / modelWalk.length) + WARM,
  )
  try {
    const rounds = Array.from({ length: ROUNDS }, (_, round) => round)
    const roundsOf = (all: BenchCase[]) => {
      const size = Math.ceil(all.length / ROUNDS)
      return rounds.map((round) => all.slice(round * size, (round + 1) * size))
    }
    const warm = [...city.cases.splice(0, WARM), ...city.onModel.splice(0, WARM)]
    await stepAll(warm, 16, city.step)
    const table = roundsOf(city.cases)
    const model = roundsOf(city.onModel)
    const rates: { table: number; model: number }[] = []
    for (const round of rounds) {
      const taken = await inTurns(table[round] ?? [], model[round] ?? [], (_, some) =>
        stepAll(some, 16, city.step),
      )
      rates.push({ table: rateOf(taken.table), model: rateOf(taken.model) })
    }
    const median = (of: (rate: (typeof rates)[number]) => number) => quantile(rates.map(of), 0.5)
    const byTable = median((one) => one.table)
    report('steps_http', byTable, 'steps/s', { limit: 0.5, ratio: byTable / ours })
    const ratio = median((one) => one.model / one.table)
    report(
      'steps_bpmn_http',
      median((one) => one.model),
      'steps/s',
      { limit: MODEL_FLOOR, ratio },
    )
  } finally {
    await city.close()
  }
}
