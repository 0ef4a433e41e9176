import { limitInWords } from '#modules/calendar/contract.ts'
import type { Channel, ProcedureView } from '#modules/catalogue/contract.ts'
import { formatMoney } from '#platform/ui/format.ts'
import type { FilingTerms } from '#modules/dossiers/contract.ts'
import { feeByTable } from '../web/fee-words.ts'
import { wordsOf, type Lang } from '../web/words.ts'

/** The row that holds for filing online: of several, the first with a limit. */
function onlineRow({ channels }: ProcedureView): Channel | undefined {
  return channels.find((row) => row.channel === 'online' && row.limit.unit !== 'undefined')
}

export function onlineLimit(procedure: ProcedureView, lang: Lang): string {
  const row = onlineRow(procedure)
  return row ? limitInWords(row.limit, lang) : wordsOf(lang).procedure.reviewed
}

/** The fee for filing online: by the published table as far as the form is filled in, else as the procedure states it. */
export function onlineFee(procedure: ProcedureView, terms: FilingTerms, lang: Lang): string {
  const row = onlineRow(procedure)
  const words = wordsOf(lang).procedure
  const byTable = feeByTable(terms, lang)
  if (byTable !== undefined) return byTable
  if (row?.feeVnd === 0) return words.free
  if (row?.feeVnd) return formatMoney(row.feeVnd)
  return row?.feeNote ?? words.feeElsewhere
}
