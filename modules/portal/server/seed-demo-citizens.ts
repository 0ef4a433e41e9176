import { createHash } from 'node:crypto'
import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import { demoPasswordHash } from '#modules/organisation/server/index.ts'
import type { DemoCitizenAccount } from '../contract.ts'
import { insertAccounts } from './account-store.ts'
import type { PortalTables } from './tables.ts'

/** Gives the demo citizens that have a login an account with the demo password; those known already stay as they are. */
export async function seedDemoCitizens(
  db: AnyDb,
  clock: Clock,
  citizens: readonly DemoCitizenAccount[],
): Promise<number> {
  const passwordHash = await demoPasswordHash()
  return insertAccounts(
    db.withTables<PortalTables>(),
    citizens.flatMap((citizen) =>
      citizen.login === undefined
        ? []
        : [
            {
              // The same citizen on every run, so that a simulated day can be repeated to the letter.
              id: createHash('sha256')
                .update(`demo citizen ${citizen.login}`)
                .digest('base64url')
                .slice(0, 16),
              login: citizen.login,
              passwordHash,
              createdAt: clock.now(),
              person: {
                kind: 'citizen',
                fullName: citizen.fullName,
                identityNumber: citizen.identityNumber,
                dateOfBirth: citizen.birthDate.split('-').reverse().join('/'),
                phone: citizen.phone,
                email: citizen.email ?? '',
                address: citizen.address,
              },
            },
          ],
    ),
  )
}
