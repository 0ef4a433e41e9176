import { expect, test } from 'vitest'
import type { DossierView, ProposalView, Reason } from '../contract.ts'
import { freshActionDraft, proposalOf, reasonsFor } from './action-draft.ts'

const reason = { code: 'missing', vi: 'Thiếu', en: 'Missing', legalGround: null }

function aProposal(kind: ProposalView['kind'], day: string): ProposalView {
  return { kind, reason, day, faults: [], note: null, by: null, at: '2023-11-09T02:00:00Z' } as ProposalView
}

function aView(...proposals: ProposalView[]): DossierView {
  return { proposals } as unknown as DossierView
}

test('who approves a second supplement finds the proposed day already written', () => {
  const view = aView(aProposal('extension', '2023-11-30'), aProposal('supplement', '2023-11-24'))
  expect(freshActionDraft('approve_supplement', view).dueOn).toBe('24/11/2023')
})

test('an action that asks for a day of its own begins without one', () => {
  const view = aView(aProposal('supplement', '2023-11-24'))
  expect(freshActionDraft('request_supplement', view).dueOn).toBe('')
  expect(freshActionDraft('reject_supplement', view).dueOn).toBe('')
})

test('each answer is about the proposal of its own kind', () => {
  const extension = aProposal('extension', '2023-11-30')
  expect(proposalOf('reject_extension', aView(extension))).toBe(extension)
  expect(proposalOf('approve_supplement', aView(extension))).toBeUndefined()
  expect(proposalOf('suspend', aView(extension))).toBeUndefined()
})

test('only reasons are offered that the server takes: of the action, of the post, and to stop of what was not done in time', () => {
  const aReason = (code: string, more: Partial<Reason>): Reason => ({
    ...reason,
    code,
    kind: 'stop',
    ...more,
  })
  const all = [
    aReason('expired', { cause: 'supplement', who: ['one_stop', 'head', 'leader'] }),
    aReason('unpaid', { cause: 'financial_duty', who: ['head', 'leader'] }),
    aReason('sector_law', { who: ['head', 'leader'] }),
    aReason('missing', { kind: 'supplement' }),
  ]
  const offered = (
    action: 'stop' | 'request_supplement',
    post: 'leader' | 'one_stop',
    status: DossierView['status'],
    supplementExpired = false,
  ) =>
    reasonsFor(action, all, { status, standing: { supplementExpired } } as DossierView, post).map(
      ({ code }) => code,
    )
  expect(offered('stop', 'leader', 'processing')).toEqual(['sector_law'])
  expect(offered('stop', 'leader', 'awaiting_payment')).toEqual(['unpaid', 'sector_law'])
  expect(offered('stop', 'leader', 'awaiting_supplement')).toEqual(['sector_law'])
  expect(offered('stop', 'leader', 'awaiting_supplement', true)).toEqual(['expired', 'sector_law'])
  expect(offered('stop', 'one_stop', 'awaiting_supplement', true)).toEqual(['expired'])
  expect(offered('request_supplement', 'one_stop', 'processing')).toEqual(['missing'])
})
