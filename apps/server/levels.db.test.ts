import { expect } from 'vitest'
import { createHttpServer } from '#platform/http-server.ts'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { silentLog } from '#platform/log.ts'
import { seedProcesses } from '#modules/casework/server/index.ts'
import type { Levels } from '#modules/catalogue/server/index.ts'
import { fileAtCounter, processOf } from '#modules/dossiers/server/index.ts'
import { dbTest } from '#testing/db-test.ts'
import { aDecidedDraft, DAY } from '#testing/a-reorganisation.ts'
import { aFiling, aSmallCity } from '#testing/small-city.ts'

/** Decided by the district, whose head of section reviews it. */
const HOUSEHOLD = '1.001612'
const CLOSING = '1.001266'

async function aCityWithDistrictProcedures(db: AnyDb, clock: FakeClock) {
  const city = await aSmallCity(db, clock, {}, { procedures: [HOUSEHOLD, CLOSING] })
  const app = await createHttpServer({
    routes: [...city.catalogue.routes, ...city.reorganisations.routes],
    log: silentLog,
    officerOf: async ({ officer }) => (officer === undefined ? undefined : city.officer(officer)),
    citizenOf: async () => undefined,
    may: (officer, permission) => city.organisation.may(officer, permission),
    now: () => new Date(0),
    maxBodyBytes: 1_000_000,
    maxUploadBytes: 1_000_000,
    secureCookies: false,
    metricsToken: undefined,
    errorPage: city.portal.errorPage,
  })
  const levelsOf = async (code: string, officer = 'kiemsoat.hanoi') =>
    app.inject({ url: `/api/catalogue/levels/${code}`, headers: { cookie: `officer=${officer}` } })
  const publish = async (code: string, changes: object = {}, officer = 'kiemsoat.hanoi') => {
    const levels = (await levelsOf(code)).json<Levels>()
    return app.inject({
      method: 'POST',
      url: `/api/catalogue/levels/${code}`,
      headers: { cookie: `officer=${officer}` },
      payload: {
        basedOn: levels.base.version,
        tier: 'commune',
        decisionNumber: '12/QĐ-UBND',
        decidedOn: '2023-11-01',
        validFrom: DAY,
        process: withoutHeads(levels),
        ...changes,
      },
    })
  }
  return { city, publish, levelsOf }
}

function withoutHeads({ base }: Levels) {
  return base.process
    .filter(({ doer }) => doer.postKind !== 'head')
    .map((row, at) => ({ ...row, no: at + 1 }))
}

dbTest(
  'what was filed stays with who decided then, and from the day on the other level takes it and decides',
  async ({ db, clock }) => {
    const { city, publish, levelsOf } = await aCityWithDistrictProcedures(db, clock)
    const file = async (login: string, unit: string) =>
      fileAtCounter(
        city.dossiers.parts,
        await city.officer(login),
        await aFiling(city, { procedureCode: HOUSEHOLD, receivingUnitId: city.unitId(unit) }),
      )
    const before = await file('motcua.001', '001')
    expect((await publish(HOUSEHOLD)).statusCode).toBe(200)
    const planned = await file('motcua.001', '001')
    expect(planned.snapshot.tags.versionId).toBe(`${HOUSEHOLD}@1`)

    clock.set(`${DAY}T02:00:00.000Z`)
    expect((await levelsOf(HOUSEHOLD)).json<Levels>().versions.map(({ stage }) => stage)).toEqual([
      'holds',
      'past',
    ])
    const after = await file('motcua.00004', '00004')
    expect(after.snapshot.tags.versionId).toBe(`${HOUSEHOLD}@2`)
    expect(after.snapshot.authorityId).toBe(city.unitId('00004'))
    const kept = await city.casework.getCase(db, before.snapshot.caseId)
    expect(kept.authorityId).toBe(city.unitId('001'))
    expect(kept.tags.versionId).toBe(`${HOUSEHOLD}@1`)
    await expect(file('motcua.001', '001')).rejects.toMatchObject({ code: 'dossiers.wrong_place' })
  },
)

dbTest('only who may publish procedures sees and changes who decides them', async ({ db, clock }) => {
  const { publish, levelsOf } = await aCityWithDistrictProcedures(db, clock)
  for (const login of ['motcua.00004', 'lanhdao.001', 'quantri']) {
    expect((await levelsOf(HOUSEHOLD, login)).statusCode, login).toBe(403)
    expect((await publish(HOUSEHOLD, {}, login)).statusCode, login).toBe(403)
  }
  expect((await levelsOf(HOUSEHOLD)).json<Levels>().allowedActions).toEqual(['publish_level'])
  expect((await publish(HOUSEHOLD, { tier: 'village' })).statusCode).toBe(400)
})

dbTest(
  'an internal process published for districts must give way before communes can decide',
  async ({ db, clock }) => {
    const { city, publish } = await aCityWithDistrictProcedures(db, clock)
    const record = await city.catalogue.getProcedure(HOUSEHOLD)
    await seedProcesses(db, clock, [
      {
        kind: 'dossier',
        subject: HOUSEHOLD,
        name: record.name,
        decisionNumber: '5/QĐ-THỬ',
        decisionDate: '2023-01-01',
        validFrom: '2023-01-01',
        note: 'thử',
        content: { form: 'table', steps: processOf(record).steps.slice(), dmn: null },
      },
    ])
    expect((await publish(HOUSEHOLD)).json()).toMatchObject({
      error: { code: 'catalogue.process_of_other_level', facts: { kinds: ['head'] } },
    })
  },
)

dbTest(
  'a reorganisation asks what becomes of procedures that nobody would decide, until each is published anew or confirmed to end',
  async ({ db, clock }) => {
    const { city, publish } = await aCityWithDistrictProcedures(db, clock)
    const around = {
      city,
      author: await city.officer('quantri'),
      second: await city.officer('kiemsoat.hanoi'),
    }
    const { author, second } = around
    const id = await aDecidedDraft(around)
    const open = async () => {
      const { decisions, totals } = await city.reorganisations.check(author, id)
      return { asked: decisions.map(({ kind, code }) => `${kind} ${code}`), ends: totals.filingEnds }
    }
    const asks = (code: string) => `procedure_without_decider ${code}`
    expect((await open()).asked).toEqual([asks(CLOSING), asks(HOUSEHOLD)])
    const { version } = await city.reorganisations.get(id)
    await expect(city.reorganisations.approve(second, id, version)).rejects.toMatchObject({
      code: 'organisation.reorganisation_not_now',
    })

    await publish(HOUSEHOLD, { validFrom: '2023-12-02' })
    expect((await open()).asked, 'a day too late').toEqual([asks(CLOSING), asks(HOUSEHOLD)])
    const { versions } = (await publish(CLOSING)).json<Levels>()
    expect(versions[0]).toMatchObject({ tier: 'commune', validFrom: DAY })
    expect((await open()).asked).toEqual([asks(HOUSEHOLD)])

    const confirm = (procedureCodes: string[]) =>
      city.reorganisations.resolve(author, id, { about: 'filing_ends', procedureCodes })
    await expect(confirm([HOUSEHOLD, CLOSING])).rejects.toMatchObject({
      code: 'organisation.procedure_not_asked',
      facts: { codes: [CLOSING] },
    })
    await confirm([HOUSEHOLD])
    expect(await open()).toEqual({ asked: [], ends: 1 })
    const now = (await city.reorganisations.get(id)).version
    await city.reorganisations.approve(second, id, now)
    await city.reorganisations.apply(author, id, now)
    expect((await city.reorganisations.get(id)).status).toBe('scheduled')
  },
)
