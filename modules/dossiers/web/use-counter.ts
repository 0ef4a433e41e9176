import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { ProcedureView } from '#modules/catalogue/contract.ts'
import type { Me } from '#modules/organisation/contract.ts'
import { fieldProblems } from '#platform/ui/field-problems.ts'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import { useDraft } from '#platform/ui/use-draft.ts'
import type { DossierView } from '../contract.ts'
import {
  counterDraftVersion,
  counterProblems,
  emptyCounterDraft,
  toFiling,
  type CounterDraft,
} from './counter-draft.ts'
import { messages } from './messages.ts'
import type { Problems } from './party-draft.ts'
import { postFiling, settleDossier, slipPath } from './queries.ts'

/** The counter's sheet: kept on this machine while it is typed, sent once, gone when it is received. */
export function useCounter(me: Me) {
  const words = useWords(messages).problem
  const { language } = useLanguage()
  const queries = useQueryClient()
  // Each officer's sheet is his own, also on a shared machine.
  const { draft, setDraft, clear } = useDraft(
    `counter.${me.accountId}`,
    counterDraftVersion,
    emptyCounterDraft,
  )
  const [asked, setAsked] = useState<ProcedureView | 'none'>()
  const [received, setReceived] = useState<DossierView>()

  const send = useMutation({
    mutationFn: (procedure: ProcedureView) => postFiling(toFiling(draft, procedure, me.post.unitId)),
    async onSuccess(view) {
      setReceived(view)
      setAsked(undefined)
      clear()
      window.open(slipPath(view.caseId, '01'), '_blank', 'noopener')
      await settleDossier(queries, view)
    },
  })

  const problems: Problems = useMemo(() => {
    const own = asked === undefined ? {} : counterProblems(draft, asked === 'none' ? undefined : asked, words)
    const said = fieldProblems(send.error).map((one) => [serverPath(one.path), one[language]])
    return { ...Object.fromEntries(said), ...own }
  }, [asked, draft, words, send.error, language])

  return {
    draft,
    problems,
    error: send.error,
    sending: send.isPending,
    received,
    change(changed: (now: CounterDraft) => Partial<CounterDraft>) {
      // A complaint of the server is about what was sent; once something changes it no longer holds.
      if (send.isError) send.reset()
      setDraft((now) => ({ ...now, ...changed(now) }))
    },
    /** Sends the sheet, or gives back the first field that keeps it here. */
    submit(procedure: ProcedureView | undefined): string | undefined {
      if (send.isPending) return undefined
      setAsked(procedure ?? 'none')
      const first = Object.keys(counterProblems(draft, procedure, words))[0]
      if (first === undefined && procedure) send.mutate(procedure)
      return first
    },
    startOver() {
      send.reset()
      setAsked(undefined)
      setReceived(undefined)
      clear()
    },
  }
}

/** The server names a field of the form by its key alone. */
function serverPath(path: string): string {
  return /^(owner|submitter|procedureCode|components|files)\b/.test(path) || path.startsWith('form.')
    ? path
    : `form.${path}`
}
