import { randomUUID } from 'node:crypto'
import { Agent } from 'node:http'
import { demoStaff } from '#data/people/staff.ts'
import { hanoiUnits2023 } from '#data/hanoi/units.ts'
import {
  fileCases,
  fiveSteps,
  inParallel,
  openDesks,
  stepAll,
  stepFacts,
  type BenchCase,
  type Desk,
} from './five-steps.ts'
import { openHttpDesk, signIn, type HttpDesk } from './http-desk.ts'
import { openCity, type BenchServer } from './make-city.ts'
import { report } from './report.ts'
import { startProduct, type ServerProcess } from './server-process.ts'

export type HttpCity = {
  product: ServerProcess
  cases: BenchCase[]
  step(one: BenchCase): Promise<void>
  close(): Promise<void>
}

/** The product as a process of its own over a database with open cases, and its officials signed in. */
export async function openHttpCity(
  server: BenchServer,
  name: string,
  count: number,
  connections: number,
): Promise<HttpCity> {
  await server.create(name)
  const city = await openCity(server, name)
  const desks = await openDesks(city, 12)
  const cases = await fileCases(city, desks, count, name)
  const logins = await loginsOf(city.product, desks)
  await city.close()
  const product = await startProduct({
    DATABASE_URL: city.url.replace('@/', '@localhost/'),
    THANGLONG_DATA: `${server.folder}/data-${name}`,
    SIMULATE_SPEED: '0',
  })
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const deskOf = new Map<number, Record<string, HttpDesk>>()
  await inParallel(4, desks.length, async (index) => {
    const desk = desks[index]
    if (!desk) return
    const own: Record<string, HttpDesk> = {}
    for (const step of fiveSteps)
      own[step] = openHttpDesk(
        product.address,
        agent,
        await signIn(product.address, agent, logins(desk, step)),
      )
    deskOf.set(desk.unitId, own)
  })
  return {
    product,
    cases,
    async step(one) {
      const { action, facts } = stepFacts(one.done)
      const desk = deskOf.get(one.unitId)?.[action]
      const path = `/api/dossiers/${one.caseId}/${action}`
      const answer = await desk?.call(
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
      agent.destroy()
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

/** The same five steps through HTTP with session, validation and the short answer (`Prefer: return=minimal`). */
export async function benchStepsHttp(server: BenchServer, ours: number, { cases }: { cases: number }) {
  const city = await openHttpCity(server, 'steps_http', cases, 16)
  try {
    const warm = city.cases.splice(0, Math.ceil(cases / 6))
    await stepAll(warm, 16, city.step)
    const { steps, seconds } = await stepAll(city.cases, 16, city.step)
    report('steps_http', steps / seconds, 'steps/s', { limit: 0.5, ratio: steps / seconds / ours })
  } finally {
    await city.close()
  }
}
