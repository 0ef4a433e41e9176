import fc from 'fast-check'
import { expect } from 'vitest'
import { caseIdOf } from '#platform/ids.ts'
import type { AnyDb } from '#platform/database.ts'
import { isPlaceAfter } from '#platform/log-place.ts'
import { dbTest, TEST_NOW } from '#testing/db-test.ts'
import { eventLog } from '../an-event.ts'
import type { LoggedEvent, MeasuredChange } from '../contract.ts'
import { declared } from '../measures/declared.ts'
import { foldCase } from '../measures/case-fold.ts'
import { foldEvents, FOLD, type FoldOptions, type Known } from './fold-events.ts'
import { office, readingOf, timeZone } from './a-reading.test-builder.ts'
import { ensureCheckpoint, findCheckpoint, forgetFold } from './fold-store.ts'
import { positionsAt } from './positions.ts'
import { listContributions } from './proof-store.ts'
import { readFigures, readUnitFigures } from './read-figures.ts'
import { countProofs, listDaySums } from './verify-store.ts'
import { verifyIndicators } from './verify-indicators.ts'

const clockOf = (paused: boolean) => ({ startWt: 1000, pauses: [{ to: paused ? null : TEST_NOW }] })

type Life = {
  unit: number
  desk: number
  online: boolean
  steps: (
    | 'receive'
    | 'supplement'
    | 'resume'
    | 'move'
    | 'noise'
    | 'opinion'
    | 'decide'
    | 'refuse'
    | 'return'
  )[]
  minutes: number[]
  late: boolean[]
  onTime: boolean
  dueWt: number
  swap: boolean
}

const life: fc.Arbitrary<Life> = fc.record({
  unit: fc.constantFrom(11, 12, 13),
  desk: fc.constantFrom(11, 12, 13),
  online: fc.boolean(),
  steps: fc.array(
    fc.constantFrom(
      'receive',
      'supplement',
      'resume',
      'move',
      'noise',
      'opinion',
      'decide',
      'refuse',
      'return',
    ),
    { maxLength: 8 },
  ),
  minutes: fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 9, maxLength: 9 }),
  late: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
  onTime: fc.boolean(),
  dueWt: fc.integer({ min: 80_000, max: 110_000 }),
  swap: fc.boolean(),
})

/** Histories as casework would write them, in log order; `swap` lets two neighbours of a case commit out of order. */
function logOf(lives: readonly Life[]): { log: LoggedEvent[]; histories: Map<string, LoggedEvent[]> } {
  const build = eventLog()
  const histories = new Map<string, LoggedEvent[]>()
  lives.forEach((one, index) => {
    const caseId = caseIdOf(Date.parse('2023-10-01T00:00:00Z') + index, index % 64, index % 1000)
    let at = Date.parse('2023-10-02T01:00:00Z')
    const events = ['open' as const, ...one.steps].map((step, turn) => {
      at += (one.minutes[turn] ?? 0) * 60_000
      const happened = new Date(at).toISOString()
      const recordedAt = one.late[turn] ? new Date(at + 30 * 3_600_000).toISOString() : happened
      return build.event(caseId, happened, changeOf(one, step, happened), {
        recordedAt,
        type: `dossiers.${step}`,
        ...(step === 'decide' ? { onTime: one.onTime } : {}),
        ...(step === 'opinion'
          ? { opinion: { opinion: turn, unitId: one.desk, isOnTime: one.late[turn] === false } }
          : {}),
      })
    })
    if (one.swap && events.length > 2) {
      const [a, b] = [events[1], events[2]]
      if (a && b) [a.cursor.xid, b.cursor.xid] = [b.cursor.xid, a.cursor.xid]
    }
    histories.set(caseId, events)
  })
  const log = [...histories.values()].flat().toSorted((a, b) => (isPlaceAfter(a.cursor, b.cursor) ? 1 : -1))
  return { log, histories }
}

