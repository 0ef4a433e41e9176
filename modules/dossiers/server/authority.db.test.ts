import { describe, expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aSmallCity, GUARDIANSHIP, LAWYER_LICENCE, type SmallCity } from '#testing/small-city.ts'
import { getDossierView } from './dossier-view.ts'
import { fileAtCounter, fileOnline } from './file-dossier.ts'
import { desk, does } from './hands.test-builder.ts'
import {
  aLinkedCity,
  decide,
  fileLinked,
  hear,
  INSURANCE,
  partOf,
  POLICE,
} from './linked-city.test-builder.ts'
import { listDelegatedLines } from './list-delegated.ts'
import { printSlip } from './print-slip.ts'
import { findLines } from './work-list.ts'
import { getOwned } from './public-view.ts'

const SAID = 'theo ủy quyền của Sở Tư pháp tại Quyết định số 15/QĐ-STP ngày 01/11/2023'

/** The department of justice lets the district decide it, from today. */
function aDelegation(city: SmallCity) {
  return {
    fromUnitId: city.unitId('so-tu-phap'),
    toUnitId: city.unitId('001'),
    kind: 'delegated' as const,
    legalNumber: '15/QĐ-STP',
    decidedOn: '2023-11-01',
    legalGround: 'Luật Tổ chức chính quyền địa phương',
    from: '2023-11-09',
    procedureCodes: [LAWYER_LICENCE],
    fields: [],
  }
}

async function aDelegatedCity(db: AnyDb, clock: FakeClock) {
  const city = await aSmallCity(db, clock)
  const giver = await city.officer('lanhdao.so-tu-phap')
  const one = await city.authorities.record(giver, aDelegation(city))
  const filed = async (procedureCode = LAWYER_LICENCE) =>
    fileAtCounter(city.dossiers.parts, await city.officer(desk), await aFiling(city, { procedureCode }))
  return { city, parts: city.dossiers.parts, giver, one, filed }
}

