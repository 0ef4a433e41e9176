import { formatMoney } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import type { FilingTerms } from '../contract.ts'
import { messages } from './messages.ts'

/** A fee that a published decision table gives, and what published it. */
export function FeeByTable({ terms: { feeVnd, ground } }: { terms: FilingTerms }) {
  const words = useWords(messages).counter
  const amount = feeVnd === null ? words.feeUnclear : feeVnd === 0 ? words.free : formatMoney(feeVnd)
  return (
    <>
      <strong>{amount}</strong>
      {ground ? <span> ({fill(words.byTable, { number: ground.decisionNumber })})</span> : null}
    </>
  )
}
