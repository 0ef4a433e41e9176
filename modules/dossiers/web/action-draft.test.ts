import { expect, test } from 'vitest'
import type { DossierView, ProposalView } from '../contract.ts'
import { freshActionDraft, proposalOf } from './action-draft.ts'

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
