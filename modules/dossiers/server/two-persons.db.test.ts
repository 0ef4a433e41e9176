import { describe, expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity, LAWYER_LICENCE, type SmallCity } from '#testing/small-city.ts'
import type { ActionBody, DossierAction } from '../contract.ts'
import { actOnDossier } from './act-on-dossier.ts'
import { getDossierView, openDossier } from './dossier-view.ts'
import { fileAtCounter } from './file-dossier.ts'
import { listReassignable } from './reassign-task.ts'
import { countWork, listHandedOn, listWork } from './work-list.ts'

async function does<Action extends DossierAction>(
  city: SmallCity,
  login: string,
  action: Action,
  caseId: string,
  told: Record<string, unknown> = {},
) {
  const { parts } = city.dossiers
  const { version } = await city.casework.getCase(parts.db, caseId)
  const body = { version, commandKey: aKey(), ...told } as unknown as ActionBody<Action>
  await actOnDossier(parts, await city.officer(login), action, caseId, body)
  return getDossierView(parts, await city.officer(login), caseId)
}

async function filed(db: AnyDb, clock: FakeClock, procedureCode?: string) {
  const city = await aSmallCity(db, clock)
  const { parts } = city.dossiers
  const filing = await aFiling(city, procedureCode ? { procedureCode } : {})
  const { snapshot } = await fileAtCounter(parts, await city.officer('motcua.00004'), filing)
  return { city, parts, id: snapshot.caseId }
}

describe('taking back what was handed on', () => {
  dbTest('puts everything back as it was while nobody has opened it', async ({ db, clock }) => {
    const { city, parts, id } = await filed(db, clock)
    const before = await city.casework.getCase(db, id)
    clock.advance(60_000)
    const handed = await does(city, 'motcua.00004', 'hand_over', id)
    expect(handed.allowedActions).toEqual(['recall'])
    expect(handed.handedOn).toEqual({ openedBy: null, openedAt: null })
    expect(await listHandedOn(parts, await city.officer('motcua.00004'), [id])).toHaveLength(1)
    expect(await listHandedOn(parts, await city.officer('motcua2.00004'), [id])).toHaveLength(0)
    clock.advance(60_000)
    const back = await does(city, 'motcua.00004', 'recall', id)
    const after = await city.casework.getCase(db, id)
    expect(after).toEqual({
      ...before,
      version: before.version + 2,
      touchedAt: after.touchedAt,
      lastHash: after.lastHash,
    })
    expect(back.history.at(-1)?.vi).toBe('Rút lại bước vừa chuyển')
    expect(back.steps.filter((step) => step.state === 'done')).toEqual([])
    const again = await does(city, 'motcua.00004', 'hand_over', id)
    expect(again.allowedActions).toEqual(['recall'])
    expect((await city.casework.verify(db)).differences).toEqual([])
  })

  dbTest(
    'is refused once the dossier was opened by who must do it, and says who and when',
    async ({ db, clock }) => {
      const { city, parts, id } = await filed(db, clock)
      await does(city, 'motcua.00004', 'hand_over', id)
      const giver = await city.officer('motcua.00004')
      // Neither the giver's own look nor that of a reader who has nothing to do there counts.
      await openDossier(parts, giver, id)
      await openDossier(parts, await city.officer('lanhdao.00004'), id)
      expect((await openDossier(parts, giver, id)).allowedActions).toContain('recall')
      const receiver = await city.officer('chuyenvien1.00004')
      await openDossier(parts, receiver, id)
      await openDossier(parts, receiver, id)
      const view = await openDossier(parts, giver, id)
      expect(view.allowedActions).not.toContain('recall')
      expect(view.handedOn).toEqual({ openedBy: receiver.name, openedAt: clock.now().toISOString() })
      await expect(does(city, 'motcua.00004', 'recall', id)).rejects.toMatchObject({
        code: 'dossiers.opened_already',
        facts: { by: receiver.name },
      })
      expect(await city.casework.listEvents(db, id)).toHaveLength(2)
    },
  )

  dbTest('is refused once somebody has claimed it, and to anybody but the giver', async ({ db, clock }) => {
    const { city, id } = await filed(db, clock)
    await does(city, 'motcua.00004', 'hand_over', id)
    await expect(does(city, 'motcua2.00004', 'recall', id)).rejects.toMatchObject({
      code: 'dossiers.not_taken_back',
    })
    await does(city, 'chuyenvien1.00004', 'claim', id)
    await expect(does(city, 'motcua.00004', 'recall', id)).rejects.toMatchObject({
      code: 'dossiers.opened_already',
    })
  })

  dbTest('gives a specialist the claimed work and the open proposal back', async ({ db, clock }) => {
    const { city, id } = await filed(db, clock)
    await does(city, 'motcua.00004', 'hand_over', id)
    await does(city, 'chuyenvien1.00004', 'claim', id)
    await does(city, 'chuyenvien1.00004', 'propose', id, { outcome: 'denied' })
    const back = await does(city, 'chuyenvien1.00004', 'recall', id)
    expect(back.allowedActions).toContain('propose')
    const { tags } = await city.casework.getCase(db, id)
    expect(tags.proposed).toBeNull()
    expect((await city.casework.verify(db)).differences).toEqual([])
  })
})

