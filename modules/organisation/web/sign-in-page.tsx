import { Center, Paper, Stack, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useWords } from '#platform/ui/i18n.ts'
import type { Me } from '../contract.ts'
import { ChangePasswordForm } from './change-password-form.tsx'
import { messages } from './messages.ts'
import { meQuery } from './queries.ts'
import { SignInForm } from './sign-in-form.tsx'

type SignInPageProps = {
  onSignedIn(me: Me): void
  /** What the shell wants to say below the form, such as the accounts of the demo city. */
  children?: ReactNode
}

/** The door of the desk: sign in, and choose a password of one's own when the first one was for one use. */
export function SignInPage({ onSignedIn, children }: SignInPageProps) {
  const words = useWords(messages)
  const queries = useQueryClient()
  const [oneTime, setOneTime] = useState<string>()

  function enter(me: Me) {
    queries.setQueryData(meQuery.queryKey, me)
    onSignedIn(me)
  }

  function onPassword(me: Me, password: string) {
    if (me.mustChangePassword) setOneTime(password)
    else enter(me)
  }

  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w="100%" maw={420}>
        <Stack>
          <Stack gap={4}>
            <Text c="lacquer" fw={600}>
              {words.product}
            </Text>
            <Title order={1} size="h3">
              {oneTime === undefined ? words.signInTitle : words.changePasswordFirst}
            </Title>
            <Text size="sm">{oneTime === undefined ? words.signInLead : words.changePasswordLead}</Text>
          </Stack>
          {oneTime === undefined ? (
            <SignInForm onSignedIn={onPassword} />
          ) : (
            <ChangePasswordForm current={oneTime} onChanged={enter} />
          )}
          {oneTime === undefined && children}
        </Stack>
      </Paper>
    </Center>
  )
}
