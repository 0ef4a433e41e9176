import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { officialAt } from './at-the-api.ts'
import { chooseReason, confirm, handsOf, openByCode, signIn, untilStatus, type Hands } from './at-the-desk.ts'
import { fileOnline, guardianship, smallPdf } from './at-the-portal.ts'
import { lookAt } from './look-at.ts'
import { startJourney, type Journey } from './start-journey.ts'

const phone = { width: 360, height: 740 }
const fault = 'Bản chụp vẫn mờ ở trang hai'

let journey: Journey
let citizen: Page
let specialist: Hands
let leader: Hands
let code = ''
let caseId = ''

beforeAll(async () => {
  journey = await startJourney()
  const { city, browser } = journey
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: phone, locale: 'vi-VN' })
  citizen = await context.newPage()
  const filed = await fileOnline(citizen, city.address, guardianship('Trần Thị Thử', '999190000125'))
  code = filed.code
  await citizen.goto(`${city.address}/ho-so`)
  await citizen.getByLabel('Mã hồ sơ').fill(code)
  await citizen.getByLabel('Mã tra cứu').fill(filed.secret)
  await citizen.getByRole('button', { name: 'Tra cứu' }).click()
  const desk = await officialAt(city.address, 'motcua.00004')
  caseId = await desk.find(code)
  await desk.act(caseId, 'receive')
  await desk.act(caseId, 'hand_over')
  await (await officialAt(city.address, 'chuyenvien1.00004')).act(caseId, 'claim')
  specialist = await handsOf(browser)
  leader = await handsOf(browser, phone)
  await signIn(specialist, city.address, 'chuyenvien1.00004')
  await openByCode(specialist, code)
})

afterAll(async () => {
  await journey?.end()
})

/** What the specialist asks for: a reason, one thing that is wrong, and the last day. */
async function askForPapers(what: string, day: string) {
  await chooseReason(specialist, 'Thiếu')
  await specialist.tabTo('[name="faults.0.what"]')
  await specialist.type(what)
  await specialist.tabTo('[name=dueOn]')
  await specialist.type(day)
}

async function bring(name: string) {
  await citizen.reload()
  await citizen.getByRole('heading', { name: 'Chờ bạn bổ sung' }).waitFor()
  await citizen.locator('[id^="file."]').first().setInputFiles(smallPdf(name, 'Ban chup ro'))
  await citizen.getByRole('button', { name: 'Gửi bổ sung' }).click()
  await citizen.getByText('Đã gửi bổ sung').waitFor()
}

/** The specialist proposes, and the leader is at the dossier by way of the notice. */
async function propose(day: string) {
  const dialog = specialist.page.getByRole('dialog', { name: 'Đề nghị bổ sung lần hai' })
  await specialist.press('s')
  await dialog.waitFor()
  await askForPapers(fault, day)
  await lookAt(specialist.page, 'second-supplement-proposing')
  await confirm(specialist)
  await specialist.page.getByText('Chờ duyệt').waitFor()
}

describe('papers asked for a second time', () => {
  test('need the approval of a head: the first time they were asked for was the only one', async () => {
    await specialist.press('s')
    await specialist.page.getByRole('dialog', { name: 'Yêu cầu bổ sung' }).waitFor()
    await askForPapers('Chưa có văn bản cử người giám hộ', '20/11/2023')
    await confirm(specialist)
    await untilStatus(specialist.page, 'Chờ bổ sung')
    await bring('ban-chup.pdf')
    await untilStatus(specialist.page, 'Đang xử lý')
    expect(await specialist.page.getByRole('button', { name: 'Yêu cầu bổ sung' }).count()).toBe(0)
  })

  test('are refused by the leader with a sentence that the specialist reads', async () => {
    const { page } = leader
    await signIn(leader, journey.city.address, 'lanhdao.00004')
    await propose('22/11/2023')
    await page.getByRole('link', { name: 'Thông báo, 1 chưa đọc' }).click()
    await page.getByRole('link', { name: new RegExp(`${code}.*bổ sung lần hai`) }).click()
    await page.getByRole('heading', { level: 1, name: code }).waitFor()
    await lookAt(page, 'second-supplement-waiting-360')

    await leader.press('j')
    const dialog = page.getByRole('dialog', { name: 'Không duyệt bổ sung' })
    await dialog.getByText(fault).waitFor()
    await leader.untilOn('[name=note]')
    await leader.press('Control+Enter')
    await dialog.getByText('Hãy ghi rõ lý do').waitFor()
    await lookAt(page, 'second-supplement-refusing-360')
    await leader.type('Trang hai đọc được, hãy giải quyết')
    await confirm(leader)

    await specialist.page.getByText('Chờ duyệt').waitFor({ state: 'detached' })
    await specialist.page.getByText('Trang hai đọc được, hãy giải quyết').waitFor()
    await untilStatus(specialist.page, 'Đang xử lý')
    await lookAt(specialist.page, 'second-supplement-refused')
  })

  test('are asked for once the leader approves, on a day the leader may change', async () => {
    const { page } = leader
    await propose('22/11/2023')
    await page.getByText('Chờ duyệt').waitFor()
    await leader.press('q')
    await page.getByRole('dialog', { name: 'Duyệt bổ sung lần hai' }).waitFor()
    await leader.untilOn('[name=dueOn]')
    await leader.press('Control+a')
    await leader.type('24/11/2023')
    await lookAt(page, 'second-supplement-approving-360')
    await confirm(leader)
    await untilStatus(page, 'Chờ bổ sung')
    const late = 'Đã yêu cầu bổ sung 2 lần: hồ sơ được tính là trễ hạn'
    await page.getByText(late).waitFor()
    await specialist.page.getByText(late).waitFor()
    await specialist.page.getByText('Hạn bổ sung: 24/11/2023').waitFor()
    await lookAt(specialist.page, 'second-supplement-asked')
  })

  test('make the dossier late, which its owner reads, brings them and has the answer', async () => {
    await citizen.reload()
    await citizen.getByText(fault).waitFor()
    await citizen.getByText('hồ sơ này được tính là trễ hạn của cơ quan').waitFor()
    await lookAt(citizen, 'second-supplement-owner-360')
    await bring('ban-chup-ro.pdf')
    await untilStatus(specialist.page, 'Đang xử lý')
    expect(await specialist.page.getByRole('button', { name: 'Đề nghị bổ sung lần hai' }).count()).toBe(0)

    const { address } = journey.city
    await (await officialAt(address, 'chuyenvien1.00004')).act(caseId, 'propose', { outcome: 'granted' })
    await (await officialAt(address, 'lanhdao.00004')).act(caseId, 'approve')
    const clerk = await officialAt(address, 'vanthu.00004')
    await clerk.act(caseId, 'issue', { resultNumber: '17/TL-UBND', files: [] })
    const { output } = await journey.run('show', code)
    expect(output).toContain('"lateBecause":"supplements"')
  })
})
