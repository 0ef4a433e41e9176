import { describe, expect } from 'vitest'
import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import { demoPassword } from '#modules/organisation/server/index.ts'
import { dbTest } from '#testing/db-test.ts'
import { aSmallCity } from '#testing/small-city.ts'
import { demoCitizens } from '#data/people/citizens.ts'
import { hanoiUnits2023 } from '#data/hanoi/units.ts'
import { citizenCookie } from '../contract.ts'
import { fillIn, openPortal } from './visitor.test-builder.ts'

const BIRTH = '1.001193'
const password = 'bốn mùa hoa sữa'
const account = { fullName: 'Trần Thị Thử', login: 'thu.tran', password, again: password }

async function aPortal(db: AnyDb, clock: Clock) {
  const city = await aSmallCity(db, clock)
  const { visitor, close } = await openPortal(city.portal)
  return { city, visitor, close, commune: city.unitId('00004') }
}

describe('an account', () => {
  dbTest('is opened, signed into from elsewhere, and shut out of other devices', async ({ db, clock }) => {
    const { visitor, close } = await aPortal(db, clock)
    const home = visitor()
    expect(await home.post('/dang-ky', account)).toMatchObject({ status: 303, location: '/tai-khoan' })
    const work = visitor()
    expect(await work.post('/dang-nhap', { login: 'THU.TRAN', password })).toMatchObject({ status: 303 })
    expect((await work.get('/tai-khoan')).html).toContain('Trần Thị Thử')
    await work.post('/tai-khoan/thiet-bi-khac')
    expect((await home.get('/tai-khoan')).location).toMatch(/^\/dang-nhap/)
    expect((await work.get('/tai-khoan')).status).toBe(200)
    await close()
  })

  dbTest('is closed by signing out, also to whoever kept the cookie', async ({ db, clock }) => {
    const { visitor, close, city } = await aPortal(db, clock)
    const citizen = visitor()
    await citizen.post('/dang-ky', account)
    const kept = citizen.jar.get(citizenCookie)
    expect(await city.portal.citizenOf({ [citizenCookie]: kept })).toMatchObject({ login: 'thu.tran' })
    expect((await citizen.post('/dang-xuat')).location).toBe('/dang-xuat')
    expect(await city.portal.citizenOf({ [citizenCookie]: kept })).toBeUndefined()
    await close()
  })

  dbTest('needs a free login and a password that is hard to guess', async ({ db, clock }) => {
    const { visitor, close } = await aPortal(db, clock)
    await visitor().post('/dang-ky', account)
    const taken = await visitor().post('/dang-ky', account)
    expect(taken).toMatchObject({ status: 400, html: expect.stringContaining('đã có người dùng') })
    const weak = await visitor().post('/dang-ky', {
      fullName: '<b>',
      login: 'a b',
      password: 'aaaaaaaaaaaa',
      again: '',
    })
    for (const field of ['fullName', 'login', 'password']) expect(weak.html).toContain(`href="#${field}"`)
    await close()
  })

  dbTest('is not opened by guessing, and guessing is soon refused', async ({ db, clock }) => {
    const { visitor, close } = await aPortal(db, clock)
    await visitor().post('/dang-ky', account)
    const thief = visitor()
    const tries = []
    for (let n = 0; n < 9; n++)
      tries.push((await thief.post('/dang-nhap', { login: 'thu.tran', password: `sai lần ${n}` })).status)
    expect(tries).toEqual([400, 400, 400, 400, 400, 400, 400, 400, 429])
    expect((await visitor().post('/dang-nhap', { login: 'thu.tran', password })).status).toBe(429)
    await close()
  })

  dbTest('never sends anybody to a foreign site', async ({ db, clock }) => {
    const { visitor, close } = await aPortal(db, clock)
    await visitor().post('/dang-ky', account)
    for (const ve of [
      'https://example.vn',
      '//example.vn',
      '/\\example.vn',
      '/tai-khoan/../..//example.vn',
      'javascript:alert(1)',
    ])
      expect((await visitor().post('/dang-nhap', { login: 'thu.tran', password, ve })).location).toBe(
        '/tai-khoan',
      )
    await close()
  })

  dbTest('does nothing for a form of another site', async ({ db, clock }) => {
    const { visitor, close } = await aPortal(db, clock)
    const citizen = visitor()
    await citizen.post('/dang-ky', account)
    expect((await citizen.post('/dang-xuat', {}, { origin: 'https://example.vn' })).status).toBe(403)
    expect((await citizen.get('/tai-khoan')).status).toBe(200)
    await close()
  })

  dbTest('takes over the drafts of its browser and opens them elsewhere', async ({ db, clock }) => {
    const { visitor, close, commune } = await aPortal(db, clock)
    const telephone = visitor()
    const review = await fillIn(telephone, BIRTH, commune)
    await telephone.post('/dang-ky', account)
    const computer = visitor()
    await computer.post('/dang-nhap', { login: 'thu.tran', password })
    expect((await computer.get('/tai-khoan')).html).toContain(review.replace('xem-lai', ''))
    expect((await computer.get(review)).html).toContain('Nguyễn Thị Thử')
    await telephone.post('/dang-xuat')
    expect((await telephone.get(review)).status).toBe(404)
    await close()
  })

  dbTest('shows its dossiers without a secret, and nobody else’s', async ({ db, clock }) => {
    const { visitor, close, commune } = await aPortal(db, clock)
    const citizen = visitor()
    await citizen.post('/dang-ky', account)
    const { location } = await citizen.post(await fillIn(citizen, BIRTH, commune), { go: 'next' })
    const page = location.replace('/da-nop/', '/ho-so/').replace(/\?.*/, '')
    expect((await citizen.get('/tai-khoan')).html).toContain(page)
    expect((await citizen.get(page)).html).toContain('Chờ tiếp nhận')
    const other = visitor()
    await other.post('/dang-ky', { ...account, login: 'nguoi.khac' })
    expect((await other.get(page)).html).not.toContain('Chờ tiếp nhận')
    await close()
  })

  dbTest('keeps the data of its person for the next dossier', async ({ db, clock }) => {
    const { visitor, close } = await aPortal(db, clock)
    const citizen = visitor()
    await citizen.post('/dang-ky', account)
    const wrong = await citizen.post('/tai-khoan', { 'person.fullName': '', 'person.phone': 'x' })
    expect(wrong).toMatchObject({ status: 400, html: expect.stringContaining('href="#person.fullName"') })
    const typed = {
      'person.kind': 'citizen',
      'person.fullName': 'Trần Thị Thử',
      'person.identityNumber': '999190000124',
      'person.phone': '0900 000 013',
      'person.address': 'Số 7',
    }
    expect((await citizen.post('/tai-khoan', typed)).location).toBe('/tai-khoan?xong=person')
    const { location } = await citizen.post(`/nop-ho-so/${BIRTH}`)
    expect((await citizen.get(location.replace('noi-nop', 'nguoi-nop'))).html).toContain('999190000124')
    await close()
  })
})