function changeOf(one: Life, step: Life['steps'][number] | 'open', at: string): MeasuredChange {
  switch (step) {
    case 'open':
      return {
        authorityId: one.unit,
        receivingUnitId: one.desk,
        calendarId: 1,
        tags: { channel: one.online ? 'online' : 'counter', procedureCode: '1.000001' },
        ...(one.online
          ? { receivedAt: null, closedAt: null, clock: null, dueWt: null }
          : { receivedAt: at, closedAt: null, clock: clockOf(false), dueWt: one.dueWt }),
      }
    case 'receive':
      return { receivedAt: at, clock: clockOf(false), dueWt: one.dueWt }
    case 'supplement':
      return { clock: clockOf(true), dueWt: null }
    case 'resume':
      return { clock: clockOf(false), dueWt: one.dueWt + 500 }
    case 'move':
      return { authorityId: 12 }
    case 'decide':
    case 'refuse':
      return { closedAt: at }
    case 'noise':
    case 'opinion':
    case 'return':
      return {}
  }
}

function cut(log: readonly LoggedEvent[], sizes: readonly number[]): LoggedEvent[][] {
  const batches: LoggedEvent[][] = []
  for (let start = 0, turn = 0; start < log.length; turn++) {
    const size = sizes[turn % Math.max(1, sizes.length)] ?? 5
    batches.push(log.slice(start, start + size))
    start += size
  }
  return batches
}

/** Processes that remember what they folded last, and a stranger who never does. */
function rememberingReaders(db: AnyDb, options: FoldOptions) {
  const memory = new Map<string, Known>()
  return (name: string) =>
    async (batch: readonly LoggedEvent[]): Promise<void> => {
      const known = name === 'stranger' ? undefined : memory.get(name)
      const folded = await foldEvents(db, batch, options, known)
      if (folded.cursor) memory.set(name, { cursor: folded.cursor, open: known?.open ?? new Map() })
      // Another has folded since: the batch is taken again from the checkpoint.
      if (folded.handled === 0 && known) {
        expect(known.open.size).toBe(0)
        await foldEvents(db, batch, options, memory.get(name))
      }
    }
}

