import { Button, PasswordInput, Stack, type PasswordInputProps } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { passwordMinLength, type Me } from '../contract.ts'
import { messages } from './messages.ts'
import { postPassword } from './queries.ts'

/** Changes one's own password; `current` is given when it was typed a moment ago. */
export function ChangePasswordForm({ current, onChanged }: { current?: string; onChanged(me: Me): void }) {
  const words = useWords(messages)
  const [typed, setTyped] = useState(current ?? '')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [asked, setAsked] = useState(false)
  const change = useMutation({ mutationFn: postPassword, onSuccess: onChanged })

  const short =
    next.length < passwordMinLength ? fill(words.passwordTooShort, { min: passwordMinLength }) : undefined
  const differ = next === again ? undefined : words.passwordsDiffer

  function submit(event: FormEvent) {
    event.preventDefault()
    setAsked(true)
    if (typed !== '' && !short && !differ && !change.isPending) change.mutate({ current: typed, next })
  }

  function field(label: string, value: string, onValue: (value: string) => void, more: PasswordInputProps) {
    return (
      <PasswordInput
        label={label}
        required
        value={value}
        onChange={(event) => onValue(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': words.showPassword }}
        {...more}
      />
    )
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <RefusalNote error={change.error} />
        {current === undefined &&
          field(words.currentPassword, typed, setTyped, {
            name: 'current',
            autoComplete: 'current-password',
            error: asked && typed === '' ? words.required : undefined,
          })}
        {field(words.newPassword, next, setNext, {
          name: 'next',
          autoComplete: 'new-password',
          description: fill(words.passwordRule, { min: passwordMinLength }),
          error: asked ? short : undefined,
        })}
        {field(words.newPasswordAgain, again, setAgain, {
          name: 'again',
          autoComplete: 'new-password',
          error: asked ? differ : undefined,
        })}
        <Button type="submit" loading={change.isPending} fullWidth>
          {words.changePassword}
        </Button>
      </Stack>
    </form>
  )
}
