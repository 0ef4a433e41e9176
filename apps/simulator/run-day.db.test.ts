import { sql } from 'kysely'
import { expect } from 'vitest'
import { demoProcedures, demoProceduresOfTwoTiers, TWO_TIERS_FROM } from '#data/procedures/procedures.ts'
import { hanoiUnits2023, hanoiUnits2025 } from '#data/hanoi/units.ts'
import { caseworkModule } from '#modules/casework/server/index.ts'
import { seedProcedures } from '#modules/catalogue/server/index.ts'
import { systemClock } from '#platform/clock.ts'
import { committedTest } from '#testing/db-test.ts'
import { aCity, smallHanoi } from './a-city.test-builder.ts'
import { historyDigest } from './history-digest.ts'
import { simulateDay, type DaySummary } from './run-day.ts'
import type { AnyDb } from '#platform/database.ts'

const units = smallHanoi()

async function live(
  db: AnyDb,
  seed: string,
  more: Partial<Parameters<typeof simulateDay>[0]> = {},
): Promise<DaySummary> {
  const { config, ...product } = await aCity(db, units)
  return simulateDay({
    db,
    product,
    config,
    clock: undefined,
    seed,
    day: '2023-11-09',
    dossiers: 150,
    speed: 0,
    units,
    ...more,
  })
}

const digests = new Map<string, string>()

for (const attempt of ['first', 'second'] as const) {
  committedTest(
    `a day lived from one seed leaves the same histories the ${attempt} time, and every one of them verifies`,
    async ({ db, clock }) => {
      const summary = await live(db, 'seed-1')

      expect(summary).toMatchObject({
        planned: 150,
        received: 150,
        refused: 0,
        leftToPeople: 0,
        refusals: {},
      })
      const verified = await caseworkModule({ clock }).verify(db)
      expect(verified).toMatchObject({ cases: 150, differences: [] })
      expect(verified.events).toBe(150 + summary.steps)
      digests.set(attempt, await historyDigest(db))
      expect(digests.get(attempt)).toBe(digests.get('first'))
    },
  )
}

committedTest('another seed makes another day', async ({ db }) => {
  await live(db, 'seed-2')
  expect(await historyDigest(db)).not.toBe(digests.get('first'))
})

committedTest('work of the days before is lying there in the morning and is gone on with', async ({ db }) => {
  const summary = await live(db, 'seed-1', { dossiers: 30, before: { days: 2, dossiers: 60 } })
  expect(summary).toMatchObject({ planned: 150, received: 150, refused: 0 })
})

committedTest(
  'a run that is called off stops soon and goes on where it stood without filing anything twice',
  async ({ db, clock }) => {
    const { config, ...product } = await aCity(db, units)
    const stop = new AbortController()
    const ask = {
      db,
      product,
      config,
      clock: undefined,
      seed: 'seed-1',
      day: '2023-11-09',
      dossiers: 60,
      speed: 0,
      units,
    } as const
    const stopped = await simulateDay({
      ...ask,
      signal: stop.signal,
      onProgress: ({ steps }) => steps > 40 && stop.abort(),
    })
    expect(stopped.interrupted).toBe(true)
    expect(stopped.steps).toBeLessThan(60)

    const whole = await simulateDay(ask)

    expect(whole).toMatchObject({ received: 60, refused: 0, interrupted: false })
    const { cases, events, differences } = await caseworkModule({ clock }).verify(db)
    expect({ cases, events, differences }).toEqual({ cases: 60, events: 60 + whole.steps, differences: [] })
  },
)

committedTest(
  'a day that the city’s clock has left far behind is not lived to its end, and the clock is not set back',
  async ({ db }) => {
    const { config, ...product } = await aCity(db, units)
    let now = new Date('2023-11-09T00:30:00.000Z')
    const cityClock = {
      now: () => now,
      speed: 1_000_000,
      set: async (at: Date) => {
        now = at
      },
      refresh: async () => undefined,
      note: async () => undefined,
    }
    const summary = await simulateDay({
      db,
      product,
      config,
      clock: cityClock,
      seed: 'seed-1',
      day: '2023-11-09',
      dossiers: 60,
      speed: 1_000_000,
      units,
      onProgress({ received }) {
        // Lanes wait for this clock; it leaps once something has come in.
        now = received > 5 ? new Date('2025-07-01T01:00:00.000Z') : new Date(now.getTime() + 600_000)
      },
      before: { days: 1, dossiers: 20 },
    })
    expect(summary.interrupted).toBe(true)
    expect(summary.received).toBeLessThan(60)
    expect(now).toEqual(new Date('2025-07-01T01:00:00.000Z'))
  },
)

