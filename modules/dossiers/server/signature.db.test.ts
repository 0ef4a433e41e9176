import { describe, expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aSmallCity, LAWYER_LICENCE, type SmallCity } from '#testing/small-city.ts'
import { textOfPdf } from '#testing/read-pdf.ts'
import { findDossier } from './dossier-store.ts'
import { fileAtCounter } from './file-dossier.ts'
import { desk, does, inHand, leader, specialist } from './hands.test-builder.ts'
import { printSlip } from './print-slip.ts'
import { getOwned } from './public-view.ts'

const deputy = 'phochutich.00004'
const apology = { reasonCode: 'complex', newDueOn: '2023-11-20', note: 'Chờ xác minh nơi cư trú' }
const COMMITTEE = 'TM. ỦY BAN NHÂN DÂN'

/** What stands on a printed form; skipped where no program reads PDF. */
async function expectOnForm(city: SmallCity, caseId: string, form: string, words: string[]) {
  const text = await textOfPdf(await printSlip(city.dossiers.parts, await city.officer(desk), caseId, form))
  if (text !== undefined) for (const one of words) expect(text).toContain(one)
}

describe('the signature', () => {
  dbTest('of a deputy under form 04 says for whom it stands', async ({ db, clock }) => {
    const { city, id } = await inHand(db, clock)
    await does(city, specialist, 'propose_extension', id, apology)
    await does(city, deputy, 'approve_extension', id, { documentNumber: '17' })
    const { name } = await city.officer(deputy)
    await expectOnForm(city, id, '04', [COMMITTEE, 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH', name])
  })

  dbTest('of the result is shown with its capacity, and is none before it', async ({ db, clock }) => {
    const { city, id, parts } = await inHand(db, clock)
    const proposed = await does(city, specialist, 'propose', id, { outcome: 'granted' })
    expect(proposed.signed).toBeNull()
    const at = clock.now().toISOString()
    const signed = await does(city, leader, 'approve', id)
    const { name } = await city.officer(leader)
    expect(signed.signed).toEqual({ at, name, lines: [COMMITTEE, 'CHỦ TỊCH'] })
    expect((await does(city, leader, 'recall', id)).signed).toBeNull()
    await does(city, deputy, 'approve', id)
    const { secret = '' } = (await findDossier(db, id)) ?? {}
    const { view } = await getOwned(parts, signed.code, { secret })
    expect(view.signed?.lines).toEqual([COMMITTEE, 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'])
  })

  dbTest('under delegated authority names the head of the unit that gave it', async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    await city.authorities.record(await city.officer('lanhdao.so-tu-phap'), {
      fromUnitId: city.unitId('so-tu-phap'),
      toUnitId: city.unitId('001'),
      kind: 'delegated',
      legalNumber: '15/QĐ-STP',
      decidedOn: '2023-11-01',
      legalGround: 'Luật Tổ chức chính quyền địa phương',
      from: '2023-11-09',
      procedureCodes: [LAWYER_LICENCE],
      fields: [],
    })
    const filing = await aFiling(city, { procedureCode: LAWYER_LICENCE })
    const { snapshot } = await fileAtCounter(city.dossiers.parts, await city.officer(desk), filing)
    await does(city, desk, 'hand_over', snapshot.caseId)
    await does(city, 'truongphong.001', 'stop', snapshot.caseId, { reasonCode: 'sector_law' })
    await expectOnForm(city, snapshot.caseId, '05', [
      'TUQ. GIÁM ĐỐC SỞ TƯ PHÁP',
      'TL. CHỦ TỊCH ỦY BAN NHÂN DÂN QUẬN',
      'TRƯỞNG PHÒNG CHUYÊN MÔN',
    ])
  })
})
