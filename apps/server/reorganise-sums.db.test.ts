import fc from 'fast-check'
import { expect } from 'vitest'
import { caseIdOf } from '#platform/ids.ts'
import { mapWays, places, type LoggedEvent, type MeasuredChange } from '#modules/indicators/contract.ts'
import { partRules } from '#modules/organisation/contract.ts'
import type { PlannedUnit, Resolution } from '#modules/organisation/server/index.ts'
import { applied, type Around } from '#testing/a-reorganisation.ts'
import { dbTest } from '#testing/db-test.ts'
import { aSmallCity } from '#testing/small-city.ts'

const COMMUNES = ['00001', '00004', '00006', '00007', '00008']
const DAYS = ['2023-12-01', '2024-02-01', '2024-04-01']
const NEW_UNITS = 4

/** What becomes of one unit at a change: it stays, or goes to one or several of the new units by some rule. */
const aFate = fc.record({
  stays: fc.boolean(),
  to: fc.uniqueArray(fc.nat(NEW_UNITS - 1), { minLength: 1, maxLength: 3 }),
  rule: fc.constantFrom(...partRules),
  isStated: fc.boolean(),
})
type Fate = typeof aFate extends fc.Arbitrary<infer Of> ? Of : never
/** One dossier: at which unit and desk it is taken in, whether it ends before the change, at it, or not at all. */
const aDossier = fc.record({
  unit: fc.nat(),
  desk: fc.nat(),
  ends: fc.constantFrom('before', 'after', 'never'),
  onTime: fc.boolean(),
  heir: fc.nat(),
})
const aTurn = fc.record({
  fates: fc.array(aFate, { minLength: 12, maxLength: 12 }),
  dossiers: fc.array(aDossier, { minLength: 25, maxLength: 40 }),
})

const codeAt = (turn: number, place: number) => `T${turn}${place}`

/** The ways out of a parted unit, complete by its rule. */
function waysOf(fate: Fate, turn: number, code: string): Resolution {
  const { to, rule, isStated } = fate
  const isParted = to.length > 1
  return {
    about: 'succession',
    predecessorCode: code,
    rule: isParted ? rule : null,
    ways: to.map((place, index) => ({
      successorCode: codeAt(turn, place),
      extent: isParted ? 'partial' : 'full',
      share: isParted && (rule === 'by_share' || isStated) ? 1 / to.length : null,
      takes: isParted && rule !== 'by_share' && rule !== 'by_receiving' ? [`phần ${index}`] : [],
      isRest: isParted && rule !== 'by_share' && index === 0,
      takesPosts: index === 0,
    })),
  }
}

/** Events as they stand in the log, each with the next number of its case. */
function aLog() {
  const seqs = new Map<string, number>()
  let xid = 100
  return (caseId: string, at: string, set: MeasuredChange, onTime = true): LoggedEvent => {
    const seq = (seqs.get(caseId) ?? 0) + 1
    seqs.set(caseId, seq)
    return {
      caseId,
      seq,
      type: 'dossiers.moved',
      happenedAt: at,
      recordedAt: at,
      payload: { set, onTime },
      cursor: { xid: String(xid++), caseId, seq },
    }
  }
}

/** Draws up and applies one change of the map; answers which units of before have which heirs. */
async function change(around: Around, turn: number, fates: readonly Fate[]): Promise<Map<number, number[]>> {
  const { city, author } = around
  const day = DAYS[turn] ?? ''
  const standing = city.organisation.units().all()
  const leaving = standing.flatMap((unit, index) => {
    const fate = fates[index % fates.length]
    return unit.tier === 'commune' && fate && !fate.stays ? [{ unit, fate }] : []
  })
  const id = await city.reorganisations.draft(author, {
    title: `Lần ${turn}`,
    effectiveOn: day,
    legalNumber: `${turn}/NQ-THỬ`,
    legalDate: '2023-11-01',
  })
  const opening = Array.from(
    { length: NEW_UNITS },
    (_, place): PlannedUnit => ({
      code: codeAt(turn, place),
      act: 'open',
      name: `Phường mới ${turn}.${place}`,
      kind: 'Phường',
      tier: 'commune',
      parentCode: place % 2 === 0 ? '01' : '001',
      agencyCode: `H26.${turn}9${place}`,
      calendarId: 1,
    }),
  )
  await city.reorganisations.planUnits(author, id, [
    ...opening,
    ...leaving.map(({ unit }): PlannedUnit => ({ code: unit.code, act: 'close' })),
  ])
  for (const { unit, fate } of leaving)
    await city.reorganisations.resolve(author, id, waysOf(fate, turn, unit.code))
  await applied(around, id)
  const after = city.organisation.units(day)
  return new Map(leaving.map(({ unit }) => [unit.id, [...after.heirs(unit.id)]]))
}

