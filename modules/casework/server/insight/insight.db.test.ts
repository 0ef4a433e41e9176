import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { createHttpServer } from '#platform/http-server.ts'
import { silentLog } from '#platform/log.ts'
import { actOnDossier, fileAtCounter } from '#modules/dossiers/server/index.ts'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity, GUARDIANSHIP, type SmallCity } from '#testing/small-city.ts'
import { LogBuilder } from '../../insight/event-log.ts'
import type { ForeignLogView, InsightCases, InsightChoices, InsightView } from '../../insight.ts'
import { aForeignCsv, foreignMapping } from './a-foreign-log.test-builder.ts'
import { readWords } from './course-words.ts'
import { putCourses } from './course-store.ts'
import { packCourse } from './packed-course.ts'
import { packLog, unpackLog } from './packed-log.ts'

const period = 'from=2023-11-01&to=2023-11-30'
const MOST_UPLOAD = 200_000

/** The routes as an official of the city meets them. */
async function aServer(city: SmallCity, clock: FakeClock, login: string) {
  const officer = await city.officer(login)
  const app = await createHttpServer({
    routes: city.insight.routes,
    log: silentLog,
    officerOf: async () => officer,
    citizenOf: async () => undefined,
    may: (one, permission) => city.organisation.may(one, permission),
    now: () => clock.now(),
    maxBodyBytes: 1_048_576,
    maxUploadBytes: MOST_UPLOAD,
    secureCookies: true,
    metricsToken: undefined,
  })
  return {
    async get<Answer>(path: string): Promise<Answer> {
      const answer = await app.inject({ method: 'GET', url: `/api/insight/${path}` })
      expect(answer.statusCode, answer.body).toBe(200)
      return String(answer.headers['content-type']).includes('json')
        ? answer.json<Answer>()
        : (answer.body as Answer)
    },
    async codeOf(method: 'GET' | 'POST', path: string): Promise<string> {
      const answer = await app.inject({ method, url: `/api/insight/${path}` })
      return answer.json<{ error?: { code: string } }>().error?.code ?? 'done'
    },
    async send(fields: Record<string, string>, file: Buffer) {
      const answer = await app.inject({
        method: 'POST',
        url: '/api/insight/logs',
        headers: { 'content-type': 'multipart/form-data; boundary=ranh' },
        payload: formOf(fields, file),
      })
      const body = answer.json<
        ForeignLogView & { error?: { code: string; facts: Record<string, unknown> } }
      >()
      return { status: answer.statusCode, body }
    },
  }
}

