import type { vi } from './on-day-messages.vi.ts'

export const en: typeof vi = {
  lookAt: 'As of the day',
  key: 'Look at the dossier as of a past day',
  searchKey: 'Search as of a past day',
  dossierNote:
    'the dossier as at the end of that day: state, holder, due date and history up to then; nothing can be done here',
  searchNote: 'state, holder and due date as at the end of that day, by the units of that day',
  unit: 'Unit that held it that day',
  anyUnit: 'Any unit within my reach that day',
  more: 'There are more than are shown. Type more letters or choose a unit.',
  nothing: 'No dossier of that day fits. What was filed later is not shown; try another day.',
  notThen: 'This dossier cannot be shown as of {day}',
  today: 'Show the dossier as of today',
}
