import type { vi } from './delegated-messages.vi.ts'

export const en: typeof vi = {
  decides: 'Deciding agency',
  signed: 'Signed by',
  caption: 'Dossiers decided by this decision',
  count: 'Dossiers filed under this decision: {count}',
  code: 'Code',
  owner: 'Owner',
  procedure: 'Procedure',
  standing: 'Standing',
  due: 'Due',
  more: 'Show more',
}
