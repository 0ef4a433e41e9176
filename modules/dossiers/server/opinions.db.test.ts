import { describe, expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { silentLog } from '#platform/log.ts'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity, GUARDIANSHIP, type SmallCity } from '#testing/small-city.ts'
import type { ActionBody, DossierAction, DossierView } from '../contract.ts'
import { actAsOwner, actOnDossier } from './act-on-dossier.ts'
import { getDossierView, requireFileReader } from './dossier-view.ts'
import { fileAtCounter } from './file-dossier.ts'
import { printSlip } from './print-slip.ts'
import { getOwned } from './public-view.ts'
import { countWork, listWork } from './work-list.ts'

const SPECIALIST = 'chuyenvien1.00004'
const JUSTICE = 'lanhdao.so-tu-phap'

type Told = Record<string, unknown>

/** A dossier in the hands of a specialist of the ward, who may ask others. */
async function atHand(db: AnyDb, clock: FakeClock) {
  const city = await aSmallCity(db, clock)
  const { parts } = city.dossiers
  const { snapshot, secret } = await fileAtCounter(
    parts,
    await city.officer('motcua.00004'),
    await aFiling(city, { procedureCode: GUARDIANSHIP }),
  )
  const id = snapshot.caseId
  const does = (login: string, action: DossierAction, told: Told = {}) => act(city, id, login, action, told)
  await does('motcua.00004', 'hand_over')
  await does(SPECIALIST, 'claim')
  const sees = async (login: string) => getDossierView(parts, await city.officer(login), id)
  return { city, parts, id, does, sees, code: snapshot.code, secret }
}

async function act(
  city: SmallCity,
  id: string,
  login: string,
  action: DossierAction,
  told: Told,
): Promise<DossierView> {
  const { parts } = city.dossiers
  const officer = await city.officer(login)
  const { version } = await city.casework.getCase(parts.db, id)
  const body = { version, commandKey: aKey(), ...told } as ActionBody<DossierAction>
  await actOnDossier(parts, officer, action, id, body)
  return getDossierView(parts, officer, id)
}

function aQuestion(city: SmallCity, codes: string[], more: Told = {}): Told {
  return {
    question: 'Đề nghị cho ý kiến về điều kiện của người giám hộ',
    asked: codes.map((code) => ({ unitId: city.unitId(code), limit: { unit: 'working_days', amount: 1 } })),
    silence: 'recorded',
    extension: 'on_request',
    ...more,
  }
}

/** The first official of a unit before whom the opinion lies. */
async function answererOf(city: SmallCity, id: string, code: string): Promise<string> {
  const officers = await city.organisation.listOfficers()
  for (const officer of officers.filter(({ unitId }) => unitId === city.unitId(code))) {
    const lines = await listWork(city.dossiers.parts, officer, {})
    if (lines.some((line) => line.caseId === id && line.opinionNo !== null)) {
      const all = await Promise.all(
        [1, 2, 3, 4, 5, 6, 7].map((n) => city.organisation.findOfficerByLogin(`chuyenvien${n}.${code}`)),
      )
      const at = all.findIndex((one) => one?.accountId === officer.accountId)
      if (at >= 0) return `chuyenvien${at + 1}.${code}`
    }
  }
  throw new Error(`nobody in ${code} has the opinion before him`)
}