committedTest('a day on the map without districts is lived by its wards and departments', async ({ db }) => {
  const wards = hanoiUnits2025()
    .filter(({ tier }) => tier === 'commune')
    .slice(0, 4)
  const above = hanoiUnits2023().filter(({ tier }) => tier === 'city' || tier === 'department')
  const { config, ...product } = await aCity(db, [...above, ...wards])
  const former = demoProcedures().flatMap(({ record }) =>
    record.competentTier === 'district' ? record.code : [],
  )
  const liveOn = async (day: string) => {
    const summary = await simulateDay({
      db,
      product,
      config,
      clock: undefined,
      seed: 'seed-1',
      day,
      dossiers: 60,
      speed: 0,
    })
    expect(summary).toMatchObject({ planned: 60, received: 60, refused: 0, refusals: {} })
    const { rows } = await sql<{ filed: number }>`
      select count(*)::int as filed from dossiers.dossier where procedure_code = any(${former}::text[])`.execute(
      db,
    )
    return rows[0]?.filed
  }
  expect(await liveOn('2025-07-08'), 'what nobody may decide is not filed').toBe(0)
  await seedProcedures(
    db,
    systemClock,
    demoProceduresOfTwoTiers().map(({ record }) => record),
    { validFrom: TWO_TIERS_FROM },
  )
  expect(await liveOn('2025-07-09'), 'what districts decided is decided by the wards').toBeGreaterThan(5)
})

committedTest(
  'work of somebody on leave is done by the substitute, what is delegated by whoever decides it now, and work without a doer is left',
  async ({ db }) => {
    const { config, ...product } = await aCity(db, units)
    const { organisation } = product
    const officers = await organisation.listOfficers()
    const of = (code: string, kind: string) => {
      const found = officers.find(
        ({ unitId, postKind }) => postKind === kind && unitId === organisation.units().byCode(code)?.id,
      )
      if (!found) throw new Error(`nobody is ${kind} of ${code}`)
      return found
    }
    const [away, substitute] = [of('001', 'head'), of('001', 'clerk')]
    await sql`insert into organisation.substitution (id, post_id, person_id, substitute_id, valid_from, valid_to, reason,
        legal_number, recorded_by, recorded_at, approved_by, approved_at)
      values (1, ${away.postId}, ${away.personId}, ${substitute.personId}, '2023-11-01', '2023-12-01', 'Nghỉ phép', '12/GPC',
        ${away.accountId}, now(), ${away.accountId}, now())`.execute(db)
    const [district, ward] = ['001', '00004'].map((code) => organisation.units().byCode(code)?.id)
    // A ward has no head of section, so what the district gave it stops there.
    const fields = demoProcedures().flatMap(({ record }) =>
      record.competentTier === 'district' && record.process.some(({ doer }) => doer.postKind === 'head')
        ? [record.field]
        : [],
    )
    await sql`insert into organisation.authority (id, from_unit_id, to_unit_id, kind, legal_number, decided_on, legal_ground,
        valid_from, procedure_codes, fields, conditions, recorded_by, recorded_at)
      values (1, ${district}, ${ward}, 'delegated', '15/QĐ', '2023-11-01', 'Luật', '2023-11-09', '{}',
        ${[...new Set(fields)]}::text[], '', ${away.accountId}, now())`.execute(db)
    const summary = await simulateDay({
      db,
      product,
      config,
      clock: undefined,
      seed: 'seed-1',
      day: '2023-11-09',
      before: { days: 2, dossiers: 40 },
      days: 3,
      dossiers: 40,
      speed: 0,
      units,
    })
    expect(Object.keys(summary.refusals)).toEqual(['simulator.nobody_there'])
    expect(summary.leftToPeople).toBe(summary.refused)
    const { rows } = await sql<{ acting: number; own: number }>`
      select count(*) filter (where e.actor_id = ${substitute.accountId})::int as acting,
        count(*) filter (where e.actor_id = ${away.accountId})::int as own
      from casework.event e where e.post_id = ${away.postId}`.execute(db)
    expect(rows[0]?.own).toBe(0)
    expect(rows[0]?.acting).toBeGreaterThan(0)
  },
)
