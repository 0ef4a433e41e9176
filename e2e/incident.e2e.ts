import { afterAll, beforeAll, describe, test } from 'vitest'
import { guardianshipForm, officialAt } from './at-the-api.ts'
import { handsOf, openByCode, signIn } from './at-the-desk.ts'
import { signInAt } from './city.ts'
import { lookAt } from './look-at.ts'
import { startJourney, type Journey } from './start-journey.ts'

let journey: Journey
let code = ''

beforeAll(async () => {
  journey = await startJourney()
  const { address } = journey.city
  await publish(address)
  const desk = await officialAt(address, 'motcua.00004')
  const filed = await desk.file('1.004837', 'Nguyễn Thị Vướng', guardianshipForm)
  code = filed.code
  await desk.act(filed.caseId, 'hand_over')
})

afterAll(async () => {
  await journey?.end()
})

describe('a dossier that cannot go on by itself', () => {
  test('is listed with its reason, and goes on at the press of a button once the cause is mended', async () => {
    const { city, browser } = journey
    const controller = await handsOf(browser)
    const { page } = controller
    await signIn(controller, city.address, 'kiemsoat.hanoi', '/desk/work')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await controller.press('Shift+I')
    await page.getByRole('heading', { name: 'Sự cố quy trình' }).waitFor()
    const line = page.getByRole('listitem').filter({ hasText: code })
    await line.waitFor()
    await line.getByText('Diện tích nhà ở').waitFor()
    await line.getByText('Biểu thức “homeArea < 20”').waitFor()
    const specialist = await handsOf(browser, { width: 360, height: 740 })
    await signIn(specialist, city.address, 'chuyenvien1.00004')
    await openByCode(specialist, code)
    const stuck = specialist.page.getByText('Diện tích nhà ở')
    await stuck.first().waitFor()
    await lookAt(specialist.page, 'incident-dossier-360')

    const retry = page.getByRole('button', { name: `Thử lại ${code}` })
    await retry.press('Enter')
    await page.getByText(`Hồ sơ ${code} vẫn chưa đi tiếp được`).waitFor()
    await lookAt(page, 'incident-still')
    await page.setViewportSize({ width: 360, height: 740 })
    await lookAt(page, 'incident-still-360')

    const operator = await signInAt(city.address, 'quantri')
    await operator('POST', '/api/casework/messages', {
      commandKey: crypto.randomUUID(),
      name: 'home.measured',
      vars: { homeArea: 82 },
    })
    await retry.press('Enter')
    await page.getByText(`Hồ sơ ${code} đã đi tiếp`).waitFor()
    await line.waitFor({ state: 'detached' })
    await lookAt(page, 'incident-solved-360')
    await specialist.page.reload()
    await specialist.page.getByRole('heading', { level: 1, name: code }).waitFor()
    await stuck.first().waitFor({ state: 'detached' })
  })
})

/** The process of the guardianship, of which a reminder soon asks for a number that nobody has given. */
async function publish(address: string) {
  const author = await signInAt(address, 'kiemsoat.hanoi')
  const { id } = await author<{ id: number }>('POST', '/api/processes', { subject: '1.004837' })
  const path = `/api/processes/${id}/versions/1`
  const { revision } = await author<{ revision: number }>('GET', path)
  const saved = await author<{ revision: number }>('PUT', path, {
    revision,
    content: { form: 'model', bpmn: model, dmn: null },
  })
  await author('POST', `${path}/submit`, { revision: saved.revision })
  const publisher = await signInAt(address, 'dieuhanh.hanoi')
  const submitted = await publisher<{ revision: number }>('GET', path)
  await publisher('POST', `${path}/publish`, {
    revision: submitted.revision,
    decisionNumber: '9/QĐ-THỬ',
    decisionDate: '2023-11-08',
    validFrom: '2023-11-09',
  })
}

const step = (id: string, name: string, post: string, place: string, minutes: number) =>
  `<userTask id="${id}" name="${name}"><extensionElements><tl:step key="${id}" postKind="${post}" place="${place}" minutes="${minutes}"/></extensionElements></userTask>`

const model = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tl="urn:thanglong:process:1" id="d" targetNamespace="t"><message id="m" name="home.measured"/><process id="p" isExecutable="true" tl:caseKind="dossier">
  <startEvent id="s"/>${step('receive', 'Tiếp nhận', 'one_stop', 'receiving', 150)}${step('appraise', 'Thẩm định', 'specialist', 'competent', 1005)}
  <boundaryEvent id="soon" attachedToRef="appraise" cancelActivity="false"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT1S</timeDuration></timerEventDefinition></boundaryEvent>
  <boundaryEvent id="measured" attachedToRef="appraise" cancelActivity="false"><messageEventDefinition messageRef="m"/></boundaryEvent><endEvent id="noted"/>
  <exclusiveGateway id="area" default="f8" name="Diện tích nhà ở"/><endEvent id="e2"/><endEvent id="e3"/>
  ${step('sign', 'Ký kết quả', 'leader', 'competent', 210)}${step('issue', 'Phát hành', 'clerk', 'competent', 75)}${step('return', 'Trả kết quả', 'one_stop', 'receiving', 0)}<endEvent id="e"/>
  <sequenceFlow id="f1" sourceRef="s" targetRef="receive"/><sequenceFlow id="f2" sourceRef="receive" targetRef="appraise"/><sequenceFlow id="f3" sourceRef="appraise" targetRef="sign"/>
  <sequenceFlow id="f4" sourceRef="sign" targetRef="issue"/><sequenceFlow id="f5" sourceRef="issue" targetRef="return"/><sequenceFlow id="f6" sourceRef="return" targetRef="e"/>
  <sequenceFlow id="f7" sourceRef="soon" targetRef="area"/><sequenceFlow id="f8" sourceRef="area" targetRef="e2"/><sequenceFlow id="f11" sourceRef="measured" targetRef="noted"/>
  <sequenceFlow id="f9" sourceRef="area" targetRef="e3"><conditionExpression xsi:type="tFormalExpression">homeArea &lt; 20</conditionExpression></sequenceFlow></process></definitions>`
