import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aMailServer } from '#testing/a-mail-server.ts'
import { officialAt } from './at-the-api.ts'
import { chooseReason, confirm, handsOf, openByCode, signIn, untilStatus, type Hands } from './at-the-desk.ts'
import { fileOnline, guardianship } from './at-the-portal.ts'
import { lookAt } from './look-at.ts'
import { startJourney, type Journey } from './start-journey.ts'

const mailbox = 'nguoi.thu@example.vn'

let mail: Awaited<ReturnType<typeof aMailServer>>
let journey: Journey
let citizen: Page
let specialist: Hands
let code = ''

beforeAll(async () => {
  mail = await aMailServer()
  journey = await startJourney({ SMTP_URL: mail.url, SMTP_FROM: 'motcua@example.vn' })
  const { city, browser } = journey
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
    locale: 'vi-VN',
  })
  citizen = await context.newPage()
  await citizen.goto(`${city.address}/dang-nhap`)
  await citizen.locator('[name=login]').fill('congdan1')
  await citizen.locator('[name=password]').fill('thanglong2023')
  await citizen.getByRole('button', { name: 'Đăng nhập' }).click()
  code = (await fileOnline(citizen, city.address, guardianship('Trần Thị Thử', '999190000124'))).code
  const desk = await officialAt(city.address, 'motcua.00004')
  const caseId = await desk.find(code)
  await desk.act(caseId, 'receive')
  await desk.act(caseId, 'hand_over')
  await (await officialAt(city.address, 'chuyenvien1.00004')).act(caseId, 'claim')
  specialist = await handsOf(browser)
  await signIn(specialist, city.address, 'chuyenvien1.00004')
  await openByCode(specialist, code)
})

afterAll(async () => {
  await journey?.end()
  await mail?.close()
})

/** What the inbox of the account page says, read again until it says this. */
async function untilTold(words: string): Promise<void> {
  await expect
    .poll(async () => {
      await citizen.goto(`${journey.city.address}/tai-khoan`)
      return citizen.locator('main').innerText()
    })
    .toContain(words)
}

describe('a dossier that stands still', () => {
  test('tells its owner why and until when, on the page, in the inbox and by mail, and goes on', async () => {
    await citizen.goto(`${journey.city.address}/tai-khoan`)
    await citizen.getByText('Chọn loại thông báo muốn nhận').click()
    await citizen.locator('[name=noticeEmail]').fill(mailbox)
    await citizen.getByRole('button', { name: 'Lưu lựa chọn' }).click()
    await citizen.goto(`${journey.city.address}/ho-so/${code}`)
    await citizen.getByRole('button', { name: 'Báo cho tôi khi ngày hẹn thay đổi' }).click()
    await citizen.getByText('Từ nay bạn được báo').waitFor()
    await lookAt(citizen, 'suspension-watching-360')

    await specialist.press('m')
    await specialist.page.getByRole('dialog', { name: 'Tạm dừng' }).waitFor()
    await chooseReason(specialist, 'Chờ cơ quan khác xác minh')
    await specialist.page.getByText('Tối đa 10 ngày làm việc').waitFor()
    await specialist.press('Tab')
    await specialist.type('15/11/2023')
    await lookAt(specialist.page, 'suspension-asking')
    await confirm(specialist)
    await untilStatus(specialist.page, 'Tạm dừng')
    await lookAt(specialist.page, 'suspension-standing')

    await citizen.goto(`${journey.city.address}/ho-so/${code}`)
    await citizen.getByRole('heading', { name: 'Tạm dừng giải quyết' }).waitFor()
    await citizen.getByText('Đồng hồ đang dừng').waitFor()
    await lookAt(citizen, 'suspension-owner-360')
    await untilTold(`Hồ sơ ${code} tạm dừng tính thời gian giải quyết: Chờ cơ quan khác xác minh thực địa`)
    await lookAt(citizen, 'suspension-inbox-360')
    const letter = await mail.letterThatSays('tạm dừng tính thời gian giải quyết')
    expect(letter.subject).toBe(`Hồ sơ tạm dừng tính thời gian hoặc được tính tiếp – ${code}`)
    expect(letter.text).toContain('Dự kiến tiếp tục trước ngày 15/11/2023')
    expect(letter.text).toContain(`/ho-so/${code}`)
    expect(letter.subject + letter.text).not.toContain('Trần')

    await specialist.press('m')
    await specialist.page.getByRole('dialog', { name: 'Tiếp tục giải quyết' }).waitFor()
    await confirm(specialist)
    await untilStatus(specialist.page, 'Đang xử lý')
    await untilTold(`Hồ sơ ${code} được giải quyết tiếp; hẹn trả kết quả`)
  })
})

describe('a dossier that will be late', () => {
  test('gets one new date with an apology, approved from the inbox of the leader', async () => {
    const leader = await handsOf(journey.browser)
    await signIn(leader, journey.city.address, 'lanhdao.00004')
    await leader.page.getByRole('link', { name: 'Thông báo', exact: true }).waitFor()

    await specialist.press('f')
    await specialist.page.getByRole('dialog', { name: 'Đề nghị xin lỗi, hẹn lại' }).waitFor()
    await chooseReason(specialist, 'Vụ việc phức tạp')
    await specialist.press('Tab')
    await specialist.type('22/11/2023')
    await specialist.press('Tab')
    await specialist.type('Chờ xác minh nơi cư trú')
    await confirm(specialist)
    await specialist.page.getByText('Chờ duyệt').waitFor()

    await leader.page.getByRole('link', { name: 'Thông báo, 1 chưa đọc' }).click()
    const notice = leader.page.getByRole('link', { name: new RegExp(`${code}.*hẹn lại ngày trả 22/11/2023`) })
    await notice.waitFor()
    await lookAt(leader.page, 'extension-inbox')
    await notice.click()
    await leader.page.getByRole('heading', { level: 1, name: code }).waitFor()
    await leader.page.getByRole('link', { name: 'Thông báo', exact: true }).waitFor()
    await leader.press('f')
    const dialog = leader.page.getByRole('dialog', { name: 'Duyệt hẹn lại ngày trả' })
    await dialog.getByText('Ngày hẹn mới: 22/11/2023').waitFor()
    await leader.untilOn('[name=documentNumber]')
    await leader.type('17/XL-UBND')
    await lookAt(leader.page, 'extension-approving')
    await confirm(leader)
    await leader.page.getByText('Đã xin lỗi, hẹn lại ngày trả').first().waitFor()

    await specialist.page.getByRole('link', { name: /Thông báo, \d+ chưa đọc/ }).waitFor()
    await untilTold(`Cơ quan xin lỗi vì chưa trả được kết quả hồ sơ ${code} đúng hẹn`)
    const letter = await mail.letterThatSays('Ngày hẹn mới: 22/11/2023')
    expect(letter.subject).toBe(`Cơ quan xin lỗi và hẹn lại ngày trả – ${code}`)
    // What was written by hand stays in the dossier.
    expect(letter.text).not.toContain('Chờ xác minh nơi cư trú')
    await citizen.goto(`${journey.city.address}/ho-so/${code}`)
    await citizen.getByText('22/11/2023').first().waitFor()
    await citizen.getByRole('link', { name: /xin lỗi/ }).waitFor()
    await lookAt(citizen, 'extension-owner-360')
  })
})
