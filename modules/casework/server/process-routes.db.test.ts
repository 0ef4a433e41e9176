import { expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { createHttpServer } from '#platform/http-server.ts'
import { silentLog } from '#platform/log.ts'
import { dbTest } from '#testing/db-test.ts'
import { aSmallCity, GUARDIANSHIP } from '#testing/small-city.ts'
import type { Examined, VersionView } from '../publishing.ts'

async function aServer(db: AnyDb, clock: FakeClock) {
  const city = await aSmallCity(db, clock)
  const officer = await city.officer('kiemsoat.hanoi')
  const app = await createHttpServer({
    routes: city.processes.routes,
    log: silentLog,
    officerOf: async () => officer,
    citizenOf: async () => undefined,
    may: (one, permission) => city.organisation.may(one, permission),
    now: () => clock.now(),
    maxBodyBytes: 1_048_576,
    maxUploadBytes: 1_048_576,
    secureCookies: true,
    metricsToken: undefined,
  })
  const send = (method: 'POST' | 'PUT', url: string, payload: object) => app.inject({ method, url, payload })
  const check = async (bpmn: string): Promise<Examined> => {
    const answer = await send('POST', '/api/processes/check', {
      subject: GUARDIANSHIP,
      content: { form: 'model', bpmn, dmn: null },
    })
    expect(answer.statusCode).toBe(200)
    return answer.json<Examined>()
  }
  return { app, send, check }
}

const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL'
const task = (id: string, minutes = 60) =>
  `<userTask id="${id}" name="${id}"><extensionElements><tl:step key="${id}" postKind="one_stop" place="receiving" minutes="${minutes}"/></extensionElements></userTask>`
const flow = (from: string, to: string, more = '') =>
  `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}">${more}</sequenceFlow>`
const model = (body: string, namespace = BPMN) =>
  `<?xml version="1.0"?><definitions xmlns="${namespace}" xmlns:tl="urn:thanglong:process:1" id="d" targetNamespace="urn:test"><process id="p" isExecutable="true"><startEvent id="s"/>${body}<endEvent id="e"/></process></definitions>`
const condition = '<conditionExpression>channel = "online"</conditionExpression>'

const bad: { what: string; bpmn: string; rule: string; at: string }[] = [
  {
    what: 'a circle without a wait',
    bpmn: model(
      `<exclusiveGateway id="x" default="x_e"/>${flow('s', 'x')}<exclusiveGateway id="y" default="y_x"/>${flow('x', 'y', condition)}${flow('y', 'x')}${flow('x', 'e')}`,
    ),
    rule: 'bpmn.circle_without_wait',
    at: 'x',
  },
  {
    what: 'a join no branch can complete',
    bpmn: model(
      `<exclusiveGateway id="x" default="x_b"/><parallelGateway id="j"/>${task('a')}${task('b')}${flow('s', 'x')}${flow('x', 'a', condition)}${flow('x', 'b')}${flow('a', 'j')}${flow('b', 'j')}${flow('j', 'e')}`,
    ),
    rule: 'bpmn.join_waits_for_ever',
    at: 'j',
  },
  {
    what: 'a gateway without a default',
    bpmn: model(
      `<exclusiveGateway id="x"/>${task('a')}${task('b')}${flow('s', 'x')}${flow('x', 'a', condition)}${flow('x', 'b', condition)}${flow('a', 'e')}${flow('b', 'e')}`,
    ),
    rule: 'bpmn.no_default',
    at: 'x',
  },
  {
    what: 'five thousand elements',
    bpmn: model(Array.from({ length: 5_000 }, (_, index) => `<task id="t${index}"/>`).join('')),
    rule: 'bpmn.too_many_elements',
    at: '',
  },
  { what: 'a wrong namespace', bpmn: model(task('a'), 'urn:not-bpmn'), rule: 'bpmn.wrong_namespace', at: '' },
  {
    what: 'XML entities',
    bpmn: `<!DOCTYPE definitions [<!ENTITY a "${'x'.repeat(20)}">]>${model(task('a')).replace('<?xml version="1.0"?>', '')}`,
    rule: 'xml.entities',
    at: '',
  },
  {
    what: 'steps over the limit',
    bpmn: model(`${task('a', 100_000)}${flow('s', 'a')}${flow('a', 'e')}`),
    rule: 'process.over_limit',
    at: 'p',
  },
]

dbTest(
  'each kind of bad model is told at the route with its place and its mending',
  async ({ db, clock }) => {
    const { app, check } = await aServer(db, clock)
    for (const { what, bpmn, rule, at } of bad) {
      const { problems } = await check(bpmn)
      const found = problems.find((one) => one.rule === rule)
      expect(
        problems.map((one) => `${one.rule} ${one.elementId}`),
        what,
      ).toContain(`${rule} ${at}`)
      expect(found, what).toMatchObject({ severity: 'error' })
      expect(found?.vi, what).toMatch(/Hãy/)
    }
    await app.close()
  },
)

dbTest(
  'a model we cannot run is stored to the letter as a draft with its problems, and never submitted',
  async ({ db, clock }) => {
    const { app, send } = await aServer(db, clock)
    const begun = await send('POST', '/api/processes', { subject: GUARDIANSHIP })
    const { id, no } = begun.json<{ id: number; no: number }>()
    const foreign = `<?xml version="1.0"?>\n<!-- made elsewhere -->\n<definitions xmlns="${BPMN}" xmlns:o="urn:other" id="d" targetNamespace="urn:test" o:tool="x">\n <process id="p"><startEvent id="s"/><complexGateway id="c" o:colour="red"/>${flow('s', 'c')}</process></definitions>`
    const content = { form: 'model', bpmn: foreign, dmn: null }
    const saved = await send('PUT', `/api/processes/${id}/versions/${no}`, { revision: 1, content })
    expect(saved.statusCode).toBe(200)
    const view = saved.json<VersionView>()
    expect(view.content).toEqual(content)
    expect(view.examined.steps).toBeNull()
    expect(view.examined.problems.find(({ elementId }) => elementId === 'c')).toMatchObject({
      rule: 'bpmn.not_executable',
    })
    const submitted = await send('POST', `/api/processes/${id}/versions/${no}/submit`, { revision: 2 })
    expect(submitted.statusCode).toBe(400)
    expect(submitted.json()).toMatchObject({ error: { code: 'casework.not_publishable' } })
    const blank = { decisionNumber: ' ', decisionDate: '2023-11-01', validFrom: '2023-12-01' }
    const published = await send('POST', `/api/processes/${id}/versions/${no}/publish`, {
      revision: 2,
      ...blank,
    })
    expect(published.statusCode, 'a decision has a number').toBe(400)
    await app.close()
  },
)

dbTest(
  'a table and the model made from it say the same, and what a table cannot say is named',
  async ({ db, clock }) => {
    const { app, send, check } = await aServer(db, clock)
    const begun = await send('POST', '/api/processes', { subject: GUARDIANSHIP })
    const { id, no } = begun.json<{ id: number; no: number }>()
    const { content, examined } = (
      await app.inject({ url: `/api/processes/${id}/versions/${no}` })
    ).json<VersionView>()
    const again = await check(examined.bpmn)
    expect(again.steps).toEqual(content.form === 'table' ? content.steps : [])
    expect(again.minutes).toBe(examined.minutes)
    const { steps, stops } = await check(
      bad.find(({ what }) => what === 'a gateway without a default')?.bpmn ?? '',
    )
    expect(steps).toBeNull()
    expect(stops.map(({ elementId }) => elementId)).toContain('x')
    await app.close()
  },
)
