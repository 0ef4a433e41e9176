import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { fieldProblems } from '#platform/ui/field-problems.ts'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { useDraft } from '#platform/ui/use-draft.ts'
import { mustSayWhy, type DossierView } from '../contract.ts'
import {
  actionBody,
  actionDraftVersion,
  actionProblems,
  asked,
  freshActionDraft,
  lastDayOf,
  type ActionDraft,
  type BarAction,
} from './action-draft.ts'
import { ActionFields } from './action-fields.tsx'
import { FilesWaiting } from './attached-files.tsx'
import { messages } from './messages.ts'
import { Proposed } from './proposed.tsx'
import { standingMessages } from './standing-messages.ts'
import { isStale, useAction } from './use-action.ts'
import { useAttachments } from './use-attachments.ts'

type Props = { action: BarAction; view: DossierView; onClose(): void }

/**
 * Asks for what an action needs. What is typed is kept on this machine until the action is done, also when
 * somebody else changed the dossier meanwhile: then it is shown as it is now, and the text waits here.
 */
export function ActionDialog({ action, view, onClose }: Props) {
  const words = useWords(messages)
  const standing = useWords(standingMessages)
  const { language } = useLanguage()
  const { draft, setDraft, clear } = useDraft(`${action}.${view.caseId}`, actionDraftVersion, () =>
    freshActionDraft(action, view),
  )
  const [tried, setTried] = useState(false)
  const attachments = useAttachments(draft.files, (changed) =>
    setDraft((now) => ({ ...now, files: changed(now.files) })),
  )
  const today = lastDayOf(view)
  const act = useAction(view, () => {
    clear()
    onClose()
  })
  const said = fieldProblems(act.error).map((one) => [one.path.replace(/\[(\d+)\]/g, '.$1'), one[language]])
  const problems = {
    ...Object.fromEntries(said),
    ...(tried ? actionProblems(action, draft, words.problem, today) : {}),
  }
  const allowed = view.allowedActions.includes(action)
  const asks = asked[action] ?? []
  const saysWhy = asks.includes('assignee') || mustSayWhy.includes(action)

  useKeys(words.action[action], [
    { key: 'mod+Enter', label: words.action[action], whileTyping: true, run: submit },
  ])

  return (
    <Modal
      opened
      onClose={onClose}
      title={words.action[action]}
      size={asks.includes('papers') || asks.includes('faults') ? 'xl' : asks.includes('reason') ? 'lg' : 'md'}
      closeButtonProps={{ 'aria-label': words.ask.cancel }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{words.ask[action]}</Text>
          <Proposed action={action} view={view} />
          {allowed ? null : (
            <Alert color="yellow" role="alert">
              {words.dossier.noLonger}
            </Alert>
          )}
          <ActionFields
            action={action}
            draft={draft}
            view={view}
            problems={problems}
            attachments={attachments}
            onChange={change}
          />
          <Textarea
            name="note"
            label={saysWhy && !asks.includes('reason') ? words.ask.why : words.ask.note}
            description={
              asks.includes('assignee') ? words.ask.whyHint : saysWhy ? standing.sayWhy : words.ask.noteHint
            }
            required={saysWhy}
            data-autofocus={(asks.length === 0 && mustSayWhy.includes(action)) || undefined}
            error={problems['note']}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={2000}
            value={draft.note}
            onChange={(event) => change({ note: event.currentTarget.value })}
          />
          <FilesWaiting attachments={attachments} held={tried} />
          {allowed && isStale(act.error) ? (
            <Alert color="yellow" role="alert">
              {words.dossier.stale}
            </Alert>
          ) : isStale(act.error) ? null : (
            <RefusalNote error={act.error} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.ask.cancel}
            </Button>
            <Button
              type="submit"
              disabled={!allowed}
              loading={act.isPending}
              data-autofocus={(asks.length === 0 && !mustSayWhy.includes(action)) || undefined}
            >
              {words.action[action]}
              <KeyHint of="mod+Enter" />
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )

  function change(part: Partial<ActionDraft>) {
    setDraft((now) => ({ ...now, ...part }))
  }

  function submit() {
    if (act.isPending || !allowed) return
    setTried(true)
    const first = Object.keys(actionProblems(action, draft, words.problem, today))[0]
    if (attachments.uploads.length > 0) return
    if (first === undefined) act.mutate({ action, body: actionBody(action, draft, view) })
    else document.querySelector<HTMLElement>(`[role="dialog"] [name="${first}"]`)?.focus()
  }
}
