import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { silentLog } from '#platform/log.ts'
import { committedTest, dbTest, untilShown } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity, GUARDIANSHIP, type SmallCity } from '#testing/small-city.ts'
import type { Recipient } from '#modules/notifications/contract.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import { actAsOwner, actOnDossier } from './act-on-dossier.ts'
import { fileOnline } from './file-dossier.ts'
import { asking, desk, does, fires, leader, specialist } from './hands.test-builder.ts'
import { act, aLinkedCity, aLinkedFiling, hear as hearLinks, partOf } from './linked-city.test-builder.ts'
import { toldTypes } from './notice-flow.ts'
import { listReassignable } from './reassign-task.ts'
import { sayings, write } from './tell-people.ts'
import { watchDossier, watchesDossier } from './watch-dossier.ts'

const citizen: Recipient = { citizen: 'cd-1' }
const suspending = { reasonCode: 'field_verification', expectedOn: '2023-11-15' }
const extending = { reasonCode: 'complex', newDueOn: '2023-11-20', note: 'Chờ xác minh' }

/** A dossier filed online from an account, in the hands of a specialist. */
async function filedFromAccount(db: AnyDb, clock: FakeClock) {
  const city = await aSmallCity(db, clock)
  const { channel: _, ...filing } = await aFiling(city)
  const { snapshot } = await fileOnline(city.dossiers.parts, filing, { key: aKey(), account: 'cd-1' })
  const id = snapshot.caseId
  await does(city, desk, 'receive', id)
  await does(city, desk, 'hand_over', id)
  await does(city, specialist, 'claim', id)
  return { city, id, code: snapshot.code }
}

/** Tells people everything that happened to a dossier; answers how many notices are new. */
async function tell(city: SmallCity, id: string): Promise<number> {
  const { parts } = city.dossiers
  const events = (await city.casework.listEvents(parts.db, id)).filter(({ type }) => toldTypes.includes(type))
  return write(parts, parts.db, await sayings(parts, events, silentLog))
}

async function inboxOf(city: SmallCity, who: Recipient | string) {
  const to = typeof who === 'string' ? { officer: (await city.officer(who)).accountId } : who
  const { notices } = await city.notifications.readInbox(to, { limit: 50 })
  return notices.map(({ topic, vi, en, code, caseId }) => ({ topic, vi, en, code, caseId }))
}

