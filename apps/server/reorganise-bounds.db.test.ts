import { expect } from 'vitest'
import { acceptProposals } from './accept-proposals.ts'
import { createHttpServer } from '#platform/http-server.ts'
import { silentLog } from '#platform/log.ts'
import { FIRST_CURSOR } from '#modules/casework/server/index.ts'
import type { PlannedUnit } from '#modules/organisation/server/index.ts'
import { committedTest, dbTest, untilShown } from '#testing/db-test.ts'
import { aSmallCity } from '#testing/small-city.ts'
import {
  aCity,
  aDecidedDraft,
  applied,
  DAY,
  fileSome,
  head,
  ON_THE_DAY,
  type Around,
} from '#testing/a-reorganisation.ts'

/** The city behind HTTP, for the official a cookie names and for anybody. */
function atHttp({ city }: Around) {
  return createHttpServer({
    routes: [
      ...city.organisation.routes,
      ...city.reorganisations.routes,
      ...city.indicators.routes,
      ...city.portal.routes,
    ],
    log: silentLog,
    officerOf: async ({ officer }) => (officer === undefined ? undefined : city.officer(officer)),
    citizenOf: async () => undefined,
    may: (officer, permission) => city.organisation.may(officer, permission),
    now: () => new Date(0),
    maxBodyBytes: 1_000_000,
    maxUploadBytes: 1_000_000,
    secureCookies: false,
    metricsToken: undefined,
    errorPage: city.portal.errorPage,
  })
}

dbTest(
  'a reorganisation dated into closed books is refused with the day, and books cannot be closed over days to come',
  async ({ db, clock }) => {
    const around = await aCity(db, clock)
    const { city, author } = around
    const app = await atHttp(around)
    const close = (closedThrough: string) =>
      app.inject({
        method: 'POST',
        url: '/api/closed-books',
        headers: { cookie: 'officer=quantri' },
        payload: { closedThrough, legalNumber: '9/BC-THỬ' },
      })
    expect((await close('2023-11-09')).json()).toMatchObject({
      error: { code: 'organisation.books_not_over' },
    })
    expect((await close('2023-02-30')).json()).toMatchObject({ error: { code: 'organisation.wrong_day' } })
    expect((await close('2023-10-31')).json()).toMatchObject({ closedThrough: '2023-10-31' })

    const past = await city.reorganisations.draft(author, { ...head, effectiveOn: '2023-10-15' })
    await city.reorganisations.planUnits(author, past, [renamed('00001', 'Phường Phúc Xá Khác')])
    const [decision, ...others] = (await city.reorganisations.check(author, past)).decisions
    expect(others).toEqual([])
    expect(decision).toMatchObject({ kind: 'books_closed', vi: expect.stringContaining('31/10/2023') })
    await city.reorganisations.changeHead(author, past, { ...head, effectiveOn: '2023-11-01' })
    expect((await city.reorganisations.check(author, past)).decisions).toEqual([])
  },
)

dbTest(
  'of two reorganisations that touch one unit, even only as the one that takes, the second waits for the first',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock, {}, { units: ['00006'] })
    const around = {
      city,
      author: await city.officer('quantri'),
      second: await city.officer('kiemsoat.hanoi'),
    }
    const { author, second } = around
    const first = await city.reorganisations.draft(author, head)
    await city.reorganisations.planUnits(author, first, [{ code: '00001', act: 'close' }])
    const into = (predecessorCode: string, successorCode: string) => ({
      about: 'succession' as const,
      predecessorCode,
      ways: [{ successorCode, extent: 'full' as const }],
    })
    await city.reorganisations.resolve(author, first, into('00001', '00006'))
    await applied(around, first)

    // The second would close, on the same day, the unit into which the first leads.
    const other = await city.reorganisations.draft(author, { ...head, legalNumber: '2/NQ-THỬ' })
    await city.reorganisations.planUnits(author, other, [{ code: '00006', act: 'close' }])
    await city.reorganisations.resolve(author, other, into('00006', '00004'))
    const { decisions } = await city.reorganisations.check(author, other)
    expect(decisions).toMatchObject([
      { kind: 'overlap', code: '00006', vi: expect.stringContaining(head.title) },
    ])
    await expect(city.reorganisations.approve(second, other, 3)).rejects.toMatchObject({
      code: 'organisation.reorganisation_not_now',
    })
    await city.reorganisations.undo(author, first)
    expect((await city.reorganisations.check(author, other)).decisions).toEqual([])
  },
)

dbTest(
  'a unit is not put under one that another reorganisation is about to close, whichever day comes first',
  async ({ db, clock }) => {
    const around = await aCity(db, clock)
    const { city, author } = around
    await applied(around, await aDecidedDraft(around))
    const earlier = { ...head, effectiveOn: '2023-11-20', legalNumber: '2/NQ-THỬ' }
    const other = await city.reorganisations.draft(author, earlier)
    await city.reorganisations.planUnits(author, other, [
      {
        code: '00077',
        act: 'open',
        name: 'Phường Mới',
        kind: 'Phường',
        tier: 'commune',
        parentCode: '001',
        calendarId: 1,
      },
    ])
    expect((await city.reorganisations.check(author, other)).decisions).toMatchObject([
      { kind: 'overlap', code: '001', vi: expect.stringContaining(head.title) },
    ])
  },
)