describe('giving work to somebody else', () => {
  dbTest('is the leader’s, with a reason, to whoever may do the step', async ({ db, clock }) => {
    const { city, parts, id } = await filed(db, clock)
    const leader = await city.officer('lanhdao.00004')
    expect(await countWork(parts, leader)).toMatchObject({ total: 0, unit: 1 })
    const lines = await listWork(parts, leader, { team: true })
    expect(lines).toMatchObject([{ caseId: id, assigneeId: null, allowedActions: ['reassign', 'stop'] }])
    const [task] = await listReassignable(parts, leader, id)
    const [first, second] = task?.candidates ?? []
    if (!task || !first || !second) throw new Error('two people sit at the desk')
    const give = (assigneeId: number) =>
      does(city, 'lanhdao.00004', 'reassign', id, {
        taskNo: task.taskNo,
        assigneeId,
        note: 'Đồng chí nghỉ ốm',
      })
    await give(first.accountId)
    const view = await give(second.accountId)
    expect(view.history.at(-1)).toMatchObject({ type: 'dossiers.reassigned', note: 'Đồng chí nghỉ ốm' })
    expect(view.history.at(-1)?.vi).toBe(`Phân công lại cho ${second.name}, trước đó là ${first.name}`)
    expect(await listReassignable(parts, leader, id)).toMatchObject([
      { assigneeName: second.name, candidates: [{ accountId: first.accountId, openTasks: 0 }] },
    ])
    expect((await city.casework.verify(db)).differences).toEqual([])
  })

  dbTest('goes to nobody outside the work, and not to who holds it', async ({ db, clock }) => {
    const { city, id } = await filed(db, clock)
    const desk = await city.officer('motcua2.00004')
    const taskNo = (await city.casework.getCase(db, id)).marking[0]?.taskNo
    const give = (assigneeId: number, login = 'lanhdao.00004') =>
      does(city, login, 'reassign', id, { taskNo, assigneeId, note: 'Chia lại việc' })
    const stranger = await city.officer('motcua.00001')
    await expect(give(stranger.accountId)).rejects.toMatchObject({ code: 'dossiers.not_for_reassigning' })
    await expect(give(desk.accountId, 'motcua.00004')).rejects.toMatchObject({
      code: 'dossiers.action_not_allowed',
    })
    await give(desk.accountId)
    await expect(give(desk.accountId)).rejects.toMatchObject({ code: 'dossiers.not_for_reassigning' })
    await expect(does(city, 'motcua.00004', 'hand_over', id)).rejects.toMatchObject({
      code: 'dossiers.action_not_allowed',
    })
    const freed = await does(city, 'motcua2.00004', 'release', id)
    expect(freed.allowedActions).toContain('hand_over')
  })

  dbTest('shows the unit’s work to nobody without the word', async ({ db, clock }) => {
    const { city, parts } = await filed(db, clock)
    await expect(
      listWork(parts, await city.officer('chuyenvien1.00004'), { team: true }),
    ).rejects.toMatchObject({
      code: 'organisation.forbidden',
    })
  })
})

