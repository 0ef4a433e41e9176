import type { FilingTerms } from '#modules/dossiers/contract.ts'
import { formatMoney } from '#platform/ui/format.ts'
import { put, wordsOf, type Lang } from './words.ts'

/** The fee that a published decision table gives, and what published it; undefined where none decides. */
export function feeByTable(terms: FilingTerms | null, lang: Lang): string | undefined {
  if (!terms?.decided.includes('fee') || !terms.ground) return undefined
  const words = wordsOf(lang).procedure
  if (terms.feeVnd === null) return words.feeUnclear
  const amount = terms.feeVnd === 0 ? words.free : formatMoney(terms.feeVnd)
  return `${amount} (${put(words.feeByTable, { number: terms.ground.decisionNumber })})`
}
