import { describe, expect } from 'vitest'
import type { AnyDb } from '#platform/database.ts'
import type { FakeClock } from '#platform/clock.ts'
import type { ActionBody, DossierAction } from '#modules/dossiers/contract.ts'
import { actOnDossier } from '#modules/dossiers/server/index.ts'
import { dbTest } from '#testing/db-test.ts'
import { aKey, aSmallCity } from '#testing/small-city.ts'
import { fillIn, openPortal, png } from './visitor.test-builder.ts'

const BIRTH = '1.001193'

async function aSentDossier(db: AnyDb, clock: FakeClock) {
  const city = await aSmallCity(db, clock)
  const { visitor, close } = await openPortal(city.portal)
  const citizen = visitor()
  const { location } = await citizen.post(await fillIn(citizen, BIRTH, city.unitId('00004')), { go: 'next' })
  const [, code = '', secret = ''] = /^\/da-nop\/([^?]+)\?ma=(.+)$/.exec(location) ?? []
  const page = `/ho-so/${code}`
  async function does<Action extends DossierAction>(login: string, action: Action, told: object = {}) {
    const caseId = (await city.casework.findCaseIdByCode(db, code)) ?? ''
    const { version } = await city.casework.getCase(db, caseId)
    const body = { version, commandKey: aKey(), ...told } as ActionBody<Action>
    await actOnDossier(city.dossiers.parts, await city.officer(login), action, caseId, body)
  }
  return { city, visitor, citizen, close, code, secret, page, open: `${page}?ma=${secret}`, does }
}

function hidden(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
}

describe('watching the due date', () => {
  dbTest(
    'is asked for on the page of the dossier by whoever has an account, and ended there or on the account page',
    async ({ db, clock }) => {
      const { city, citizen, visitor, page, open, code, secret, close } = await aSentDossier(db, clock)
      expect((await citizen.get(open)).html).toContain('Đăng nhập để được báo khi ngày hẹn thay đổi')
      expect(await citizen.post(`${page}/theo-doi`, { ma: secret, watched: '1' })).toMatchObject({
        status: 401,
      })
      await citizen.post('/dang-ky', {
        login: 'thu.tran',
        fullName: 'Trần Thị Thử',
        password: 'mưa rào tháng bảy',
        again: 'mưa rào tháng bảy',
      })
      const asked = await citizen.post(`${page}/theo-doi`, { ma: secret, watched: '1' })
      expect(asked.location).toBe(`${open}&xong=watched`)
      expect((await citizen.get(asked.location)).html).toContain('Từ nay bạn được báo')
      const account = await citizen.get('/tai-khoan')
      expect(account.html).toContain(`Thôi theo dõi ngày hẹn hồ sơ ${code}`)
      const caseId = hidden(account.html, 'caseId')
      expect(await city.notifications.watchedAmong(db, [caseId])).toEqual([caseId])

      // Whoever cannot open the dossier cannot watch it.
      const stranger = visitor()
      await stranger.post('/dang-ky', {
        login: 'nguoi.khac',
        fullName: 'Người Khác',
        password: 'mưa rào tháng tám',
        again: 'mưa rào tháng tám',
      })
      expect((await stranger.post(`${page}/theo-doi`, { ma: '', watched: '1' })).html).toContain(
        'Không tìm thấy hồ sơ',
      )
      expect((await stranger.get('/tai-khoan')).html).not.toContain(code)

      await citizen.post('/tai-khoan/thoi-theo-doi', { caseId })
      expect(await city.notifications.watchedAmong(db, [caseId])).toEqual([])
      expect((await citizen.get(open)).html).toContain('Báo cho tôi khi ngày hẹn thay đổi')
      await close()
    },
  )
})

