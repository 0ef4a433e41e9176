import { expect } from 'vitest'
import { silentLog } from '#platform/log.ts'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity } from '#testing/small-city.ts'
import { fileAtCounter } from '#modules/dossiers/server/index.ts'
import type { AnyRoute } from '#platform/http-route.ts'

const model = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tl="urn:thanglong:process:1" id="d" targetNamespace="t"><process id="p" isExecutable="true">
  <startEvent id="s"/><userTask id="check" name="Thẩm tra"><extensionElements><tl:step key="check" postKind="specialist" place="competent" minutes="60"/></extensionElements></userTask>
  <boundaryEvent id="slow" attachedToRef="check" cancelActivity="false"><timerEventDefinition tl:workingTime="true"><timeDuration xsi:type="tFormalExpression">PT4H</timeDuration></timerEventDefinition></boundaryEvent>
  <exclusiveGateway id="which" default="f5" name="Diện tích"/><userTask id="big" name="Lớn"><extensionElements><tl:step key="big" postKind="leader" place="competent" minutes="60"/></extensionElements></userTask>
  <userTask id="small" name="Nhỏ"><extensionElements><tl:step key="small" postKind="head" place="competent" minutes="60"/></extensionElements></userTask>
  <endEvent id="e"/><endEvent id="e2"/><endEvent id="e3"/>
  <sequenceFlow id="f1" sourceRef="s" targetRef="check"/><sequenceFlow id="f2" sourceRef="check" targetRef="e"/><sequenceFlow id="f3" sourceRef="slow" targetRef="which"/>
  <sequenceFlow id="f4" sourceRef="which" targetRef="big"><conditionExpression xsi:type="tFormalExpression">area &gt; 100</conditionExpression></sequenceFlow>
  <sequenceFlow id="f5" sourceRef="which" targetRef="small"/>
  <sequenceFlow id="f6" sourceRef="big" targetRef="e2"/><sequenceFlow id="f7" sourceRef="small" targetRef="e3"/></process></definitions>`

dbTest(
  'a dossier stuck after a timer is listed, shown on its page, and goes on when it is tried again',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const { casework, dossiers, deliveryDesk } = city
    const desk = await city.officer('motcua.00004')
    const { snapshot: filed } = await fileAtCounter(dossiers.parts, desk, await aFiling(city))
    const actor = { accountId: null, postId: null, unitId: null }
    const definitionId = await casework.defineModel(db, 'dossier', { bpmn: model, dmn: null })
    const begun = (await casework.getMachine(db, definitionId)).begin({})
    const { caseId: _id, version: _version, touchedAt: _touched, lastHash: _hash, ...state } = filed
    const { snapshot } = await casework.open(db, {
      key: aKey(),
      type: 'dossiers.received',
      actor,
      happenedAt: clock.now(),
      state: {
        ...state,
        code: 'on-a-model',
        definitionId,
        process: begun.process,
        marking: [],
        status: 'processing',
      },
      ...begun.part,
    })
    clock.set('2023-11-09T05:00:00Z')
    await casework.fireTimers(db, silentLog)
    expect((await casework.getCase(db, snapshot.caseId)).version, 'four working hours are not over').toBe(1)
    clock.set('2023-11-09T10:00:00Z')
    await casework.fireTimers(db, silentLog)

    const call = (path: string, officer: typeof desk, body?: unknown) => {
      const route = deliveryDesk.routes.find((one) => one.path === path)
      if (!route) throw new Error(`no route ${path}`)
      return route.handle({ officer, query: {}, body } as unknown as Parameters<AnyRoute['handle']>[0])
    }
    const controller = await city.officer('kiemsoat.hanoi')
    const { incidents } = (await call('/api/casework/incidents', controller)) as {
      incidents: { key: string }[]
    }
    expect(incidents).toMatchObject([
      { caseId: snapshot.caseId, caseCode: snapshot.code, element: 'Diện tích', allowedActions: ['retry'] },
    ])
    const view = await casework.incidentsOf(db, await casework.getCase(db, snapshot.caseId))
    expect(view).toMatchObject([
      { element: 'Diện tích', why: { vi: expect.stringMatching(/“area > 100”.*thử lại/) } },
    ])

    const current = await casework.getCase(db, snapshot.caseId)
    await casework.advance(db, current, {
      key: aKey(),
      type: 'dossiers.noted',
      actor,
      set: { tags: { ...current.tags, area: 250 } },
    })
    const key = incidents[0]?.key ?? ''
    expect(
      await call('/api/casework/incidents/retry', controller, {
        caseId: snapshot.caseId,
        key,
        commandKey: aKey(),
      }),
    ).toEqual({ left: [] })
    expect((await casework.getCase(db, snapshot.caseId)).marking).toMatchObject([
      { stepKey: 'big', unitId: city.unitId('00004'), postKind: 'leader' },
    ])
    expect((await casework.verify(db)).differences.filter(({ what }) => what === 'waits')).toEqual([])
  },
)
