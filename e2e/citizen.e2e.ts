import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { officialAt } from './at-the-api.ts'
import { fileOnline, guardianship, smallPdf, type Filed } from './at-the-portal.ts'
import { lookAt } from './look-at.ts'
import { startJourney, type Journey } from './start-journey.ts'

let journey: Journey

beforeAll(async () => {
  journey = await startJourney()
})

afterAll(async () => {
  await journey?.end()
})

const phone = { width: 390, height: 844 }
const password = 'một câu dễ nhớ'

describe.each([
  { scripts: true, where: 'with scripts', short: 'citizen', number: '999000000031' },
  { scripts: false, where: 'without JavaScript', short: 'citizen-no-script', number: '999000000032' },
])('a citizen $where', ({ scripts, short, number }) => {
  let context: BrowserContext
  let page: Page
  let filed: Filed
  let pages = 0

  beforeAll(async () => {
    context = await journey.browser.newContext({
      javaScriptEnabled: scripts,
      viewport: phone,
      locale: 'vi-VN',
    })
    page = await context.newPage()
    if (scripts) await page.clock.install()
  })

  afterAll(async () => {
    await context?.close()
  })

  async function seen(name: string) {
    pages += 1
    await lookAt(page, `${short}-${String(pages).padStart(2, '0')}-${name}`)
  }

  function at(path: string) {
    return page.goto(journey.city.address + path)
  }

  test('finds a procedure without typing marks', async () => {
    await at('/')
    await seen('home')
    await page.getByLabel('Tìm thủ tục').fill('dang ky giam ho')
    await page.getByRole('button', { name: 'Tìm' }).click()
    await page.getByText(/Tìm thấy \d+ thủ tục/).waitFor()
    await seen('search')
    await page.getByRole('link', { name: 'Đăng ký giám hộ', exact: true }).click()
  })

  test('reads what it takes: papers, time, fee and legal ground', async () => {
    await page.getByRole('heading', { level: 1, name: 'Đăng ký giám hộ' }).waitFor()
    for (const title of ['Cách nộp, thời gian và phí', 'Giấy tờ cần có', 'Căn cứ pháp lý']) {
      await page.getByRole('heading', { name: title }).waitFor()
    }
    await page.getByRole('cell', { name: '3 ngày làm việc' }).first().waitFor()
    await page.getByText('Tờ khai đăng ký giám hộ').waitFor()
  })

  test('opens an account and is signed in', async () => {
    await at('/dang-ky')
    await page.getByLabel('Họ và tên').fill('Trần Thị Công Dân')
    await page.getByLabel('Tên đăng nhập').fill(`dan.${number}`)
    await page.getByLabel('Mật khẩu', { exact: true }).fill('ngắn')
    await page.getByLabel('Gõ lại mật khẩu').fill('ngắn')
    await page.getByRole('button', { name: 'Tạo tài khoản' }).click()
    await page.getByRole('alert').waitFor()
    await seen('register-mistakes')
    expect(await page.getByLabel('Họ và tên').inputValue()).toBe('Trần Thị Công Dân')
    await page.getByLabel('Mật khẩu', { exact: true }).fill(password)
    await page.getByLabel('Gõ lại mật khẩu').fill(password)
    await page.getByRole('button', { name: 'Tạo tài khoản' }).click()
    await page.getByRole('heading', { name: 'Chào Trần Thị Công Dân' }).waitFor()
    await seen('account-empty')
  })

  test('files a dossier with an attachment and gets a receipt with the rule of the due date and a QR code', async () => {
    filed = await fileOnline(page, journey.city.address, guardianship('Trần Thị Công Dân', number), seen)
    expect(filed.code).toMatch(/^000\.02\.21\.H26-231109-\d{4}$/)
    expect(filed.secret).toMatch(/^\S{12}$/)
    await page.getByText('nó chỉ chạy khi bộ phận một cửa tiếp nhận hồ sơ').waitFor()
    await page.getByRole('img', { name: 'Quét để mở trang theo dõi hồ sơ' }).waitFor()
    await page.getByText('van-ban-cu-giam-ho.pdf').waitFor()
    await page.getByText(/SHA-256 [0-9a-f]{64}/).waitFor()
  })

  test('follows it anywhere by code and secret, and no secret means no dossier', async () => {
    const stranger = await journey.browser.newContext({ javaScriptEnabled: scripts, viewport: phone })
    const elsewhere = await stranger.newPage()
    await elsewhere.goto(`${journey.city.address}/ho-so`)
    await lookAt(elsewhere, `${short}-look-up`)
    await elsewhere.getByLabel('Mã hồ sơ').fill(filed.code)
    await elsewhere.getByLabel('Mã tra cứu').fill('khongphaima1')
    await elsewhere.getByRole('button', { name: 'Tra cứu' }).click()
    await elsewhere.getByRole('alert').getByText('Không tìm thấy hồ sơ').waitFor()
    await lookAt(elsewhere, `${short}-look-up-wrong`)
    await elsewhere.getByLabel('Mã tra cứu').fill(filed.secret)
    await elsewhere.getByRole('button', { name: 'Tra cứu' }).click()
    await elsewhere.getByRole('heading', { name: 'Chờ tiếp nhận' }).waitFor()
    await lookAt(elsewhere, `${short}-followed`)
    await stranger.close()
  })

  test('sees the own dossiers in the account, after signing in again', async () => {
    await at('/tai-khoan')
    await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click()
    await page.getByRole('heading', { name: 'Đã đăng xuất' }).waitFor()
    await seen('signed-out')
    await at('/dang-nhap')
    await seen('sign-in')
    await page.getByLabel('Tên đăng nhập').fill(`dan.${number}`)
    await page.getByLabel('Mật khẩu').fill(password)
    await page.getByRole('button', { name: 'Đăng nhập' }).click()
    await page.getByRole('listitem').filter({ hasText: filed.code }).waitFor()
    await seen('account')
    await page.getByRole('link', { name: 'Đăng ký giám hộ' }).click()
    await page.getByRole('heading', { name: 'Chờ tiếp nhận' }).waitFor()
    await page.getByText('Đồng hồ giải quyết chưa chạy').waitFor()
  })

  test('reads why the due date is what it is', async () => {
    const desk = await officialAt(journey.city.address, 'motcua.00004')
    const caseId = await desk.find(filed.code)
    await desk.act(caseId, 'receive')
    await desk.act(caseId, 'hand_over')
    // An open page looks by itself every twenty seconds; they pass at once.
    if (scripts) await page.clock.fastForward(20_000)
    if (scripts) await page.getByText('Hồ sơ vừa có thay đổi').waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Đang giải quyết' }).waitFor()
    await page.getByText('Hạn được tính thế nào').click()
    await page.getByText('Thời hạn giải quyết: 3 ngày làm việc').waitFor()
    await seen('clock')
  })

  test('supplies what was asked for, and the clock goes on', async () => {
    const specialist = await officialAt(journey.city.address, 'chuyenvien1.00004')
    const caseId = await specialist.find(filed.code)
    const { components } = await specialist.act(caseId, 'claim')
    await specialist.act(caseId, 'request_supplement', {
      reasonCode: 'unreadable',
      dueOn: '2023-11-24',
      faults: [
        {
          componentId: components[1]?.componentId,
          what: 'Bản chụp mờ ở trang hai',
          bring: 'Bản chụp rõ cả trang',
        },
      ],
    })
    await page.reload()
    await page.getByRole('heading', { name: 'Chờ bạn bổ sung' }).waitFor()
    await page.getByText('Đồng hồ đang dừng; thời gian chờ').waitFor()
    await page.getByText('Bản chụp mờ ở trang hai').waitFor()
    await seen('asked-for-more')
    await page.getByRole('button', { name: 'Gửi bổ sung' }).click()
    await page.getByRole('alert').getByText('Chưa có gì để gửi').waitFor()
    await page.locator('[id^="file."]').first().setInputFiles(smallPdf('ban-chup-ro.pdf', 'Ban chup ro'))
    await page.getByLabel('Lời giải thích').fill('Xin gửi lại bản chụp rõ.')
    await page.getByRole('button', { name: 'Gửi bổ sung' }).click()
    await page.getByText('Đã gửi bổ sung').waitFor()
    await page.getByRole('heading', { name: 'Đang giải quyết' }).waitFor()
    await seen('supplied')
  })

  test('downloads the result when officials have decided', async () => {
    const { address } = journey.city
    const caseId = await (await officialAt(address, 'motcua.00004')).find(filed.code)
    const specialist = await officialAt(address, 'chuyenvien1.00004')
    await specialist.act(caseId, 'propose', { outcome: 'granted' })
    await (await officialAt(address, 'lanhdao.00004')).act(caseId, 'approve')
    const clerk = await officialAt(address, 'vanthu.00004')
    const result = smallPdf('trich-luc.pdf', 'Trich luc dang ky giam ho')
    await clerk.act(caseId, 'issue', {
      resultNumber: '16/TL-UBND',
      files: [{ token: await clerk.upload(result), componentId: 'result' }],
    })
    await page.reload()
    await page.getByRole('heading', { name: 'Đã có kết quả' }).waitFor()
    await page.getByText('Số: 16/TL-UBND').waitFor()
    const link = page.getByRole('link', { name: 'trich-luc.pdf' })
    const href = await link.getAttribute('href')
    const answer = await context.request.get(new URL(href ?? '', page.url()).href)
    expect((await answer.body()).equals(result.buffer)).toBe(true)
    await seen('result')
  })
})
