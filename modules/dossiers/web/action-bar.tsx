import { Button } from '@mantine/core'
import { useState } from 'react'
import { formatDateTime } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { isOpinionAction, type DossierAction, type DossierView } from '../contract.ts'
import styles from './action-bar.module.css'
import { ActionDialog } from './action-dialog.tsx'
import { actionKeys, asked, backwards, type BarAction } from './action-draft.ts'
import { messages } from './messages.ts'
import { useAction } from './use-action.ts'

/** What this official may do now, exactly as the server lists it, each with its key. */
export function ActionBar({ view }: { view: DossierView }) {
  const words = useWords(messages)
  const [open, setOpen] = useState<BarAction>()
  const act = useAction(view)
  const offered = view.allowedActions.filter(isBarAction)
  const forwards = offered.filter((action) => !backwards.includes(action))
  // What turns down stands beside what approves.
  const turnsDown = (action: BarAction) => Number(action.startsWith('reject_'))
  const aside = offered
    .filter((action) => backwards.includes(action))
    .toSorted((a, b) => turnsDown(b) - turnsDown(a))
  const ordered = [...forwards, ...aside]

  useKeys(
    words.dossier.actions,
    ordered.map((action) => ({
      key: actionKeys[action],
      label: words.action[action],
      run: () => start(action),
    })),
  )

  return (
    <>
      <div role="group" aria-label={words.dossier.actions} className={styles['bar']}>
        {ordered.map((action) => (
          <Button
            key={action}
            variant={action === forwards[0] ? 'filled' : 'default'}
            loading={act.isPending && act.variables.action === action}
            onClick={() => start(action)}
          >
            {words.action[action]}
            <KeyHint of={actionKeys[action]} />
          </Button>
        ))}
        {view.otherPersonAfter ? (
          <p className={styles['nothing']}>
            {fill(words.dossier.otherPerson, { step: view.otherPersonAfter })}
          </p>
        ) : null}
        {view.handedOn ? <p className={styles['nothing']}>{handedOnWords()}</p> : null}
        {view.allowedActions.length === 0 && !view.otherPersonAfter && !view.handedOn ? (
          <p className={styles['nothing']}>{words.dossier.nothingToDo}</p>
        ) : null}
      </div>
      <RefusalNote error={act.error} />
      {open === undefined ? null : (
        <ActionDialog key={open} action={open} view={view} onClose={() => setOpen(undefined)} />
      )}
    </>
  )

  function handedOnWords(): string {
    const { openedBy = null, openedAt = null } = view.handedOn ?? {}
    if (openedAt === null) return words.dossier.handedOn
    return fill(words.dossier.openedBy, { name: openedBy ?? '', at: formatDateTime(openedAt) })
  }

  function start(action: BarAction) {
    if (act.isPending) return
    if (asked[action] !== null) setOpen(action)
    else act.mutate({ action, body: { version: view.version, commandKey: crypto.randomUUID() } })
  }
}

function isBarAction(action: DossierAction): action is BarAction {
  return !isOpinionAction(action)
}
