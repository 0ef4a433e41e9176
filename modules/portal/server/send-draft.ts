import { AppError } from '#platform/errors.ts'
import type { Filing } from '#modules/dossiers/contract.ts'
import type { Problem } from '../contract.ts'
import { setSent, type Draft } from './draft-store.ts'
import type { Parts } from './parts.ts'

export type Sent = { code: string; secret: string }

/**
 * Files the dossier under the draft's own command key: sent twice, it is one dossier with one receipt.
 * What the dossier's own rules refuse comes back as problems of the page.
 */
export async function sendDraft(
  { db, dossiers }: Pick<Parts, 'db' | 'dossiers'>,
  draft: Draft,
  filing: Filing,
): Promise<Sent | { problems: Problem[] }> {
  if (draft.sentCode && draft.sentSecret) return { code: draft.sentCode, secret: draft.sentSecret }
  try {
    const { snapshot, secret } = await dossiers.fileOnline(filing, {
      key: draft.commandKey,
      account: draft.accountId,
    })
    await setSent(db, draft.id, snapshot.code, secret)
    return { code: snapshot.code, secret }
  } catch (error) {
    const problems = problemsOf(error, draft)
    if (!problems) throw error
    return { problems }
  }
}

function problemsOf(error: unknown, draft: Draft): Problem[] | undefined {
  if (!(error instanceof AppError) || error.kind === 'unavailable') return undefined
  const { code, facts, vi, en } = error
  switch (code) {
    case 'dossiers.fields':
      return (facts.problems as { field: string; vi: string; en: string }[]).map((one) => ({
        ...one,
        field: `form.${one.field}`,
        step: 'form',
      }))
    case 'dossiers.bad_name': {
      const [who = 'owner', part = 'fullName'] = String(facts.field).split('.')
      return [{ field: `${who}.${part}`, step: 'person', vi, en }]
    }
    case 'dossiers.wrong_place':
      return [{ field: 'unitId', step: 'place', vi, en }]
    case 'files.staging_not_found': {
      const positions = facts.positions as number[]
      return positions.map((position) => {
        const file = draft.files[position - 1]
        return { field: `file.${file?.componentId ?? ''}`, step: 'papers', vi, en }
      })
    }
    default:
      return error.kind === 'invalid' || error.kind === 'conflict' ? [{ field: 'send', vi, en }] : undefined
  }
}
