import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chooseReason,
  confirm,
  handsOf,
  openFromWork,
  signIn,
  untilStatus,
  type Hands,
} from './at-the-desk.ts'
import { fileOnline, guardianship, type Filed } from './at-the-portal.ts'
import { lookAt, lookInHand } from './look-at.ts'
import { startJourney, type Journey } from './start-journey.ts'
import { textOfPdf } from '#testing/read-pdf.ts'

let journey: Journey
let hands: Hands

beforeAll(async () => {
  journey = await startJourney()
  hands = await handsOf(journey.browser)
})

afterAll(async () => {
  await journey?.end()
})

/** As the reader of an identity card types it. */
const card = '999000000011||Lê Thị Thử|05031987|Nữ|Số 1, phố Mẫu, Hà Nội|01012022'

async function fetchSlip(path: string): Promise<{ pdf: Buffer; text: string | undefined }> {
  const answer = await hands.context.request.get(journey.city.address + path)
  expect(answer.headers()['content-type']).toContain('application/pdf')
  const pdf = await answer.body()
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  return { pdf, text: await textOfPdf(pdf) }
}

/** Presses what is given and answers the address of the slip that opens in a tab of its own. */
async function slipThatOpens(...keys: string[]): Promise<string> {
  const asked = hands.context.waitForEvent('request', (request) => request.url().endsWith('.pdf'))
  await hands.press(...keys)
  return new URL((await asked).url()).pathname
}

async function fileFromHome(fullName: string, identityNumber: string): Promise<Filed> {
  const context = await journey.browser.newContext({ javaScriptEnabled: false })
  const filed = await fileOnline(
    await context.newPage(),
    journey.city.address,
    guardianship(fullName, identityNumber),
  )
  await context.close()
  return filed
}

