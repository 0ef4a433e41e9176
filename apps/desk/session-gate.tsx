import { Center, Loader } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import type { Me } from '#modules/organisation/contract.ts'
import { meQuery, SignInPage } from '#modules/organisation/web/index.ts'
import { ApiError, onSignInNeeded } from '#platform/ui/api.ts'
import { useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { deskEn } from './messages.en.ts'
import { deskVi } from './messages.vi.ts'
import { SessionProvider } from './session.ts'
import { SignInAgain } from './sign-in-again.tsx'

/**
 * Nobody passes unsigned. A session that ends while somebody works is renewed in a dialog above the page,
 * so the page, and all that was typed on it, stays.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  const words = useWords({ vi: deskVi, en: deskEn })
  const session = useQuery(meQuery)
  const [expired, setExpired] = useState(false)
  useEffect(() => onSignInNeeded(() => setExpired(true)), [])

  const me = session.data
  if (me) {
    return (
      <SessionProvider value={me}>
        {children}
        <SignInAgain me={me} opened={expired} onSignedIn={(again) => welcome(again, me)} />
      </SessionProvider>
    )
  }
  if (session.error instanceof ApiError && session.error.status === 401) {
    return <SignInPage onSignedIn={(signedIn) => welcome(signedIn)} />
  }
  if (session.error) {
    return (
      <Center mih="100vh" p="md">
        <RefusalNote error={session.error} onRetry={() => void session.refetch()} />
      </Center>
    )
  }
  return <Waiting label={words.loading} />

  function welcome(signedIn: Me, before?: Me) {
    // Another person must not find this one's screens.
    if (before && before.accountId !== signedIn.accountId) return location.reload()
    queries.setQueryData(meQuery.queryKey, signedIn)
    setExpired(false)
    if (before) void queries.invalidateQueries()
  }
}

function Waiting({ label }: { label: string }) {
  return (
    <Center mih="100vh" role="status" aria-label={label}>
      <Loader />
    </Center>
  )
}
