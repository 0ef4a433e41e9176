import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardianshipForm, officialAt } from './at-the-api.ts'
import { handsOf, signIn, type Hands } from './at-the-desk.ts'
import { lookAt } from './look-at.ts'
import { startJourney, type Journey } from './start-journey.ts'

let journey: Journey
let author: Hands
let address = ''
const step = 'Kiểm tra chéo sổ hộ tịch'

beforeAll(async () => {
  journey = await startJourney()
})

afterAll(async () => {
  await journey?.end()
})

describe('a process from table to running dossiers', () => {
  test('is drafted from the procedure’s table, a step added with the keyboard', async () => {
    author = await handsOf(journey.browser)
    const { page } = author
    await signIn(author, journey.city.address, 'kiemsoat.hanoi', '/desk/processes')
    await page.getByRole('heading', { name: 'Quy trình nội bộ' }).waitFor()
    await lookAt(page, 'processes-list')
    await page.getByRole('button', { name: 'Soạn quy trình' }).press('Enter')
    await author.untilOn('[data-autofocus]')
    await author.type('1.004837')
    await page.getByRole('option', { name: /giám hộ/ }).waitFor()
    await author.press('ArrowDown', 'Enter')
    await page.getByRole('button', { name: 'Bắt đầu soạn' }).press('Enter')
    await page.getByLabel('Công việc, 2').waitFor()
    address = page.url()
    await page.getByLabel('Công việc, 2').focus()
    await author.press('Control+Enter')
    await author.untilOn('[data-row="2"] [data-cell="work"]')
    await author.type(step)
    await page.getByText('vừa đúng thời hạn').waitFor()
    await page.getByText('Không có lỗi. Có thể trình ban hành.').waitFor()
    await lookAt(page, 'processes-table')
    await page.getByRole('button', { name: 'Lưu nháp' }).press('Enter')
    await page.getByText('Có thay đổi chưa lưu').waitFor({ state: 'detached' })
  })

  test('says the same as a graph, and a case walked through it is in time', async () => {
    const { page } = author
    await page.getByRole('tab', { name: 'Sơ đồ' }).press('Enter')
    await page.locator('.djs-shape[data-element-id="Step_3"]').filter({ hasText: 'chéo' }).waitFor()
    await page.locator('.bjs-powered-by').waitFor()
    await lookAt(page, 'processes-graph')
    await page.getByRole('tab', { name: 'Chạy thử' }).press('Enter')
    await page.getByRole('row').filter({ hasText: step }).waitFor()
    await page.getByText('Kịp hạn').waitFor()
    await lookAt(page, 'processes-simulation')
    await page.getByRole('button', { name: 'Trình ban hành' }).press('Enter')
    await page.getByText('Chờ ban hành').waitFor()
    expect(await page.getByRole('button', { name: 'Ban hành', exact: true }).count()).toBe(0)
  })

  test('is published by another person, and a new dossier runs on it', async () => {
    const publisher = await handsOf(journey.browser)
    const { page } = publisher
    await signIn(publisher, journey.city.address, 'dieuhanh.hanoi', new URL(address).pathname)
    await page.getByRole('button', { name: 'Ban hành', exact: true }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Ban hành bản 1' })
    await dialog.getByLabel('Số quyết định').fill('7/QĐ-THỬ')
    await dialog.getByLabel('Ngày quyết định').fill('08/11/2023')
    await dialog.getByLabel('Có hiệu lực từ ngày').fill('09/11/2023')
    await lookAt(page, 'processes-publish')
    await dialog.getByRole('button', { name: 'Ban hành' }).press('Enter')
    await page.getByText('đang hiệu lực').waitFor()
    const desk = await officialAt(journey.city.address, 'motcua.00004')
    const filed = await desk.file('1.004837', 'Nguyễn Thị Thử', guardianshipForm)
    expect(filed.steps.map((one) => one.work)).toContain(step)
    await page.reload()
    await page.getByText('1 hồ sơ đang chạy').waitFor()
    await lookAt(page, 'processes-published')
  })
})
