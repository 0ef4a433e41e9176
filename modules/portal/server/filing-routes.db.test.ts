import { describe, expect } from 'vitest'
import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import { committedTest, dbTest } from '#testing/db-test.ts'
import { aSmallCity } from '#testing/small-city.ts'
import { fillIn, openPortal, png } from './visitor.test-builder.ts'

const BIRTH = '1.001193'

async function aPortal(db: AnyDb, clock: Clock) {
  const city = await aSmallCity(db, clock)
  const { visitor, close } = await openPortal(city.portal)
  return { city, visitor, close, commune: city.unitId('00004') }
}

async function dossiersFiled(db: AnyDb): Promise<number> {
  const rows = await db
    .withTables<{ 'dossiers.dossier': { code: string } }>()
    .selectFrom('dossiers.dossier')
    .select('code')
    .execute()
  return rows.length
}

describe('filing without an account', () => {
  dbTest('goes from draft to receipt, and the receipt opens the dossier', async ({ db, clock }) => {
    const { visitor, commune, close } = await aPortal(db, clock)
    const citizen = visitor()
    const review = await fillIn(citizen, BIRTH, commune)
    const sent = await citizen.post(review, { go: 'next' })
    expect(sent).toMatchObject({
      status: 303,
      location: expect.stringMatching(/^\/da-nop\/000\.\d{2}\.\d{2}\.H26-231109-0001\?ma=[\w-]{12}$/),
    })
    const receipt = await citizen.get(sent.location)
    expect(receipt.html).toContain('H26-231109-0001')
    expect(receipt.html).toContain('<svg class="qr"')
    const followed = await visitor().get(sent.location.replace('/da-nop/', '/ho-so/'))
    expect(followed).toMatchObject({ status: 200, html: expect.stringContaining('Chờ tiếp nhận') })
    await close()
  })

  dbTest('lists everything that is wrong at once and keeps what was typed', async ({ db, clock }) => {
    const { visitor, close } = await aPortal(db, clock)
    const citizen = visitor()
    const at = (await citizen.post(`/nop-ho-so/${BIRTH}`)).location.replace('/noi-nop', '/nguoi-nop')
    const refused = await citizen.post(at, {
      'owner.fullName': 'A',
      'owner.dateOfBirth': '31/02/1990',
      'owner.phone': 'gọi sau',
      go: 'next',
    })
    expect(refused.status).toBe(400)
    for (const field of ['fullName', 'identityNumber', 'dateOfBirth', 'phone', 'address'])
      expect(refused.html).toContain(`href="#owner.${field}"`)
    expect(refused.html).toContain('value="31/02/1990"')
    expect((await citizen.get(at)).html).toContain('value="gọi sau"')
    await close()
  })

  dbTest('is saved in the middle and found again from the page of the procedure', async ({ db, clock }) => {
    const { visitor, close } = await aPortal(db, clock)
    const citizen = visitor()
    const at = (await citizen.post(`/nop-ho-so/${BIRTH}`)).location.replace('/noi-nop', '/nguoi-nop')
    const left = await citizen.post(at, { 'owner.fullName': 'Trần Văn', go: 'later' })
    expect(left.location).toBe(`/nop-ho-so/${BIRTH}?luu=1`)
    expect((await citizen.get(left.location)).html).toContain(at)
    expect((await visitor().get(left.location)).html).not.toContain(at)
    await close()
  })

  dbTest('does not begin where the online channel is closed', async ({ db, clock }) => {
    const { visitor, close } = await aPortal(db, clock)
    expect(await visitor().post('/nop-ho-so/9.999999')).toMatchObject({ status: 404 })
    await close()
  })

  dbTest('at a place that cannot take the procedure is refused on the page', async ({ db, clock }) => {
    const { visitor, city, close } = await aPortal(db, clock)
    const citizen = visitor()
    const at = (await citizen.post(`/nop-ho-so/${BIRTH}`)).location
    const refused = await citizen.post(at, { unitId: String(city.unitId('001')), go: 'next' })
    expect(refused).toMatchObject({ status: 400, html: expect.stringContaining('Hãy chọn nơi nộp hồ sơ') })
    expect((await citizen.post(at, { wanted: 'truc bach', go: 'find' })).status).toBe(303)
    expect((await citizen.get(at)).html).toContain('Trúc Bạch')
    await close()
  })
})

describe('sending twice', () => {
  committedTest('at the same moment files one dossier with one receipt', async ({ db, clock }) => {
    const { visitor, commune, close } = await aPortal(db, clock)
    const citizen = visitor()
    const review = await fillIn(citizen, BIRTH, commune)
    const sent = await Promise.all([1, 2, 3].map(() => citizen.post(review, { go: 'next' })))
    expect(new Set(sent.map(({ location }) => location)).size).toBe(1)
    expect(await dossiersFiled(db)).toBe(1)
    expect((await citizen.get(sent[0]?.location ?? '')).status).toBe(200)
    await close()
  })

  dbTest('later leads to the receipt of the first', async ({ db, clock }) => {
    const { visitor, commune, close } = await aPortal(db, clock)
    const citizen = visitor()
    const review = await fillIn(citizen, BIRTH, commune)
    const first = await citizen.post(review, { go: 'next' })
    expect((await citizen.post(review, { go: 'next' })).location).toBe(first.location)
    expect((await citizen.get(review)).location).toBe(first.location)
    expect(await dossiersFiled(db)).toBe(1)
    await close()
  })
})

