import { randomUUID } from 'node:crypto'
import { demoProcedures } from '#data/procedures/procedures.ts'
import { broughtComponents, filledForm, ownerOf } from '#apps/simulator/fill-filing.ts'
import { hanoiUnits2023 } from '#data/hanoi/units.ts'
import { drawing } from '#data/people/draw.ts'
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

export type BenchCase = { caseId: string; version: number; unitId: number; done: number }
export type Desk = { unitId: number; officers: Record<(typeof fiveSteps)[number], Officer> }

/** Communes with one officer for each of the steps. */
export async function openDesks({ product }: City, count: number): Promise<Desk[]> {
  const officers = await product.organisation.listOfficers()
  const communes = product.organisation
    .units()
    .all()
    .filter((unit) => unit.tier === 'commune')
    .slice(0, count)
  return communes.map((unit) => {
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
  atOnce = 16,
): Promise<BenchCase[]> {
  const procedure = demoProcedures().find(({ record }) => record.code === PROCEDURE)
  if (!procedure) throw new Error(`The demo city has no procedure ${PROCEDURE}.`)
  const communes = hanoiUnits2023().filter((unit) => unit.tier === 'commune')
  const components = broughtComponents(procedure.record)
  const cases: BenchCase[] = []
  await inParallel(atOnce, count, async (index) => {
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
    cases.push({ caseId: snapshot.caseId, version: snapshot.version, unitId: desk.unitId, done: 0 })
  })
  return cases
}

/** What the step at `done` says besides version and key. */
export function stepFacts(done: number): {
  action: (typeof fiveSteps)[number]
  facts: Record<string, unknown>
} {
  const action = fiveSteps[done] ?? 'issue'
  return {
    action,
    facts:
      action === 'propose'
        ? { outcome: 'granted' }
        : action === 'issue'
          ? { resultNumber: '1/KQ', files: [] }
          : {},
  }
}

/** One human step through the use case, all permission checks and records included. */
export async function takeStep(
  { product }: City,
  desks: ReadonlyMap<number, Desk>,
  one: BenchCase,
): Promise<void> {
  const desk = desks.get(one.unitId)
  if (!desk) throw new Error('No desk for the case.')
  const { action, facts } = stepFacts(one.done)
  const body = { ...facts, version: one.version, commandKey: randomUUID() }
  const { snapshot } = await actOnDossier(
    product.dossiers.parts,
    desk.officers[action],
    action as Extract<DossierAction, 'claim'>,
    one.caseId,
    body,
  )
  one.version = snapshot.version
  one.done += 1
}

/** Steps all cases to their end, so many at once, each next one drawn at random among those still open: people do not work in order. */
export async function stepAll<Case extends { done: number }>(
  cases: readonly Case[],
  atOnce: number,
  step: (one: Case) => Promise<void>,
  steps = fiveSteps.length,
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
      if (one.done < steps) open.push(one)
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