describe('a one-stop officer with nothing but a keyboard', () => {
  test('signs in and stands before the work list', async () => {
    const { page } = hands
    await page.goto(`${journey.city.address}/desk/`)
    await hands.untilOn('[name=login]')
    await lookAt(page, 'officer-sign-in')
    await signIn(hands, journey.city.address, 'motcua.00004')
    await page.getByRole('heading', { name: 'Việc của tôi' }).waitFor()
    await page.getByText('Đang cập nhật trực tiếp').waitFor()
    await page.getByText('Không có việc nào đang chờ').waitFor()
    await lookAt(page, 'officer-work-list-empty')
  })

  test('receives a dossier with at most twelve keys beyond the data, and the receipt opens by itself', async () => {
    const { page } = hands
    hands.startCounting()
    await hands.press('2')
    await hands.untilOn('[data-field=procedureCode]')
    await hands.type('dang ky giam ho')
    await hands.press('Enter')
    await hands.untilOn('[name="owner.identityNumber"]')
    await page.locator('[name="form.guardianName"]').waitFor()
    await hands.type('999000000010')
    await hands.press('Enter')
    await hands.type('Nguyễn Thị Thử')
    await hands.press('Enter')
    await hands.type('05/03/1990')
    await hands.press('Enter')
    await hands.type('0912000000')
    await hands.press('Enter')
    await hands.type('Số 1, phố Mẫu')
    await hands.press('Enter')
    for (const value of ['Nguyễn Thị Thử', 'Nguyễn Văn Em', '02/01/2015']) {
      await hands.type(value)
      await hands.press('Enter')
    }
    await hands.type('Cha mẹ đi công tác xa')
    await hands.press('F8')
    await page.getByText('Đủ thành phần bắt buộc').waitFor()
    await lookAt(page, 'officer-counter-filled')
    await lookInHand(page, 'officer-counter-filled')
    const slip = await slipThatOpens('Control+Enter')
    expect(hands.strokes()).toBeLessThanOrEqual(12)

    const said = page.getByRole('status').filter({ hasText: 'Đã tiếp nhận' })
    await said.waitFor()
    expect(await said.innerText()).toContain('Hẹn trả: 13/11/2023 13:30')
    await lookAt(page, 'officer-received')
    expect(slip).toMatch(/slips\/01\.pdf$/)
    const { text } = await fetchSlip(slip)
    if (text === undefined) return
    expect(text).toContain('GIẤY TIẾP NHẬN')
    expect(text).toContain('Nguyễn Thị Thử')
    expect(text).toContain('Đăng ký giám hộ')
    expect(text).toContain('Phường Trúc Bạch')
  })

  test('loses nothing typed when the page is loaded again, and a scanned card fills in the owner', async () => {
    const { page } = hands
    await hands.press('n')
    await hands.untilOn('[data-field=procedureCode]')
    await hands.type('1.004837')
    await hands.press('Enter')
    await hands.untilOn('[name="owner.identityNumber"]')
    await page.locator('[name="form.guardianName"]').waitFor()
    await hands.type(card)
    await hands.press('Enter')
    await hands.untilOn('[name="form.guardianName"]')
    await hands.type('Lê Thị Thử')
    await hands.press('Enter')
    await hands.type('Lê Văn Bé')

    await page.reload()
    await page.locator('[name="form.wardName"]').waitFor()
    expect(await page.locator('[name="owner.identityNumber"]').inputValue()).toBe('999000000011')
    expect(await page.locator('[name="owner.fullName"]').inputValue()).toBe('Lê Thị Thử')
    expect(await page.locator('[name="owner.dateOfBirth"]').inputValue()).toBe('05/03/1987')
    expect(await page.locator('[name="form.wardName"]').inputValue()).toBe('Lê Văn Bé')

    await hands.press('Control+Enter')
    await hands.untilOn('[name="form.wardBirthDate"]')
    await page.getByRole('alert').getByText('Có 2 ô cần sửa').waitFor()
    await lookAt(page, 'officer-counter-mistakes')
    await hands.type('03/02/2016')
    await hands.press('Enter')
    await hands.type('Cha mẹ mất')
    await hands.press('F8', 'Control+Enter')
    await page.getByRole('status').filter({ hasText: 'Đã tiếp nhận' }).waitFor()
  })

  test('sees an online filing arrive without loading the page, and accepts it', async () => {
    const { page } = hands
    await hands.press('1')
    await page.getByRole('heading', { name: 'Việc của tôi' }).waitFor()
    const { code } = await fileFromHome('Phạm Văn Mạng', '999000000012')
    await page.getByRole('row').filter({ hasText: code }).waitFor()
    await lookAt(page, 'officer-work-list')
    await openFromWork(hands, code)
    await untilStatus(page, 'Mới đăng ký')
    await lookAt(page, 'officer-online-filing')
    await hands.press('r')
    await page.getByRole('dialog', { name: 'Tiếp nhận' }).waitFor()
    await lookAt(page, 'officer-accept')
    await confirm(hands)
    await untilStatus(page, 'Đã tiếp nhận')
    await page.getByText('Đang tính giờ').waitFor()
  })

  test('hands a received dossier over to the specialist', async () => {
    const { page } = hands
    await hands.press('h')
    await page.getByRole('dialog', { name: 'Chuyển hồ sơ' }).waitFor()
    await lookAt(page, 'officer-hand-over')
    await confirm(hands)
    await untilStatus(page, 'Đang xử lý')
    await lookAt(page, 'officer-handed-over')
    await hands.press('Escape')
    await page.getByRole('heading', { name: 'Việc của tôi' }).waitFor()
  })

  test('refuses an online filing with a coded reason, and nothing typed is lost on the way', async () => {
    const { page } = hands
    const { code } = await fileFromHome('Vũ Thị Trùng', '999000000013')
    await openFromWork(hands, code)
    await hands.press('x')
    await page.getByRole('dialog', { name: 'Từ chối' }).waitFor()
    await hands.untilOn('[name=reasonCode]')
    await hands.press('Control+Enter')
    await page.getByText('Hãy chọn lý do').waitFor()
    await chooseReason(hands, 'Trùng')
    await hands.tabTo('[name="faults.0.what"]')
    await hands.type('Đã nộp cùng nội dung tuần trước')
    await lookAt(page, 'officer-refuse')

    await page.reload()
    await page.getByRole('heading', { level: 1, name: code }).waitFor()
    await hands.press('x')
    await hands.untilOn('[name=reasonCode]')
    // The kept choice shows as soon as the reasons have been loaded.
    await expect.poll(() => page.locator('[name=reasonCode]').inputValue()).toBe('duplicate')
    expect(await page.locator('[name="faults.0.what"]').inputValue()).toBe('Đã nộp cùng nội dung tuần trước')
    await confirm(hands)
    await untilStatus(page, 'Không tiếp nhận')
    await lookAt(page, 'officer-refused')
    const { text } = await fetchSlip(await slipThatOpens('d'))
    if (text === undefined) return
    expect(text).toContain('TỪ CHỐI')
    expect(text).toContain('Trùng với hồ sơ đã nộp')
    expect(text).toContain('Đã nộp cùng nội dung tuần trước')
  })

  test('finds a dossier from anywhere with Ctrl-K, a name without marks and Enter', async () => {
    const { page } = hands
    await hands.press('Control+k')
    await page.getByRole('dialog', { name: 'Tìm mọi thứ' }).waitFor()
    await hands.type('pham van mang')
    await page.getByRole('dialog').getByText('Phạm Văn Mạng').waitFor()
    await lookAt(page, 'officer-find')
    await hands.press('Enter')
    await page.getByText('Phạm Văn Mạng').first().waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await hands.press('?')
    await page.getByRole('dialog', { name: 'Phím tắt' }).waitFor()
    await lookAt(page, 'officer-keys')
    await hands.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await hands.press('3')
    await page.getByRole('heading', { name: 'Tra cứu hồ sơ' }).waitFor()
    await lookAt(page, 'officer-search')
  })
})
