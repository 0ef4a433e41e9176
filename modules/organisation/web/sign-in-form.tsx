import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState, type FormEvent } from 'react'
import { useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { Me } from '../contract.ts'
import { messages } from './messages.ts'
import { postSignIn } from './queries.ts'

/** Login and password; after a refusal the login stays and the password is selected to be typed over. */
export function SignInForm({ onSignedIn }: { onSignedIn(me: Me, password: string): void }) {
  const words = useWords(messages)
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [asked, setAsked] = useState(false)
  const passwordField = useRef<HTMLInputElement>(null)
  const signIn = useMutation({
    mutationFn: postSignIn,
    onSuccess: (me) => onSignedIn(me, password),
    onError: () => passwordField.current?.select(),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    setAsked(true)
    if (login.trim() !== '' && password !== '' && !signIn.isPending) signIn.mutate({ login, password })
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <RefusalNote error={signIn.error} />
        <TextInput
          label={words.login}
          name="login"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          ref={focusOnce}
          required
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          error={asked && login.trim() === '' ? words.required : undefined}
        />
        <PasswordInput
          ref={passwordField}
          label={words.password}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={asked && password === '' ? words.required : undefined}
          visibilityToggleButtonProps={{ 'aria-label': words.showPassword }}
        />
        <Button type="submit" loading={signIn.isPending} fullWidth>
          {words.signIn}
        </Button>
      </Stack>
    </form>
  )
}

function focusOnce(field: HTMLInputElement | null) {
  field?.focus()
}
