import { expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { dbTest } from '#testing/db-test.ts'
import type { ProcedureRecord, ProcessRow } from '../contract.ts'
import type { PublishLevel } from '../levels.ts'
import { getProcedure } from './get-procedure.ts'
import { importProcedures } from './import/import-procedures.ts'
import { listQuarantine } from './list-quarantine.ts'
import {
  aDepartment,
  aProcedure,
  aPublishedLine,
  bytesOf,
  channelText,
  DISTRICTS_END,
  reviewer,
  testParts,
} from './procedure-builder.ts'
import { publishLevel } from './publish-level.ts'
import { seedProcedures } from './publish-procedure.ts'
import { resolveQuarantine } from './resolve-quarantine.ts'
import { getLevels } from './show-levels.ts'

const CODE = '1.900001'
const atDesk = { postKind: 'one_stop', unit: 'receiving' } as const

function steps(...kinds: ('specialist' | 'head' | 'leader')[]): ProcessRow[] {
  return [
    { no: 1, key: 'receive', work: 'Tiếp nhận', doer: atDesk, hours: 2 },
    ...kinds.map((postKind, at) => ({
      no: at + 2,
      key: postKind,
      work: `Bước của ${postKind}`,
      doer: { postKind, unit: 'competent' } as const,
      hours: 4,
    })),
    { no: kinds.length + 2, key: 'return', work: 'Trả kết quả', doer: atDesk, hours: 0 },
  ]
}

/** Decided by districts, whose heads of section review it. */
async function decidedByDistricts(db: AnyDb, clock: FakeClock, more: Partial<ProcedureRecord> = {}) {
  const parts = testParts(db, clock)
  const record = aProcedure({
    levels: ['district'],
    competentTier: 'district',
    performingAgencies: ['Ủy ban nhân dân cấp huyện'],
    process: steps('specialist', 'head', 'leader'),
    ...more,
  })
  await seedProcedures(parts.db, clock, [record], { validFrom: '2023-01-01' })
  const wish = (changes: Partial<PublishLevel> = {}): PublishLevel => ({
    basedOn: 1,
    tier: 'commune',
    decisionNumber: '12/QĐ-UBND',
    decidedOn: '2023-11-01',
    validFrom: '2023-12-01',
    process: steps('specialist', 'leader'),
    ...changes,
  })
  const publish = (changes: Partial<PublishLevel> = {}) => publishLevel(parts, reviewer, CODE, wish(changes))
  return { parts, publish }
}

dbTest(
  'a decision gives a procedure to another level from its day on, and the version before holds until then',
  async ({ db, clock }) => {
    const { parts, publish } = await decidedByDistricts(db, clock)
    const levels = await publish()
    expect(levels.versions).toMatchObject([
      {
        version: 2,
        tier: 'commune',
        stage: 'planned',
        validFrom: '2023-12-01',
        validTo: null,
        origin: 'level',
        decision: { number: '12/QĐ-UBND', decidedOn: '2023-11-01', by: 'Cán bộ thử nghiệm (7)' },
      },
      { version: 1, tier: 'district', stage: 'holds', validTo: '2023-12-01', decision: null },
    ])
    expect(levels.allowedActions).toEqual(['publish_level'])
    expect((await getProcedure(parts, CODE)).competentTier).toBe('district')

    clock.set('2023-12-01T01:00:00.000Z')
    const before = await getProcedure(parts, CODE, { version: 1 })
    const now = await getProcedure(parts, CODE)
    expect(now).toMatchObject({
      version: 2,
      origin: 'level',
      competentTier: 'commune',
      competentUnitCode: null,
      competentAgency: 'Ủy ban nhân dân cấp xã',
      receptionAddress: 'Bộ phận Tiếp nhận và Trả kết quả của Ủy ban nhân dân cấp xã',
      // What the national record says of levels is not ours to change.
      levels: ['district'],
    })
    expect(now.process.map(({ key }) => key)).toEqual(['receive', 'specialist', 'leader', 'return'])
    // Nothing else of the procedure changes.
    for (const part of ['name', 'channels', 'componentGroups', 'steps', 'results', 'decisionNumber'] as const)
      expect(now[part]).toEqual(before[part])
    expect((await getLevels(parts, reviewer, CODE)).versions.map(({ stage }) => stage)).toEqual([
      'holds',
      'past',
    ])
  },
)

dbTest(
  'a department is named with the level, and its name stands on the procedure',
  async ({ db, clock }) => {
    const { parts, publish } = await decidedByDistricts(db, clock)
    await publish({ tier: 'department', unitCode: aDepartment, validFrom: '2023-11-09' })
    expect(await getProcedure(parts, CODE)).toMatchObject({
      competentTier: 'department',
      competentUnitCode: aDepartment,
      competentAgency: 'Sở Thử nghiệm',
    })
    expect((await getLevels(parts, reviewer, CODE)).versions[0]).toMatchObject({ unitName: 'Sở Thử nghiệm' })
  },
)

const refusals: Record<string, { wish: Partial<PublishLevel>; code: string; facts?: object }> = {
  'a decision without a number': {
    wish: { decisionNumber: '   ' },
    code: 'catalogue.level_decision_missing',
    facts: { place: 'decisionNumber' },
  },
  'a decision dated after its day in force': {
    wish: { decidedOn: '2023-12-02' },
    code: 'catalogue.level_decision_date',
  },
  'a day that does not exist': { wish: { validFrom: '2023-02-30' }, code: 'catalogue.wrong_day' },
  'a day that has passed': {
    wish: { validFrom: '2023-11-08', decidedOn: '2023-10-01' },
    code: 'catalogue.level_too_early',
    facts: { earliest: '2023-11-09' },
  },
  'the level that decides already': {
    wish: { tier: 'district', process: steps('head') },
    code: 'catalogue.same_level',
  },
  'a department that is not named': { wish: { tier: 'department' }, code: 'catalogue.level_unit' },
  'a department nobody knows': {
    wish: { tier: 'department', unitCode: 'so-khac' },
    code: 'catalogue.level_unit',
  },
  'a unit named for communes': { wish: { unitCode: 'commune' }, code: 'catalogue.level_unit' },
  'steps for a post that communes do not have': {
    wish: { process: steps('specialist', 'head', 'leader') },
    code: 'catalogue.level_without_post',
    facts: { kinds: ['head'], place: 'process' },
  },
  'no steps': { wish: { process: [] }, code: 'catalogue.process_unfit', facts: { problem: 'empty' } },
  'steps that do not begin where it is filed': {
    wish: {
      process: steps('specialist')
        .slice(1)
        .map((row, at) => ({ ...row, no: at + 1 })),
    },
    code: 'catalogue.process_unfit',
    facts: { problem: 'first' },
  },
  'steps that do not end with the result': {
    wish: { process: steps('specialist').slice(0, -1) },
    code: 'catalogue.process_unfit',
    facts: { problem: 'last' },
  },
  'steps that take longer than the law allows': {
    wish: { process: steps('specialist').map((row) => ({ ...row, hours: 20 })) },
    code: 'catalogue.process_unfit',
    facts: { problem: 'long' },
  },
  'two steps of one key': {
    wish: { process: steps('specialist', 'specialist') },
    code: 'catalogue.record_invalid',
  },
  'a version that is not the last': { wish: { basedOn: 7 }, code: 'catalogue.version_moved' },
}

for (const [what, { wish, code, facts = {} }] of Object.entries(refusals)) {
  dbTest(`${what} is refused where a level is published`, async ({ db, clock }) => {
    const { parts, publish } = await decidedByDistricts(db, clock)
    await expect(publish(wish)).rejects.toMatchObject({ code, facts })
    expect((await getLevels(parts, reviewer, CODE)).versions).toHaveLength(1)
  })
}

dbTest('a level of which the city has no unit on the day is refused', async ({ db, clock }) => {
  const { parts, publish } = await decidedByDistricts(db, clock, {
    competentTier: 'commune',
    process: steps('leader'),
  })
  await expect(publish({ tier: 'district', validFrom: DISTRICTS_END })).rejects.toMatchObject({
    code: 'catalogue.level_without_unit',
    facts: { tier: 'district', day: DISTRICTS_END },
  })
  await publish({ tier: 'district', validFrom: '2025-06-30' })
  expect((await getLevels(parts, reviewer, CODE)).base.tier).toBe('district')
})

dbTest(
  'before a planned version none can be put, on its day one takes its place, and after it one follows',
  async ({ db, clock }) => {
    const { parts, publish } = await decidedByDistricts(db, clock)
    await publish()
    await expect(publish({ basedOn: 2, tier: 'city', validFrom: '2023-11-20' })).rejects.toMatchObject({
      code: 'catalogue.version_planned',
      facts: { version: 2, validFrom: '2023-12-01' },
    })
    // Taken back before its day: from that day on districts go on deciding.
    await publish({ basedOn: 2, tier: 'district', process: steps('head') })
    const { versions } = await getLevels(parts, reviewer, CODE)
    expect(versions.map(({ version, stage }) => [version, stage])).toEqual([
      [3, 'planned'],
      [2, 'replaced'],
      [1, 'holds'],
    ])
    expect((await getProcedure(parts, CODE, { on: '2023-12-01' })).version).toBe(3)
    await publish({ basedOn: 3, validFrom: '2024-01-01' })
    expect((await getProcedure(parts, CODE, { on: '2023-12-31' })).competentTier).toBe('district')
    expect((await getProcedure(parts, CODE, { on: '2024-01-01' })).competentTier).toBe('commune')
  },
)

dbTest(
  'a process published for the old level is refused until it ends or another takes its place',
  async ({ db, clock }) => {
    const { parts } = await decidedByDistricts(db, clock)
    const wish = {
      basedOn: 1,
      tier: 'commune',
      decisionNumber: '12/QĐ-UBND',
      decidedOn: '2023-11-01',
      validFrom: '2023-12-01',
      process: steps('leader'),
    } as const
    const asked: string[] = []
    const withHead: typeof parts = {
      ...parts,
      publishedSteps(code, day) {
        asked.push(`${code} ${day}`)
        return Promise.resolve([{ postKind: 'head', place: 'competent' }])
      },
    }
    await expect(
      publishLevel(withHead, reviewer, CODE, { ...wish, process: [...wish.process] }),
    ).rejects.toMatchObject({ code: 'catalogue.process_of_other_level', facts: { kinds: ['head'] } })
    expect(asked).toEqual([`${CODE} 2023-12-01`])
    const fits: typeof parts = {
      ...parts,
      publishedSteps: () => Promise.resolve([{ postKind: 'leader', place: 'competent' }]),
    }
    await publishLevel(fits, reviewer, CODE, { ...wish, process: [...wish.process] })
  },
)

dbTest(
  'fields that wait follow to the new version, and a version kept back comes into force with the level that decides now',
  async ({ db, clock }) => {
    const { parts, publish } = await decidedByDistricts(db, clock)
    const importing = (changes: Record<string, unknown>) =>
      importProcedures(
        parts.db,
        bytesOf(
          aPublishedLine({
            cap_thuc_hien: 'Cấp huyện',
            co_quan_thuc_hien: 'Ủy ban nhân dân cấp huyện',
            ...changes,
          }),
        ),
        { clock, timeZone: parts.timeZone, name: 'thử.jsonl' },
      )
    // The limit lost its unit: version 2 would stop the procedure and is kept back.
    await importing({ cach_thuc_thuc_hien: channelText('Trực tiếp9Miễn phí') })
    await publish({ basedOn: 1, validFrom: '2023-11-09' })
    const [field] = (await listQuarantine(parts, reviewer, {})).items
    expect(field?.versionId).toBe(`${CODE}@2`)
    await resolveQuarantine(parts, reviewer, field?.id ?? '', {
      action: 'fix',
      value: { unit: 'working_days', amount: 9 },
    })
    expect(await getProcedure(parts, CODE)).toMatchObject({
      version: 4,
      competentTier: 'commune',
      channels: [{ limit: { unit: 'working_days', amount: 9 } }],
    })

    // A kind nobody knows stops nothing: version 5 holds, and its doubt follows when the level changes again.
    await importing({ loai_thu_tuc: 'Loại lạ' })
    await publish({ basedOn: 5, tier: 'district', validFrom: '2023-11-20', process: steps('head') })
    const [kind] = (await listQuarantine(parts, reviewer, {})).items
    expect(kind).toMatchObject({ path: '/kind', versionId: `${CODE}@6` })
    await resolveQuarantine(parts, reviewer, kind?.id ?? '', { action: 'fix', value: 'other' })
    expect(await getProcedure(parts, CODE, { on: '2023-11-20' })).toMatchObject({
      version: 7,
      kind: 'other',
      competentTier: 'district',
    })
  },
)

dbTest('an unknown procedure has no levels to show or to publish', async ({ db, clock }) => {
  const parts = testParts(db, clock)
  await expect(getLevels(parts, reviewer, '1.999999')).rejects.toMatchObject({ code: 'catalogue.not_found' })
})
