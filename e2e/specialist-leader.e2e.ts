import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { guardianshipForm, officialAt, type Official } from './at-the-api.ts'
import {
  chooseReason,
  confirm,
  handsOf,
  openByCode,
  openFromWork,
  signIn,
  untilStatus,
  type Hands,
} from './at-the-desk.ts'
import { smallPdf } from './at-the-portal.ts'
import { signInAt } from './city.ts'
import { lookAt } from './look-at.ts'
import { startJourney, type Journey } from './start-journey.ts'

let journey: Journey
let desk: Official

beforeAll(async () => {
  // Two minutes of the city in a real second: a stopped clock is seen to stop, and noon is far for a slow machine.
  journey = await startJourney({ SIMULATE_SPEED: '120', SIMULATE_DOSSIERS: '20' })
  desk = await officialAt(journey.city.address, 'motcua.00004')
  await untilOfficesAreOpen()
})

afterAll(async () => {
  await journey?.end()
})

async function untilOfficesAreOpen() {
  const call = await signInAt(journey.city.address, 'motcua.00004')
  const cityTime = async () => (await call<{ now: string }>('GET', '/api/work')).now
  await vi.waitUntil(async () => (await cityTime()) >= '2023-11-09T01:00:00.000Z', {
    timeout: 120_000,
    interval: 200,
  })
}

async function atTheDesk(login: string): Promise<Hands> {
  const hands = await handsOf(journey.browser)
  await signIn(hands, journey.city.address, login)
  await hands.page.getByText('Đang cập nhật trực tiếp').waitFor()
  return hands
}

function lineOf(page: Page, code: string) {
  return page.getByRole('row').filter({ hasText: code })
}

function dueOn(page: Page) {
  return page.getByRole('region', { name: 'Hạn giải quyết' }).locator('p').first().locator('span').first()
}

/** The due moment as a number that grows with time. */
async function readDue(page: Page): Promise<number> {
  const [, day = '', month = '', year = '', hour = '', minute = ''] =
    /(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d)/.exec(await dueOn(page).innerText()) ?? []
  return Number(year + month + day + hour + minute)
}

