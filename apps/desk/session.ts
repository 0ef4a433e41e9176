import { createContext, useContext } from 'react'
import type { Me } from '#modules/organisation/contract.ts'

const SessionContext = createContext<Me | undefined>(undefined)
export const SessionProvider = SessionContext.Provider

/** Who is signed in; only screens behind the sign-in ask. */
export function useMe(): Me {
  const me = useContext(SessionContext)
  if (!me) throw new Error('useMe outside of a session')
  return me
}