function formOf(fields: Record<string, string>, file: Buffer): Buffer {
  const head = Object.entries(fields).map(
    ([name, value]) => `--ranh\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return Buffer.concat([
    Buffer.from(
      `${head.join('')}--ranh\r\nContent-Disposition: form-data; name="file"; filename="log"\r\nContent-Type: application/octet-stream\r\n\r\n`,
    ),
    file,
    Buffer.from('\r\n--ranh--\r\n'),
  ])
}

async function does(city: SmallCity, login: string, action: string, caseId: string, told: object = {}) {
  const { version } = await city.casework.getCase(city.dossiers.parts.db, caseId)
  await actOnDossier(city.dossiers.parts, await city.officer(login), action as 'approve', caseId, {
    version,
    commandKey: aKey(),
    ...told,
  })
}

const HOUR = 3_600_000

async function received(city: SmallCity) {
  const desk = await city.officer('motcua.00004')
  return (await fileAtCounter(city.dossiers.parts, desk, await aFiling(city))).snapshot
}

/** One dossier decided after a rework, and one that has just come. */
async function twoDossiers(db: AnyDb, clock: FakeClock) {
  const city = await aSmallCity(db, clock)
  const { caseId, code, definitionId } = await received(city)
  clock.advance(HOUR)
  await does(city, 'motcua.00004', 'hand_over', caseId)
  clock.advance(HOUR)
  await does(city, 'chuyenvien1.00004', 'claim', caseId)
  clock.advance(2 * HOUR)
  await does(city, 'chuyenvien1.00004', 'propose', caseId, { outcome: 'granted' })
  await does(city, 'lanhdao.00004', 'return_for_rework', caseId, {
    reasonCode: 'draft_error',
    note: 'Xem lại',
  })
  await does(city, 'chuyenvien1.00004', 'claim', caseId)
  await does(city, 'chuyenvien1.00004', 'propose', caseId, { outcome: 'granted' })
  await does(city, 'lanhdao.00004', 'approve', caseId)
  await does(city, 'vanthu.00004', 'issue', caseId, { resultNumber: '01/QĐ', files: [] })
  await does(city, 'motcua.00004', 'return_result', caseId, { receivedBy: 'Nguyễn Thị Thử' })
  await received(city)
  return { city, code, caseId, question: `${period}&definition=${definitionId}&subject=${GUARDIANSHIP}` }
}

dbTest(
  'a leader sees the map, the loop and the dossiers behind it from the history alone',
  async ({ db, clock }) => {
    const { city, code, caseId, question } = await twoDossiers(db, clock)
    const { get } = await aServer(city, clock, 'lanhdao.00004')
    const choices = await get<InsightChoices>('choices')
    expect(choices).toMatchObject({ from: '2022-11-10', to: '2023-11-09' })
    expect(choices.procedures).toMatchObject([
      { subject: GUARDIANSHIP, definitions: [{ cases: 2, version: null }] },
    ])
    expect(choices.units.map(({ name }) => name)).toEqual(['Phường Trúc Bạch'])

    const view = await get<InsightView>(`map?${question}`)
    expect(view).toMatchObject({ casesInAll: 2, casesRead: 2, durations: 'working' })
    expect(view.map).toMatchObject({ cases: 1, openCases: 0 })
    const nodeOf = (role: string) =>
      view.map.nodes.find(({ activity }) => view.steps[activity]?.role === role)
    const specialist = nodeOf('specialist')
    expect(specialist).toMatchObject({ frequency: 2, cases: 1 })
    // From ten to eleven it waited; two hours later, without the break from twelve to one, it was done.
    expect(specialist?.waiting?.p90).toBe(HOUR)
    expect(specialist?.working?.p90).toBe(HOUR)
    expect(new Set(view.map.rework.map(({ activity }) => view.steps[activity]?.role))).toEqual(
      new Set(['leader', 'specialist']),
    )
    expect(view.map.deviations?.outOfOrder.length).toBeGreaterThan(0)
    expect(Object.values(view.units)).toEqual(['Phường Trúc Bạch'])
    expect(view.bpmn).toContain('<bpmn:userTask')

    const byClock = await get<InsightView>(`map?${question}&time=elapsed`)
    expect(byClock.map.nodes.find(({ activity }) => activity === specialist?.activity)?.working?.p90).toBe(
      2 * HOUR,
    )

    const variant = view.map.variants[0]?.key ?? ''
    const behind = await get<InsightCases>(`cases?${question}&by=variant&variant=${variant}`)
    expect(behind).toMatchObject({ total: 1, cases: [{ caseId, code, open: false }] })
  },
)

dbTest('a decided dossier whose result nobody has fetched yet has skipped nothing', async ({ db, clock }) => {
  const city = await aSmallCity(db, clock)
  const { caseId, definitionId } = await received(city)
  await does(city, 'motcua.00004', 'hand_over', caseId)
  await does(city, 'chuyenvien1.00004', 'claim', caseId)
  await does(city, 'chuyenvien1.00004', 'propose', caseId, { outcome: 'granted' })
  await does(city, 'lanhdao.00004', 'approve', caseId)
  await does(city, 'vanthu.00004', 'issue', caseId, { resultNumber: '01/QĐ', files: [] })
  const { get } = await aServer(city, clock, 'lanhdao.00004')
  const { map } = await get<InsightView>(`map?${period}&definition=${definitionId}`)
  expect(map).toMatchObject({ cases: 1, openCases: 1, deviations: { fitting: 1, skipped: [] } })
})

dbTest('a history read before is read again only once its case has gone on', async ({ db, clock }) => {
  const city = await aSmallCity(db, clock)
  const { caseId, definitionId } = await received(city)
  await does(city, 'motcua.00004', 'hand_over', caseId)
  const events = async () => {
    const { get } = await aServer(city, clock, 'lanhdao.00004')
    clock.advance(10 * HOUR)
    return (await get<InsightView>(`map?${period}&definition=${definitionId}`)).map.events
  }
  expect(await events()).toBe(1)
  // What is kept is believed as long as the case has not moved on, and forgotten when it has.
  const course = { caseId, version: 2, course: packCourse([], true, await readWords(db)) }
  await putCourses(db, [course])
  expect(await events()).toBe(0)
  await does(city, 'chuyenvien1.00004', 'claim', caseId)
  await does(city, 'chuyenvien1.00004', 'propose', caseId, { outcome: 'granted' })
  expect(await events()).toBe(2)
  // Whoever was slow does not write an older course over a newer one.
  await putCourses(db, [course])
  expect(await events()).toBe(2)
})

dbTest('a head sees the dossiers of the own unit and of no other', async ({ db, clock }) => {
  const { city, question } = await twoDossiers(db, clock)
  const { get, codeOf } = await aServer(city, clock, 'lanhdao.00001')
  expect((await get<InsightChoices>(`choices?${period}`)).procedures).toEqual([])
  expect((await get<InsightView>(`map?${question}`)).casesInAll).toBe(0)
  expect(await codeOf('GET', `map?${question}&unit=${city.unitId('00004')}`)).toBe('organisation.forbidden')
})

dbTest(
  'a period that is none, a figure that is not named and a process that is not there are refused',
  async ({ db, clock }) => {
    const { city, question } = await twoDossiers(db, clock)
    const { codeOf } = await aServer(city, clock, 'kiemsoat.hanoi')
    expect(await codeOf('GET', 'choices?from=2023-11-30&to=2023-11-01')).toBe('casework.wrong_period')
    expect(await codeOf('GET', 'choices?from=2023-02-30&to=2023-11-01')).toBe('casework.wrong_period')
    expect(await codeOf('GET', `cases?${question}&by=rework`)).toBe('casework.wrong_figure')
    expect(await codeOf('GET', `map?${period}&definition=999999`)).toBe('casework.no_definition')
  },
)

dbTest(
  'the exported history says nothing of persons and owners, and comes back as the same map',
  async ({ db, clock }) => {
    const { city, code, question } = await twoDossiers(db, clock)
    const { get, send } = await aServer(city, clock, 'kiemsoat.hanoi')
    const own = await get<InsightView>(`map?${question}&time=elapsed`)
    const names = (await city.organisation.listOfficers()).map(({ name }) => name)
    for (const format of ['xes', 'csv'] as const) {
      const text = await get<string>(`export?${question}&format=${format}`)
      expect(text).not.toContain(code)
      expect(text).not.toContain('Nguyễn Thị Thử')
      expect(names.filter((name) => text.includes(name))).toEqual([])
      expect(text).toContain('CB-0001')
      const mapping = {
        case: 'case',
        activity: 'activity',
        time: 'time',
        lifecycle: 'lifecycle',
        role: 'role',
        unit: 'unit',
      }
      const { status, body } = await send(
        {
          name: 'Của mình',
          source: 'Thử',
          format,
          ...(format === 'csv' ? { mapping: JSON.stringify(mapping) } : {}),
        },
        Buffer.from(text),
      )
      expect(status).toBe(200)
      expect(
        body.map.nodes.map(({ frequency, waiting, working }) => ({ frequency, waiting, working })),
      ).toEqual(own.map.nodes.map(({ frequency, waiting, working }) => ({ frequency, waiting, working })))
    }
  },
)

const described = {
  name: 'Sổ cũ',
  source: 'Hệ thống cũ của quận',
  format: 'csv',
  mapping: JSON.stringify(foreignMapping),
}

dbTest(
  'a foreign log of two thousand cases is stored packed, shows its map, and goes when it is removed',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const { get, codeOf, send } = await aServer(city, clock, 'lanhdao.00004')
    const { status, body } = await send(described, gzipSync(aForeignCsv(2_000)))
    expect(status).toBe(200)
    expect(body.log).toMatchObject({
      cases: 2_000,
      quarantined: 2,
      allowedActions: ['remove'],
      importedBy: expect.any(String),
    })
    expect(body.quarantine.map(({ line, fault }) => [line, fault])).toEqual([
      [2, 'bad_time'],
      [3, 'no_activity'],
    ])
    expect(body.map).toMatchObject({ cases: 2_000, deviations: null })
    expect(body.map.rework[0]?.activity).toBe('Thẩm định')
    const { id } = body.log
    const again = await get<InsightCases>(
      `logs/${id}/cases?by=rework&activity=${encodeURIComponent('Thẩm định')}`,
    )
    expect(again.total).toBe(body.map.rework[0]?.cases)
    expect(again.cases).toHaveLength(100)

    const neighbour = await aServer(city, clock, 'lanhdao.00001')
    expect(await neighbour.codeOf('GET', `logs/${id}`)).toBe('casework.no_log')
    const controller = await aServer(city, clock, 'kiemsoat.hanoi')
    expect(await controller.codeOf('POST', `logs/${id}/remove`)).toBe('casework.log_not_yours')
    expect(await codeOf('POST', `logs/${id}/remove`)).toBe('done')
    expect(await codeOf('GET', `logs/${id}`)).toBe('casework.no_log')
  },
)

dbTest(
  'files that are no log are refused with the place and the mend, and nothing is stored',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const { get, send } = await aServer(city, clock, 'lanhdao.00004')
    const refusals: [Record<string, string>, Buffer, string][] = [
      [described, Buffer.from('a,b\n1,2\n'), 'casework.log_no_column'],
      [described, Buffer.from('Mã,Việc,Lúc,Nơi\n1,,2023-01-01,\n'), 'casework.log_empty'],
      [described, Buffer.from([0xff, 0xfe, 0x00]), 'casework.log_not_readable'],
      [described, Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0x01]), 'casework.log_not_readable'],
      [described, Buffer.from(aForeignCsv(2_000)), 'casework.log_cut_off'],
      [{ ...described, format: 'xes' }, Buffer.from('<!DOCTYPE log><log/>'), 'casework.log_bad_xes'],
      [{ name: 'x', source: 'y', format: 'csv' }, Buffer.from('a'), 'casework.log_no_file'],
      [{ ...described, mapping: '{' }, Buffer.from('a'), 'casework.log_no_file'],
    ]
    for (const [fields, file, code] of refusals)
      expect((await send(fields, file)).body.error?.code).toBe(code)
    expect(await get('logs')).toEqual({ logs: [], mayImport: true })
  },
)

dbTest('a packed log is the same when it is unpacked', async () => {
  const builder = new LogBuilder()
  builder.add({ caseId: 'một', activity: 'đọc', at: 1.5, unit: 'u', resource: 'r', lifecycle: 'start' })
  builder.add({ caseId: 'hai', activity: 'viết', at: -2, lifecycle: 'complete' })
  const log = builder.build()
  const back = await unpackLog(await packLog(log))
  expect(back).toEqual({ ...log, at: new Float64Array(log.at), clock: new Float64Array(log.at) })
})