describe('following a dossier', () => {
  dbTest('answers a wrong code and a wrong secret alike', async ({ db, clock }) => {
    const { visitor, page, secret, close } = await aSentDossier(db, clock)
    const stranger = visitor()
    const wrongSecret = await stranger.get(`${page}?ma=${'x'.repeat(12)}`)
    const wrongCode = await stranger.get(`/ho-so/000.00.00.H26-231109-9999?ma=${secret}`)
    const sentence = 'Không tìm thấy hồ sơ với hai mã này'
    for (const answer of [wrongSecret, wrongCode])
      expect(answer).toMatchObject({ status: 404, html: expect.stringContaining(sentence) })
    expect(await stranger.get(page)).toMatchObject({
      status: 200,
      html: expect.not.stringContaining('Chờ tiếp nhận'),
    })
    await close()
  })

  dbTest('is refused to an address that keeps guessing', async ({ db, clock }) => {
    const { visitor, page, open, close } = await aSentDossier(db, clock)
    const stranger = visitor()
    const tries = []
    for (let n = 0; n < 61; n++) tries.push((await stranger.get(`${page}?ma=doan-lan-${n}`)).status)
    expect(tries.filter((status) => status === 404)).toHaveLength(60)
    expect(tries.at(-1)).toBe(429)
    expect((await stranger.get(open)).status).toBe(429)
    await close()
  })

  dbTest('by two codes typed into a form leads to its page', async ({ db, clock }) => {
    const { visitor, code, secret, open, close } = await aSentDossier(db, clock)
    const { location } = await visitor().get(`/ho-so?code=${code.toLowerCase()}&ma=${secret}`)
    expect(location).toBe(open)
    await close()
  })

  dbTest(
    'shows the clock explained, the receipt as PDF, and its version for live pages',
    async ({ db, clock }) => {
      const { citizen, open, page, secret, does, close } = await aSentDossier(db, clock)
      expect((await citizen.get(`${page}/giay-tiep-nhan.pdf?ma=${secret}`)).status).toBe(404)
      await does('motcua.00004', 'receive')
      const shown = await citizen.get(open)
      expect(shown.html).toContain('Hạn được tính thế nào')
      expect(shown.html).toContain('giay-tiep-nhan.pdf')
      const pdf = await citizen.get(`${page}/giay-tiep-nhan.pdf?ma=${secret}`)
      expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-')
      expect(JSON.parse((await citizen.get(`${page}/trang-thai?ma=${secret}`)).html)).toEqual({
        version: 2,
        status: 'received',
      })
      await close()
    },
  )
})

describe('a supplement', () => {
  dbTest('is asked for in one list and supplied with files and words', async ({ db, clock }) => {
    const { citizen, open, page, code, secret, does, close, city } = await aSentDossier(db, clock)
    const component = (await city.catalogue.getProcedure(BIRTH)).componentGroups[0]?.components[1]?.id ?? ''
    await does('motcua.00004', 'receive')
    await does('motcua.00004', 'request_supplement', {
      reasonCode: 'missing_component',
      dueOn: '2023-11-20',
      faults: [
        { componentId: component, what: 'Ảnh mờ', bring: 'Bản chụp rõ' },
        { field: 'childName', what: 'Viết thiếu chữ đệm' },
      ],
    })
    const asked = await citizen.get(open)
    for (const words of ['Ảnh mờ', 'Bản chụp rõ', 'Viết thiếu chữ đệm', '20/11/2023'])
      expect(asked.html).toContain(words)
    const form = {
      version: hidden(asked.html, 'version'),
      commandKey: hidden(asked.html, 'commandKey'),
      ma: secret,
    }
    const empty = await citizen.upload(`${page}/bo-sung`, form)
    expect(empty).toMatchObject({ status: 400, html: expect.stringContaining('Chưa có gì để gửi') })

    const half = await citizen.upload(`${page}/bo-sung`, { ...form, note: 'Chữ đệm là Gia' }, [
      { field: `file.${component}`, filename: 'rõ.png', type: 'image/png', content: png },
      {
        field: 'file.bo-sung',
        filename: 'hỏng.pdf',
        type: 'application/pdf',
        content: Buffer.from('không phải PDF'),
      },
    ])
    expect(half.status).toBe(400)
    expect(half.html).toContain('Chữ đệm là Gia')
    const waiting = hidden(half.html, 'waiting').replaceAll('&quot;', '"')
    const done = await citizen.upload(`${page}/bo-sung`, { ...form, waiting, note: 'Chữ đệm là Gia' })
    expect(done.location).toBe(`${open}&xong=supplied`)
    const again = await citizen.upload(`${page}/bo-sung`, { ...form, waiting, note: 'Chữ đệm là Gia' })
    expect(again.location).toBe(done.location)
    const { view } = await city.dossiers.getOwned(code, { secret })
    expect(view).toMatchObject({ status: 'received' })
    expect(view.files.filter((file) => file.kind === 'supplement').map((file) => file.name)).toEqual([
      'rõ.png',
    ])
    await close()
  })

  dbTest('cannot be sent by somebody without the secret', async ({ db, clock }) => {
    const { visitor, page, close } = await aSentDossier(db, clock)
    const sent = await visitor().upload(`${page}/bo-sung`, {
      version: '1',
      commandKey: aKey(),
      ma: 'x'.repeat(12),
      note: 'hỏi thử',
    })
    expect(sent.status).toBe(404)
    await close()
  })
})