describe('the demo city', () => {
  dbTest('has citizens who sign in with the demo password, seeded once', async ({ db, clock }) => {
    const { visitor, close, city } = await aPortal(db, clock)
    const citizens = demoCitizens(hanoiUnits2023())
    expect(await city.portal.seedDemoCitizens(db, citizens)).toBe(12)
    expect(await city.portal.seedDemoCitizens(db, citizens)).toBe(0)
    const citizen = visitor()
    expect((await citizen.post('/dang-nhap', { login: 'congdan1', password: demoPassword })).status).toBe(303)
    await close()
  })

  dbTest('is over with the demo: its password opens nothing', async ({ db, clock }) => {
    const city = await aSmallCity(db, clock, { THANGLONG_DEMO: '0' })
    const { visitor, close } = await openPortal(city.portal)
    await city.portal.seedDemoCitizens(db, demoCitizens(hanoiUnits2023()))
    expect((await visitor().post('/dang-nhap', { login: 'congdan1', password: demoPassword })).status).toBe(
      400,
    )
    await close()
  })
})

describe('the notices of a citizen', () => {
  dbTest(
    'stand on the account page, are read there and chosen there, without a script',
    async ({ db, clock }) => {
      const { visitor, close, city } = await aPortal(db, clock)
      const citizen = visitor()
      await citizen.post('/dang-ky', account)
      const { id } = (await city.portal.citizenOf({ [citizenCookie]: citizen.jar.get(citizenCookie) })) ?? {}
      const to = { citizen: id ?? '' }
      const told = {
        key: 'k1',
        to,
        topic: 'extended',
        code: 'H26-1',
        vi: 'Hẹn lại ngày 20/11.',
        en: 'New date.',
      } as const
      await city.notifications.notify(db, told)
      const page = await citizen.get('/tai-khoan')
      expect(page.html).toContain('Thông báo (1 chưa đọc)')
      expect(page.html).toContain('<a href="/ho-so/H26-1">Hẹn lại ngày 20/11.</a>')
      expect(await citizen.post('/tai-khoan/thong-bao/da-doc')).toMatchObject({ status: 303 })
      expect((await citizen.get('/tai-khoan')).html).not.toContain('chưa đọc')
      await citizen.post('/tai-khoan/thong-bao', { 'topic.ended': '1' })
      expect(await city.notifications.notify(db, { ...told, key: 'k2' })).toBe(0)
      expect(await city.notifications.notify(db, { ...told, key: 'k3', topic: 'ended' })).toBe(1)
      await close()
    },
  )

  dbTest('with an address that is none keep what was typed and say so', async ({ db, clock }) => {
    const city = await aSmallCity(db, clock, {
      SMTP_URL: 'smtp://127.0.0.1:1',
      SMTP_FROM: 'motcua@example.vn',
    })
    const { visitor, close } = await openPortal(city.portal)
    const citizen = visitor()
    await citizen.post('/dang-ky', account)
    const wrong = await citizen.post('/tai-khoan/thong-bao', { noticeEmail: 'thu tai nha' })
    expect(wrong.status).toBe(400)
    expect(wrong.html).toContain('value="thu tai nha"')
    expect(wrong.html).toContain('href="#noticeEmail"')
    await close()
  })
})