dbTest('a reorganisation whose title or number is blank is refused at the door', async ({ db, clock }) => {
  const around = await aCity(db, clock)
  const app = await atHttp(around)
  const send = async (payload: Partial<typeof head>) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/reorganisations',
      headers: { cookie: 'officer=quantri' },
      payload: { ...head, ...payload },
    })
    return answer.statusCode
  }
  expect([await send({ title: '   ' }), await send({ legalNumber: ' ' }), await send({})]).toEqual([
    400, 400, 200,
  ])
})

dbTest('what cannot stand in a document is refused by name and not written', async ({ db, clock }) => {
  const around = await aCity(db, clock)
  const app = await atHttp(around)
  const id = await around.city.reorganisations.draft(around.author, head)
  const send = async (method: 'PUT' | 'POST', path: string, payload: object) => {
    const url = `/api/reorganisations/${id}/${path}`
    const answer = await app.inject({ method, url, headers: { cookie: 'officer=quantri' }, payload })
    return answer.json().error?.code
  }
  const way = { successorCode: '00001', extent: 'partial', share: 0.5 }
  expect([
    await send('PUT', 'units', { units: [{ ...renamed('00001', 'Phường Khác'), position: [105, 999] }] }),
    await send('POST', 'resolve', { about: 'succession', predecessorCode: '00004', ways: [way, way] }),
    await send('POST', 'resolve', { about: 'post', postId: 2_147_483_647, successorCode: '00001' }),
  ]).toEqual(['platform.invalid_input', 'organisation.way_twice', 'organisation.unknown_post'])
  expect((await around.city.reorganisations.get(id)).version).toBe(1)
})

dbTest(
  'printed codes and public links open the dossier after the change, and closed units answer at their electronic addresses',
  async ({ db, clock }) => {
    const around = await aCity(db, clock)
    const { city } = around
    const app = await atHttp(around)
    const [filed] = await fileSome(city, 1)
    if (!filed) throw new Error('a dossier was filed')
    // What the QR code of the receipt holds, without the host.
    const link = new URL(city.dossiers.lookUpUrl(filed.code, filed.secret))
    const page = async () => (await app.inject({ url: `${link.pathname}${link.search}` })).body
    expect(await page()).toContain('Phường Trúc Bạch')
    const [whole, parted] = ['00001', '00004'].map(
      (code) => city.organisation.units().byCode(code)?.agencyCode ?? '',
    )
    const answersAt = async (agencyCode = '', on = '') =>
      (await app.inject({ url: `/api/units/by-address/${agencyCode}${on && `?on=${on}`}` })).json()

    const id = await aDecidedDraft(around)
    await applied(around, id)
    expect(await answersAt(parted)).toMatchObject({ name: 'Phường Trúc Bạch' })
    clock.set(ON_THE_DAY)
    await city.reorganisations.goOn()

    const after = await app.inject({ url: `${link.pathname}${link.search}` })
    expect(after.statusCode).toBe(200)
    expect(after.body).toContain(filed.code)
    const [now] = await city.casework.findCases(db, [filed.caseId])
    expect(after.body).toContain(city.organisation.units().nameOf(now?.unitId ?? 0))
    expect(await answersAt(whole)).toMatchObject({ name: 'Phường Ba Đình' })
    expect(await answersAt(parted)).toMatchObject({ name: 'Phường Ba Đình' })
    expect(await answersAt(whole, '2023-11-30')).toMatchObject({ name: 'Phường Phúc Xá' })
    expect(await answersAt('H26.902')).toMatchObject({ name: 'Phường Hồng Hà' })
    expect(await answersAt('H26.999')).toMatchObject({
      error: { code: 'organisation.no_such_address' },
    })

    // A second change leads the address of the first one's predecessor on.
    const again = await city.reorganisations.draft(around.author, {
      ...head,
      effectiveOn: '2024-03-01',
      legalNumber: '2/NQ-THỬ',
    })
    await city.reorganisations.planUnits(around.author, again, [{ code: '00004', act: 'close' }])
    await city.reorganisations.resolve(around.author, again, {
      about: 'succession',
      predecessorCode: '00004',
      ways: [{ successorCode: '00090', extent: 'full' }],
    })
    await applied(around, again)
    expect(await answersAt(whole)).toMatchObject({ name: 'Phường Ba Đình' })
    expect(await answersAt(whole, '2024-03-01')).toMatchObject({ name: 'Phường Hồng Hà' })
  },
)

