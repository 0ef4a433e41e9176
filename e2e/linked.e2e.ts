import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeskPart } from '#modules/dossiers/contract.ts'
import { officialAt, type Official } from './at-the-api.ts'
import { handsOf, signIn, type Hands } from './at-the-desk.ts'
import { fileOnline, smallPdf, type Filed } from './at-the-portal.ts'
import { lookAt } from './look-at.ts'
import { startJourney, type Journey } from './start-journey.ts'

const police = 'cong-an-thanh-pho'
const insurance = 'bao-hiem-xa-hoi'

let journey: Journey
let desk: Official
let citizen: Page
let deskHands: Hands
let filed: Filed
let caseId = ''

beforeAll(async () => {
  journey = await startJourney()
  desk = await officialAt(journey.city.address, 'motcua.00004')
})

afterAll(async () => {
  await journey?.end()
})

function at(login: string): Promise<Official> {
  return officialAt(journey.city.address, login)
}

async function atTheDesk(login: string, viewport?: { width: number; height: number }): Promise<Hands> {
  const hands = await handsOf(journey.browser, viewport)
  await signIn(hands, journey.city.address, login)
  return hands
}

/** The part in a state; the reader of the log brings it there within a second. */
async function partIn(key: string, state: DeskPart['state']): Promise<DeskPart> {
  let found: DeskPart | undefined
  await expect
    .poll(
      async () => {
        found = (await desk.open(caseId)).linked?.parts.find((one) => one.key === key)
        return found?.state
      },
      { timeout: 10_000, interval: 100 },
    )
    .toBe(state)
  if (!found) throw new Error(`no part ${key}`)
  return found
}

async function decideAt(unit: string, id: string, resultNumber: string) {
  const examiner = await at(`chuyenvien1.${unit}`)
  await examiner.act(id, 'claim')
  await examiner.act(id, 'propose', { outcome: 'granted' })
  const view = await examiner.open(id)
  if (view.steps.some((step) => step.postKind === 'head' && step.state === 'open'))
    await (await at(`truongphong.${unit}`)).act(id, 'review')
  await (await at(`lanhdao.${unit}`)).act(id, 'approve')
  const clerk = await at(`vanthu.${unit}`)
  const token = await clerk.upload(smallPdf('ket-qua.pdf', 'Ket qua'))
  await clerk.act(id, 'issue', { resultNumber, files: [{ token, componentId: 'result' }] })
}

describe('a birth, a residence and an insurance card', () => {
  test('are filed once, and the receipt says who will do which part', async () => {
    const context = await journey.browser.newContext({
      viewport: { width: 360, height: 740 },
      locale: 'vi-VN',
    })
    citizen = await context.newPage()
    filed = await fileOnline(citizen, journey.city.address, {
      procedureCode: '2.000986',
      place: { typed: 'truc bach', chosen: 'Phường Trúc Bạch' },
      owner: {
        fullName: 'Trần Thị Mẹ',
        identityNumber: '999000000041',
        phone: '0912000000',
        address: 'Số 2, phố Mẫu, Hà Nội',
      },
      form: {
        childName: 'Trần Văn Bé',
        childSex: 'male',
        birthDate: '01/11/2023',
        birthPlace: 'Bệnh viện mẫu',
        motherName: 'Trần Thị Mẹ',
        newAddress: 'Số 2, phố Mẫu, Hà Nội',
        clinic: 'Trạm y tế mẫu',
      },
      file: smallPdf('giay-chung-sinh.pdf', 'Giay chung sinh'),
    })
    const parts = citizen.locator('ol.parts')
    for (const name of ['Phường Trúc Bạch', 'Công an thành phố Hà Nội', 'Bảo hiểm xã hội thành phố Hà Nội'])
      await parts.getByText(name).waitFor()
    await lookAt(citizen, 'linked-receipt-360')
  })

  test('are received once; the next agencies see them coming, the desk sees each part', async () => {
    caseId = await desk.find(filed.code)
    await desk.act(caseId, 'receive', { components: [] })
    await desk.act(caseId, 'hand_over')
    await partIn('birth', 'open')
    deskHands = await atTheDesk('motcua.00004')
    await deskHands.page.goto(`${journey.city.address}/desk/dossiers/${caseId}`)
    const panel = deskHands.page.getByRole('region', { name: 'Liên thông' })
    await panel.getByText('đang làm').waitFor()
    await lookAt(deskHands.page, 'linked-desk')
    const next = await atTheDesk(`motcua.${police}`)
    await next.page.getByText('Hồ sơ liên thông sắp chuyển đến: 1').click()
    await next.page.getByText('Đăng ký thường trú').waitFor()
    await lookAt(next.page, 'linked-coming')
    await next.context.close()
  })

  test('go on side by side once the birth is registered, and cannot be closed before', async () => {
    const gatherer = await at('chuyenvien1.00004')
    await gatherer.act(caseId, 'claim')
    await expect(gatherer.act(caseId, 'propose', { outcome: 'granted' })).rejects.toThrow(
      'dossiers.parts_open',
    )
    const birth = await partIn('birth', 'open')
    await decideAt('00004', birth.caseId ?? '', '12/KS')
    const residence = await partIn('residence', 'open')
    const card = await partIn('insurance', 'open')
    const small = await atTheDesk(`chuyenvien1.${police}`, { width: 360, height: 740 })
    await small.page.goto(`${journey.city.address}/desk/dossiers/${residence.caseId}`)
    await small.page.getByText('Là một phần của hồ sơ liên thông').waitFor()
    await lookAt(small.page, 'linked-part-360')
    await small.context.close()
    await decideAt(police, residence.caseId ?? '', '34/TT')
    await (await at(`motcua.${insurance}`)).act(card.caseId ?? '', 'hand_over')
    await decideAt(insurance, card.caseId ?? '', '56/BHYT')
    await partIn('residence', 'granted')
    await partIn('insurance', 'granted')
    await gatherer.act(caseId, 'propose', { outcome: 'granted' })
    await (await at('vanthu.00004')).act(caseId, 'issue', { resultNumber: '1/LT', files: [] })
  })

  test('come back as one: the citizen sees every part, its number and its paper on one page', async () => {
    await citizen.goto(`${journey.city.address}/ho-so/${filed.code}?ma=${filed.secret}`)
    for (const number of ['12/KS', '34/TT', '56/BHYT'])
      await citizen.getByText(`Kết quả số ${number}`).waitFor()
    expect(await citizen.getByRole('link', { name: 'ket-qua.pdf' }).count()).toBe(3)
    await lookAt(citizen, 'linked-citizen-360')
    await citizen.setViewportSize({ width: 1440, height: 900 })
    await lookAt(citizen, 'linked-citizen')
    // The desk's page has followed by itself.
    await deskHands.page.getByText('Các phần đã xong.').waitFor()
    await lookAt(deskHands.page, 'linked-desk-done')
  })
})
