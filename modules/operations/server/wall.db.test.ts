import { expect, vi } from 'vitest'
import { compileCalendar, toOrdinal } from '#modules/calendar/contract.ts'
import type { CaseState } from '#modules/casework/contract.ts'
import { caseworkModule } from '#modules/casework/server/index.ts'
import { indicatorsModule } from '#modules/indicators/server/index.ts'
import type { Unit } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import { committedTest, untilShown } from '#testing/db-test.ts'
import type { LiveFigures, LiveSnapshot } from '../contract.ts'
import { operationsModule } from './index.ts'

const office = [
  [480, 720],
  [780, 1020],
] as const
const calendar = compileCalendar({
  id: 1,
  code: 'test-office',
  nameVi: 'Giờ hành chính',
  nameEn: 'Office hours',
  version: 1,
  policy: 'exact_hour',
  minutesPerDay: 480,
  hours: [{ from: '2020-01-01', week: { 1: office, 2: office, 3: office, 4: office, 5: office } }],
  firstYear: 2020,
  lastYear: 2030,
  daysOff: [],
  swapDays: [],
})
const city: Unit = {
  id: 1,
  code: '01',
  tier: 'city',
  kind: 'Thành phố',
  name: 'Hà Nội',
  parentId: null,
  agencyCode: null,
  calendarId: 1,
}
const ward: Unit = {
  ...city,
  id: 11,
  code: '00001',
  tier: 'commune',
  kind: 'Phường',
  name: 'Phường Thử',
  parentId: 1,
}
const units = [city, ward]
const tree: UnitTree = {
  onDay: '2023-11-09',
  root: city,
  all: () => units,
  get: (id) => (id === 1 ? city : ward),
  find: (id) => units.find((unit) => unit.id === id),
  byCode: (code) => units.find((unit) => unit.code === code),
  isOpen: () => true,
  children: (id) => (id === 1 ? [ward] : []),
  subtree: (id) => new Set(id === 1 ? [1, 11] : [id]),
  ancestors: (id) => (id === 1 ? [] : [city]),
  path: (id) => (id === 1 ? [city] : [city, ward]),
  isWithin: () => true,
  known: () => units,
  lifeOf: () => ({ openedOn: '2023-01-01', closedOn: null }),
  heirs: (id) => new Set([id]),
  forebears: () => new Set<number>(),
  nameOf: (id) => (id === 1 ? city.name : ward.name),
}
const nobody = { accountId: null, postId: null, unitId: 11 }

committedTest(
  'a step that commits reaches the wall with the figure it changes, and the figure lists the dossier',
  async ({ db, clock }) => {
    const organisation = {
      units: () => tree,
      successions: () => [],
      unitsOfOn: () => 'all' as const,
      may: () => true,
      requirePermission: () => undefined,
    }
    const casework = caseworkModule({ clock, wake: () => consumer.wake() })
    const indicators = indicatorsModule({
      db,
      clock,
      timeZone: 'Asia/Ho_Chi_Minh',
      organisation,
      calendars: () => [calendar],
      readCase: (from, caseId) => casework.listEvents(from, caseId),
      readHistories: (from, upTo) => casework.readHistories(from, upTo),
    })
    const operations = operationsModule({
      db,
      clock,
      organisation,
      indicators,
      freshness: () => consumer.lag(),
    })
    const consumer = indicators.start({
      readOutbox: (cursor, limit) => casework.readOutbox(db, cursor, limit),
      onFolded: (batch, folded) => operations.onFolded(batch, folded),
    })
    const heard: { event: string; data: LiveSnapshot | LiveFigures }[] = []
    await operations.feed.listen(1, {
      send: (event, data) => heard.push({ event, data: JSON.parse(data) as LiveFigures }) > 0,
      closed: false,
      onClose: () => undefined,
    })

    const definitionId = await casework.define(db, {
      kind: 'dossier',
      steps: [
        { key: 'check', work: 'Thẩm định', postKind: 'specialist', place: 'competent', minutes: 60 },
        { key: 'sign', work: 'Ký', postKind: 'leader', place: 'competent', minutes: 60 },
      ],
    })
    const now = clock.now()
    const { snapshot } = await casework.open(db, {
      key: 'wall-test-opening',
      type: 'dossiers.received',
      actor: nobody,
      happenedAt: now,
      state: receivedState(definitionId, now, toOrdinal(calendar, now) + 60),
    })
    await untilShown(db)
    await vi.waitUntil(() =>
      heard.some(({ data }) => data.moved.some((one) => one.caseId === snapshot.caseId)),
    )
    expect(heard[0]).toMatchObject({ event: 'snapshot', data: { units: [] } })
    expect(heard.at(-1)?.data).toMatchObject({
      units: [[11, 1, 0, 0, 0, 0, 1, 0, 1]],
      moved: [{ code: 'TEST-0001', unitId: 11 }],
    })
    expect(
      (await indicators.listBehind({ code: 'A04', period: { from: '2023-11-09', to: '2023-11-09' } })).rows,
    ).toMatchObject([{ caseId: snapshot.caseId, code: 'TEST-0001', unitName: 'Phường Thử', counted: true }])

    clock.advance(2 * 3_600_000)
    await casework.advance(db, snapshot, {
      key: 'wall-test-decision',
      type: 'dossiers.decided',
      actor: nobody,
      set: { status: 'decided', closedAt: clock.now().toISOString(), outcome: 'granted', marking: [] },
      facts: { onTime: false },
    })
    await untilShown(db)
    await consumer.catchUp()
    const { figures } = await indicators.readFigures({ period: { from: '2023-11-09', to: '2023-11-09' } })
    expect(figures.find((figure) => figure.code === 'A02')).toMatchObject({
      numerator: 0,
      denominator: 1,
      value: 0,
      state: 'red',
    })
    expect((await indicators.verify()).differences).toEqual([])
    operations.stop()
    await consumer.stop()
  },
)

function receivedState(definitionId: number, at: Date, dueWt: number): CaseState {
  return {
    definitionId,
    kind: 'dossier',
    code: 'TEST-0001',
    title: 'Hồ sơ thử',
    authorityId: 11,
    receivingUnitId: 11,
    unitId: 11,
    status: 'received',
    moneyStatus: 'none',
    deliveryStatus: 'none',
    syncStatus: 'none',
    outcome: null,
    marking: [],
    clock: null,
    calendarId: 1,
    dueWt,
    promisedAt: null,
    openedAt: at.toISOString(),
    receivedAt: at.toISOString(),
    closedAt: null,
    tags: { channel: 'counter', procedureCode: '1.000001' },
  }
}