dbTest(
  'the fold, the recomputation and the proof agree on any history and any batches, and a batch told twice counts once',
  async ({ db }) => {
    await ensureCheckpoint(db, FOLD)
    await fc.assert(
      fc.asyncProperty(
        fc.array(life, { maxLength: 7 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.constantFrom('first', 'second', 'stranger'), { minLength: 1, maxLength: 5 }),
        async (lives, sizes, readers) => {
          await forgetFold(db, FOLD)
          const { log, histories } = logOf(lives)
          const readCase = async (_: AnyDb, caseId: string) => histories.get(caseId) ?? []
          const readerOf = rememberingReaders(db, { timeZone, readCase })
          for (const [turn, batch] of cut(log, sizes).entries()) {
            await readerOf(readers[turn % readers.length] ?? 'stranger')(batch)
            const again = await foldEvents(db, batch, { timeZone, readCase })
            expect(again.handled).toBe(0)
          }
          const verification = await verifyIndicators(readingOf(db), async function* () {
            yield* histories.values()
          })
          expect(verification.differences).toEqual([])
          expect(verification.cases).toBe(histories.size)

          const counted = [...histories.values()].flatMap((events) => foldCase(asFlow('A02'), events))
          const opinions = [...histories.values()].flatMap((events) => foldCase(asFlow('A07'), events))
          let after: { place: string; caseId: string; no: number } | undefined
          const paged: string[] = []
          do {
            const page = await listContributions(db, {
              series: 'opinions',
              isRatio: true,
              units: [11, 12, 13],
              period: { from: '2023-01-01', to: '2024-12-31' },
              timeZone,
              after,
              limit: 2,
            })
            paged.push(...page.map(({ caseId, no, counted: isOnTime }) => `${caseId} ${no} ${isOnTime}`))
            const last = page.at(-1)
            after = last && { place: last.place, caseId: last.caseId, no: last.no ?? 0 }
          } while (after)
          expect(paged.toSorted()).toEqual(
            opinions.map(({ caseId, no, numerator }) => `${caseId} ${no} ${numerator > 0}`).toSorted(),
          )
          const listed = await listContributions(db, {
            series: 'ended',
            isRatio: true,
            units: [11, 12, 13],
            period: { from: '2023-01-01', to: '2024-12-31' },
            timeZone,
            after: undefined,
            limit: 500,
          })
          expect(listed.map((row) => row.caseId).toSorted()).toEqual(
            counted.map((each) => each.caseId).toSorted(),
          )
          expect(listed.filter((row) => row.counted).length).toBe(
            counted.reduce((sum, each) => sum + each.numerator, 0),
          )
          if (log.length > 0) expect((await findCheckpoint(db, FOLD))?.handled).toBe(log.length)
        },
      ),
      { numRuns: 30 },
    )
  },
)

function asFlow(code: 'A01' | 'A02' | 'A07') {
  const measure = declared[code]
  if (measure.kind !== 'flow') throw new Error(`${code} is a flow`)
  return measure
}

const nothingMore = async () => []

dbTest('a late fact restates the day it happened on and says so', async ({ db }) => {
  await ensureCheckpoint(db, FOLD)
  const { event } = eventLog()
  const caseId = caseIdOf(Date.parse('2023-11-06T02:00:00Z'), 3, 1)
  await foldEvents(
    db,
    [
      event(
        caseId,
        '2023-11-06T02:00:00.000Z',
        {
          authorityId: 11,
          receivingUnitId: 12,
          calendarId: 1,
          receivedAt: '2023-11-06T02:00:00.000Z',
          clock: clockOf(false),
          dueWt: 90_000,
        },
        { recordedAt: '2023-11-08T01:00:00.000Z' },
      ),
    ],
    { timeZone, readCase: nothingMore },
  )

  const { figures } = await readFigures(readingOf(db), {
    unitId: 11,
    period: { from: '2023-11-06', to: '2023-11-06' },
  })
  expect(figures.find((figure) => figure.code === 'A01')).toMatchObject({
    value: 1,
    restatedAt: '2023-11-08T01:00:00.000Z',
  })
  expect(
    (await listDaySums(db)).map(({ place, day: on, unitId }) => `${place} ${on} ${unitId}`).toSorted(),
  ).toEqual(['city 2023-11-06 0', 'competent 2023-11-06 11', 'receiving 2023-11-06 12'])
})

dbTest(
  'a stopped clock is not overdue, and an overdue dossier is counted by its own calendar',
  async ({ db }) => {
    await ensureCheckpoint(db, FOLD)
    const { event } = eventLog()
    const received = '2023-11-01T02:00:00.000Z'
    const opening = (unit: number, dueWt: number) => ({
      authorityId: unit,
      receivingUnitId: unit,
      calendarId: 1,
      receivedAt: received,
      clock: clockOf(false),
      dueWt,
    })
    const [late, stopped, soon] = [1, 2, 3].map((count) => caseIdOf(Date.parse(received), 5, count))
    const now = Date.parse(TEST_NOW)
    const { nowWt } = positionsAt([office], new Date(now))[0] ?? { nowWt: 0 }
    await foldEvents(
      db,
      [
        event(late ?? '', received, opening(11, nowWt - 60)),
        event(stopped ?? '', received, opening(11, nowWt - 60)),
        event(soon ?? '', received, opening(12, nowWt + 600)),
        event(stopped ?? '', received, { clock: clockOf(true) }),
      ],
      { timeZone, readCase: nothingMore },
    )

    const { figures } = await readFigures(readingOf(db), {
      period: { from: '2023-11-09', to: '2023-11-09' },
    })
    const value = (code: string) => figures.find((figure) => figure.code === code)?.value
    expect([value('A00'), value('A03'), value('A04')]).toEqual([3, 1, 1])
    expect(figures.find((figure) => figure.code === 'A02')).toMatchObject({ value: null, state: 'unknown' })
    const units = await readUnitFigures(readingOf(db), null)
    expect(units.find((unit) => unit.unitId === 11)).toMatchObject({ open: 2, overdue: 1, dueSoon: 0 })
    expect(
      (await countProofs(db, timeZone)).filter(
        (row) => row.series === 'received' && row.place === 'competent',
      ).length,
    ).toBe(2)
  },
)

dbTest(
  'a batch that follows a gap is not folded, so a rebuild under a running reader loses nothing',
  async ({ db }) => {
    await ensureCheckpoint(db, FOLD)
    const { event } = eventLog()
    const caseId = caseIdOf(Date.parse('2023-11-06T02:00:00Z'), 3, 1)
    const folded = await foldEvents(
      db,
      [event(caseId, TEST_NOW, { authorityId: 11 })],
      { timeZone, readCase: nothingMore },
      { cursor: { xid: '0', caseId: '5', seq: 0 }, open: new Map() },
    )
    expect(folded).toMatchObject({ mine: true, handled: 0, cursor: { xid: '0', caseId: '0' } })
  },
)
