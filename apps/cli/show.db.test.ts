import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity } from '#testing/small-city.ts'
import { actOnDossier, fileAtCounter } from '#modules/dossiers/server/index.ts'
import { historyLines } from './show.ts'

dbTest('the history of a case is shown by its code, one event a line', async ({ db, clock }) => {
  const city = await aSmallCity(db, clock)
  const desk = await city.officer('motcua.00004')
  const { snapshot } = await fileAtCounter(city.dossiers.parts, desk, await aFiling(city))
  const body = { version: 1, commandKey: aKey() }
  await actOnDossier(city.dossiers.parts, desk, 'hand_over', snapshot.caseId, body)
  const lines = await historyLines(db, snapshot.code)
  expect(lines?.map((line) => JSON.parse(line))).toMatchObject([
    {
      seq: 1,
      type: 'dossiers.received',
      payload: { set: { code: snapshot.code, title: 'Nguyễn Thị Thử' } },
    },
    {
      seq: 2,
      type: 'dossiers.handed_over',
      actorId: desk.accountId,
      payload: { set: { status: 'processing' } },
    },
  ])
})

dbTest('nothing is shown for a code that no case has', async ({ db }) => {
  expect(await historyLines(db, '000.00.00.H26-231109-9999')).toBeUndefined()
})
