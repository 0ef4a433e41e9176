import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { demoProcedures } from '#data/procedures/procedures.ts'
import { broughtComponents, filledForm, ownerOf } from '#apps/simulator/fill-filing.ts'
import { hanoiUnits2023 } from '#data/hanoi/units.ts'
import { drawing } from '#data/people/draw.ts'
import { seedProcesses } from '#modules/casework/server/index.ts'
import { actOnDossier, fileAtCounter } from '#modules/dossiers/server/index.ts'
import type { DossierAction } from '#modules/dossiers/contract.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { City } from './make-city.ts'

/** The five human steps of an ordinary commune dossier, in order. */
export const fiveSteps = ['hand_over', 'claim', 'propose', 'approve', 'issue'] as const
const doers = {
  hand_over: 'one_stop',
  claim: 'specialist',
  propose: 'specialist',
  approve: 'leader',
  issue: 'clerk',
} as const
const PROCEDURE = '2.000635'

type Post = (typeof fiveSteps)[number]

/** One step of a person: what is done, by whose post, and whether at the agency that was asked for its opinion. */
export type HumanStep = {
  action: DossierAction
  post: Post
  isAsked?: true
  facts(askedUnitId: number): Record<string, unknown>
}

const nothing = () => ({})
const handOver: HumanStep = { action: 'hand_over', post: 'hand_over', facts: nothing }
const claim: HumanStep = { action: 'claim', post: 'claim', facts: nothing }
const propose: HumanStep = { action: 'propose', post: 'propose', facts: () => ({ outcome: 'granted' }) }
const approve: HumanStep = { action: 'approve', post: 'approve', facts: nothing }
const issue: HumanStep = {
  action: 'issue',
  post: 'issue',
  facts: () => ({ resultNumber: '1/KQ', files: [] }),
}

/** The steps of the table-made process. */
const tableWalk: readonly HumanStep[] = [handOver, claim, propose, approve, issue]

/** Those of the model in `steps.bpmn`: one opinion is asked and given, and signing and notifying go side by side. */
export const modelWalk: readonly HumanStep[] = [
  handOver,
  claim,
  {
    action: 'consult',
    post: 'claim',
    facts: (unitId) => ({
      question: 'Đề nghị xác nhận thông tin hộ tịch',
      asked: [{ unitId, limit: { unit: 'hours', amount: 1 } }],
      silence: 'recorded',
      extension: 'on_request',
    }),
  },
  {
    action: 'give_opinion',
    post: 'claim',
    isAsked: true,
    facts: () => ({ opinion: 1, verdict: 'agree' }),
  },
  propose,
  handOver,
  approve,
  issue,
]

export type BenchCase = {
  caseId: string
  version: number
  unitId: number
  done: number
  walk: readonly HumanStep[]
}
export type Desk = { unitId: number; askedUnitId: number; officers: Record<Post, Officer> }

/** Communes with one officer for each of the steps. */
export async function openDesks({ product }: City, count: number): Promise<Desk[]> {
  const officers = await product.organisation.listOfficers()
  const communes = product.organisation
    .units()
    .all()
    .filter((unit) => unit.tier === 'commune')
    .slice(0, count)
  return communes.map((unit, index) => {
    const here = officers.filter((officer) => officer.unitId === unit.id)
    const find = (kind: Officer['postKind']) => {
      const found = here.find(
        (officer) =>
          officer.postKind === kind && (officer.fields.length === 0 || officer.fields.includes('Hộ tịch')),
      )
      if (!found) throw new Error(`No ${kind} in ${unit.name}.`)
      return found
    }
    return {
      unitId: unit.id,
      askedUnitId: (communes[index + 1] ?? communes[0] ?? unit).id,
      officers: Object.fromEntries(fiveSteps.map((step) => [step, find(doers[step])])) as Desk['officers'],
    }
  })
}

