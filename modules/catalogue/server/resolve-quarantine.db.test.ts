import { expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import { refusal } from '#platform/errors.ts'
import type { AnyDb } from '#platform/database.ts'
import { dbTest } from '#testing/db-test.ts'
import { findProcedures } from './find-procedures.ts'
import { getProcedure } from './get-procedure.ts'
import { importProcedures } from './import/import-procedures.ts'
import { listImports } from './list-imports.ts'
import { listQuarantine } from './list-quarantine.ts'
import { aPublishedLine, bytesOf, channelText, reviewer, testParts } from './procedure-builder.ts'
import { resolveQuarantine } from './resolve-quarantine.ts'

async function aDoubtfulProcedure(db: AnyDb, clock: FakeClock) {
  const parts = testParts(db, clock)
  const line = aPublishedLine({
    cach_thuc_thuc_hien: channelText('Trực tiếp3Miễn phí', 'Trực tuyến2 Ngày làm việc50 VNĐ'),
    cap_thuc_hien: 'Cấp lạ',
  })
  await importProcedures(parts.db, bytesOf(line), { clock, timeZone: parts.timeZone, name: 'thử.jsonl' })
  const { items } = await listQuarantine(parts, reviewer, {})
  const idOf = (path: string) => items.find((item) => item.path === path)?.id ?? ''
  return { parts, items, idOf }
}

dbTest(
  'doubtful fields are listed with the reason, the words of the source and what may be taken',
  async ({ db, clock }) => {
    const { parts, items } = await aDoubtfulProcedure(db, clock)
    expect(items.map((item) => [item.path, item.reason, item.allowedActions])).toEqual([
      ['/channels/0/limit', 'number_without_unit', ['accept', 'fix']],
      ['/channels/1/feeVnd', 'amount_lost_zeros', ['accept', 'fix']],
      ['/levels', 'unknown_level', ['accept', 'fix']],
    ])
    expect(items[1]).toMatchObject({
      excerpt: 'Trực tuyến2 Ngày làm việc50 VNĐ',
      current: null,
      proposals: [{ value: 50_000 }],
    })
    expect((await listQuarantine(parts, reviewer, { reason: 'unknown_level' })).total).toBe(1)
    expect((await listQuarantine(parts, reviewer, {})).byReason).toHaveLength(3)
    expect((await findProcedures(parts, {})).items[0]?.openQuarantine).toBe(3)
    expect((await listImports(parts, reviewer)).items).toMatchObject([{ added: 1, quarantined: 3 }])
  },
)

dbTest(
  'accepting a proposal makes a new version, and the other doubts go on with it',
  async ({ db, clock }) => {
    const { parts, idOf } = await aDoubtfulProcedure(db, clock)
    const view = await resolveQuarantine(parts, reviewer, idOf('/channels/1/feeVnd'), {
      action: 'accept',
      proposal: 0,
      note: 'theo biểu phí',
    })
    expect(view).toMatchObject({ version: 2, origin: 'review', channels: [{}, { feeVnd: 50_000 }] })
    expect(view.quarantined.map((field) => field.path)).toEqual(['/channels/0/limit', '/levels'])
    expect((await getProcedure(parts, '1.900001', { version: 1 })).channels[1]?.feeVnd).toBeNull()

    const [settled] = (await listQuarantine(parts, reviewer, { status: 'accepted' })).items
    expect(settled).toMatchObject({
      resolvedBy: 'Cán bộ thử nghiệm (7)',
      resolvedValue: 50_000,
      note: 'theo biểu phí',
      allowedActions: [],
    })
  },
)

dbTest(
  'a value set by hand is kept when it has the shape of the field, and refused otherwise',
  async ({ db, clock }) => {
    const { parts, idOf } = await aDoubtfulProcedure(db, clock)
    const fix = (path: string, value: unknown) =>
      resolveQuarantine(parts, reviewer, idOf(path), { action: 'fix', value })
    for (const value of [
      { unit: 'working_days' },
      { unit: 'fortnight', amount: 1 },
      { unit: 'hours', amount: -2 },
      'ba ngày',
      null,
    ]) {
      await expect(fix('/channels/0/limit', value)).rejects.toMatchObject({
        code: 'catalogue.value_invalid',
        kind: 'invalid',
      })
    }
    expect((await fix('/channels/0/limit', { unit: 'hours', amount: 4 })).channels[0]?.limit).toEqual({
      unit: 'hours',
      amount: 4,
    })
    expect((await fix('/levels', ['commune', 'district'])).levels).toEqual(['commune', 'district'])
    expect((await getProcedure(parts, '1.900001')).version).toBe(3)
  },
)

dbTest('accepting a field as it stands leaves it empty and closes the doubt', async ({ db, clock }) => {
  const { parts, idOf } = await aDoubtfulProcedure(db, clock)
  const view = await resolveQuarantine(parts, reviewer, idOf('/levels'), { action: 'accept' })
  expect(view.levels).toEqual([])
  expect(view.quarantined).toHaveLength(2)
})

dbTest('a field is settled once', async ({ db, clock }) => {
  const { parts, idOf } = await aDoubtfulProcedure(db, clock)
  await resolveQuarantine(parts, reviewer, idOf('/levels'), { action: 'accept' })
  const again = resolveQuarantine(parts, reviewer, idOf('/levels'), { action: 'fix', value: ['commune'] })
  await expect(again).rejects.toMatchObject({ code: 'catalogue.already_resolved', kind: 'conflict' })
  const none = resolveQuarantine(parts, reviewer, 'q0', { action: 'accept' })
  await expect(none).rejects.toMatchObject({ code: 'catalogue.quarantine_not_found' })
  const proposal = resolveQuarantine(parts, reviewer, idOf('/channels/0/limit'), {
    action: 'accept',
    proposal: 9,
  })
  await expect(proposal).rejects.toMatchObject({ code: 'catalogue.no_such_proposal' })
})

dbTest('a newer import closes the doubts about the older one', async ({ db, clock }) => {
  const { parts } = await aDoubtfulProcedure(db, clock)
  await importProcedures(parts.db, bytesOf(aPublishedLine()), {
    clock,
    timeZone: parts.timeZone,
    name: 'mới.jsonl',
  })
  expect((await listQuarantine(parts, reviewer, {})).total).toBe(0)
  expect((await listQuarantine(parts, reviewer, { status: 'superseded' })).total).toBe(3)
})

dbTest('who may not review neither sees nor settles anything', async ({ db, clock }) => {
  const { parts, idOf } = await aDoubtfulProcedure(db, clock)
  const closed = {
    ...parts,
    requirePermission: () => {
      throw refusal('forbidden', 'organisation.forbidden', { vi: 'không', en: 'no' })
    },
  }
  const forbidden = { code: 'organisation.forbidden' }
  await expect(listQuarantine(closed, reviewer, {})).rejects.toMatchObject(forbidden)
  await expect(listImports(closed, reviewer)).rejects.toMatchObject(forbidden)
  await expect(
    resolveQuarantine(closed, reviewer, idOf('/levels'), { action: 'accept' }),
  ).rejects.toMatchObject(forbidden)
  expect((await getProcedure(parts, '1.900001')).version).toBe(1)
})
