import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { aSmallCity, LAWYER_LICENCE } from '#testing/small-city.ts'
import { placesOf } from './places.ts'
import { openPortal } from './visitor.test-builder.ts'

dbTest(
  'a procedure says who decides it by a delegation in force, and may be filed there',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const { organisation } = city
    const given = { fromUnitId: city.unitId('so-tu-phap'), toUnitId: city.unitId('001') }
    await city.authorities.record(await city.officer('lanhdao.so-tu-phap'), {
      ...given,
      kind: 'delegated',
      legalNumber: '15/QĐ-STP',
      decidedOn: '2023-11-01',
      legalGround: 'Luật thử',
      from: '2023-11-09',
      procedureCodes: [LAWYER_LICENCE],
      fields: [],
    })
    const { visitor, close } = await openPortal(city.portal)
    const said = 'theo ủy quyền của Sở Tư pháp tại Quyết định số 15/QĐ-STP ngày 01/11/2023'
    const { html } = await visitor().get(`/thu-tuc/${LAWYER_LICENCE}`)
    expect(html).toContain(`${organisation.units().nameOf(given.toUnitId)} (${said})`)
    expect((await visitor().get('/thu-tuc/1.001193')).html).not.toContain(said)
    const procedure = await city.catalogue.getProcedure(LAWYER_LICENCE)
    const open = (day: string) =>
      placesOf(procedure, organisation.units(), organisation.authoritiesFor(procedure, day)).has(
        given.toUnitId,
      )
    expect([open('2023-11-08'), open('2023-11-09')]).toEqual([false, true])
    await close()
  },
)
