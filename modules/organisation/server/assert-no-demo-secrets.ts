import { countAccountsWithHashMark } from './account-store.ts'
import { organisationErrors } from './errors.ts'
import { demoHashMark } from './password.ts'
import type { OrganisationDb } from './tables.ts'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/

/** Refuses to open a real city to the network while accounts still have the demo password. */
export async function assertNoDemoSecrets(
  db: OrganisationDb,
  { demo, host }: { demo: boolean; host: string },
): Promise<void> {
  if (demo || LOOPBACK.test(host)) return
  const accounts = await countAccountsWithHashMark(db, demoHashMark)
  if (accounts > 0) throw organisationErrors.demoSecrets(accounts)
}