describe('opinions of other agencies', () => {
  dbTest(
    'are asked of several agencies at once, each with its own limit, and lie on their work lists by it',
    async ({ db, clock }) => {
      const { city, parts, id, does } = await atHand(db, clock)
      const asked = [
        { unitId: city.unitId('so-tu-phap'), limit: { unit: 'working_days', amount: 2 } },
        { unitId: city.unitId('00001'), limit: { unit: 'hours', amount: 4 } },
      ]
      const view = await does(SPECIALIST, 'consult', aQuestion(city, [], { asked }))
      expect(view.opinions.map(({ no, state, dueAt }) => ({ no, state, dueAt }))).toEqual([
        { no: 1, state: 'asked', dueAt: '2023-11-13T02:00:00.000Z' },
        { no: 2, state: 'asked', dueAt: '2023-11-09T07:00:00.000Z' },
      ])
      // Waiting for opinions stops no clock and holds the dossier where it is.
      expect(view).toMatchObject({ status: 'processing', clock: { state: 'running' } })
      expect(view.holdingUnit.id).toBe(city.unitId('00004'))
      const login = await answererOf(city, id, '00001')
      const officer = await city.officer(login)
      const [line] = await listWork(parts, officer, {})
      expect(line).toMatchObject({
        caseId: id,
        opinionNo: 2,
        stepDueAt: '2023-11-09T07:00:00.000Z',
        allowedActions: ['give_opinion', 'extend_opinion'],
      })
      expect((await countWork(parts, officer)).total).toBe(1)
      expect((await city.casework.verify(db)).differences).toEqual([])
    },
  )

  dbTest('hold up the proposal until the last is in, and say who has not answered', async ({ db, clock }) => {
    const { city, id, does } = await atHand(db, clock)
    await does(SPECIALIST, 'consult', aQuestion(city, ['so-tu-phap', '00001']))
    const justice = await answererOf(city, id, 'so-tu-phap')
    const answered = await does(justice, 'give_opinion', {
      opinion: 1,
      verdict: 'agree_with_conditions',
      text: 'Cần có xác nhận cư trú',
    })
    expect(answered.opinions[0]).toMatchObject({
      state: 'agree_with_conditions',
      isOnTime: true,
      answer: { text: 'Cần có xác nhận cư trú', isLate: false },
    })
    await expect(does(SPECIALIST, 'propose', { outcome: 'granted' })).rejects.toMatchObject({
      code: 'dossiers.opinions_open',
      facts: { waiting: [{ no: 2 }] },
    })
    await does(SPECIALIST, 'withdraw_consultation', { opinion: 2 })
    const proposed = await does(SPECIALIST, 'propose', { outcome: 'granted' })
    expect(proposed.opinions.map(({ state }) => state)).toEqual(['agree_with_conditions', 'withdrawn'])
    await does('lanhdao.00004', 'approve')
    const decided = await does('vanthu.00004', 'issue', { resultNumber: '1/QĐ', files: [] })
    expect(decided).toMatchObject({ status: 'decided', opinions: [{}, {}] })
    expect((await city.casework.verify(db)).differences).toEqual([])
  })

  dbTest(
    'let the agency that was asked read its part, and no other part, while asked and after it answered',
    async ({ db, clock }) => {
      const { city, parts, id, does, sees } = await atHand(db, clock)
      await expect(sees(JUSTICE)).rejects.toMatchObject({ code: 'dossiers.not_yours' })
      await does(SPECIALIST, 'consult', aQuestion(city, ['so-tu-phap']))
      await does(SPECIALIST, 'consult', aQuestion(city, ['00001']))
      const justice = await answererOf(city, id, 'so-tu-phap')
      const seen = await sees(justice)
      expect(seen).toMatchObject({
        shown: 'to_asked_agency',
        owner: { fullName: 'Nguyễn Thị Thử' },
        history: [],
        slips: [],
        allowedActions: ['give_opinion', 'extend_opinion'],
      })
      expect(seen.owner).not.toHaveProperty('identityNumber')
      expect(seen.opinions.map(({ no }) => no)).toEqual([1])
      const officer = await city.officer(justice)
      await expect(printSlip(parts, officer, id, '06')).rejects.toMatchObject({ code: 'dossiers.not_yours' })
      await expect(requireFileReader(parts, officer, id, 'none')).rejects.toMatchObject({
        code: 'dossiers.not_yours',
      })
      await does(justice, 'give_opinion', { opinion: 1, verdict: 'agree' })
      expect((await sees(justice)).opinions[0]?.state).toBe('agree')
      await does(SPECIALIST, 'withdraw_consultation', { opinion: 2 })
      await expect(sees('chuyenvien1.00001')).rejects.toMatchObject({ code: 'dossiers.not_yours' })
    },
  )

  dbTest(
    'are extended once, by whoever asked or at once where the question allows it',
    async ({ db, clock }) => {
      const { city, id, does } = await atHand(db, clock)
      const half = { unit: 'working_days', amount: 0.5 }
      await does(SPECIALIST, 'consult', aQuestion(city, ['so-tu-phap']))
      await does(SPECIALIST, 'consult', aQuestion(city, ['00001'], { extension: 'direct' }))
      const justice = await answererOf(city, id, 'so-tu-phap')
      const ward = await answererOf(city, id, '00001')
      const asked = await does(justice, 'extend_opinion', { opinion: 1, limit: half, reason: 'Chờ xác minh' })
      expect(asked.opinions[0]).toMatchObject({
        dueAt: '2023-11-10T02:00:00.000Z',
        extension: { state: 'asked', reason: 'Chờ xác minh' },
      })
      const direct = await does(ward, 'extend_opinion', { opinion: 2, limit: half, reason: 'Chờ xác minh' })
      expect(direct.opinions[0]).toMatchObject({
        dueAt: '2023-11-10T07:00:00.000Z',
        extension: { state: 'granted' },
      })
      const granted = await does(SPECIALIST, 'answer_extension', { opinion: 1, limit: half })
      expect(granted.opinions[0]).toMatchObject({
        dueAt: '2023-11-10T07:00:00.000Z',
        extension: { state: 'granted', reason: 'Chờ xác minh' },
      })
      await expect(
        does(justice, 'extend_opinion', { opinion: 1, limit: half, reason: 'Lại chờ' }),
      ).rejects.toMatchObject({ code: 'dossiers.opinion_extension_used' })
      expect((await city.casework.verify(db)).differences).toEqual([])
    },
  )

  dbTest('wait on while papers are supplied, and end when the owner withdraws', async ({ db, clock }) => {
    const { city, id, does } = await atHand(db, clock)
    await does(SPECIALIST, 'consult', aQuestion(city, ['so-tu-phap']))
    const justice = await answererOf(city, id, 'so-tu-phap')
    const paused = await does(SPECIALIST, 'request_supplement', {
      reasonCode: 'missing_component',
      faults: [{ what: 'Thiếu bản sao' }],
      dueOn: '2023-11-20',
    })
    expect(paused.opinions[0]).toMatchObject({ state: 'asked', dueAt: '2023-11-10T02:00:00.000Z' })
    const line = (await listWork(city.dossiers.parts, await city.officer(justice), {}))[0]
    expect(line).toMatchObject({ waiting: false })
    expect(line?.allowedActions).toContain('give_opinion')
    const { version } = await city.casework.getCase(db, id)
    await actAsOwner(city.dossiers.parts, 'withdraw', id, { version, commandKey: aKey() })
    const ended = await does('motcua.00004', 'accept_withdrawal')
    expect(ended).toMatchObject({ status: 'stopped', opinions: [{ state: 'withdrawn' }] })
    expect(await listWork(city.dossiers.parts, await city.officer(justice), {})).toEqual([])
    expect((await city.casework.verify(db)).differences).toEqual([])
  })

  dbTest('tell the owner who is asked and until when, never the text', async ({ db, clock }) => {
    const { city, parts, id, does, code, secret } = await atHand(db, clock)
    await does(SPECIALIST, 'consult', aQuestion(city, ['so-tu-phap']))
    await does(await answererOf(city, id, 'so-tu-phap'), 'give_opinion', {
      opinion: 1,
      verdict: 'disagree',
      text: 'Chưa đủ điều kiện giám hộ',
    })
    await does(SPECIALIST, 'consult', aQuestion(city, ['00001']))
    const { view } = await getOwned(parts, code, { secret })
    expect(view.opinions).toEqual([
      expect.objectContaining({ unit: 'Sở Tư pháp', state: 'answered' }),
      expect.objectContaining({ state: 'asked', dueAt: '2023-11-10T02:00:00.000Z' }),
    ])
    expect(view.timeline.map(({ vi }) => vi)).toContain('Lấy ý kiến cơ quan phối hợp: Sở Tư pháp')
    const told = JSON.stringify(view)
    expect(told).not.toContain('điều kiện của người giám hộ')
    expect(told).not.toContain('Chưa đủ điều kiện giám hộ')
    expect(told).not.toContain('disagree')
  })
})