describe('the owner of a dossier', () => {
  dbTest('is told that it stands still, why, and when it goes on, once each', async ({ db, clock }) => {
    const { city, id, code } = await filedFromAccount(db, clock)
    await does(city, specialist, 'suspend', id, suspending)
    clock.set('2023-11-13T02:00:00.000Z')
    await does(city, leader, 'resume', id)
    expect(await tell(city, id)).toBeGreaterThan(0)
    expect(await tell(city, id)).toBe(0)
    const told = await inboxOf(city, citizen)
    expect(told.map(({ topic }) => topic).toSorted()).toEqual(['clock_stopped', 'clock_stopped', 'received'])
    expect(told.every((one) => one.code === code)).toBe(true)
    const said = told.map(({ vi }) => vi)
    expect(said).toContain(
      `Hồ sơ ${code} tạm dừng tính thời gian giải quyết: Chờ cơ quan khác xác minh thực địa. Dự kiến tiếp tục trước ngày 15/11/2023. Bạn chưa phải làm gì; khi giải quyết tiếp, bạn được báo ngày hẹn mới.`,
    )
    expect(said).toContain(
      `Hồ sơ ${code} được giải quyết tiếp; hẹn trả kết quả 09:00 16/11/2023. Bạn chưa phải làm gì thêm.`,
    )
    // The leader ended it: the specialist hears of that, and of the suspension, which was their own, nothing.
    expect(await inboxOf(city, specialist)).toMatchObject([
      { topic: 'clock_stopped', vi: `Hồ sơ ${code} được tính thời gian tiếp, hạn mới 09:00 16/11/2023.` },
    ])
    expect(await inboxOf(city, leader)).toEqual([])
  })

  dbTest('is told when the longest stop is over, and so is the specialist', async ({ db, clock }) => {
    const { city, id } = await filedFromAccount(db, clock)
    await does(city, specialist, 'suspend', id, suspending)
    clock.set('2023-11-24T02:00:00.000Z')
    await fires(city)
    await tell(city, id)
    expect((await inboxOf(city, citizen)).map(({ vi }) => vi).join()).toContain(
      'Đã hết thời gian tạm dừng tối đa',
    )
    expect((await inboxOf(city, specialist)).map(({ topic }) => topic)).toEqual(['clock_stopped'])
  })

  dbTest(
    'is told which papers are awaited, and whoever asked hears that they came',
    async ({ db, clock }) => {
      const { city, id, code } = await filedFromAccount(db, clock)
      await does(city, specialist, 'request_supplement', id, asking)
      const { version } = await city.casework.getCase(db, id)
      await actAsOwner(city.dossiers.parts, 'supply_supplement', id, { version, commandKey: aKey() })
      await tell(city, id)
      const told = await inboxOf(city, citizen)
      expect(told.find(({ topic }) => topic === 'supplement_requested')?.vi).toContain(
        `Hồ sơ ${code} cần bổ sung giấy tờ, chậm nhất ngày 20/11/2023.`,
      )
      expect(told.find(({ topic }) => topic === 'clock_stopped')?.vi).toContain(
        `Cơ quan đã nhận giấy tờ bổ sung của hồ sơ ${code}. Thời gian được tính tiếp; hẹn trả kết quả`,
      )
      expect((await inboxOf(city, specialist)).map(({ vi }) => vi).join()).toContain('đã có giấy tờ bổ sung')
    },
  )

  dbTest('of a linked dossier is told of its parts under the code of the whole', async ({ db, clock }) => {
    const city = await aLinkedCity(db, clock)
    const { channel: _, ...filing } = await aLinkedFiling(city)
    const { snapshot } = await fileOnline(city.dossiers.parts, filing, { key: aKey(), account: 'cd-1' })
    await act(city, desk, 'receive', snapshot.caseId)
    await act(city, desk, 'hand_over', snapshot.caseId)
    await hearLinks(city, db)
    const birth = (await partOf(city, snapshot.caseId, 'birth')).caseId ?? ''
    await act(city, specialist, 'claim', birth)
    await act(city, specialist, 'request_supplement', birth, asking)
    await tell(city, birth)
    const [told] = await inboxOf(city, citizen)
    expect(told).toMatchObject({
      topic: 'supplement_requested',
      code: snapshot.code,
      caseId: snapshot.caseId,
    })
    expect(told?.vi).toMatch(/^Phần “.+” của hồ sơ /)
  })

  dbTest('is told of its end, and of nothing where no account filed it', async ({ db, clock }) => {
    const { city, id, code } = await filedFromAccount(db, clock)
    await does(city, leader, 'stop', id, { reasonCode: 'sector_law' })
    await tell(city, id)
    expect((await inboxOf(city, citizen)).find(({ topic }) => topic === 'ended')?.vi).toContain(
      `Hồ sơ ${code} đã dừng giải quyết`,
    )
    expect(await inboxOf(city, specialist)).toMatchObject([{ topic: 'ended' }])
  })
})

