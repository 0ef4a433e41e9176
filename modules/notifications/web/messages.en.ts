import type { vi } from './messages.vi.ts'

export const en: typeof vi = {
  bell: { none: 'Notices', some: 'Notices, {count} unread' },
  title: 'Notices',
  caption: 'Notices, newest first',
  filter: { label: 'Show', all: 'All', unread: 'Unread' },
  readAll: 'Mark all as read',
  more: 'Show more',
  unread: 'Unread',
  emptyTitle: 'No notices',
  emptyText: 'What you should know appears here: requests to approve, answers to yours, due dates you watch.',
  watches: {
    title: 'Dossiers whose due date you watch',
    none: 'You watch no dossier. Open one and press “Tell me when the due date moves”.',
    since: 'since {at}',
    stop: 'Stop watching',
    stopOne: 'Stop watching dossier {code}',
  },
  wish: {
    title: 'What to be told about',
    topic: 'Kind of notice',
    inbox: 'In the inbox',
    byEmail: 'Also by e-mail',
    email: 'E-mail address for notices',
    emailHint: 'Leave it empty to get no mail. Mail names the dossier’s code and no person.',
    noEmail: 'This city is not set up to send e-mail.',
    save: 'Save',
    saved: 'Saved.',
  },
}