dbTest(
  'the posts of an old unit are listed with their people and where each goes, and proposals are accepted with their ground on record',
  async ({ db, clock }) => {
    const around = await aCity(db, clock)
    const { city, author } = around
    const id = await aDecidedDraft(around)
    const app = await atHttp(around)
    const listed = await app.inject({
      url: `/api/reorganisations/${id}/posts?unit=00004`,
      headers: { cookie: 'officer=quantri' },
    })
    const { posts } = listed.json()
    const own = posts.filter((post: { isOwnHome: boolean }) => post.isOwnHome)
    expect(own.map((post: { home: string }) => post.home)).toEqual(['00090', '00090'])
    const rest = posts.filter((post: { isOwnHome: boolean }) => !post.isOwnHome)
    expect(new Set(rest.map((post: { home: string }) => post.home))).toEqual(new Set(['00004']))
    expect(rest[0].people[0]).toMatch(/\S+ \S+/)
    const unknown = await app.inject({
      url: `/api/reorganisations/${id}/posts?unit=99999`,
      headers: { cookie: 'officer=quantri' },
    })
    expect(unknown.json()).toMatchObject({ error: { code: 'organisation.unit_not_found' } })

    const other = await city.reorganisations.draft(author, { ...head, legalNumber: '3/NQ-THỬ' })
    await city.reorganisations.planUnits(author, other, [
      { code: '00001', act: 'close' },
      {
        code: '00093',
        act: 'open',
        name: 'Phường Gần',
        kind: 'Phường',
        tier: 'commune',
        parentCode: '001',
        position: [105.85, 21.05],
      },
    ])
    const accepted = await acceptProposals(city.reorganisations, author, other)
    expect(accepted).toMatchObject([{ kind: 'unit_without_successor', ground: 'distance', count: 1 }])
    expect((await city.reorganisations.check(author, other)).decisions).toEqual([])
    await city.reorganisations.resolve(author, other, { about: 'drop', code: '00093', act: 'open' })
    expect((await city.reorganisations.check(author, other)).decisions[0]).toMatchObject({
      kind: 'unknown_successor',
      code: '00001',
    })
    const { acts } = (
      await app.inject({ url: `/api/reorganisations/${other}`, headers: { cookie: 'officer=quantri' } })
    ).json()
    expect(acts).toContainEqual(
      expect.objectContaining({
        act: 'resolved',
        facts: { about: 'suggested', kind: 'unit_without_successor', accepted: { distance: 1 } },
      }),
    )
  },
)

committedTest(
  'a former unit tells its successors and what it held on a day of its life, to those who may read that, whatever became of it',
  async ({ db, clock }) => {
    const around = await aCity(db, clock)
    const { city } = around
    // Each falls to one of two heirs by its number: of so many, both get some.
    await fileSome(city, 25)
    const [old, district] = ['00004', '001'].map((code) => city.unitId(code))
    const id = await aDecidedDraft(around)
    await applied(around, id)
    clock.set(ON_THE_DAY)
    await city.reorganisations.goOn()
    await city.indicators.prepare()
    await untilShown(db)
    await city.indicators.foldEvents(await city.casework.readOutbox(db, FIRST_CURSOR, 1000))

    const app = await atHttp(around)
    const told = (await app.inject({ url: `/api/units/${old}` })).json()
    expect(told).toMatchObject({
      isOpen: false,
      closedOn: DAY,
      terms: [{ name: 'Phường Trúc Bạch', parentName: 'Quận Ba Đình', to: DAY }],
      successors: [
        { unit: { name: 'Phường Ba Đình' }, extent: 'partial', share: 0.6 },
        { unit: { name: 'Phường Hồng Hà' }, share: 0.4 },
      ],
    })
    const heir = (await app.inject({ url: `/api/units/${city.unitId('00090')}?on=2023-12-31` })).json()
    expect(heir.predecessors.map(({ unit }: { unit: { name: string } }) => unit.name)).toEqual([
      'Phường Trúc Bạch',
      'Quận Ba Đình',
    ])

    const held = async (unitId = 0, on = '2023-11-30') =>
      (await city.indicators.readHeld({ unitId, on, reach: 'all' })).rows.map((row) => row.unitName)
    expect(await held(old)).toHaveLength(25)
    expect(new Set(await held(district))).toEqual(new Set(['Phường Ba Đình', 'Phường Hồng Hà']))
    expect(await held(old, '2023-11-08')).toEqual([])
    const after = [...(await held(city.unitId('00004'), DAY)), ...(await held(city.unitId('00090'), DAY))]
    expect(after.toSorted()).toEqual((await held(old)).toSorted())
    for (const [unitId, on, code] of [
      [old, DAY, 'indicators.not_on_map'],
      [old, '2024-01-01', 'indicators.day_to_come'],
      [old, '2023-11-31', 'indicators.day_to_come'],
    ] as const)
      await expect(city.indicators.readHeld({ unitId: unitId ?? 0, on, reach: 'all' })).rejects.toMatchObject(
        { code },
      )
    const ask = (login: string) =>
      app.inject({
        url: `/api/indicators/held?unit=${old}&on=2023-11-30`,
        headers: { cookie: `officer=${login}` },
      })
    expect((await ask('motcua.00001')).json().rows).toHaveLength(25)
    expect((await ask('motcua.so-tu-phap')).json()).toMatchObject({
      error: { code: 'organisation.forbidden' },
    })
  },
)

function renamed(code: string, name: string): PlannedUnit {
  return { code, act: 'change', name, kind: 'Phường', tier: 'commune', parentCode: '001' }
}
