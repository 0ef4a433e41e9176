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

describe('who decides a procedure', () => {
  test('a controller gives a procedure of districts to communes by decision, with the keyboard alone', async () => {
    controller = await handsOf(journey.browser)
    const { page } = controller
    await signIn(controller, journey.city.address, 'kiemsoat.hanoi', '/desk/review')
    await page.getByRole('heading', { name: 'Rà soát thủ tục' }).first().waitFor()
    await controller.press('Shift+L')
    await page.getByRole('heading', { name: 'Cấp giải quyết thủ tục' }).waitFor()
    await controller.tabTo('main input')
    await controller.type('1.001612')
    await page.getByText('1 thủ tục').waitFor()
    await lookAt(page, 'levels-list')
    await controller.tabTo('main tbody tr')
    await controller.press('Enter')
    await page.getByText('(1.001612)').waitFor()
    await controller.press('n')
    await controller.untilOn('[name=tier]')
    // The review by a head of section is a step that communes have nobody for.
    await page.getByText('Cấp này không có vị trí đó').waitFor()
    await lookAt(page, 'levels-form')
    await controller.press('Tab', 'Tab')
    await controller.type('12/QĐ-UBND')
    await controller.press('Tab')
    await controller.type('20/06/2025')
    await controller.press('Tab', 'Control+a')
    await controller.type('01/07/2025')
    await controller.tabTo('[role=dialog] button[type=submit]')
    await controller.press('Enter')
    await page.getByText('catalogue.level_without_post').waitFor()
    await page.getByRole('button', { name: 'Bỏ 1 bước cấp này không có người làm' }).focus()
    await controller.press('Enter')
    await controller.tabTo('[role=dialog] button[type=submit]')
    await controller.press('Enter')
    await page.getByText('1.001612: đã công bố phiên bản 2.').waitFor()
    await page.getByRole('cell', { name: 'sẽ áp dụng' }).waitFor()
    await page.getByText('Quyết định 12/QĐ-UBND ngày 20/06/2025').waitFor()
    await lookAt(page, 'levels-history')
  })

  test('the same stands on a phone without anything beside the screen', async () => {
    const phone = await handsOf(journey.browser, { width: 360, height: 740 })
    const { page } = phone
    await signIn(phone, journey.city.address, 'kiemsoat.hanoi', '/desk/levels?tier=district')
    const fits = async (name: string) => {
      await lookAt(page, name)
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(360)
    }
    await page.getByText('15 thủ tục').waitFor()
    await fits('levels-list-phone')
    await page.goto(`${journey.city.address}/desk/levels?code=1.001612`)
    await page.getByText('(1.001612)').waitFor()
    await fits('levels-history-phone')
    await phone.press('n')
    await phone.untilOn('[name=tier]')
    await fits('levels-form-phone')
    await phone.context.close()
  })
})