describe('work done in another’s place', () => {
  dbTest(
    'is in the history with both people and the paper, and stays theirs who is away',
    async ({ db, clock }) => {
      const { city, parts, id } = await filed(db, clock)
      await does(city, 'motcua.00004', 'hand_over', id)
      const away = await city.officer('chuyenvien1.00004')
      const colleague = await city.officer('vanthu.00004')
      const onBehalfOf = { substitution: 7, accountId: away.accountId, name: away.name, decision: '12/GPC' }
      const acting = { ...away, accountId: colleague.accountId, name: colleague.name, onBehalfOf }
      const at = await city.casework.getCase(db, id)
      await actOnDossier(parts, acting, 'claim', id, { version: at.version, commandKey: aKey() })
      const view = await getDossierView(parts, acting, id)
      expect(view.history.at(-1)).toMatchObject({
        type: 'dossiers.claimed',
        by: colleague.name,
        onBehalfOf: { name: away.name, decision: '12/GPC' },
      })
      const events = await city.casework.listEvents(db, id)
      expect(events.at(-1)).toMatchObject({
        actorId: colleague.accountId,
        postId: away.postId,
        payload: { onBehalfOf },
      })
      // Both may go on with it: the substitute while it lasts, and whoever was away when they are back.
      expect(view.allowedActions).toContain('propose')
      expect((await getDossierView(parts, away, id)).allowedActions).toContain('propose')
      expect(await listWork(parts, acting, { mine: true })).toHaveLength(1)
      expect(await listWork(parts, away, { mine: true })).toHaveLength(1)
      expect((await city.casework.verify(db)).differences).toEqual([])
    },
  )

  dbTest('is named in the event that opens a dossier too', async ({ db, clock }) => {
    const { city, parts } = await filed(db, clock)
    const away = await city.officer('motcua.00004')
    const clerk = await city.officer('vanthu.00004')
    const onBehalfOf = { substitution: 8, accountId: away.accountId, name: away.name, decision: '13/GPC' }
    const acting = { ...away, accountId: clerk.accountId, name: clerk.name, onBehalfOf }
    const { snapshot } = await fileAtCounter(parts, acting, await aFiling(city))
    expect((await city.casework.listEvents(db, snapshot.caseId))[0]?.payload.onBehalfOf).toEqual(onBehalfOf)
  })
})

dbTest('a case remembers who did the step that another must not follow', async ({ db, clock }) => {
  const { city, parts, id } = await filed(db, clock, LAWYER_LICENCE)
  await does(city, 'motcua.00004', 'hand_over', id)
  await does(city, 'motcua.so-tu-phap', 'hand_over', id)
  const unitId = city.unitId('so-tu-phap')
  const [specialist] = await city.organisation.postHolders(unitId, 'specialist', 'Luật sư')
  if (!specialist) throw new Error('nobody appraises')
  const at = await city.casework.getCase(db, id)
  const act = (
    action: 'claim' | 'propose' | 'review',
    officer: typeof specialist,
    version: number,
    told = {},
  ) => actOnDossier(parts, officer, action, id, { version, commandKey: aKey(), ...told } as never)
  await act('claim', specialist, at.version)
  const proposed = await act('propose', specialist, at.version + 1, { outcome: 'granted' })
  expect(proposed.snapshot.tags.doneBy_appraise).toBe(specialist.accountId)
  // The same account on the head's post, as a person of two posts or a substitute would come.
  const head = await city.officer('truongphong.so-tu-phap')
  const samePerson = { ...head, accountId: specialist.accountId }
  const view = await getDossierView(parts, samePerson, id)
  expect(view.otherPersonAfter).toContain('Thẩm định')
  expect(view.allowedActions).not.toContain('review')
  expect(view.allowedActions).toContain('return_for_rework')
  await expect(act('review', samePerson, at.version + 2)).rejects.toMatchObject({
    code: 'dossiers.same_person',
  })
  expect((await act('review', head, at.version + 2)).repeated).toBe(false)
})
