import { expect } from 'vitest'
import { caseworkModule } from '#modules/casework/server/index.ts'
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