describe('specialist, leader and clerk of a commune', () => {
  let specialist: Hands
  let leader: Hands
  let code = ''
  let caseId = ''

  test('a specialist sees a dossier come without loading the page, and claims it with one key', async () => {
    specialist = await atTheDesk('chuyenvien1.00004')
    const filed = await desk.file('1.004837', 'Đỗ Thị Giám', guardianshipForm)
    code = filed.code
    caseId = filed.caseId
    expect(await lineOf(specialist.page, code).count()).toBe(0)
    await desk.act(caseId, 'hand_over')
    await lineOf(specialist.page, code).waitFor()
    await lookAt(specialist.page, 'specialist-work-list')
    await openFromWork(specialist, code)
    await specialist.press('c')
    await specialist.page.getByRole('button', { name: 'Trình kết quả' }).waitFor()
    await lookAt(specialist.page, 'specialist-claimed')
  })

  test('the specialist asks for a supplement once, and the clock stops', async () => {
    const { page } = specialist
    await specialist.press('s')
    await page.getByRole('dialog', { name: 'Yêu cầu bổ sung' }).waitFor()
    await chooseReason(specialist, 'Thiếu')
    await specialist.tabTo('[name="faults.0.what"]')
    await specialist.type('Chưa có văn bản cử người giám hộ')
    await specialist.tabTo('[name="faults.0.bring"]')
    await specialist.type('Một bản chính có chứng thực')
    await specialist.tabTo('[name=dueOn]')
    await specialist.type('24/11/2023')
    await lookAt(page, 'specialist-supplement')
    await confirm(specialist)
    await untilStatus(page, 'Chờ bổ sung')
    await page.getByText('Đồng hồ đang dừng').first().waitFor()
    await page.getByText('Hạn bổ sung: 24/11/2023').waitFor()
    await lookAt(page, 'specialist-waiting')
  })

  test('the desk takes the supplement in, the clock goes on, and the due date has moved', async () => {
    const { page } = specialist
    const before = await readDue(page)
    const counter = await atTheDesk('motcua.00004')
    await openByCode(counter, code)
    await counter.press('b')
    await counter.page.getByRole('dialog', { name: 'Nhận bổ sung' }).waitFor()
    await counter.untilOn('[data-cell="0"]')
    await counter.press('Space', 'ArrowDown', 'Space', 'ArrowRight', 'ArrowRight', 'ArrowRight')
    await counter.untilOn('[data-row="1"] [data-cell="3"]')
    const choosing = counter.page.waitForEvent('filechooser')
    await counter.press('Enter')
    await (await choosing).setFiles(smallPdf('van-ban-cu.pdf', 'Van ban cu nguoi giam ho'))
    await counter.page.getByText('van-ban-cu.pdf').waitFor()
    await lookAt(counter.page, 'officer-supplement')
    await confirm(counter)
    await untilStatus(counter.page, 'Đang xử lý')
    await counter.context.close()

    await untilStatus(page, 'Đang xử lý')
    await page.getByText('Đang tính giờ').waitFor()
    expect(await readDue(page)).toBeGreaterThan(before)
    await page.getByText('van-ban-cu.pdf').waitFor()
    await page.getByRole('button', { name: 'Trình kết quả' }).waitFor()
    expect(await page.getByRole('button', { name: 'Yêu cầu bổ sung' }).count()).toBe(0)
    await lookAt(page, 'specialist-supplied')
  })

  test('what the specialist proposes comes back from the leader once', async () => {
    await propose()
    leader = await atTheDesk('lanhdao.00004')
    await lookAt(leader.page, 'leader-work-list')
    await openFromWork(leader, code)
    await leader.press('w')
    await leader.page.getByRole('dialog', { name: 'Trả lại để làm lại' }).waitFor()
    await chooseReason(leader, 'Nội dung')
    await leader.tabTo('textarea')
    await leader.type('Nêu rõ quan hệ giữa hai người')
    await lookAt(leader.page, 'leader-rework')
    await confirm(leader)
    await leader.page.getByText('Nêu rõ quan hệ giữa hai người').waitFor()
  })

  test('proposed again, it is approved', async () => {
    const { page } = specialist
    await page.getByText('Nêu rõ quan hệ giữa hai người').waitFor()
    await page.getByRole('button', { name: 'Nhận việc' }).waitFor()
    await specialist.press('c')
    await page.getByRole('button', { name: 'Trình kết quả' }).waitFor()
    await propose()
    await leader.page.getByRole('button', { name: 'Ký duyệt' }).waitFor()
    await leader.press('a')
    await leader.page.getByRole('dialog', { name: 'Ký duyệt' }).waitFor()
    await lookAt(leader.page, 'leader-approve')
    await confirm(leader)
    await leader.page.getByRole('button', { name: 'Ký duyệt' }).waitFor({ state: 'detached' })
    await lookAt(leader.page, 'leader-approved')
  })

  test('the clerk numbers and issues the result with its file', async () => {
    const clerk = await atTheDesk('vanthu.00004')
    await openFromWork(clerk, code)
    await clerk.press('i')
    await clerk.page.getByRole('dialog', { name: 'Phát hành kết quả' }).waitFor()
    await clerk.untilOn('[name=resultNumber]')
    await clerk.type('15/TL-UBND')
    const choosing = clerk.page.waitForEvent('filechooser')
    await clerk.press('Tab', 'Enter')
    await (await choosing).setFiles(smallPdf('trich-luc-giam-ho.pdf', 'Trich luc dang ky giam ho'))
    await clerk.page.getByText('trich-luc-giam-ho.pdf').waitFor()
    await lookAt(clerk.page, 'clerk-issue')
    await confirm(clerk)
    await untilStatus(clerk.page, 'Đã có kết quả')
    await clerk.page.getByText('Đã dừng tính giờ').waitFor()
    await lookAt(clerk.page, 'clerk-issued')
    await clerk.context.close()
  })

  test('the desk hands the result to its owner', async () => {
    const counter = await atTheDesk('motcua.00004')
    await openFromWork(counter, code)
    await counter.press('t')
    await counter.page.getByRole('dialog', { name: 'Trả kết quả' }).waitFor()
    await counter.untilOn('[name=receivedBy]')
    await lookAt(counter.page, 'officer-return-result')
    await confirm(counter)
    await untilStatus(counter.page, 'Đã trả kết quả')
    await lookAt(counter.page, 'officer-returned')
    const view = await desk.open(caseId)
    expect(view.history.map((line) => line.type)).toEqual([
      'dossiers.received',
      'dossiers.handed_over',
      'dossiers.claimed',
      'dossiers.supplement_requested',
      'dossiers.supplement_supplied',
      'dossiers.proposed',
      'dossiers.returned_for_rework',
      'dossiers.claimed',
      'dossiers.proposed',
      'dossiers.approved',
      'dossiers.decided',
      'dossiers.result_returned',
    ])
    await Promise.all([counter, specialist, leader].map(({ context }) => context.close()))
  })

  async function propose() {
    const { page } = specialist
    await specialist.press('p')
    await page.getByRole('dialog', { name: 'Trình kết quả' }).waitFor()
    await specialist.untilOn('[name=outcome]')
    await specialist.press('Space')
    await confirm(specialist)
    await page.getByRole('button', { name: 'Trình kết quả' }).waitFor({ state: 'detached' })
  }
})

