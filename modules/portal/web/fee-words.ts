import type { FilingTerms } from '#modules/dossiers/contract.ts'
import { formatMoney } from '#platform/ui/format.ts'
import { put, wordsOf, type Lang } from './words.ts'

const feeWords = {
  vi: { unclear: 'Tính theo tờ khai', byTable: '{amount} (theo bảng quyết định ban hành tại {number})' },
  en: { unclear: 'Told from the form', byTable: '{amount} (by the decision table published with {number})' },
}

/** The fee that a published decision table gives, and what published it; undefined where none decides. */
export function feeByTable(terms: FilingTerms | null, lang: Lang): string | undefined {
  if (!terms?.decided.includes('fee') || !terms.ground) return undefined
  const words = feeWords[lang]
  if (terms.feeVnd === null) return words.unclear
  const amount = terms.feeVnd === 0 ? wordsOf(lang).procedure.free : formatMoney(terms.feeVnd)
  return put(words.byTable, { amount, number: terms.ground.decisionNumber })
}