describe('the limit of an opinion', () => {
  dbTest(
    'is remembered to whoever is to answer, and then lapses by its rule with an event of its own',
    async ({ db, clock }) => {
      const { city, id, does, sees } = await atHand(db, clock)
      await does(SPECIALIST, 'consult', aQuestion(city, ['so-tu-phap']))
      const consent = { silence: 'consent', legalGround: 'Quy chế phối hợp, điều 5' }
      await does(SPECIALIST, 'consult', aQuestion(city, ['00001'], consent))
      const justice = await answererOf(city, id, 'so-tu-phap')
      const fire = () => city.casework.fireTimers(db, silentLog)
      const told = async (login: string) =>
        (await city.notifications.readInbox({ officer: (await city.officer(login)).accountId })).notices.map(
          ({ topic }) => topic,
        )
      await fire()
      expect(await told(justice)).toEqual([])
      // Half of one working day after it was asked.
      clock.set('2023-11-09T07:00:00.000Z')
      await fire()
      await fire()
      expect(await told(justice)).toEqual(['opinion_due'])
      clock.set('2023-11-10T02:00:00.000Z')
      await fire()
      await fire()
      const lapsed = await sees(SPECIALIST)
      expect(lapsed.opinions.map(({ state, isOnTime }) => ({ state, isOnTime }))).toEqual([
        { state: 'lapsed_no_answer', isOnTime: false },
        { state: 'lapsed_consent', isOnTime: false },
      ])
      expect(lapsed.history.filter(({ type }) => type === 'dossiers.opinion_lapsed')).toHaveLength(2)
      expect(await told(SPECIALIST)).toEqual(['opinion_lapsed', 'opinion_lapsed'])
      expect(lapsed.allowedActions).toContain('propose')
      expect((await city.casework.verify(db)).differences).toEqual([])
    },
  )

  dbTest(
    'lapses at once, and not in the past, where the system slept over the reminder',
    async ({ db, clock }) => {
      const { city, does, sees } = await atHand(db, clock)
      const hour = { asked: [{ unitId: city.unitId('so-tu-phap'), limit: { unit: 'hours', amount: 1 } }] }
      await does(SPECIALIST, 'consult', aQuestion(city, [], hour))
      clock.set('2023-11-09T03:10:00.000Z')
      expect(await city.casework.fireTimers(db, silentLog)).toMatchObject({ claimed: 1 })
      expect(await city.casework.fireTimers(db, silentLog)).toMatchObject({ claimed: 0 })
      const { history, opinions } = await sees(SPECIALIST)
      expect(opinions[0]?.state).toBe('lapsed_no_answer')
      expect(history.map(({ type }) => type)).not.toContain('dossiers.opinion_reminded')
      expect(history.find(({ type }) => type === 'dossiers.opinion_lapsed')?.happenedAt).toBe(
        '2023-11-09T03:10:00.000Z',
      )
    },
  )

  dbTest('moves with an extension and goes with an answer', async ({ db, clock }) => {
    const { city, id, does, sees } = await atHand(db, clock)
    const half = { unit: 'working_days', amount: 0.5 }
    await does(SPECIALIST, 'consult', aQuestion(city, ['so-tu-phap'], { extension: 'direct' }))
    await does(SPECIALIST, 'consult', aQuestion(city, ['00001']))
    const justice = await answererOf(city, id, 'so-tu-phap')
    await does(await answererOf(city, id, '00001'), 'give_opinion', { opinion: 2, verdict: 'agree' })
    await does(justice, 'extend_opinion', { opinion: 1, limit: half, reason: 'Chờ xác minh' })
    clock.set('2023-11-10T02:00:00.000Z')
    await city.casework.fireTimers(db, silentLog)
    expect((await sees(SPECIALIST)).opinions.map(({ state }) => state)).toEqual(['asked', 'agree'])
    clock.set('2023-11-10T07:00:00.000Z')
    await city.casework.fireTimers(db, silentLog)
    await city.casework.fireTimers(db, silentLog)
    expect((await sees(SPECIALIST)).opinions[0]?.state).toBe('lapsed_no_answer')
  })

  dbTest('once passed takes an answer as late, and lets whoever asked accept it', async ({ db, clock }) => {
    const { city, id, does, sees } = await atHand(db, clock)
    await does(SPECIALIST, 'consult', aQuestion(city, ['so-tu-phap']))
    const justice = await answererOf(city, id, 'so-tu-phap')
    clock.set('2023-11-10T02:00:00.000Z')
    await city.casework.fireTimers(db, silentLog)
    await city.casework.fireTimers(db, silentLog)
    expect((await sees(justice)).allowedActions).toEqual(['give_opinion'])
    await does(justice, 'give_opinion', { opinion: 1, verdict: 'disagree', text: 'Chưa đủ điều kiện' })
    const late = await sees(SPECIALIST)
    expect(late.opinions[0]).toMatchObject({
      state: 'lapsed_no_answer',
      answer: { verdict: 'disagree', isLate: true, isAccepted: false },
      allowedActions: ['accept_late_opinion'],
    })
    const accepted = await does(SPECIALIST, 'accept_late_opinion', { opinion: 1 })
    expect(accepted.opinions[0]).toMatchObject({
      state: 'disagree',
      isOnTime: false,
      answer: { isAccepted: true },
    })
    expect((await city.casework.verify(db)).differences).toEqual([])
  })
})

