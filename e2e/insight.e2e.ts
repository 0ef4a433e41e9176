import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardianshipForm, officialAt } from './at-the-api.ts'
import { handsOf, signIn, type Hands } from './at-the-desk.ts'
import { lookAt } from './look-at.ts'
import { startJourney, type Journey } from './start-journey.ts'

let journey: Journey
let leader: Hands
const codes: string[] = []

const foreign = [
  'Mã hồ sơ;Bước;Thời điểm;Cán bộ',
  ...['1', '2', '3'].flatMap((code) => [
    `${code};Nhận;05/01/2022 08:00;Người Một`,
    `${code};Xét;06/01/2022 08:00;Người Hai`,
    ...(code === '3' ? ['3;Xét;07/01/2022 08:00;Người Hai'] : []),
    `${code};Trả;08/01/2022 08:00;Người Một`,
  ]),
  '4;Nhận;31/02/2022 08:00;Người Một',
].join('\n')

/** Two dossiers at one ward: one went straight to the leader, one had to be done again. */
async function work({ city: { address } }: Journey) {
  const at = (login: string) => officialAt(address, `${login}.00004`)
  const desk = await at('motcua')
  const specialist = await at('chuyenvien1')
  const head = await at('lanhdao')
  for (const isSentBack of [false, true]) {
    const { caseId, code } = await desk.file('1.004837', 'Nguyễn Thị Thử', guardianshipForm)
    codes.push(code)
    await desk.act(caseId, 'hand_over')
    await specialist.act(caseId, 'claim')
    await specialist.act(caseId, 'propose', { outcome: 'granted' })
    if (!isSentBack) continue
    await head.act(caseId, 'return_for_rework', { reasonCode: 'draft_error' })
    await specialist.act(caseId, 'claim')
    await specialist.act(caseId, 'propose', { outcome: 'granted' })
  }
}

beforeAll(async () => {
  journey = await startJourney()
  await work(journey)
})

afterAll(async () => {
  await journey?.end()
})

describe('insight into a process', () => {
  test('shows a leader the map of a procedure, and opens the dossiers of a variant', async () => {
    leader = await handsOf(journey.browser)
    const { page } = leader
    await signIn(leader, journey.city.address, 'lanhdao.00004', '/desk/insight')
    await page.getByRole('heading', { name: 'Soi quy trình' }).waitFor()
    await page.getByRole('figure', { name: /Bản đồ quy trình: 3 bước/ }).waitFor()
    await lookAt(page, 'insight-map')
    await page.getByRole('tab', { name: 'Trên sơ đồ duyệt' }).press('Enter')
    await page.locator('.djs-shape').first().waitFor()
    await lookAt(page, 'insight-approved')
    await page.getByRole('tab', { name: 'Các bước' }).press('Enter')
    await page.getByRole('columnheader', { name: 'Được phép' }).waitFor()
    await lookAt(page, 'insight-steps')
    await page.getByRole('tab', { name: 'Các lối đi' }).press('Enter')
    await lookAt(page, 'insight-variants')
    const deviating = page.getByRole('listitem').filter({ hasText: 'Lệch quy trình' })
    await deviating.getByRole('button', { name: '1 hồ sơ' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: /Hồ sơ đứng sau con số/ })
    await dialog.getByRole('link', { name: codes[1] ?? '' }).waitFor()
    expect(await dialog.getByRole('link', { name: codes[0] ?? '' }).count()).toBe(0)
    await lookAt(page, 'insight-cases')
    await leader.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  test('takes a log of another system, says which rows it left aside, and removes it again', async () => {
    const { page } = leader
    await leader.press('n')
    const dialog = page.getByRole('dialog', { name: 'Nhập nhật ký của hệ thống khác' })
    await dialog.waitFor()
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'sổ cũ.csv', mimeType: 'text/csv', buffer: Buffer.from(foreign) })
    await dialog.getByLabel('Mã hồ sơ').waitFor()
    expect(await dialog.getByLabel('Mã hồ sơ').inputValue()).toBe('Mã hồ sơ')
    await dialog.getByLabel('Lấy từ hệ thống nào').fill('Sổ của quận')
    await lookAt(page, 'insight-import')
    await dialog.getByRole('button', { name: 'Nhập', exact: true }).press('Enter')
    await dialog.getByText('Đã nhập 3 hồ sơ, 10 sự kiện.').waitFor()
    await dialog.getByText('31/02/2022 08:00').waitFor()
    await lookAt(page, 'insight-imported')
    await dialog.getByRole('button', { name: 'Xem bản đồ' }).press('Enter')
    await page.getByRole('figure', { name: /Bản đồ quy trình: 3 bước/ }).waitFor()
    await page.getByText('hồ sơ phải làm lại bước “Xét”').waitFor()
    expect(await page.getByText('Người Hai').count()).toBe(0)
    await lookAt(page, 'insight-foreign')
    await page.getByRole('button', { name: 'Xóa nhật ký' }).press('Enter')
    const asked = page.getByRole('dialog', { name: 'Xóa nhật ký' })
    await asked.getByRole('button', { name: 'Xóa nhật ký' }).press('Enter')
    await page.getByRole('tab', { name: 'Lệch quy trình' }).waitFor()
    expect(await page.getByText('Sổ của quận').count()).toBe(0)
  })
})
