import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handsOf, signIn, type Hands } from './at-the-desk.ts'
import { lookAt } from './look-at.ts'
import { startJourney, type Journey } from './start-journey.ts'

let journey: Journey
let controller: Hands

beforeAll(async () => {
  journey = await startJourney()
})

afterAll(async () => {
  await journey?.end()
})

/** As the national database prints it: the number of days has lost its unit. */
const record = {
  ma_thu_tuc: '1.999001',
  ten_thu_tuc: 'Cấp giấy xác nhận thử nghiệm',
  cap_thuc_hien: 'Cấp Xã',
  linh_vuc: 'Thử nghiệm',
  cach_thuc_thuc_hien: 'Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp3Miễn phí',
  trinh_tu_thuc_hien: 'Bước 1: nộp hồ sơ',
}

describe('a controller of procedures', () => {
  test('imports a file, and what cannot be trusted waits on the review screen and is marked in the portal', async () => {
    const file = join(journey.folder, 'procedures.jsonl')
    writeFileSync(file, `${JSON.stringify(record)}\n`)
    const { output } = await journey.run('import', 'procedures', file)
    expect(output).toContain('1')

    controller = await handsOf(journey.browser)
    const { page } = controller
    await page.goto(`${journey.city.address}/thu-tuc/1.999001`)
    await page.getByText('Đang được rà soát').first().waitFor()
    await lookAt(page, 'controller-portal-before')
    await signIn(controller, journey.city.address, 'kiemsoat.hanoi', '/desk/review?code=1.999001')
    await page.getByRole('article', { name: /thời hạn/ }).waitFor()
    await lookAt(page, 'controller-review')
  })

  test('reads the source, enters the value with the keyboard, and citizens read it at once', async () => {
    const { page } = controller
    const doubt = page.getByRole('article', { name: /thời hạn/ })
    await doubt.getByText('Thời hạn mất đơn vị').waitFor()
    await doubt.getByRole('button', { name: /thời hạn/ }).focus()
    await controller.press('f')
    await controller.untilOn('[data-autofocus]')
    await controller.type('3')
    await lookAt(page, 'controller-fix')
    await controller.press('Control+Enter')
    await page.getByText(/đã lưu\. 1\.999001 có phiên bản 2/).waitFor()
    await lookAt(page, 'controller-fixed')

    await page.goto(`${journey.city.address}/thu-tuc/1.999001`)
    await page.getByRole('cell', { name: '3 ngày làm việc' }).waitFor()
    await page.getByText(/Bản 2/).waitFor()
    await lookAt(page, 'controller-portal-after')
  })

  test('declares an emergency closure, and sees which dossiers it moved', async () => {
    const { page } = controller
    await page.goto(`${journey.city.address}/desk/calendar`)
    await page.getByRole('button', { name: 'Công bố ngày nghỉ' }).click()
    const form = page.getByRole('dialog', { name: 'Công bố ngày nghỉ' })
    await form.getByRole('textbox', { name: 'Ngày', exact: true }).fill('14/11/2023')
    await form.getByLabel('Tên ngày nghỉ (tiếng Việt)').fill('Nghỉ phòng bão')
    await form.getByLabel('Tên ngày nghỉ (tiếng Anh)').fill('Storm closure')
    await form.getByLabel('Văn bản quyết định').fill('Công điện thử 01/CĐ-UBND')
    await lookAt(page, 'controller-declares')
    await form.getByRole('button', { name: 'Công bố', exact: true }).click()
    await page.getByText('14/11/2023 · Nghỉ phòng bão').waitFor()
    await page
      .getByRole('button', { name: /Hồ sơ đổi hạn/ })
      .first()
      .click()
    await page.getByText(/Số hồ sơ đang mở đổi hạn: \d/).waitFor()
    await lookAt(page, 'controller-moved')
  })
})