describe('a question that cannot be asked', () => {
  dbTest('is refused for oneself, for no unit, and twice while one waits', async ({ db, clock }) => {
    const { city, does } = await atHand(db, clock)
    const refused = (told: Told) => expect(does(SPECIALIST, 'consult', told)).rejects
    await refused(aQuestion(city, ['00004'])).toMatchObject({ code: 'dossiers.asked_itself' })
    await refused(
      aQuestion(city, [], { asked: [{ unitId: 99_999, limit: { unit: 'hours', amount: 1 } }] }),
    ).toMatchObject({ code: 'dossiers.asked_unit_unknown' })
    await refused(aQuestion(city, ['00001', '00001'])).toMatchObject({ code: 'dossiers.asked_twice' })
    await does(SPECIALIST, 'consult', aQuestion(city, ['00001']))
    await refused(aQuestion(city, ['00001'])).toMatchObject({ code: 'dossiers.asked_twice' })
    await expect(does('lanhdao.00004', 'consult', aQuestion(city, ['so-tu-phap']))).rejects.toMatchObject({
      code: 'dossiers.action_not_allowed',
    })
  })

  dbTest(
    'is refused with both dates where its limit lies after the dossier is due, unless a reason is given',
    async ({ db, clock }) => {
      const { city, does } = await atHand(db, clock)
      const asked = [{ unitId: city.unitId('so-tu-phap'), limit: { unit: 'working_days', amount: 10 } }]
      const question = aQuestion(city, [], { asked })
      await expect(does(SPECIALIST, 'consult', question)).rejects.toMatchObject({
        code: 'dossiers.opinion_beyond_due',
        vi: expect.stringMatching(/09:00 23\/11\/2023.*09:00 14\/11\/2023/),
      })
      const view = await does(SPECIALIST, 'consult', {
        ...question,
        beyondDueReason: 'Cần xác minh ở tỉnh khác',
      })
      expect(view.opinions[0]).toMatchObject({ beyondDueReason: 'Cần xác minh ở tỉnh khác' })
    },
  )

  dbTest(
    'needs a ground for silence to be consent, a real limit and words where it matters',
    async ({ db, clock }) => {
      const { city, id, does } = await atHand(db, clock)
      await expect(
        does(SPECIALIST, 'consult', aQuestion(city, ['00001'], { silence: 'consent' })),
      ).rejects.toMatchObject({ code: 'dossiers.consent_ground' })
      const third = [{ unitId: city.unitId('00001'), limit: { unit: 'working_days', amount: 0.3 } }]
      await expect(does(SPECIALIST, 'consult', aQuestion(city, [], { asked: third }))).rejects.toMatchObject({
        code: 'dossiers.opinion_limit',
      })
      await does(SPECIALIST, 'consult', aQuestion(city, ['00001']))
      const ward = await answererOf(city, id, '00001')
      await expect(does(ward, 'give_opinion', { opinion: 1, verdict: 'disagree' })).rejects.toMatchObject({
        code: 'dossiers.opinion_text',
      })
      await expect(does(ward, 'give_opinion', { opinion: 7, verdict: 'agree' })).rejects.toMatchObject({
        code: 'dossiers.no_such_opinion',
      })
    },
  )
})
