import { expect } from 'vitest'
import { AppError } from '#platform/errors.ts'
import { isConnectionLost } from '#platform/database.ts'
import { committedTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity } from '#testing/small-city.ts'
import { actOnDossier, fileAtCounter } from '#modules/dossiers/server/index.ts'

/** As a desk does: the same command with the same key until the server answers. */
async function insist<Answer>(command: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await command()
    } catch (error) {
      if (error instanceof AppError || !isConnectionLost(error)) throw error
    }
  }
}

committedTest(
  'when connections break in the middle, every command sent again is done once and nothing is half done',
  async ({ db, database, clock }) => {
    const city = await aSmallCity(db, clock)
    const { parts } = city.dossiers
    const desk = await city.officer('motcua.00004')
    const filings = await Promise.all(Array.from({ length: 30 }, () => aFiling(city)))
    let broken = 0
    const work = filings.map(async (filing, index) => {
      const { snapshot } = await insist(() => fileAtCounter(parts, desk, filing))
      if (index % 6 === 0) {
        const { rows } = await insist(() =>
          database.pool.query<{ ended: boolean }>(
            'select pg_terminate_backend(pid) as ended from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
          ),
        )
        broken += rows.length
      }
      const commandKey = aKey()
      await insist(() => actOnDossier(parts, desk, 'hand_over', snapshot.caseId, { version: 1, commandKey }))
    })
    await Promise.all(work)
    expect(broken).toBeGreaterThan(0)
    const { cases, events, differences } = await insist(() => city.casework.verify(db))
    expect({ cases, events, differences }).toEqual({ cases: 30, events: 60, differences: [] })
  },
)
