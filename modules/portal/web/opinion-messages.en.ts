import type { opinionsVi } from './opinion-messages.vi.ts'

export const opinionsEn: typeof opinionsVi = {
  title: 'Opinions of the agencies concerned',
  meaning: 'Waiting for opinions between agencies does not put off the due date.',
  asked: 'The opinion of {unit} is awaited, due {at}',
  answered: '{unit} has given its opinion',
  lapsed: '{unit} did not answer by {at}',
}
