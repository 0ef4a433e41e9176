/**
 * `npm run screenshots`: takes the pictures of docs/user into docs/images, in a demo city in the middle of its
 * simulated morning. `npm run screenshots -- desk portal` takes only those. Everybody in them is invented.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { guardianshipForm, officialAt } from './at-the-api.ts'
import { chooseReason, handsOf, openFromWork, signIn, type Hands } from './at-the-desk.ts'
import { fileOnline, guardianship } from './at-the-portal.ts'
import { launchBrowser } from './browser.ts'
import { startCity, temporaryFolder } from './city.ts'
import { shrinkPng } from './small-png.ts'

const images = join(import.meta.dirname, '../docs/images')
const largestBytes = 150_000

const deskSize = { width: 1440, height: 900 }
const wallSize = { width: 1920, height: 1080 }
const phoneSize = { width: 360, height: 740 }

/** Takes the page as it is seen, or a part of it. */
async function take(page: Page, name: string, part?: Locator): Promise<void> {
  const browser = page.context().browser()
  if (!browser) throw new Error('The page has no browser')
  await page.evaluate(() => document.fonts.ready)
  const whole = await (part ?? page).screenshot({ animations: 'disabled', caret: 'hide' })
  const small = await shrinkPng(browser, whole)
  writeFileSync(join(images, `${name}.png`), small)
  const remark = small.length > largestBytes ? ' – larger than wanted' : ''
  console.log(`${name}.png ${Math.round(small.length / 1000)} kB${remark}`)
}

/** What may be asked for by name, in the order of the morning. */
const parts = { wall: takeWall, desk: takeDesk, portal: takePortal, process: takeProcess }

async function main(asked: readonly string[]): Promise<void> {
  const unknown = asked.filter((name) => !(name in parts))
  if (unknown.length > 0)
    throw new Error(
      `No pictures are called ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`,
    )
  mkdirSync(images, { recursive: true })
  const { folder, remove } = temporaryFolder()
  const browser = await launchBrowser()
  const city = await startCity(folder, { SIMULATE_SPEED: '180', SIMULATE_DOSSIERS: '1500' })
  try {
    for (const [name, takeThem] of Object.entries(parts))
      if (asked.length === 0 || asked.includes(name)) await takeThem(browser, city.address)
  } finally {
    await browser.close()
    await city.stop()
    remove()
  }
}

async function atTheDesk(browser: Browser, address: string, login: string, path?: string): Promise<Hands> {
  const hands = await handsOf(browser, deskSize)
  await signIn(hands, address, login, path)
  return hands
}

async function takeDesk(browser: Browser, address: string): Promise<void> {
  const desk = await officialAt(address, 'motcua.00004')
  for (const name of ['Nguyễn Thị Thử', 'Trần Văn Mẫu', 'Lê Thị Ví Dụ']) {
    await desk.file('1.004837', name, { ...guardianshipForm, guardianName: name })
  }
  const shown = await desk.file('1.004837', 'Phạm Thị Minh Họa', guardianshipForm)
  await desk.act(shown.caseId, 'hand_over')

  const counter = await atTheDesk(browser, address, 'motcua.00004')
  await counter.page.getByRole('row').nth(1).waitFor()
  await take(counter.page, 'desk-work-list')
  await counter.press('2')
  await counter.untilOn('[data-field=procedureCode]')
  await counter.type('1.004837')
  await counter.press('Enter')
  await counter.untilOn('[name="owner.identityNumber"]')
  await counter.page.locator('[name="form.guardianName"]').waitFor()
  await counter.type('999000000010')
  await counter.press('Enter')
  await counter.type('Nguyễn Thị Thử')
  await counter.press('F8')
  await counter.page.getByText('Đủ thành phần bắt buộc').waitFor()
  await take(counter.page, 'desk-counter')
  await counter.context.close()

  const specialist = await atTheDesk(browser, address, 'chuyenvien1.00004')
  await openFromWork(specialist, shown.code)
  await specialist.press('c')
  await specialist.page.getByRole('button', { name: 'Trình kết quả' }).waitFor()
  await specialist.page.getByRole('alert').waitFor({ state: 'detached' })
  await take(specialist.page, 'desk-dossier')
  await specialist.press('s')
  await chooseReason(specialist, 'Thiếu')
  await specialist.tabTo('[name="faults.0.what"]')
  await specialist.type('Chưa có văn bản cử người giám hộ')
  await take(specialist.page, 'desk-supplement')
  await specialist.context.close()
}