describe('a draft of somebody else', () => {
  dbTest('cannot be read, changed, filled with files, sent or deleted', async ({ db, clock }) => {
    const { visitor, commune, close } = await aPortal(db, clock)
    const owner = visitor()
    const review = await fillIn(owner, BIRTH, commune)
    const draft = review.replace('/xem-lai', '')
    const stranger = visitor()
    await stranger.post(`/nop-ho-so/${BIRTH}`)
    for (const who of [stranger, visitor()]) {
      expect((await who.get(review)).status).toBe(404)
      expect((await who.post(`${draft}/nguoi-nop`, { 'owner.fullName': 'Kẻ lạ', go: 'next' })).status).toBe(
        404,
      )
      expect((await who.upload(`${draft}/giay-to`, { go: 'save' }, [])).status).toBe(404)
      expect((await who.post(review, { go: 'next' })).status).toBe(404)
      expect((await who.post(`${draft}/xoa`)).status).toBe(404)
    }
    expect((await owner.get(review)).html).toContain('Nguyễn Thị Thử')
    expect(await dossiersFiled(db)).toBe(0)
    await close()
  })
})

describe('names', () => {
  dbTest(
    'with markup or direction marks are refused and shown as the text they are',
    async ({ db, clock }) => {
      const { visitor, close } = await aPortal(db, clock)
      const citizen = visitor()
      const at = (await citizen.post(`/nop-ho-so/${BIRTH}`)).location.replace('/noi-nop', '/nguoi-nop')
      for (const fullName of [
        '<script>alert(1)</script>',
        'Nguyễn \u202eAn',
        'Nguyễn\u200bAn',
        'Nguyễn\u0000<An',
      ]) {
        const refused = await citizen.post(at, { 'owner.fullName': fullName, go: 'next' })
        expect(refused.status).toBe(400)
        expect(refused.html).toContain('ký tự không hợp lệ')
        expect(refused.html).not.toContain('<script>alert')
      }
      await close()
    },
  )

  dbTest('in decomposed letters are kept composed', async ({ db, clock }) => {
    const { visitor, commune, close } = await aPortal(db, clock)
    const citizen = visitor()
    const review = await fillIn(citizen, BIRTH, commune, { fullName: 'Đặng  Thị Ánh'.normalize('NFD') })
    const { location } = await citizen.post(review, { go: 'next' })
    expect((await citizen.get(location)).html).toContain('Đặng Thị Ánh'.normalize('NFC'))
    await close()
  })
})

describe('papers', () => {
  dbTest(
    'that are good are kept beside one that is refused, can be removed, and stand on the receipt',
    async ({ db, clock }) => {
      const { visitor, commune, close, city } = await aPortal(db, clock)
      const procedure = await city.catalogue.getProcedure(BIRTH)
      const component = procedure.componentGroups[0]?.components[1]?.id ?? ''
      const citizen = visitor()
      const review = await fillIn(citizen, BIRTH, commune)
      const papers = review.replace('xem-lai', 'giay-to')
      const field = `file.${component}`
      const refused = await citizen.upload(papers, { go: 'save' }, [
        { field, filename: 'giấy chứng sinh.png', type: 'image/png', content: png },
        { field, filename: 'rỗng.pdf', type: 'application/pdf', content: Buffer.alloc(0) },
        { field, filename: 'giả.pdf', type: 'application/pdf', content: Buffer.from('MZ\u0090\u0000') },
        { field: 'file.khong-co', filename: 'lạc.png', type: 'image/png', content: png },
      ])
      expect(refused.status).toBe(400)
      expect(refused.html).toContain('giấy chứng sinh.png')
      expect(refused.html).toContain('rỗng.pdf” rỗng')
      expect(refused.html).not.toContain('lạc.png')
      await citizen.upload(papers, { go: 'save' }, [
        { field, filename: 'thừa.png', type: 'image/png', content: png },
      ])
      const extra =
        /value="([^"]+)"[^>]*aria-label="Xóa tệp thừa\.png"/.exec((await citizen.get(papers)).html)?.[1] ?? ''
      await citizen.upload(papers, { remove: extra })
      const { location } = await citizen.post(review, { go: 'next' })
      const receipt = await citizen.get(location)
      expect(receipt.html).toContain('giấy chứng sinh.png')
      expect(receipt.html).toMatch(/SHA-256 [0-9a-f]{64}/)
      expect(receipt.html).not.toContain('thừa.png')
      await close()
    },
  )

  dbTest('that are neither sent nor promised keep the dossier from being sent', async ({ db, clock }) => {
    const { visitor, commune, close } = await aPortal(db, clock)
    const citizen = visitor()
    const review = await fillIn(citizen, BIRTH, commune)
    const { html } = await citizen.get(review.replace('xem-lai', 'giay-to'))
    const fields = Object.fromEntries(
      [...html.matchAll(/name="(how\.[^"]+)"/g)].map(([, name = '']) => [name, 'file']),
    )
    await citizen.upload(review.replace('xem-lai', 'giay-to'), { ...fields, go: 'save' })
    const refused = await citizen.post(review, { go: 'next' })
    expect(refused).toMatchObject({ status: 400, html: expect.stringContaining('Chưa có tệp cho') })
    expect(await dossiersFiled(db)).toBe(0)
    await close()
  })
})
