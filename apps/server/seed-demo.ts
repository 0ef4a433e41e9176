import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import { hanoiReorganisation2025 } from '#data/hanoi/reorganisation-2025.ts'
import { demoUnits2023 } from '#data/hanoi/vertical-agencies.ts'
import { demoStaff } from '#data/people/staff.ts'
import { demoProcesses } from '#data/processes/processes.ts'
import { demoProcedures } from '#data/procedures/procedures.ts'
import { seedProcesses, type SeedProcess } from '#modules/casework/server/index.ts'
import { seedProcedures } from '#modules/catalogue/server/index.ts'
import { processOf } from '#modules/dossiers/server/index.ts'
import {
  demoPasswordHash,
  prepareReorganisation,
  seedOrganisation,
} from '#modules/organisation/server/index.ts'
import type { OrganisationTables } from '#modules/organisation/server/index.ts'

/** First day of everything in the demo city. */
const FIRST_DAY = '2023-01-01'
/** Where the demo city's clock stands when it is first started: a Thursday, half past seven in Hà Nội. */
export const DEMO_MORNING = '2023-11-09T00:30:00.000Z'

/** Communes keep a desk on Saturday mornings; the rest keep office hours. The ids are those of data/holidays. */
const STANDARD_CALENDAR = 1
const SATURDAY_CALENDAR = 2

/** Writes Hà Nội of 2023 with its people and procedures; running it again changes nothing. */
export async function seedDemo(db: AnyDb, clock: Clock): Promise<void> {
  const units = demoUnits2023()
  await seedOrganisation(db.withTables<OrganisationTables>(), {
    units: units.map(({ parentCode, ...unit }) => ({
      ...unit,
      parentCode: parentCode ?? undefined,
      calendarId: unit.tier === 'commune' ? SATURDAY_CALENDAR : STANDARD_CALENDAR,
    })),
    staff: demoStaff(units),
    passwordHash: await demoPasswordHash(),
    passwordChangedAt: new Date(`${FIRST_DAY}T00:00:00Z`),
    validFrom: FIRST_DAY,
  })
  // The change that the guided demo carries out lies ready, with everything people must decide about it.
  await prepareReorganisation(db.withTables<OrganisationTables>(), hanoiReorganisation2025(), clock.now())
  await seedProcedures(
    db,
    clock,
    demoProcedures().map(({ record }) => record),
    { validFrom: FIRST_DAY },
  )
  const records = new Map(demoProcedures().map(({ record }) => [record.code, record]))
  await seedProcesses(
    db,
    clock,
    demoProcesses().flatMap(({ bpmn, dmn, ...process }) => {
      const record = records.get(process.subject)
      if (!record) return []
      const content: SeedProcess['content'] =
        bpmn === null
          ? { form: 'table', steps: processOf(record).steps.slice(), dmn }
          : { form: 'model', bpmn, dmn }
      return [{ ...process, content, kind: 'dossier', name: record.name, validFrom: FIRST_DAY }]
    }),
  )
}