dbTest(
  'through random changes of the map by every rule, sums over the city equal its dossiers on every map, and proofs list what could be counted',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock, {}, { units: COMMUNES })
    const around = {
      city,
      author: await city.officer('quantri'),
      second: await city.officer('kiemsoat.hanoi'),
    }
    await city.indicators.prepare()
    const event = aLog()
    const open = new Map<
      string,
      { unit: number; desk: number; onTime: boolean; ends: string; heir: number }
    >()
    const truth = { received: 0, ended: 0, onTime: 0 }
    let count = 0
    for (const [turn, { fates, dossiers }] of fc
      .sample(aTurn, { seed: 1656, numRuns: DAYS.length })
      .entries()) {
      const events: LoggedEvent[] = []
      const at = clock.now().toISOString()
      const standing = city.organisation.units().all()
      const pick = (nth: number) => standing[nth % standing.length]?.id ?? 0
      const end = (caseId: string, { onTime }: { onTime: boolean }, when: string) => {
        events.push(event(caseId, when, { closedAt: when }, onTime))
        open.delete(caseId)
        truth.ended += 1
        truth.onTime += onTime ? 1 : 0
      }
      for (const dossier of dossiers) {
        const caseId = caseIdOf(clock.now().getTime(), count % 64, (count += 1))
        const filed = { ...dossier, unit: pick(dossier.unit), desk: pick(dossier.desk) }
        events.push(
          event(caseId, at, {
            authorityId: filed.unit,
            receivingUnitId: filed.desk,
            calendarId: 1,
            dueWt: 1,
            receivedAt: at,
            clock: { startWt: 1, pauses: [] },
          }),
        )
        truth.received += 1
        open.set(caseId, filed)
        if (dossier.ends === 'before') end(caseId, dossier, at)
      }
      const heirs = await change(around, turn, fates)
      const day = DAYS[turn] ?? ''
      clock.set(`${day}T01:00:00.000Z`)
      expect(await city.reorganisations.goOn()).toBe(1)
      const later = clock.now().toISOString()
      for (const [caseId, one] of open) {
        const home = (unit: number) => {
          const all = heirs.get(unit) ?? [unit]
          return all[one.heir % all.length] ?? unit
        }
        const moved = { ...one, unit: home(one.unit), desk: home(one.desk) }
        events.push(event(caseId, later, { authorityId: moved.unit, receivingUnitId: moved.desk }))
        open.set(caseId, moved)
        if (one.ends === 'after') end(caseId, one, later)
      }
      await city.indicators.foldEvents(events)
    }

    const period = { from: '2023-11-01', to: '2024-12-31' }
    const expected = { ...truth, open: open.size }
    for (const mapDay of ['2023-11-30', '2024-01-15', '2024-03-15', '2024-04-01']) {
      const tree = city.organisation.units(mapDay)
      for (const by of mapWays) {
        for (const place of places) {
          const {
            city: whole,
            elsewhere,
            rows,
          } = await city.indicators.readMap(mapDay, { period, place, by })
          const sumOf = (of: (row: (typeof rows)[number]) => number, rest: number) =>
            rows.reduce((total, row) => total + of(row), rest)
          expect(
            {
              received: sumOf((row) => row.received.denominator, elsewhere.received.denominator),
              ended: sumOf((row) => row.ended.denominator, elsewhere.ended.denominator),
              onTime: sumOf((row) => row.ended.numerator, elsewhere.ended.numerator),
              open: sumOf((row) => row.open.denominator, elsewhere.open.denominator),
            },
            `${mapDay} ${by} ${place}`,
          ).toEqual(expected)
          expect(whole.received.denominator).toBe(truth.received)
          if (by === 'carried') expect(elsewhere.received.denominator).toBe(0)
          for (const row of rows) {
            expect(tree.isOpen(row.unitId)).toBe(true)
            expect(row.received.low).toBeLessThanOrEqual(row.received.denominator)
            expect(row.received.denominator).toBeLessThanOrEqual(row.received.high)
          }
        }
        // Going down from the city adds up to it, and every proof lists the dossiers that its figure may be made of.
        const root = tree.root?.id ?? 0
        const figureOf = async (unitId: number) => {
          const { figures } = await city.indicators.readFiguresOnMap(mapDay, unitId, { period, by })
          return figures.find((figure) => figure.code === 'A01')
        }
        let below = 0
        for (const unit of tree.children(root)) {
          const figure = await figureOf(unit.id)
          below += figure?.denominator ?? 0
          const { rows } = await city.indicators.listBehind({
            code: 'A01',
            unitId: unit.id,
            period,
            map: mapDay,
            by,
            limit: 200,
          })
          expect({
            low: rows.filter((row) => row.share === undefined).length,
            high: rows.length,
          }).toEqual(figure?.sure)
        }
        const { rows, elsewhere } = await city.indicators.readMap(mapDay, { period, by })
        const own = rows.find((row) => row.unitId === root)?.received.denominator ?? 0
        expect(below + own + elsewhere.received.denominator).toBe((await figureOf(root))?.denominator)
      }
    }
  },
)
