import { expect } from 'vitest'
import { silentLog } from '#platform/log.ts'
import { dbTest } from '#testing/db-test.ts'
import { aKey, type SmallCity } from '#testing/small-city.ts'
import { actOnDossier } from './act-on-dossier.ts'
import { does, inHand, specialist } from './hands.test-builder.ts'
import { listWork } from './work-list.ts'

async function answers(city: SmallCity, caseId: string, code: string, opinion: number) {
  const { parts } = city.dossiers
  for (const officer of await city.organisation.listOfficers()) {
    if (officer.unitId !== city.unitId(code)) continue
    const { version } = await city.casework.getCase(parts.db, caseId)
    const [line] = (await listWork(parts, officer, {})).filter((one) => one.opinionNo === opinion)
    if (!line) continue
    const body = { version, commandKey: aKey(), opinion, verdict: 'agree' as const, text: 'Đồng ý' }
    await actOnDossier(parts, officer, 'give_opinion', caseId, body)
    return
  }
  throw new Error(`nobody in ${code} has the opinion before them`)
}

dbTest(
  'opinions count once at whoever was asked: on time when given, late when their time ran out',
  async ({ db, clock }) => {
    const { city, id } = await inHand(db, clock)
    const ask = (codes: string[]) =>
      does(city, specialist, 'consult', id, {
        question: 'Đề nghị cho ý kiến về điều kiện của người giám hộ',
        asked: codes.map((code) => ({
          unitId: city.unitId(code),
          limit: { unit: 'working_days', amount: 1 },
        })),
        silence: 'recorded',
        extension: 'on_request',
      })
    await ask(['so-tu-phap', '00001', '001'])
    await does(city, specialist, 'withdraw_consultation', id, { opinion: 3 })
    await answers(city, id, 'so-tu-phap', 1)
    await ask(['so-tu-phap'])
    clock.set('2023-11-13T02:00:00.000Z')
    // One timer of a case at a time, and two opinions are still waited for.
    for (let turn = 0; turn < 2; turn++) await city.casework.fireTimers(db, silentLog)

    await city.indicators.prepare()
    const events = await city.casework.listEvents(db, id)
    const log = events.map((event) => ({
      ...event,
      cursor: { xid: '9000000000', caseId: id, seq: event.seq },
    }))
    await city.indicators.foldEvents(log)
    const period = { from: '2023-11-09', to: '2023-11-13' }
    const read = async (code: string) => {
      const { figures } = await city.indicators.readFigures({ unitId: city.unitId(code), period })
      const { numerator, denominator, value } = figures.find((one) => one.code === 'A07') ?? {}
      return { numerator, denominator, value }
    }
    expect(await read('so-tu-phap')).toEqual({ numerator: 1, denominator: 2, value: 50 })
    expect(await read('00001')).toEqual({ numerator: 0, denominator: 1, value: 0 })
    // The unit that asked answers for none of them.
    expect(await read('00004')).toEqual({ numerator: 0, denominator: 0, value: null })
    const proof = await city.indicators.prove({ code: 'A07', unitId: city.unitId('so-tu-phap'), period })
    expect(proof.rows.map(({ caseId, counted }) => ({ caseId, counted }))).toEqual([
      { caseId: id, counted: false },
      { caseId: id, counted: true },
    ])
  },
)