describe('officials', () => {
  dbTest(
    'who may approve are told of an apology, and whoever proposed it of the answer',
    async ({ db, clock }) => {
      const { city, id, code } = await filedFromAccount(db, clock)
      await does(city, specialist, 'propose_extension', id, extending)
      await tell(city, id)
      const [asked] = await inboxOf(city, leader)
      expect(asked).toMatchObject({ topic: 'approval_asked', caseId: id, code })
      expect(asked?.vi).toContain('hẹn lại ngày trả 20/11/2023')
      expect(await inboxOf(city, specialist)).toEqual([])

      await does(city, leader, 'approve_extension', id, { documentNumber: '17' })
      await tell(city, id)
      expect(await inboxOf(city, specialist)).toMatchObject([{ topic: 'approval_answered' }])
      const told = (await inboxOf(city, citizen)).find(({ topic }) => topic === 'extended')
      expect(told?.vi).toContain(`Cơ quan xin lỗi vì chưa trả được kết quả hồ sơ ${code} đúng hẹn`)
      expect(told?.vi).toContain('Ngày hẹn mới: 20/11/2023')
      // What was written about the case by hand stays in the dossier.
      expect(JSON.stringify([...(await inboxOf(city, leader)), told])).not.toContain('Chờ xác minh')
    },
  )

  dbTest(
    'who stand in for somebody away are told with them, of what they stand in for',
    async ({ db, clock }) => {
      const { city, id } = await filedFromAccount(db, clock)
      const away = await city.officer(leader)
      const [standIn, other] = [await city.officer(desk), await city.officer('vanthu.00004')]
      const substitution = (no: number, who: Officer, codes: string) => sql`
      insert into organisation.substitution (id, post_id, person_id, substitute_id, valid_from, valid_to, reason,
        legal_number, recorded_by, recorded_at, approved_by, approved_at, procedure_codes)
      values (${no}, ${away.postId}, ${away.personId}, ${who.personId}, '2023-11-01', '2023-12-01', 'Nghỉ phép',
        '12/GPC', ${away.accountId}, now(), ${away.accountId}, now(), ${codes}::text[])`
      await substitution(1, standIn, `{${GUARDIANSHIP}}`).execute(db)
      await substitution(2, other, '{1.000828}').execute(db)
      await city.organisation.refresh()
      await does(city, specialist, 'propose_extension', id, extending)
      await tell(city, id)
      for (const login of [leader, desk])
        expect(await inboxOf(city, login)).toMatchObject([{ topic: 'approval_asked' }])
      expect(await inboxOf(city, 'vanthu.00004')).toEqual([])
    },
  )

  dbTest('whose proposal is turned down are told so', async ({ db, clock }) => {
    const { city, id } = await filedFromAccount(db, clock)
    await does(city, specialist, 'propose_extension', id, extending)
    await does(city, leader, 'reject_extension', id, { note: 'Còn đủ thời gian' })
    await tell(city, id)
    const [told] = await inboxOf(city, specialist)
    expect(told).toMatchObject({ topic: 'approval_answered' })
    expect(told?.vi).toContain('không được duyệt')
  })

  dbTest('who are given work are told', async ({ db, clock }) => {
    const { city, id } = await filedFromAccount(db, clock)
    await does(city, specialist, 'release', id)
    const { parts } = city.dossiers
    const [task] = await listReassignable(parts, await city.officer(leader), id)
    const second = task?.candidates[0]?.accountId ?? 0
    await does(city, leader, 'reassign', id, {
      taskNo: task?.taskNo,
      assigneeId: second,
      note: 'Việc gấp',
    })
    await tell(city, id)
    expect((await inboxOf(city, { officer: second })).map(({ vi }) => vi)).toEqual([
      expect.stringContaining('Bạn được phân công giải quyết hồ sơ'),
    ])
  })

  dbTest('are told that work handed to their desk was taken back', async ({ db, clock }) => {
    const { city, id } = await filedFromAccount(db, clock)
    await does(city, specialist, 'propose', id, { outcome: 'granted' })
    await does(city, specialist, 'recall', id)
    await tell(city, id)
    expect(await inboxOf(city, leader)).toMatchObject([{ topic: 'work_moved' }])
  })

  dbTest('of a unit that is asked are told, and whoever asked of the answer', async ({ db, clock }) => {
    const { city, id } = await filedFromAccount(db, clock)
    await does(city, specialist, 'consult', id, {
      question: 'Đề nghị cho ý kiến',
      asked: [{ unitId: city.unitId('00001'), limit: { unit: 'working_days', amount: 1 } }],
      silence: 'recorded',
      extension: 'on_request',
    })
    await tell(city, id)
    const officers = await city.organisation.listOfficers()
    const told = new Map<Officer, Awaited<ReturnType<typeof inboxOf>>>()
    for (const officer of officers.filter(({ unitId }) => unitId === city.unitId('00001'))) {
      const inbox = await inboxOf(city, { officer: officer.accountId })
      if (inbox.length > 0) told.set(officer, inbox)
    }
    const [[answerer, inbox] = []] = told
    expect(inbox).toMatchObject([{ topic: 'opinion_asked', caseId: id }])
    if (!answerer) throw new Error('nobody was asked')
    const { version } = await city.casework.getCase(db, id)
    const answer = { version, commandKey: aKey(), opinion: 1, verdict: 'agree' } as const
    await actOnDossier(city.dossiers.parts, answerer, 'give_opinion', id, answer)
    await tell(city, id)
    expect(await inboxOf(city, specialist)).toMatchObject([{ topic: 'opinion_answered' }])
  })
})

