import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardianshipForm, officialAt, type Official } from './at-the-api.ts'
import { handsOf, signIn, type Hands } from './at-the-desk.ts'
import { lookAt, lookInHand } from './look-at.ts'
import { saturatedShare } from './saturated-share.ts'
import { startJourney, type Journey } from './start-journey.ts'

let journey: Journey
let desk: Official
let wall: Hands

const hd = { width: 1920, height: 1080 }
const ultraHd = { width: 3840, height: 2160 }

beforeAll(async () => {
  journey = await startJourney()
  desk = await officialAt(journey.city.address, 'motcua.00004')
  wall = await handsOf(journey.browser, hd)
})

afterAll(async () => {
  await journey?.end()
})

function tile(page: Page, name: string) {
  return page.getByRole('region', { name: 'Chỉ số' }).getByRole('button').filter({ hasText: name })
}

async function untilLive(page: Page) {
  await page.getByText('● Trực tiếp').waitFor()
}

/** The unit in focus, as the path at the top says. */
function focus(page: Page, name: string) {
  return page.locator('nav [aria-current=page]', { hasText: name })
}

async function isWithoutScroll(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement
    return scrollWidth <= clientWidth && scrollHeight <= clientHeight
  })
}

describe('a leader before the wall', () => {
  let code = ''

  test('numbers move by themselves when a dossier is received at a counter', async () => {
    const { page } = wall
    await signIn(wall, journey.city.address, 'dieuhanh.hanoi', '/desk/wall')
    await untilLive(page)
    await page.getByText('Chưa có hồ sơ nào chuyển động').waitFor()
    const received = tile(page, 'tiếp nhận').first()
    const before = (await received.innerText()).replace(/\s+/g, ' ')
    ;({ code } = await desk.file('1.004837', 'Nguyễn Thị Tường', guardianshipForm))
    await page.getByText(code).first().waitFor()
    await page
      .getByRole('region', { name: 'Chỉ số' })
      .getByRole('button')
      .first()
      .getByText('1', { exact: true })
      .first()
      .waitFor()
    expect((await received.innerText()).replace(/\s+/g, ' ')).not.toBe(before)
    await lookAt(page, 'wall-city')
    await lookInHand(page, 'wall-city')
  })

  test('stays quiet while all is well: less than 2 % of the picture is saturated', async () => {
    expect(await saturatedShare(wall.page)).toBeLessThan(0.02)
  })

  test('leads from city to district, commune and dossier in at most four keys, and Back leads out', async () => {
    const { page } = wall
    wall.startCounting()
    await wall.press('Enter')
    await focus(page, 'Ba Đình').waitFor()
    const district = page.url()
    await lookAt(page, 'wall-district')
    await wall.press('Enter')
    await focus(page, 'Trúc Bạch').waitFor()
    await page.getByRole('row').filter({ hasText: code }).waitFor()
    await lookAt(page, 'wall-commune')
    await lookInHand(page, 'wall-commune')
    await wall.press('Enter')
    await page.getByRole('heading', { level: 1, name: code }).waitFor()
    expect(wall.strokes()).toBeLessThanOrEqual(4)
    await lookAt(page, 'wall-dossier')
    await page.goBack()
    await focus(page, 'Trúc Bạch').waitFor()
    await page.goBack()
    await focus(page, 'Ba Đình').waitFor()
    expect(page.url()).toBe(district)
  })

  test('proves a number with numerator, denominator, formula and the dossiers behind it', async () => {
    const { page } = wall
    await wall.press('Escape')
    await focus(page, 'Hà Nội').waitFor()
    await wall.press('1', 'p')
    const proof = page.getByRole('complementary', { name: 'Chứng minh con số' })
    await proof.getByText('Tử số').first().waitFor()
    await proof.getByText('Mẫu số').waitFor()
    await proof.getByText(/phiên bản \d/).waitFor()
    await proof.getByRole('row').filter({ hasText: code }).waitFor()
    await lookAt(page, 'wall-proof')
    await lookInHand(page, 'wall-proof')
  })

  test('an address restores what was on the wall, for anybody who may see it', async () => {
    const other = await handsOf(journey.browser, hd)
    const address = new URL(wall.page.url())
    await signIn(other, journey.city.address, 'lanhdao.hanoi', address.pathname + address.search)
    const proof = other.page.getByRole('complementary', { name: 'Chứng minh con số' })
    await proof.getByRole('row').filter({ hasText: code }).waitFor()
    await other.context.close()
    await wall.press('Escape')
    await wall.page.getByRole('complementary').waitFor({ state: 'detached' })
  })

  test('finds a unit by a part of its name without marks', async () => {
    const { page } = wall
    await wall.press('/')
    await wall.type('truc ba')
    await page.getByRole('option', { name: /Trúc Bạch/ }).waitFor()
    await lookAt(page, 'wall-search')
    await wall.press('Enter')
    await focus(page, 'Trúc Bạch').waitFor()
    await wall.press('Escape', 'Escape')
    await focus(page, 'Hà Nội').waitFor()
  })

  test('leads on from the list, on a screen held in one hand, without losing the place', async () => {
    const { page } = wall
    await page.setViewportSize({ width: 360, height: 740 })
    await page.getByRole('row').getByRole('button', { name: 'Quận Tây Hồ' }).click()
    await focus(page, 'Tây Hồ').waitFor()
    await page.goBack()
    await focus(page, 'Hà Nội').waitFor()
    await page.setViewportSize(hd)
  })

  test.each([hd, ultraHd])('fits on one screen of $width × $height without scrolling', async (size) => {
    const { page } = wall
    await page.setViewportSize(size)
    await tile(page, 'n').first().waitFor()
    expect(await isWithoutScroll(page)).toBe(true)
    await lookAt(page, `wall-${size.width}x${size.height}`)
    await page.setViewportSize(hd)
  })

  test('says so when its source is gone, never zero, and is back within five seconds of its return', async () => {
    const { page } = wall
    await journey.city.stop()
    await page.getByText('▲ Mất nguồn trực tiếp').waitFor()
    await page.locator('button[data-stale]').first().waitFor()
    await lookAt(page, 'wall-stale')
    await journey.startAgain()
    await page.getByText('● Trực tiếp').waitFor({ timeout: 6_000 })
    expect(await page.locator('button[data-stale]').count()).toBe(0)
  })
})
