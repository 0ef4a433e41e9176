import type { VersionAction, VersionState } from '../publishing.ts'

/** Every lawful move of a version; `gone`: the draft is removed. */
const flow: Record<VersionState, Partial<Record<VersionAction, VersionState | 'gone'>>> = {
  draft: { edit: 'draft', remove: 'gone', submit: 'submitted' },
  submitted: { send_back: 'draft', publish: 'published' },
  published: { retire: 'retired' },
  retired: {},
}

export type Hand = { accountId: number; mayDraft: boolean; mayPublish: boolean }

export function isLawful(state: VersionState, action: VersionAction): boolean {
  return flow[state][action] !== undefined
}

/** What this person may do to a version: whoever wrote in it does not publish it. */
export function allowedOn(
  { state, authors }: { state: VersionState; authors: readonly number[] },
  { accountId, mayDraft, mayPublish }: Hand,
): VersionAction[] {
  return (Object.keys(flow[state]) as VersionAction[]).filter((action) => {
    switch (action) {
      case 'publish':
        return mayPublish && !authors.includes(accountId)
      case 'retire':
        return mayPublish
      case 'send_back':
        return mayPublish || (mayDraft && authors.includes(accountId))
      default:
        return mayDraft
    }
  })
}

type Validity = { state: VersionState; validFrom: string | null; validTo: string | null }

/** Whether new cases take the version on the day. */
export function isInForce({ state, validFrom, validTo }: Validity, onDay: string): boolean {
  return (
    (state === 'published' || state === 'retired') &&
    validFrom !== null &&
    validFrom <= onDay &&
    (validTo === null || onDay < validTo)
  )
}
