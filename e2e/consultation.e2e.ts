import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardianshipForm, officialAt } from './at-the-api.ts'
import { confirm, handsOf, openByCode, openFromWork, signIn, type Hands } from './at-the-desk.ts'
import { signInAt } from './city.ts'
import { lookAt } from './look-at.ts'
import { startJourney, type Journey } from './start-journey.ts'

let journey: Journey
let specialist: Hands
let code = ''
let caseId = ''

beforeAll(async () => {
  journey = await startJourney()
  const desk = await officialAt(journey.city.address, 'motcua.00004')
  const filed = await desk.file('1.004837', 'Lê Thị Hỏi', guardianshipForm)
  code = filed.code
  caseId = filed.caseId
  await desk.act(caseId, 'hand_over')
})

afterAll(async () => {
  await journey?.end()
})

async function atTheDesk(login: string, viewport?: { width: number; height: number }): Promise<Hands> {
  const hands = await handsOf(journey.browser, viewport)
  await signIn(hands, journey.city.address, login)
  return hands
}

/** The official of a unit before whom the question lies. */
async function answererAt(unitCode: string): Promise<string> {
  for (const no of [1, 2, 3, 4, 5, 6]) {
    const login = `chuyenvien${no}.${unitCode}`
    const call = await signInAt(journey.city.address, login)
    const { lines } = await call<{ lines: { caseId: string }[] }>('GET', '/api/work')
    if (lines.some((line) => line.caseId === caseId)) return login
  }
  throw new Error(`nobody at ${unitCode} was asked`)
}

describe('a specialist who needs the opinion of others', () => {
  test('asks two agencies at once, each with its own time, by the keyboard alone', async () => {
    specialist = await atTheDesk('chuyenvien1.00004')
    const { page } = specialist
    await openFromWork(specialist, code)
    await specialist.press('c')
    await page.getByRole('button', { name: 'Trình kết quả' }).waitFor()
    await specialist.press('o')
    await page.getByRole('dialog', { name: 'Xin ý kiến' }).waitFor()
    await specialist.untilOn('[data-field=unit]')
    for (const [typed, name] of [
      ['so tu phap', 'Sở Tư pháp'],
      ['phuong phuc xa', 'Phường Phúc Xá'],
    ] as const) {
      await specialist.type(typed)
      await page.getByRole('option', { name }).waitFor()
      await specialist.press('Enter')
      await page
        .getByRole('list', { name: 'Các cơ quan được hỏi' })
        .getByText(name, { exact: true })
        .waitFor()
    }
    await specialist.tabTo('[name="asked.1.amount"]')
    await specialist.press('Control+a')
    await specialist.type('0,5')
    await specialist.tabTo('[name=question]')
    await specialist.type('Đề nghị cho biết ý kiến về điều kiện của người giám hộ')
    await lookAt(page, 'consult-asking')
    await confirm(specialist)
    await page.getByText('Chờ 2 ý kiến').waitFor()
    await lookAt(page, 'consult-asked')
  })

  test('cannot propose until the answers are in, and sees each come by itself', async () => {
    const { page } = specialist
    expect(await page.getByRole('button', { name: 'Trình kết quả' }).count()).toBe(0)
    const answering = await atTheDesk(await answererAt('so-tu-phap'))
    await answering.page.getByText('Xin ý kiến', { exact: true }).first().waitFor()
    await lookAt(answering.page, 'consult-work-list')
    await openFromWork(answering, code)
    await answering.press('g')
    await answering.page.getByRole('dialog', { name: /Cho ý kiến/ }).waitFor()
    await answering.untilOn('[name=verdict]')
    await answering.press('ArrowDown')
    await answering.press('Space')
    await answering.tabTo('[name=text]')
    await answering.type('Cần có xác nhận nơi cư trú của người giám hộ')
    await lookAt(answering.page, 'consult-answering')
    await confirm(answering)
    await answering.page.getByText('Đồng ý kèm điều kiện').first().waitFor()
    await page.getByText('Chờ 1 ý kiến').waitFor()
    await page.getByText('Cần có xác nhận nơi cư trú').first().waitFor()
    await answering.context.close()
  })

  test('is asked for more time on a small screen, grants it, and withdraws what is not needed', async () => {
    const small = await atTheDesk(await answererAt('00001'), { width: 360, height: 740 })
    await openByCode(specialist, code)
    await small.page.goto(`${journey.city.address}/desk/dossiers/${caseId}`)
    await small.page.getByRole('button', { name: /Xin gia hạn.*Phường Phúc Xá/ }).click()
    await small.untilOn('[name=amount]')
    await small.tabTo('[name=reason]')
    await small.type('Chờ xác minh tại khu phố')
    await lookAt(small.page, 'consult-extension-360')
    await confirm(small)
    await small.page.getByText('Xin gia hạn thêm 1 ngày làm việc: Chờ xác minh tại khu phố').waitFor()
    await lookAt(small.page, 'consult-asked-agency-360')
    await small.context.close()
    const { page } = specialist
    await page.getByRole('button', { name: /Trả lời gia hạn/ }).click()
    await page.getByRole('dialog', { name: /Trả lời gia hạn/ }).waitFor()
    await lookAt(page, 'consult-granting')
    await confirm(specialist)
    await page.getByText('Đã gia hạn một lần').waitFor()
    await page.getByRole('button', { name: /Rút đề nghị.*Phường Phúc Xá/ }).click()
    await page.getByRole('dialog', { name: /Rút đề nghị/ }).waitFor()
    await confirm(specialist)
    await page.getByText('Đã đủ ý kiến').waitFor()
    await page.getByRole('button', { name: 'Trình kết quả' }).waitFor()
    await lookAt(page, 'consult-all-in')
  })
})