describe('whoever watches a dossier', () => {
  dbTest('is told when its due date moves, unless it is theirs and they were told', async ({ db, clock }) => {
    const { city, id, code } = await filedFromAccount(db, clock)
    const { notifications } = city
    const watcher: Recipient = { officer: (await city.officer(desk)).accountId }
    for (const who of [watcher, citizen]) await notifications.watch(who, { caseId: id, code })
    await does(city, specialist, 'propose_extension', id, extending)
    await does(city, leader, 'approve_extension', id)
    await tell(city, id)
    expect(await inboxOf(city, watcher)).toMatchObject([
      { topic: 'due_moved', vi: `Hạn của hồ sơ ${code} thay đổi, hạn mới 17:00 20/11/2023.` },
    ])
    expect((await inboxOf(city, citizen)).map(({ topic }) => topic).toSorted()).toEqual([
      'extended',
      'received',
    ])
  })
})

describe('an official who watches', () => {
  dbTest(
    'asks and lets go on the dossier, hears of its end, and watches no more then',
    async ({ db, clock }) => {
      const { city, id, code } = await filedFromAccount(db, clock)
      const { parts } = city.dossiers
      const watcher = await city.officer(desk)
      await watchDossier(parts, watcher, id, true)
      expect(await watchesDossier(parts, watcher, id)).toBe(true)
      expect(await city.notifications.watchedBy({ officer: watcher.accountId })).toMatchObject({
        cases: [{ caseId: id, code }],
      })
      await watchDossier(parts, watcher, id, false)
      expect(await watchesDossier(parts, watcher, id)).toBe(false)
      await watchDossier(parts, watcher, id, true)
      await does(city, leader, 'stop', id, { reasonCode: 'sector_law' })
      await tell(city, id)
      expect(await inboxOf(city, desk)).toMatchObject([
        { topic: 'ended', vi: expect.stringContaining('bạn theo dõi đã kết thúc') },
      ])
      expect(await watchesDossier(parts, watcher, id)).toBe(false)
      await expect(watchDossier(parts, watcher, id, true)).rejects.toMatchObject({
        code: 'dossiers.nothing_to_watch',
      })
    },
  )

  dbTest('must be one who may read the dossier', async ({ db, clock }) => {
    const { city, id } = await filedFromAccount(db, clock)
    const stranger = await city.officer('chuyenvien1.00001')
    for (const isOn of [true, false])
      await expect(watchDossier(city.dossiers.parts, stranger, id, isOn)).rejects.toMatchObject({
        code: 'dossiers.not_yours',
      })
  })
})

committedTest(
  'readers side by side tell of what is committed once, and of nothing before they began',
  async ({ db, clock }) => {
    const { city, id } = await filedFromAccount(db, clock)
    const tellTogether = async () => {
      await untilShown(db)
      await Promise.all([city.dossiers.tellPeople(), city.dossiers.tellPeople()])
    }
    await does(city, specialist, 'suspend', id, suspending)
    await tellTogether()
    const told = async () => (await inboxOf(city, citizen)).map(({ topic }) => topic)
    expect(new Set(await told())).toEqual(new Set(['clock_stopped', 'received']))
    await sql`delete from notifications.notice`.execute(db)
    await city.dossiers.restartReaders()
    await does(city, leader, 'resume', id)
    await tellTogether()
    expect(await told()).toEqual(['clock_stopped'])
    expect(await city.dossiers.tellPeople()).toBe(0)
  },
)
