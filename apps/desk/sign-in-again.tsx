import { Button, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Me } from '#modules/organisation/contract.ts'
import { api } from '#platform/ui/api.ts'
import { useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { deskEn } from './messages.en.ts'
import { deskVi } from './messages.vi.ts'

type Props = { me: Me; opened: boolean; onSignedIn(me: Me): void }

/** Asks for the password once more, above the page that was being worked on. */
export function SignInAgain({ me, opened, onSignedIn }: Props) {
  const words = useWords({ vi: deskVi, en: deskEn }).session
  const [login, setLogin] = useState(me.login)
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => api.post<Me>('/api/session', { login, password }),
    onSuccess: (again) => {
      setPassword('')
      notifications.show({ message: words.back })
      onSignedIn(again)
    },
  })
  return (
    <Modal
      opened={opened}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={words.expired}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          signIn.mutate()
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{words.kept}</Text>
          <TextInput
            label={words.login}
            autoComplete="username"
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
          />
          <PasswordInput
            data-autofocus
            label={words.password}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <RefusalNote error={signIn.error} />
          <Button type="submit" loading={signIn.isPending}>
            {words.again}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
