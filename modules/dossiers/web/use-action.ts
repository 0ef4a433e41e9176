import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '#platform/ui/api.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import type { DossierAction, DossierView } from '../contract.ts'
import { messages } from './messages.ts'
import { noteHandedOn } from './handed-on.ts'
import { dossierQuery, postAction, settleDossier } from './queries.ts'

/** Somebody else was first: the dossier is no longer what was seen. */
export function isStale(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    (error.code === 'casework.stale_version' || error.code === 'dossiers.action_not_allowed')
  )
}

type Act = { action: DossierAction; body: Record<string, unknown> }

/** Does something to a dossier and puts the answer on the screen; after a refusal the screen shows what is. */
export function useAction(view: DossierView, onDone?: () => void) {
  const words = useWords(messages)
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ action, body }: Act) => postAction(view.caseId, action, body),
    onSuccess(next, { action }) {
      notifications.show({ message: fill(words.dossier.done, { action: words.action[action] }) })
      noteHandedOn(next)
      onDone?.()
      return settleDossier(queries, next)
    },
    onError(error) {
      if (isStale(error)) return queries.invalidateQueries({ queryKey: dossierQuery(view.caseId).queryKey })
      return undefined
    },
  })
}
