import { expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { demoProcesses } from '#data/processes/processes.ts'
import { seedProcesses } from '#modules/casework/server/index.ts'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity } from '#testing/small-city.ts'
import { getDossierView } from './dossier-view.ts'
import { fileAtCounter, fileOnline } from './file-dossier.ts'
import { askTerms } from './filing-terms.ts'
import { processOf } from './place-filing.ts'
import { getOwned } from './public-view.ts'

const COPY = '2.000815'
const RESIDENCE = '1.004222'
const BIRTH = '1.001193'

/** A city where the tables of the demo are published for two procedures, and a model for a third. */
async function aCityWithTables(db: AnyDb, clock: FakeClock) {
  const city = await aSmallCity(db, clock, {}, { procedures: [COPY, RESIDENCE] })
  const tables = demoProcesses().filter(({ bpmn }) => bpmn === null)
  const seeds = await Promise.all(
    tables.map(async ({ bpmn: _, dmn, ...one }) => {
      const { steps } = processOf(await city.catalogue.getProcedure(one.subject))
      return { ...one, steps, dmn }
    }),
  )
  await seedProcesses(
    db,
    clock,
    seeds.map(({ steps, dmn, ...one }) => ({
      ...one,
      kind: 'dossier',
      name: one.subject,
      content: { form: 'table', steps: steps.slice(), dmn },
      validFrom: '2023-01-01',
    })),
  )
  return { city, parts: city.dossiers.parts, desk: await city.officer('motcua.00004') }
}

dbTest('the fee follows pages and copies, is kept with the dossier and shown', async ({ db, clock }) => {
  const { city, parts, desk } = await aCityWithTables(db, clock)
  const ask = (pages: string, copies: string) =>
    askTerms(parts, { procedureCode: COPY, channel: 'counter', form: { pages, copies } })
  expect((await ask('1', '1')).feeVnd).toBe(2_000)
  expect((await ask('5', '3')).feeVnd).toBe(21_000)
  expect((await ask('198', '1')).feeVnd).toBe(200_000)
  expect((await ask('500', '2')).feeVnd).toBe(400_000)

  const filing = await aFiling(city, { procedureCode: COPY })
  const form = { ...filing.form, pages: '5', copies: '3' }
  const { snapshot } = await fileAtCounter(parts, desk, { ...filing, form })
  const { terms } = await getDossierView(parts, desk, snapshot.caseId)
  expect(terms).toEqual({
    feeVnd: 21_000,
    components: null,
    decided: ['fee'],
    ground: { decisionNumber: '02/QĐ-MINHHOA (số minh họa)', version: 1 },
  })
  expect(await city.casework.verify(db)).toMatchObject({ differences: [] })
})

dbTest('what the form does not say yet leaves the fee open and refuses nothing', async ({ db, clock }) => {
  const { parts } = await aCityWithTables(db, clock)
  for (const form of [{}, { pages: '2' }, { pages: 'hai', copies: '1' }, { pages: '-4', copies: '1' }])
    expect(await askTerms(parts, { procedureCode: COPY, channel: 'counter', form })).toMatchObject({
      feeVnd: null,
      decided: ['fee'],
    })
})

dbTest('papers follow what the form says, and the owner sees the same', async ({ db, clock }) => {
  const { city, parts } = await aCityWithTables(db, clock)
  const filing = await aFiling(city, { procedureCode: RESIDENCE })
  const form = { ...filing.form, housing: 'rent' }
  const { snapshot, secret } = await fileOnline(parts, { ...filing, form }, { key: aKey(), account: null })
  const { view } = await getOwned(parts, snapshot.code, { secret })
  const needed = view.components.filter((one) => one.needed).map(({ componentId }) => componentId)
  expect(needed).toEqual(['to-khai-thay-doi-thong-tin-cu-tru-ma', 'dong-y-cua-chu-ho-chu-so-huu-cho-o'])
  expect(view.terms?.feeVnd, 'where no table decides, as the procedure states for the channel').toBe(10_000)
})

dbTest('a procedure without tables keeps what it states', async ({ db, clock }) => {
  const { city, parts, desk } = await aCityWithTables(db, clock)
  const terms = await askTerms(parts, { procedureCode: BIRTH, channel: 'counter', form: {} })
  expect(terms).toMatchObject({ components: null, decided: [], ground: null })
  const { snapshot } = await fileAtCounter(parts, desk, await aFiling(city, { procedureCode: BIRTH }))
  expect((await getDossierView(parts, desk, snapshot.caseId)).terms).toBeNull()
})

dbTest(
  'an answer of the form that the process asks for goes with the case, nothing else does',
  async ({ db, clock }) => {
    const { city, parts, desk } = await aCityWithTables(db, clock)
    const drawn = demoProcesses().find(({ bpmn }) => bpmn !== null)
    await seedProcesses(db, clock, [
      {
        kind: 'dossier',
        subject: BIRTH,
        name: 'Thử',
        content: {
          form: 'model',
          bpmn: drawn?.bpmn ?? '',
          dmn: (drawn?.dmn ?? '').replaceAll('<text>channel</text>', '<text>relation</text>'),
        },
        decisionNumber: '1/QĐ-THỬ',
        decisionDate: '2022-12-20',
        validFrom: '2023-01-01',
        note: '',
      },
    ])
    const { snapshot } = await fileAtCounter(parts, desk, await aFiling(city, { procedureCode: BIRTH }))
    expect(snapshot.tags).toMatchObject({ relation: 'parent', procedureCode: BIRTH })
    expect(snapshot.tags).not.toHaveProperty('childName')
  },
)
