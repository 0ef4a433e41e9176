import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { FilesWaiting } from './attached-files.tsx'
import { messages } from './messages.ts'
import { isStale } from './use-action.ts'
import type { Attachments } from './use-attachments.ts'

type Props = {
  title: string
  intro: string
  confirm: string
  size?: string
  isAllowed: boolean
  isPending: boolean
  error: unknown
  attachments: Attachments
  tried: boolean
  children?: ReactNode
  onClose(): void
  onSubmit(): void
}

/** The sheet of one thing done about opinions: what is typed waits here while the dossier changes under it. */
export function OpinionFrame(props: Props) {
  const { title, intro, confirm, isAllowed, isPending, error, attachments, tried } = props
  const words = useWords(messages)
  useKeys(title, [{ key: 'mod+Enter', label: confirm, whileTyping: true, run: props.onSubmit }])
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={title}
      size={props.size ?? 'md'}
      closeButtonProps={{ 'aria-label': words.ask.cancel }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          props.onSubmit()
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{intro}</Text>
          {isAllowed ? null : (
            <Alert color="yellow" role="alert">
              {words.dossier.noLonger}
            </Alert>
          )}
          {props.children}
          <FilesWaiting attachments={attachments} held={tried} />
          {isStale(error) ? (
            <Alert color="yellow" role="alert">
              {words.dossier.stale}
            </Alert>
          ) : (
            <RefusalNote error={error} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {words.ask.cancel}
            </Button>
            <Button type="submit" disabled={!isAllowed} loading={isPending}>
              {confirm}
              <KeyHint of="mod+Enter" />
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
