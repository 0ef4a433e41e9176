import { sql } from 'kysely'
import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { openCityClock } from './database-city-clock.ts'

const MORNING = new Date('2023-11-09T00:30:00.000Z')

dbTest('a demo city that nobody serves stands still, and goes on where it was noted last', async ({ db }) => {
  const served = await openCityClock(db, MORNING)
  await served.set(new Date('2023-11-09T03:00:00.000Z'), 60)
  // As after a night without power: what the row says lies hours of real time back.
  await sql`update platform.city_time set real_at = real_at - interval '8 hours'`.execute(db)
  const again = await openCityClock(db, MORNING)
  const away = again.now().getTime() - Date.parse('2023-11-09T03:00:00.000Z')
  expect(away).toBeLessThanOrEqual(10_000 * 60)
  await again.note()
  expect(again.now().getTime()).toBeGreaterThanOrEqual(Date.parse('2023-11-09T03:10:00.000Z'))
  expect(again.speed).toBe(60)
})

dbTest('what a command sets is taken up by the server', async ({ db }) => {
  const server = await openCityClock(db, MORNING)
  const command = await openCityClock(db, MORNING)
  await command.set(new Date('2023-11-10T01:00:00.000Z'), 1)
  await server.note()
  expect(server.now().toISOString().slice(0, 13)).toBe('2023-11-10T01')
})