describe('a dossier filed at a commune for a department', () => {
  test('travels commune, department, commune, and every list changes under the eyes of its people', async () => {
    const commune = await atTheDesk('motcua.00004')
    const department = await atTheDesk('motcua.so-tu-phap')
    const form = { degree: 'Cử nhân luật', profession: 'Luật sư', request: 'first' }
    const { code, caseId } = await desk.file('1.000828', 'Trần Văn Luật', form)
    await lineOf(commune.page, code).waitFor()
    expect(await lineOf(department.page, code).count()).toBe(0)

    await openFromWork(commune, code)
    await commune.press('h')
    await confirm(commune)
    await commune.page.getByText('Đang ở Sở Tư pháp').waitFor()
    await commune.press('Escape')
    await lineOf(department.page, code).waitFor()
    await lookAt(department.page, 'department-work-list')

    await openFromWork(department, code)
    await department.press('h')
    await confirm(department)
    await department.page.getByRole('button', { name: 'Chuyển hồ sơ' }).waitFor({ state: 'detached' })
    await lookAt(department.page, 'department-handed-over')

    const specialist = await officialAt(journey.city.address, 'chuyenvien2.so-tu-phap')
    await specialist.act(caseId, 'claim')
    await specialist.act(caseId, 'propose', { outcome: 'granted' })
    await (await officialAt(journey.city.address, 'truongphong.so-tu-phap')).act(caseId, 'review')
    await (await officialAt(journey.city.address, 'lanhdao.so-tu-phap')).act(caseId, 'approve')
    await commune.page.getByRole('heading', { name: 'Việc của tôi' }).waitFor()
    const back = lineOf(commune.page, code).filter({ hasText: 'Đã có kết quả' })
    expect(await back.count()).toBe(0)
    await (await officialAt(journey.city.address, 'vanthu.so-tu-phap')).act(caseId, 'issue', {
      resultNumber: '88/CCHN-STP',
      files: [],
    })
    await back.waitFor()
    await openFromWork(commune, code)
    await lookAt(commune.page, 'commune-result-back')
    await commune.press('t')
    await confirm(commune)
    await untilStatus(commune.page, 'Đã trả kết quả')
    const slip = await commune.context.request.get(
      `${journey.city.address}/api/dossiers/${caseId}/slips/06.pdf`,
    )
    expect((await slip.body()).subarray(0, 5).toString()).toBe('%PDF-')
  })
})