/** A draft of the published process of the demo, drawn, with one step chosen. */
async function takeProcess(browser: Browser, address: string): Promise<void> {
  const controller = await atTheDesk(browser, address, 'kiemsoat.hanoi', '/desk/processes')
  const { page } = controller
  await page.getByRole('link', { name: /công ty trách nhiệm hữu hạn một/ }).click()
  await page.getByRole('button', { name: 'Lập bản mới từ bản này' }).first().click()
  await page.getByRole('button', { name: 'Trình ban hành' }).waitFor()
  await page.locator('[data-element-id="appraise"]').first().click()
  await page.getByLabel('Số giờ làm việc').waitFor()
  await page.locator('.djs-container').scrollIntoViewIfNeeded()
  await take(page, 'desk-process-graph')
  await controller.context.close()
}

async function takePortal(browser: Browser, address: string): Promise<void> {
  for (const [viewport, suffix] of [
    [deskSize, 'wide'],
    [phoneSize, 'phone'],
  ] as const) {
    const context = await browser.newContext({ viewport, locale: 'vi-VN' })
    const page = await context.newPage()
    await page.goto(address)
    await take(page, `portal-home-${suffix}`)
    await page.goto(`${address}/thu-tuc/1.004837`)
    await take(page, `portal-procedure-${suffix}`)
    const filing = guardianship('Trần Thị Công Dân', suffix === 'wide' ? '999000000041' : '999000000042')
    const { code } = await fileOnline(page, address, filing)
    await take(page, `portal-receipt-${suffix}`)
    const desk = await officialAt(address, 'motcua.00004')
    await desk.act(await desk.find(code), 'receive')
    await page.getByRole('link', { name: 'Theo dõi hồ sơ' }).click()
    await page.getByRole('heading', { name: 'Đã tiếp nhận' }).waitFor()
    await page.getByText('Hạn được tính thế nào').click()
    await take(page, `portal-dossier-${suffix}`)
    await context.close()
  }
}

async function takeWall(browser: Browser, address: string): Promise<void> {
  const wall = await handsOf(browser, wallSize)
  await signIn(wall, address, 'dieuhanh.hanoi', '/desk/wall')
  await wall.page.getByText('● Trực tiếp').waitFor()
  await wall.page.waitForFunction(
    () => (document.querySelector('time')?.dateTime ?? '') >= '2023-11-09T02:30',
    undefined,
    { timeout: 600_000 },
  )
  await wall.page.locator('svg[role=img]').first().waitFor()
  await take(wall.page, 'wall-city')
  await wall.press('Enter')
  await wall.page.locator('nav li').nth(1).waitFor()
  await wall.page.locator('svg[role=img]').first().waitFor()
  await take(wall.page, 'wall-district')
  // A rate over the whole city, with dossiers that count and some that do not; early in the day few have ended.
  await wall.press('Escape')
  await wall.page.locator('nav li').nth(1).waitFor({ state: 'detached' })
  const onTime = wall.page.getByRole('button').filter({ hasText: 'Tỷ lệ đúng hạn' })
  await onTime.filter({ hasText: /n\s[1-9][\d.]+/ }).waitFor({ timeout: 600_000 })
  await wall.press(await onTime.locator('kbd').innerText(), 'p')
  const proof = wall.page.getByRole('complementary')
  await proof.getByRole('row').nth(9).waitFor()
  await take(wall.page, 'wall-proof', proof)
  await wall.context.close()
}

await main(process.argv.slice(2))
