import { expect, test } from 'vitest'
import { missingForFiling, procedureCodePattern } from '#modules/catalogue/contract.ts'
import { demoUnits2023 } from '../hanoi/vertical-agencies.ts'
import { demoStaff, staffByUnit } from '../people/staff.ts'
import { processRows, workingHours } from './process-rows.ts'
import { demoProcedures, demoProceduresOfTwoTiers } from './procedures.ts'

const procedures = demoProcedures()
const units = demoUnits2023()

test('the demo city has more than sixty procedures, each code once and lawful, over all three tiers', () => {
  expect(procedures.length).toBeGreaterThanOrEqual(66)
  expect(new Set(procedures.map(({ record }) => record.code)).size).toBe(procedures.length)
  for (const { record } of procedures) expect(record.code).toMatch(new RegExp(procedureCodePattern))
  for (const tier of ['commune', 'district', 'department']) {
    expect(
      procedures.filter(({ record }) => record.competentTier === tier).length,
      tier,
    ).toBeGreaterThanOrEqual(10)
  }
})

test('every procedure can take a dossier: it has a limit, a process and somebody who decides', () => {
  for (const { record } of procedures) expect(missingForFiling(record), record.code).toEqual([])
})

test('without districts the communes decide what districts did, and all else stays as it was', () => {
  const after = new Map(
    demoProceduresOfTwoTiers().map(({ record, filedAt }) => [record.code, { record, filedAt }]),
  )
  expect(after.size).toBe(procedures.length)
  for (const { record, filedAt } of procedures) {
    const now = after.get(record.code)
    if (record.competentTier !== 'district') expect(now).toEqual({ record, filedAt })
    else {
      expect(now?.record, record.code).toMatchObject({ competentTier: 'commune', competentUnitCode: null })
      expect(now?.filedAt).toEqual(['commune'])
      expect(now?.record.process.map(({ doer }) => doer.postKind)).not.toContain('head')
      expect(JSON.stringify(now?.record)).not.toMatch(/cấp huyện|"district"(?!,"vi")/)
      expect(missingForFiling(now?.record ?? record)).toEqual([])
    }
  }
})

test('the hours of a process add up to the shortest limit of its procedure, and handing out takes none', () => {
  for (const { record } of procedures) {
    const sum = record.process.reduce((total, row) => total + row.hours, 0)
    expect(sum, record.code).toBe(Math.min(...record.channels.map((channel) => workingHours(channel.limit))))
    expect(record.process.at(-1), record.code).toMatchObject({ key: 'return', hours: 0 })
    for (const row of record.process.slice(0, -1))
      expect(row.hours, `${record.code} ${row.key}`).toBeGreaterThan(0)
    expect(record.process.map((row) => row.no)).toEqual(record.process.map((_, index) => index + 1))
  }
})

test('the copy from the original register has the hours Hanoi published: 2, 3, 2 and 1', () => {
  const copy = procedures.find(({ record }) => record.code === '2.000908')
  expect(copy?.record.process.map((row) => row.hours)).toEqual([2, 3, 2, 1, 0])
})

test('a limit of hours is shared out exactly, however short', () => {
  for (const hours of [4, 8, 12, 40, 240]) {
    const rows = processRows({
      limits: [{ unit: 'hours', amount: hours }],
      tier: 'department',
      travels: true,
      checks: 'xem',
      result: 'Giấy',
    })
    expect(rows.reduce((total, row) => total + row.hours, 0)).toBe(hours)
  }
})

test('every unit that may decide a procedure has somebody for every row of its process', () => {
  const staffOf = staffByUnit(demoStaff(units))
  for (const { record, filedAt } of procedures) {
    const competent = units.filter((unit) =>
      record.competentUnitCode ? unit.code === record.competentUnitCode : unit.tier === record.competentTier,
    )
    const receiving = units.filter((unit) => unit.tier !== 'city' && filedAt.includes(unit.tier))
    expect(competent.length, record.code).toBeGreaterThan(0)
    for (const row of record.process) {
      for (const unit of row.doer.unit === 'competent' ? competent : receiving) {
        const posts = staffOf.get(unit.code)?.map((member) => member.posts[0]) ?? []
        const forField = posts.filter(
          ({ kind, fields }) =>
            kind === row.doer.postKind && (fields.length === 0 || fields.includes(record.field ?? '')),
        )
        if (forField.length === 0) expect.fail(`${record.code} ${row.key}: nobody in ${unit.name}`)
      }
    }
  }
})

test('a department named by a procedure is one of the city', () => {
  const departments = new Set(units.filter((unit) => unit.tier === 'department').map((unit) => unit.code))
  for (const { record } of procedures) {
    if (record.competentTier === 'department') expect(departments).toContain(record.competentUnitCode)
    else expect(record.competentUnitCode).toBeNull()
  }
})

test('at least six procedures travel from a commune to a department and back', () => {
  const travelling = procedures.filter(
    ({ record, travels }) => travels && record.competentTier === 'department',
  )
  expect(travelling.length).toBeGreaterThanOrEqual(6)
  for (const { record, filedAt } of travelling) {
    expect(filedAt).toEqual(['commune', 'department'])
    const way = record.process.map((row) => `${row.doer.postKind} ${row.doer.unit}`)
    expect(way.slice(0, 2)).toEqual(['one_stop receiving', 'one_stop competent'])
    expect(way.at(-1)).toBe('one_stop receiving')
  }
})

test('a limit that lost its unit or was never stated is marked as a demo value and says so to the reader', () => {
  const doubtful = procedures.filter(({ certainty }) => certainty.limit === 'unverified')
  expect(doubtful.length).toBeGreaterThan(10)
  for (const { record } of doubtful) {
    for (const channel of record.channels) expect(channel.note, record.code).toMatch(/giá trị minh họa/)
  }
})

test('a fee that no figure can be given for names the rule that sets it or says why', () => {
  for (const { record, certainty } of procedures) {
    for (const channel of record.channels) {
      if (channel.feeVnd === null) expect(channel.feeNote, record.code).toBeTruthy()
    }
    if (certainty.fee === 'unverified') {
      expect(
        record.channels.some((channel) => channel.feeNote !== null),
        record.code,
      ).toBe(true)
    }
  }
})

test('every procedure has papers with ids of their own, a form of three to eight fields, and legal grounds', () => {
  for (const { record } of procedures) {
    const components = record.componentGroups.flatMap((group) => group.components)
    expect(components.length, record.code).toBeGreaterThan(0)
    expect(new Set(components.map((component) => component.id)).size, record.code).toBe(components.length)
    const fields = record.form ?? []
    expect(fields.length).toBeGreaterThanOrEqual(3)
    expect(fields.length).toBeLessThanOrEqual(8)
    expect(new Set(fields.map((field) => field.key)).size).toBe(fields.length)
    for (const field of fields) {
      expect(field.type === 'text' || field.type === 'number', field.key).toBe(field.maxLength !== undefined)
      expect(field.type === 'select', field.key).toBe(field.options !== undefined)
    }
    expect(record.legalGrounds.length).toBeGreaterThan(0)
  }
})

test('all text is composed Unicode', () => {
  const text = JSON.stringify(procedures)
  expect(text).toBe(text.normalize('NFC'))
})