describe('a result', () => {
  dbTest('is downloaded by its owner and by nobody else', async ({ db, clock }) => {
    const { city, citizen, visitor, open, page, secret, does, close } = await aSentDossier(db, clock)
    await does('motcua.00004', 'receive')
    await does('motcua.00004', 'hand_over')
    const staff = (await city.organisation.listOfficers()).filter(
      (one) => one.postKind === 'specialist' && one.unitId === city.unitId('00004'),
    )
    const caseId = (await city.casework.findCaseIdByCode(db, page.replace('/ho-so/', ''))) ?? ''
    const act = async (action: 'claim' | 'propose', told: object) => {
      for (const officer of staff) {
        const { version } = await city.casework.getCase(db, caseId)
        const body = { version, commandKey: aKey(), ...told } as ActionBody<typeof action>
        const did = await actOnDossier(city.dossiers.parts, officer, action, caseId, body).then(
          () => true,
          () => false,
        )
        if (did) return
      }
    }
    await act('claim', {})
    await act('propose', { outcome: 'granted' })
    await does('lanhdao.00004', 'approve')
    const { Readable } = await import('node:stream')
    const staged = await city.files.stageUpload(Readable.from([png]), {
      name: 'Giấy khai sinh.png',
      declaredType: 'image/png',
    })
    await does('vanthu.00004', 'issue', {
      resultNumber: '12/GKS',
      files: [{ token: staged.token, componentId: 'result' }],
    })
    const shown = await citizen.get(open)
    expect(shown.html).toContain('12/GKS')
    const link = /href="([^"]+\/tep\/[^"]+)"/.exec(shown.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const file = await citizen.get(link)
    expect(file.body.equals(png)).toBe(true)
    expect(file.headers['x-content-type-options']).toBe('nosniff')
    expect((await visitor().get(link.replace(secret, 'x'.repeat(12)))).status).toBe(404)
    await close()
  })
})

describe('withdrawing', () => {
  dbTest('stops a dossier that was not received, once', async ({ db, clock }) => {
    const { citizen, open, page, secret, close } = await aSentDossier(db, clock)
    const { html } = await citizen.get(open)
    const form = { version: hidden(html, 'version'), commandKey: hidden(html, 'commandKey'), ma: secret }
    expect((await citizen.post(`${page}/rut`, form)).location).toBe(`${open}&xong=withdrawn`)
    expect((await citizen.post(`${page}/rut`, form)).location).toBe(`${open}&xong=withdrawn`)
    const stopped = await citizen.get(open)
    expect(stopped.html).toContain('Đã dừng')
    const late = await citizen.post(`${page}/rut`, { ...form, version: '2', commandKey: aKey() })
    expect(late.status).toBe(400)
    await close()
  })
})
