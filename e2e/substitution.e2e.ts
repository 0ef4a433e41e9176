import { afterAll, beforeAll, describe, test } from 'vitest'
import { guardianshipForm, officialAt } from './at-the-api.ts'
import { confirm, handsOf, openByCode, signIn } from './at-the-desk.ts'
import { lookAt } from './look-at.ts'
import { startJourney, type Journey } from './start-journey.ts'

let journey: Journey

beforeAll(async () => {
  journey = await startJourney({ SIMULATE_SPEED: '0' })
})

afterAll(async () => {
  await journey?.end()
})

describe('a leader goes on leave', () => {
  test('appoints the deputy, who signs in the leader’s place, and the history says so', async () => {
    const { city, browser } = journey
    const leader = await handsOf(browser)
    await signIn(leader, city.address, 'lanhdao.00004')
    await leader.press('9')
    await leader.page.getByRole('heading', { name: 'Nghỉ và làm thay' }).waitFor()
    await leader.press('n')
    const dialog = leader.page.getByRole('dialog', { name: 'Phân công làm thay' })
    const deputies = dialog.locator('[name=substituteId] option', { hasText: 'Phó Chủ tịch' })
    await deputies.first().waitFor({ state: 'attached' })
    const deputy = (await deputies.first().innerText()).split(' · ')[0] ?? ''
    await leader.tabTo('[name=substituteId]')
    await leader.type(deputy)
    await leader.tabTo('[name=from]')
    await leader.type('09/11/2023')
    await leader.tabTo('[name=through]')
    await leader.type('10/11/2023')
    await leader.tabTo('[name=reason]')
    await leader.type('Nghỉ phép')
    await leader.tabTo('[name=legalNumber]')
    await leader.type('12/GPC-UBND')
    await lookAt(leader.page, 'substitution-form')
    await leader.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await leader.page.getByText('Đang làm thay').first().waitFor()
    await lookAt(leader.page, 'substitution-list')

    const desk = await officialAt(city.address, 'motcua.00004')
    const { caseId, code } = await desk.file('1.004837', 'Đỗ Thị Vắng', guardianshipForm)
    await desk.act(caseId, 'hand_over')
    const specialist = await officialAt(city.address, 'chuyenvien1.00004')
    await specialist.act(caseId, 'claim')
    await specialist.act(caseId, 'propose', { outcome: 'granted' })

    const hands = await handsOf(browser)
    await signIn(hands, city.address, 'phochutich.00004')
    await hands.page.getByRole('heading', { name: 'Việc của tôi' }).waitFor()
    await hands.press(';')
    await hands.page.getByText('Theo 12/GPC-UBND').waitFor()
    await openByCode(hands, code)
    await hands.press('a')
    await hands.page.getByRole('dialog', { name: 'Ký duyệt' }).waitFor()
    await confirm(hands)
    const history = hands.page.getByRole('region', { name: 'Nhật ký' })
    await history.getByText('theo 12/GPC-UBND').waitFor()
    await history.getByText(deputy).first().waitFor()
    await lookAt(hands.page, 'substitution-history')
    const back = hands.page.getByRole('button', { name: 'Về vị trí của tôi' })
    await back.click()
    await back.waitFor({ state: 'detached' })
  })
})
