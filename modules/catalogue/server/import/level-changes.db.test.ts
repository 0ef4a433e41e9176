import { expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { dbTest } from '#testing/db-test.ts'
import type { ProcedureRecord } from '../../contract.ts'
import { getProcedure } from '../get-procedure.ts'
import { listQuarantine } from '../list-quarantine.ts'
import {
  aDepartment,
  aProcedure,
  aPublishedLine,
  bytesOf,
  DISTRICTS_END,
  reviewer,
  testParts,
} from '../procedure-builder.ts'
import { publishLevel } from '../publish-level.ts'
import { seedProcedures } from '../publish-procedure.ts'
import { resolveQuarantine } from '../resolve-quarantine.ts'
import { importProcedures } from './import-procedures.ts'

const CODE = '1.900001'
const atDesk = { postKind: 'one_stop', unit: 'receiving' } as const
const received = { no: 1, key: 'receive', work: 'Tiếp nhận', doer: atDesk, hours: 2 }
const returned = { no: 3, key: 'return', work: 'Trả kết quả', doer: atDesk, hours: 0 }
const reviewed = {
  no: 2,
  key: 'review',
  work: 'Xem xét',
  doer: { postKind: 'head', unit: 'competent' } as const,
  hours: 4,
}
const atDistrict = [received, reviewed, returned]
const atCommune = [
  received,
  { ...reviewed, doer: { postKind: 'leader', unit: 'competent' } as const },
  returned,
]

async function aCityThatDecides(db: AnyDb, clock: FakeClock, more: Partial<ProcedureRecord> = {}) {
  const parts = testParts(db, clock)
  const record = aProcedure({
    levels: ['district'],
    competentTier: 'district',
    process: atDistrict,
    ...more,
  })
  await seedProcedures(parts.db, clock, [record], { validFrom: '2023-01-01' })
  let edition = 0
  return {
    parts,
    /** The record as the national database publishes it anew, with something changed in any case. */
    async reads(cap_thuc_hien: string, co_quan_thuc_hien = 'Ủy ban nhân dân cấp xã') {
      edition += 1
      const line = aPublishedLine({ cap_thuc_hien, co_quan_thuc_hien, trinh_tu_thuc_hien: `Bản ${edition}` })
      await importProcedures(parts.db, bytesOf(line), {
        clock,
        timeZone: parts.timeZone,
        name: 'thử.jsonl',
      })
    },
    async waiting() {
      return (await listQuarantine(parts, reviewer, {})).items
    },
  }
}

dbTest(
  'a record that names another level for certain carries it, and waits only for the steps at that level',
  async ({ db, clock }) => {
    const { parts, reads, waiting } = await aCityThatDecides(db, clock)
    await reads('Cấp xã')
    expect(await getProcedure(parts, CODE)).toMatchObject({ version: 1, competentTier: 'district' })
    expect(await getProcedure(parts, CODE, { version: 2 })).toMatchObject({
      competentTier: 'commune',
      levels: ['commune'],
      process: [],
    })
    const [field, ...others] = await waiting()
    expect(others).toEqual([])
    expect(field).toMatchObject({
      path: '/process',
      reason: 'level_changed',
      excerpt: 'commune · Ủy ban nhân dân cấp xã',
      proposals: [{ value: atDistrict }],
    })
    // The old table asks for heads of section, whom communes do not have; left empty nobody could decide.
    const settle = (decision: Parameters<typeof resolveQuarantine>[3]) =>
      resolveQuarantine(parts, reviewer, field?.id ?? '', decision)
    await expect(settle({ action: 'accept', proposal: 0 })).rejects.toMatchObject({
      code: 'catalogue.level_without_post',
    })
    await expect(settle({ action: 'accept' })).rejects.toMatchObject({ code: 'catalogue.level_undecided' })
    await expect(settle({ action: 'fix', value: [{ ...reviewed, no: 1 }] })).rejects.toMatchObject({
      code: 'catalogue.process_unfit',
    })
    // Meanwhile nobody publishes a level past what waits.
    await expect(
      publishLevel(parts, reviewer, CODE, {
        basedOn: 1,
        tier: 'city',
        decisionNumber: '1/QĐ',
        decidedOn: '2023-11-01',
        validFrom: '2023-12-01',
      }),
    ).rejects.toMatchObject({ code: 'catalogue.level_in_review' })

    await settle({ action: 'fix', value: atCommune })
    expect(await getProcedure(parts, CODE)).toMatchObject({
      version: 3,
      competentTier: 'commune',
      steps: 'Bản 1',
      process: atCommune,
    })
    expect(await getProcedure(parts, CODE, { version: 1 })).toMatchObject({ validTo: '2023-11-09' })
  },
)

const unsure: Record<string, [string, string]> = {
  'names two levels of the city': ['Cấp tỉnh, Cấp xã', 'Ủy ban nhân dân cấp xã'],
  'names a province, whose department it does not tell': ['Cấp tỉnh', 'Sở Tư pháp'],
  'names a level nobody knows': ['Cấp khu vực', 'Ủy ban nhân dân cấp xã'],
  'names one level and the agency of another': ['Cấp xã', 'Sở Tư pháp'],
}
for (const [what, [levels, agency]] of Object.entries(unsure)) {
  dbTest(`a record that ${what} leaves the level to an official`, async ({ db, clock }) => {
    const { parts, reads, waiting } = await aCityThatDecides(db, clock)
    await reads(levels, agency)
    expect(await getProcedure(parts, CODE)).toMatchObject({ version: 1, competentTier: 'district' })
    const level = (await waiting()).find(({ path }) => path === '/competentTier')
    expect(level).toMatchObject({ reason: 'level_unclear', current: null })
    expect(level?.proposals[0]?.value).toBe('district')
    expect(await getProcedure(parts, CODE, { version: 2 })).toMatchObject({
      competentTier: null,
      process: [],
    })
  })
}

dbTest(
  'an official who chooses the level and the steps brings the record into force, and nobody can choose a level that is gone',
  async ({ db, clock }) => {
    clock.set('2025-07-02T01:00:00.000Z')
    const { parts, reads, waiting } = await aCityThatDecides(db, clock)
    await reads('Cấp tỉnh, Cấp xã')
    const of = async (path: string) => (await waiting()).find((field) => field.path === path)?.id ?? ''
    const choose = async (value: unknown) =>
      resolveQuarantine(parts, reviewer, await of('/competentTier'), { action: 'fix', value })
    await expect(choose('district')).rejects.toMatchObject({
      code: 'catalogue.level_without_unit',
      facts: { day: '2025-07-02' },
    })
    expect('2025-07-02' > DISTRICTS_END).toBe(true)
    await expect(choose('department')).rejects.toMatchObject({ code: 'catalogue.level_unit' })
    await expect(choose(null)).rejects.toMatchObject({ code: 'catalogue.level_undecided' })
    await choose('commune')
    expect((await getProcedure(parts, CODE)).version).toBe(1)
    await resolveQuarantine(parts, reviewer, await of('/process'), { action: 'fix', value: atCommune })
    expect(await getProcedure(parts, CODE)).toMatchObject({ version: 4, competentTier: 'commune' })
  },
)

dbTest('who goes on deciding keeps its named department', async ({ db, clock }) => {
  const { parts, reads, waiting } = await aCityThatDecides(db, clock, {
    levels: ['province'],
    competentTier: 'department',
    competentUnitCode: aDepartment,
  })
  await reads('Cấp bộ', 'Bộ Tư pháp')
  for (const field of (await waiting()).toSorted((a, b) => (a.path < b.path ? -1 : 1)))
    await resolveQuarantine(parts, reviewer, field.id, { action: 'accept', proposal: 0 })
  expect(await getProcedure(parts, CODE)).toMatchObject({
    version: 4,
    levels: ['ministry'],
    competentTier: 'department',
    competentUnitCode: aDepartment,
    process: atDistrict,
  })
})

dbTest(
  'a level that stays among those of the record, or that the city gave away by itself, stays as it is',
  async ({ db, clock }) => {
    const { parts, reads, waiting } = await aCityThatDecides(db, clock)
    await reads('Cấp huyện, Cấp xã')
    await reads('')
    expect(await getProcedure(parts, CODE)).toMatchObject({ competentTier: 'district', process: atDistrict })
    await reads('Cấp huyện')
    await publishLevel(parts, reviewer, CODE, {
      basedOn: 4,
      tier: 'commune',
      decisionNumber: '1/QĐ',
      decidedOn: '2023-11-01',
      validFrom: '2023-11-09',
      process: atCommune,
    })
    // The national record goes on naming the district; that is no news, and the city's decision stands.
    await reads('Cấp huyện')
    expect(await getProcedure(parts, CODE)).toMatchObject({
      version: 6,
      competentTier: 'commune',
      process: atCommune,
    })
    expect(await waiting()).toEqual([])
  },
)