describe('a delegation of authority', () => {
  dbTest('moves what is filed under it to the unit it names, and the case says so', async ({ db, clock }) => {
    const { city, parts, filed } = await aDelegatedCity(db, clock)
    const { snapshot, secret } = await filed()
    expect(snapshot.authorityId).toBe(city.unitId('001'))
    await does(city, desk, 'hand_over', snapshot.caseId)
    const view = await getDossierView(parts, await city.officer('motcua.001'), snapshot.caseId)
    expect(view).toMatchObject({
      competentUnit: { id: city.unitId('001') },
      holdingUnit: { id: city.unitId('001') },
      decidedUnder: { fromUnit: { id: city.unitId('so-tu-phap'), name: 'Sở Tư pháp' }, vi: SAID },
    })
    expect(view.history[0]?.vi).toContain(`${view.competentUnit.name} giải quyết ${SAID}`)
    const { view: owners } = await getOwned(parts, snapshot.code, { secret })
    expect(owners.decidedUnder?.vi).toBe(SAID)
    const officer = await city.officer(desk)
    for (const form of ['01', '06'])
      expect((await printSlip(parts, officer, snapshot.caseId, form)).length).toBeGreaterThan(1000)
    expect((await city.casework.verify(db)).differences).toEqual([])
  })

  dbTest('leaves other procedures, and what is filed online is moved all the same', async ({ db, clock }) => {
    const { city, parts, filed } = await aDelegatedCity(db, clock)
    const other = await filed(GUARDIANSHIP)
    expect(other.snapshot.authorityId).toBe(city.unitId('00004'))
    const view = await getDossierView(parts, await city.officer(desk), other.snapshot.caseId)
    expect(view.decidedUnder).toBeNull()
    const {
      channel: _channel,
      commandKey: key,
      ...filing
    } = await aFiling(city, {
      procedureCode: LAWYER_LICENCE,
    })
    const online = await fileOnline(parts, filing, { key, account: null })
    expect(online.snapshot.authorityId).toBe(city.unitId('001'))
    await does(city, desk, 'receive', online.snapshot.caseId)
    const read = await getDossierView(parts, await city.officer(desk), online.snapshot.caseId)
    expect(read.decidedUnder?.vi).toBe(SAID)
  })

  dbTest(
    'that has ended moves nothing filed from then on, and nothing filed before comes back',
    async ({ db, clock }) => {
      const { city, parts, giver, one, filed } = await aDelegatedCity(db, clock)
      const before = await filed()
      await city.authorities.end(giver, one.id, {
        legalNumber: '20/QĐ-STP',
        decidedOn: '2023-11-09',
        from: '2023-11-10',
      })
      expect((await filed()).snapshot.authorityId).toBe(city.unitId('001'))
      clock.set('2023-11-10T02:00:00.000Z')
      const after = await filed()
      expect(after.snapshot.authorityId).toBe(city.unitId('so-tu-phap'))
      await does(city, desk, 'hand_over', before.snapshot.caseId)
      expect(await city.casework.getCase(db, before.snapshot.caseId)).toMatchObject({
        authorityId: city.unitId('001'),
        unitId: city.unitId('001'),
      })
      // Brought while it held, written down after it had ended.
      const late = await fileAtCounter(parts, await city.officer(desk), {
        ...(await aFiling(city, { procedureCode: LAWYER_LICENCE })),
        happenedAt: '2023-11-09T03:00:00.000Z',
      })
      expect(late.snapshot.authorityId).toBe(city.unitId('001'))
      expect((await city.casework.verify(db)).differences).toEqual([])
    },
  )

  dbTest('lets its giver go on reading what is decided by it, and nobody else', async ({ db, clock }) => {
    const { city, parts, giver, one, filed } = await aDelegatedCity(db, clock)
    const first = (await filed()).snapshot.code
    clock.advance(60_000)
    const codes = [first, (await filed()).snapshot.code]
    await filed(GUARDIANSHIP)
    const page = await listDelegatedLines(parts, giver, one.id, undefined)
    expect(page.count).toBe(2)
    expect(page.dossiers.map(({ code }) => code)).toEqual(codes.toReversed())
    expect(page.after).toBeNull()
    expect((await findLines(parts, giver, 'thu', 10)).map(({ code }) => code)).toEqual(codes.toReversed())
    const caseId = page.dossiers[0]?.caseId ?? ''
    expect((await getDossierView(parts, giver, caseId)).shown).toBe('whole')
    const stranger: Officer = {
      ...giver,
      unitId: city.unitId('00001'),
      grants: [{ permission: 'dossiers.read', scope: 'unit' }],
    }
    await expect(listDelegatedLines(parts, stranger, one.id, undefined)).rejects.toMatchObject({
      code: 'dossiers.not_yours',
    })
    await expect(getDossierView(parts, stranger, caseId)).rejects.toMatchObject({
      code: 'dossiers.not_yours',
    })
    await expect(listDelegatedLines(parts, giver, 999, undefined)).rejects.toMatchObject({
      code: 'organisation.no_authority',
    })
  })

  dbTest('moves the parts of a linked procedure that begin under it', async ({ db, clock }) => {
    const city = await aLinkedCity(db, clock)
    const { parts } = city.dossiers
    const police = await city.officer('lanhdao.cong-an-thanh-pho')
    await city.authorities.record(police, {
      ...aDelegation(city),
      fromUnitId: city.unitId(POLICE),
      procedureCodes: ['1.004222'],
    })
    const id = await fileLinked(city)
    await hear(city, db)
    await decide(city, '00004', (await partOf(city, id, 'birth')).caseId)
    await hear(city, db)
    const residence = await partOf(city, id, 'residence')
    expect(residence.unit?.id).toBe(city.unitId('001'))
    const view = await getDossierView(parts, police, residence.caseId ?? '')
    expect(view.decidedUnder).toMatchObject({ fromUnit: { id: city.unitId(POLICE) } })
    expect((await partOf(city, id, 'insurance')).unit?.id).toBe(city.unitId(INSURANCE))
    expect((await city.casework.verify(db)).differences).toEqual([])
  })
})
