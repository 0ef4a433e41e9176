import { describe, expect, test } from 'vitest'
import type { CaseEvent, CaseSnapshot, EventPayload } from '#modules/casework/contract.ts'
import { topics } from '#modules/notifications/contract.ts'
import { mayConcernOwner, needsHistory, tellingsOf, toldTypes } from './notice-flow.ts'
import type { Heard } from './notice-words.ts'

function anEvent(type: string, payload: Partial<EventPayload> = {}): CaseEvent {
  return {
    caseId: '1',
    seq: 2,
    type,
    actorId: 7,
    postId: null,
    actorUnitId: 4,
    happenedAt: '2023-11-09T02:00:00.000Z',
    recordedAt: '2023-11-09T02:00:00.000Z',
    payload: { set: {}, ...payload },
  }
}

function heard(event: CaseEvent, more: Partial<Heard> = {}): Heard {
  return {
    event,
    snapshot: { authorityId: 4, receivingUnitId: 3, unitId: 4 } as CaseSnapshot,
    before: [],
    subject: { vi: 'hồ sơ H26-1', en: 'dossier H26-1' },
    isPart: false,
    due: undefined,
    unitName: (id) => `Đơn vị ${id}`,
    ...more,
  }
}

const days = { dueOn: '2023-11-20', day: '2023-11-20', newDueOn: '2023-11-20', expectedOn: '2023-11-15' }

describe('what people are told', () => {
  test('goes to each only by a topic of theirs, in two whole sentences without holes', () => {
    for (const type of toldTypes)
      for (const due of [undefined, '09:00 14/11/2023'])
        for (const { topic, to, vi, en } of tellingsOf(
          heard(anEvent(type, { ...days, unitId: 5 }), { due }),
        )) {
          const kind = to.who === 'owner' ? 'citizen' : 'officer'
          expect(topics[topic].for, `${type} to ${to.who}`).toContain(kind)
          for (const text of [vi, en]) expect(text, type).not.toMatch(/undefined|null|NaN|  | \.|\.\./)
          expect(vi, type).toMatch(/^\p{Lu}.*\.$/u)
          expect(en, type).toMatch(/^\p{Lu}.*\.$/u)
        }
  })

  test('names whoever lost work beside whoever got it', () => {
    const told = tellingsOf(heard(anEvent('dossiers.reassigned', { fromAccountId: 11, toAccountId: 12 })))
    expect(told.map(({ to }) => to)).toEqual([
      { who: 'accounts', accounts: [12] },
      { who: 'accounts', accounts: [11] },
    ])
    expect(told[1]?.vi).toContain('đã được phân công cho người khác')
  })

  test('of a second supplement the desk proposed goes to the heads of the desk', () => {
    const of = (supplementProposedAt: string) =>
      tellingsOf(
        heard(anEvent('dossiers.supplement_proposed', { set: { tags: { supplementProposedAt } } })),
      )[0]?.to
    expect(of('receiving')).toEqual({ who: 'approvers', unitId: 3 })
    expect(of('authority')).toEqual({ who: 'approvers', unitId: 4 })
  })

  test('of an answer goes to whoever the event says had asked, and by the history where an older event does not say', () => {
    const answer = anEvent('dossiers.opinion_given', { opinion: 1, unitId: 5, askedBy: 11 })
    const older = anEvent('dossiers.opinion_given', { opinion: 1, unitId: 5 })
    const question = { ...anEvent('dossiers.consulted', { consulted: { asked: [{ no: 1 }] } }), actorId: 12 }
    expect([needsHistory(answer), needsHistory(older)]).toEqual([false, true])
    expect(tellingsOf(heard(answer))[0]?.to).toEqual({ who: 'accounts', accounts: [11] })
    expect(tellingsOf(heard(older, { before: [question] }))[0]?.to).toEqual({
      who: 'accounts',
      accounts: [12],
    })
  })

  test('asks for the row of the owner wherever the owner is told', () => {
    for (const type of toldTypes) {
      const told = tellingsOf(heard(anEvent(type, { ...days, unitId: 5 })))
      if (told.some(({ to }) => to.who === 'owner')) expect(mayConcernOwner({ type }), type).toBe(true)
    }
  })

  test('of the end of a part goes to who watches the part; its owner hears of the whole', () => {
    const told = tellingsOf(heard(anEvent('dossiers.decided'), { isPart: true }))
    expect(told.map(({ to }) => to.who)).toEqual(['watchers'])
  })
})
