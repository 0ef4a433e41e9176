import type { watchVi } from './watch-messages.vi.ts'

export const watchEn: typeof watchVi = {
  start: 'Tell me when the due date moves',
  stop: 'Stop watching the due date',
  on: 'You are told on your account page when the due date of this dossier moves.',
  signIn: 'Sign in to be told when the due date moves',
  done: {
    watched: 'From now on you are told when the due date of this dossier moves.',
    unwatched: 'You no longer watch the due date of this dossier.',
  },
  list: 'Dossiers whose due date you watch',
  stopOne: 'Stop watching the due date of dossier {code}',
}
