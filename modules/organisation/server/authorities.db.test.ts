import { expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { dbTest } from '#testing/db-test.ts'
import type { RecordAuthority } from '../authority.ts'
import { authorityOn, endAuthority, listAuthorityViews, recordAuthority } from './authorities.ts'
import { aSmallCity, signedIn } from './small-city.ts'

const facts = {
  name: 'Thủ tục thử',
  field: 'Luật sư',
  tier: 'district' as const,
  unitCode: null,
  postKinds: ['leader' as const],
}

const lacking = { ...facts, field: 'Đất đai', postKinds: ['specialist' as const] }

/** The district of the leader gives one of its procedures to the other; both have a leader. */
async function aRegister(db: AnyDb, clock: FakeClock) {
  const city = await aSmallCity(db, clock)
  const parts = {
    ...city,
    procedures: {
      describe: async (codes: readonly string[]) =>
        new Map(
          codes.filter((code) => code !== 'unknown').map((code) => [code, code === 'P9' ? lacking : facts]),
        ),
      isPartOf: async () => false,
      codesOf: async (field: string) => (field === 'Luật sư' ? ['P1'] : field === 'Đất đai' ? ['P9'] : []),
    },
  }
  const leader = (await signedIn(parts, 'lanhdao.001')).officer
  const controller = (await signedIn(parts, 'kiemsoat')).officer
  const id = (code: string) => parts.registry.units().byCode(code)?.id ?? 0
  const wish: RecordAuthority = {
    fromUnitId: id('002'),
    toUnitId: id('001'),
    kind: 'delegated',
    legalNumber: '15/QĐ-UBND',
    decidedOn: '2023-11-01',
    legalGround: 'Luật Tổ chức chính quyền địa phương',
    from: '2023-11-09',
    through: '2023-12-31',
    procedureCodes: ['P1'],
    fields: [],
  }
  return { parts, leader, controller, id, wish }
}

dbTest('a delegation is in the register with who recorded it, until its last day', async ({ db, clock }) => {
  const { parts, controller, leader, id, wish } = await aRegister(db, clock)
  const one = await recordAuthority(parts, controller, wish)
  expect(one).toMatchObject({
    stage: 'in_force',
    recordedBy: controller.name,
    recordedAt: clock.now().toISOString(),
    through: '2023-12-31',
    procedures: [{ code: 'P1', name: 'Thủ tục thử' }],
    ended: null,
    allowedActions: ['end', 'read_dossiers'],
  })
  const decides = (day: string) =>
    authorityOn(parts, id('002'), { code: 'P1', field: null }, day)?.toUnitId ?? id('002')
  expect(decides('2023-12-31')).toBe(id('001'))
  expect(decides('2024-01-01')).toBe(id('002'))
  const seen = await listAuthorityViews(parts, leader, {})
  expect(seen.authorities.map(({ allowedActions }) => allowedActions)).toEqual([['read_dossiers']])
  expect(seen.givers).toEqual([id('001')])
  expect((await listAuthorityViews(parts, controller, { on: '2024-01-01' })).authorities).toEqual([])
})

dbTest('only whoever may give away a unit’s authority records and ends it', async ({ db, clock }) => {
  const { parts, controller, leader, wish } = await aRegister(db, clock)
  await expect(recordAuthority(parts, leader, wish)).rejects.toMatchObject({ code: 'organisation.forbidden' })
  const { id } = await recordAuthority(parts, controller, wish)
  const end = { legalNumber: '20/QĐ-UBND', decidedOn: '2023-11-09', from: '2023-11-20' }
  await expect(endAuthority(parts, leader, id, end)).rejects.toMatchObject({
    code: 'organisation.forbidden',
  })
})

dbTest('a decision that cannot stand is refused with the place and the mend', async ({ db, clock }) => {
  const { parts, controller, id, wish } = await aRegister(db, clock)
  const wrong: [Partial<RecordAuthority>, string, string][] = [
    [{ through: '2023-11-08' }, 'days', 'through'],
    [{ decidedOn: '2023-11-10' }, 'decided', 'decidedOn'],
    [{ from: '2023-11-08' }, 'past', 'from'],
    [{ toUnitId: wish.fromUnitId }, 'self', 'toUnitId'],
    [{ toUnitId: 99 }, 'closed', 'toUnitId'],
    [{ toUnitId: id('00001') }, 'nobody', 'toUnitId'],
    [{ procedureCodes: ['P9'] }, 'nobody', 'toUnitId'],
    [{ procedureCodes: [], fields: ['Đất đai'] }, 'nobody', 'toUnitId'],
    [{ procedureCodes: [] }, 'nothing', 'procedureCodes'],
    [{ procedureCodes: ['unknown'] }, 'procedure', 'unknown'],
    [{ fields: ['Không có'] }, 'procedure', 'Không có'],
    [{ fromUnitId: id('S01') }, 'not_competent', 'P1'],
  ]
  for (const [change, problem, place] of wrong)
    await expect(recordAuthority(parts, controller, { ...wish, ...change })).rejects.toMatchObject({
      code: 'organisation.authority_wrong',
      facts: { problem, place },
    })
  await expect(recordAuthority(parts, controller, { ...wish, from: '2023-02-30' })).rejects.toMatchObject({
    code: 'organisation.wrong_day',
  })
  await recordAuthority(parts, controller, wish)
  for (const change of [{}, { procedureCodes: [], fields: ['Luật sư'] }])
    await expect(recordAuthority(parts, controller, { ...wish, ...change })).rejects.toMatchObject({
      code: 'organisation.authority_clash',
      facts: { problem: 'overlaps', legalNumber: '15/QĐ-UBND' },
    })
})

dbTest('another decision ends it once, from a day on that is still to come', async ({ db, clock }) => {
  const { parts, controller, id, wish } = await aRegister(db, clock)
  const one = await recordAuthority(parts, controller, wish)
  const end = { legalNumber: '20/QĐ-UBND', decidedOn: '2023-11-09', from: '2023-11-20' }
  const ending = (more: Partial<typeof end>) => endAuthority(parts, controller, one.id, { ...end, ...more })
  await expect(ending({ from: '2023-11-08' })).rejects.toMatchObject({ facts: { problem: 'past' } })
  await expect(ending({ decidedOn: '2023-11-21' })).rejects.toMatchObject({ facts: { problem: 'decided' } })
  await expect(ending({ from: '2024-01-01' })).rejects.toMatchObject({ code: 'organisation.authority_over' })
  expect(await ending({})).toMatchObject({
    stage: 'in_force',
    ended: { on: '2023-11-20', legalNumber: '20/QĐ-UBND', by: controller.name },
    allowedActions: ['read_dossiers'],
  })
  await expect(ending({})).rejects.toMatchObject({ code: 'organisation.authority_over' })
  await expect(endAuthority(parts, controller, 77, end)).rejects.toMatchObject({
    code: 'organisation.no_authority',
  })
  const on = (day: string) => authorityOn(parts, id('002'), { code: 'P1', field: null }, day)
  expect(on('2023-11-19')).toMatchObject({ toUnitId: id('001') })
  expect(on('2023-11-20')).toBeUndefined()
  // What was ended stands in nobody's way from that day on.
  expect(await recordAuthority(parts, controller, { ...wish, from: '2023-11-20' })).toMatchObject({
    stage: 'ahead',
  })
})
