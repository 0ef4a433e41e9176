import { afterAll, beforeAll, describe, test } from 'vitest'
import { officialAt } from './at-the-api.ts'
import { handsOf, signIn } from './at-the-desk.ts'
import { lookAt } from './look-at.ts'
import { startJourney, type Journey } from './start-journey.ts'

let journey: Journey

beforeAll(async () => {
  journey = await startJourney({ SIMULATE_SPEED: '0' })
})

afterAll(async () => {
  await journey?.end()
})

describe('a department lets a district decide', () => {
  test('by a decision that its director records by keyboard, and follows what is filed under it', async () => {
    const { city, browser } = journey
    const director = await handsOf(browser)
    await signIn(director, city.address, 'lanhdao.so-tu-phap')
    await director.page.getByRole('heading', { name: 'Việc của tôi' }).waitFor()
    await director.press('Shift+U')
    await director.page.getByText('Chưa có phân cấp, ủy quyền nào').waitFor()
    await director.press('n')
    const dialog = director.page.getByRole('dialog', { name: 'Ghi quyết định' })
    await director.tabTo('[data-field=toUnitId]')
    await director.type('ba dinh')
    await dialog.page().getByRole('option', { name: 'Quận Ba Đình' }).waitFor()
    await director.press('Enter')
    await director.tabTo('[data-field=procedureCodes]')
    await director.type('1.000828')
    await dialog.page().getByRole('option', { name: '1.000828' }).waitFor()
    await director.press('Enter')
    await dialog.getByRole('listitem').filter({ hasText: '1.000828' }).waitFor()
    for (const [field, text] of [
      ['legalNumber', '15/QĐ-STP'],
      ['decidedOn', '01/11/2023'],
      ['legalGround', 'Luật Tổ chức chính quyền địa phương'],
      ['from', '08/11/2023'],
    ] as const) {
      await director.tabTo(`[name=${field}]`)
      await director.type(text)
    }
    await director.press('Enter')
    // Yesterday is refused at its field, with the mend.
    await dialog.getByText('Hãy chọn ngày từ hôm nay trở đi').first().waitFor()
    await lookAt(director.page, 'authority-form')
    await director.page.locator('[name=from]').fill('09/11/2023')
    await director.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await director.page.getByText('Đang có hiệu lực').waitFor()

    const desk = await officialAt(city.address, 'motcua.00001')
    const { code } = await desk.file('1.000828', 'Trần Văn Luật', lawyerForm)
    await director.page.getByRole('button', { name: 'Xem hồ sơ' }).click()
    await director.page.getByText('Số hồ sơ đã nộp theo quyết định này: 1').waitFor()
    await lookAt(director.page, 'authority-list')
    await director.page.getByRole('link', { name: code }).click()
    const said = 'theo ủy quyền của Sở Tư pháp tại Quyết định số 15/QĐ-STP ngày 01/11/2023'
    await director.page.getByText(`Quận Ba Đình (${said})`).waitFor()
    await director.page.getByRole('region', { name: 'Nhật ký' }).getByText(said).waitFor()
    await lookAt(director.page, 'authority-dossier')

    const small = await handsOf(browser, { width: 360, height: 740 })
    await signIn(small, city.address, 'lanhdao.so-tu-phap', '/desk/authorities')
    await small.page.getByRole('button', { name: 'Xem hồ sơ' }).click()
    await small.page.getByText('Số hồ sơ đã nộp theo quyết định này: 1').waitFor()
    await lookAt(small.page, 'authority-list-360')
    await small.page.getByRole('button', { name: 'Ghi kết thúc' }).click()
    await small.page.getByRole('dialog', { name: 'Ghi kết thúc' }).waitFor()
    await lookAt(small.page, 'authority-end-360')
  })
})

const lawyerForm = { degree: 'Cử nhân luật', profession: 'Luật sư', request: 'first' }
