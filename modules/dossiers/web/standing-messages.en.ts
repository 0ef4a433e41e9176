import type { standingVi } from './standing-messages.vi.ts'

export const standingEn: typeof standingVi = {
  suspension: 'Suspended',
  extension: 'Apology and new date',
  stopped: 'Stopped',
  proposal: {
    supplement: 'Second supplement proposed',
    extension: 'Apology with a new date proposed',
  },
  waitsForApproval: 'Waits for approval',
  reason: 'Reason',
  ground: 'Legal ground',
  since: 'Since',
  expectedOn: 'Expected until',
  cap: 'Clock runs again by itself at',
  capOf: {
    working_days: 'At most {days} working days, then the clock runs again by itself.',
    calendar_days: 'At most {days} days, then the clock runs again by itself.',
    none: 'The law sets no cap: the clock stands until somebody resumes the work.',
  },
  noCap: 'no longest time',
  previousDueAt: 'Due before',
  newDueOn: 'New date',
  papersBy: 'Papers by',
  note: 'Explanation',
  by: 'Proposed by',
  documentNumber: 'Document number',
  papersReturned: 'Papers returned',
  feesReturned: 'Fees returned',
  timing: {
    label: 'Apology given',
    in_time: 'in time',
    short_notice: 'close to the due date',
    late: 'after the due date',
  },
  expired: 'The last day for the papers has passed. The dossier may be stopped, with form 05.',
  askedTwice: 'Papers were asked for {count} times: reports count this dossier as late.',
  watch: {
    start: 'Tell me when the due date moves',
    stop: 'Stop watching the due date',
    on: 'You are told when the due date of this dossier moves.',
  },
  optional: 'Optional',
  sayWhy: 'Required; shown in the history',
  action: {
    suspend: 'Suspend',
    resume: 'Resume',
    propose_supplement: 'Propose a second supplement',
    approve_supplement: 'Approve second supplement',
    reject_supplement: 'Reject second supplement',
    propose_extension: 'Propose a new date',
    approve_extension: 'Approve new date',
    reject_extension: 'Reject new date',
    stop: 'Stop',
  },
  ask: {
    suspend:
      'The clock stops now for a reason the law allows. Where the reason has a longest time, the clock runs again by itself.',
    resume: 'The clock runs again from now, the work is back on the list.',
    propose_supplement:
      'A second supplement needs the approval of a head or a leader, and reports count the dossier as late. The clock runs until it is approved.',
    approve_supplement:
      'The request goes to the owner and the clock stops. The last day is as proposed and may be changed.',
    reject_supplement: 'Whoever proposed it is told and decides on the dossier as it is.',
    propose_extension:
      'A new date may be given once, best one working day before the due date. When a leader approves it the owner is told and form 04 is made.',
    approve_extension: 'The new date holds, the owner is told with an apology; form 04 can be printed.',
    reject_extension: 'The due date stays; whoever proposed it is told.',
    stop: 'The dossier ends without a decision; the owner gets the papers back, may file again, and receives form 05.',
  },
  marks: {
    apology: 'Apology due soon',
    approval: 'Request waits for approval',
    apologyMark: { soon: 'apology due soon', late: 'overdue, apology due' },
    proposalMark: { supplement: 'second supplement proposed', extension: 'new date proposed' },
  },
}
