import type { Page } from 'playwright-core'

export type Filed = { code: string; secret: string }

export type OnlineFiling = {
  procedureCode: string
  /** What to look for, as people type it, and the place to choose then. */
  place: { typed: string; chosen: string }
  owner: { fullName: string; identityNumber: string; phone: string; address: string }
  form: Readonly<Record<string, string>>
  file: { name: string; mimeType: string; buffer: Buffer }
}

/** Guardianship of a child in Trúc Bạch, filed by somebody invented. */
export function guardianship(fullName: string, identityNumber: string): OnlineFiling {
  return {
    procedureCode: '1.004837',
    place: { typed: 'truc bach', chosen: 'Phường Trúc Bạch' },
    owner: { fullName, identityNumber, phone: '0912000000', address: 'Số 2, phố Mẫu, Hà Nội' },
    form: {
      guardianName: fullName,
      wardName: 'Nguyễn Văn Em',
      wardBirthDate: '02/01/2015',
      reason: 'Cha mẹ đi công tác xa',
    },
    file: smallPdf('van-ban-cu-giam-ho.pdf', 'Van ban cu nguoi giam ho'),
  }
}

/** One page that says what it is; every offset in its table is right. */
export function smallPdf(name: string, text: string): OnlineFiling['file'] {
  const stream = `BT /F1 18 Tf 72 720 Td (${text}) Tj ET`
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const offset = body.length
    body += `${at + 1} 0 obj${object}endobj\n`
    return String(offset).padStart(10, '0')
  })
  const table = `xref\n0 6\n0000000000 65535 f \n${offsets.map((offset) => `${offset} 00000 n \n`).join('')}`
  const whole = `${body}${table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(whole, 'latin1') }
}

/** Files online from the page of the procedure to the receipt; `seen` is called on every page on the way. */
export async function fileOnline(
  page: Page,
  address: string,
  filing: OnlineFiling,
  seen: (name: string) => Promise<void> = async () => undefined,
): Promise<Filed> {
  await page.goto(`${address}/thu-tuc/${filing.procedureCode}`)
  await seen('procedure')
  await page.getByRole('link', { name: 'Nộp hồ sơ trực tuyến' }).click()
  await seen('start')
  await page.getByRole('button', { name: /^Bắt đầu/ }).click()

  await page.getByLabel('Tên phường, xã, quận, huyện').fill(filing.place.typed)
  await page.getByRole('button', { name: 'Tìm nơi nộp' }).click()
  await page.getByRole('radio', { name: filing.place.chosen }).check()
  await page.getByRole('radio', { name: 'Cho chính mình' }).check()
  await seen('place')
  await goOn(page)

  await page.locator('[name="owner.fullName"]').fill(filing.owner.fullName)
  await page.locator('[name="owner.identityNumber"]').fill(filing.owner.identityNumber)
  await page.locator('[name="owner.phone"]').fill(filing.owner.phone)
  await page.locator('[name="owner.address"]').fill(filing.owner.address)
  await seen('person')
  await goOn(page)

  for (const [key, value] of Object.entries(filing.form)) {
    const field = page.locator(`[name="form.${key}"]`).first()
    if (await field.evaluate((element) => element.tagName === 'SELECT')) await field.selectOption(value)
    else await field.fill(value)
  }
  await seen('form')
  await goOn(page)

  await page.locator('fieldset.paper input[type=file]').nth(1).setInputFiles(filing.file)
  await page.getByRole('button', { name: 'Gửi các tệp đã chọn' }).last().click()
  await page.locator('.file-name', { hasText: filing.file.name }).waitFor()
  await page.getByRole('radio', { name: 'Bản điện tử trên cổng này' }).check()
  await seen('papers')
  await goOn(page)

  await page.getByRole('heading', { name: 'Xem lại và gửi' }).waitFor()
  await seen('review')
  await page.getByRole('button', { name: 'Gửi hồ sơ' }).click()

  await page.getByRole('heading', { name: 'Đã gửi hồ sơ' }).waitFor()
  await seen('receipt')
  const [code, secret] = await page.locator('.ticket dd.code').allInnerTexts()
  return { code: code?.trim() ?? '', secret: secret?.trim() ?? '' }
}

async function goOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Tiếp tục' }).click()
}