/** Files that many dossiers through the product, as a counter would. */
export async function fileCases(
  { product }: City,
  desks: readonly Desk[],
  count: number,
  seed: string,
  walk = tableWalk,
): Promise<BenchCase[]> {
  const procedure = demoProcedures().find(({ record }) => record.code === PROCEDURE)
  if (!procedure) throw new Error(`The demo city has no procedure ${PROCEDURE}.`)
  const communes = hanoiUnits2023().filter((unit) => unit.tier === 'commune')
  const components = broughtComponents(procedure.record)
  const cases: BenchCase[] = []
  await inParallel(16, count, async (index) => {
    const desk = desks[index % desks.length]
    if (!desk) throw new Error('No desk is open.')
    const key = `${seed}.${index}`
    const { snapshot } = await fileAtCounter(product.dossiers.parts, desk.officers.hand_over, {
      procedureCode: PROCEDURE,
      receivingUnitId: desk.unitId,
      owner: ownerOf(key, communes),
      form: filledForm(drawing(key), key, procedure.record.form ?? []),
      components,
      files: [],
      delivery: 'counter',
      channel: 'counter',
      commandKey: `bench.${key}`,
    })
    const { caseId, version } = snapshot
    cases.push({ caseId, version, unitId: desk.unitId, done: 0, walk })
  })
  return cases
}

/** Publishes the BPMN model for the procedure: dossiers filed from now on follow it, those before stay on the table. */
export async function publishModel({ database, clock }: City): Promise<void> {
  await seedProcesses(database.db, clock, [
    {
      kind: 'dossier',
      subject: PROCEDURE,
      name: 'Quy trình đo tốc độ',
      content: {
        form: 'model',
        bpmn: readFileSync(new URL('steps.bpmn', import.meta.url), 'utf8'),
        dmn: null,
      },
      decisionNumber: '01/QĐ-ĐO',
      decisionDate: '2022-12-20',
      validFrom: '2023-01-01',
      note: '',
    },
  ])
}

/** The step that comes next for a case: who does it where, and what is said besides version and key. */
export function nextStep(
  deskOf: ReadonlyMap<number, Desk>,
  { unitId, walk, done }: BenchCase,
): { action: DossierAction; post: Post; desk: Desk; facts: Record<string, unknown> } {
  const desk = deskOf.get(unitId)
  const next = walk[done]
  const doing = desk && deskOf.get(next?.isAsked ? desk.askedUnitId : unitId)
  if (!next || !doing) throw new Error('No desk for the case.')
  return { action: next.action, post: next.post, desk: doing, facts: next.facts(desk.askedUnitId) }
}

/** One human step through the use case, all permission checks and records included. */
export async function takeStep(
  { product }: City,
  deskOf: ReadonlyMap<number, Desk>,
  one: BenchCase,
): Promise<void> {
  const { action, post, desk, facts } = nextStep(deskOf, one)
  const body = { ...facts, version: one.version, commandKey: randomUUID() }
  const { snapshot } = await actOnDossier(
    product.dossiers.parts,
    desk.officers[post],
    action as Extract<DossierAction, 'claim'>,
    one.caseId,
    body,
  )
  one.version = snapshot.version
  one.done += 1
}

/** Steps all cases to their end, so many at once, each next one drawn at random among those still open: people do not work in order. */
export async function stepAll<
  Case extends { done: number; walk?: readonly unknown[]; steps?: readonly unknown[] },
>(
  cases: readonly Case[],
  atOnce: number,
  step: (one: Case) => Promise<void>,
): Promise<{ steps: number; seconds: number }> {
  const draw = drawing('shuffled')
  const open = [...cases]
  let taken = 0
  const begun = performance.now()
  async function work() {
    for (;;) {
      if (open.length === 0) return
      const index = Math.floor(draw() * open.length)
      const one = open[index]
      const last = open.pop()
      if (!one || !last) return
      if (last !== one) open[index] = last
      await step(one)
      taken += 1
      if (one.done < (one.walk ?? one.steps ?? fiveSteps).length) open.push(one)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { steps: taken, seconds: (performance.now() - begun) / 1000 }
}

export async function inParallel(atOnce: number, count: number, work: (index: number) => Promise<void>) {
  let next = 0
  async function worker() {
    while (next < count) {
      const index = next
      next += 1
      await work(index)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
