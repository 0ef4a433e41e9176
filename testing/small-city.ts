import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import { loadConfig } from '#platform/config.ts'
import { silentLog } from '#platform/log.ts'
import { demoUnits2023 } from '#data/hanoi/vertical-agencies.ts'
import { demoStaff } from '#data/people/staff.ts'
import { demoProcedures } from '#data/procedures/procedures.ts'
import { seedCalendars } from '#modules/calendar/server/index.ts'
import { seedProcedures } from '#modules/catalogue/server/index.ts'
import type { CounterFiling } from '#modules/dossiers/contract.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import {
  demoPasswordHash,
  seedOrganisation,
  type OrganisationTables,
} from '#modules/organisation/server/index.ts'
import { composeProduct, type Product } from '#apps/server/product.ts'

/** Decided by the commune within three working days. */
export const GUARDIANSHIP = '1.004837'
/** Filed at a commune, decided by the department of justice. */
export const LAWYER_LICENCE = '1.000828'

const UNITS = new Set(['01', '001', '00001', '00004', 'so-tu-phap'])

export type SmallCity = Product & { officer(login: string): Promise<Officer>; unitId(code: string): number }

/** A city of one district, two communes and a department, with its real staff plan and three procedures. */
export async function aSmallCity(
  db: AnyDb,
  clock: Clock,
  env: Record<string, string> = {},
  more: { units?: readonly string[]; procedures?: readonly string[] } = {},
): Promise<SmallCity> {
  const folder = mkdtempSync(join(tmpdir(), 'thanglong-files-'))
  const config = loadConfig({ THANGLONG_FILES: folder, PUBLIC_URL: 'http://localhost:8080', ...env })
  await seedCalendars(db, clock.now())
  const units = demoUnits2023().filter((unit) => UNITS.has(unit.code) || more.units?.includes(unit.code))
  await seedOrganisation(db.withTables<OrganisationTables>(), {
    units: units.map(({ parentCode, ...unit }) => ({
      ...unit,
      parentCode: parentCode ?? undefined,
      calendarId: 1,
    })),
    staff: demoStaff(units),
    passwordHash: await demoPasswordHash('cheap'),
    passwordChangedAt: new Date('2023-01-01T00:00:00Z'),
    validFrom: '2023-01-01',
  })
  const wanted = new Set([GUARDIANSHIP, LAWYER_LICENCE, '1.001193', ...(more.procedures ?? [])])
  await seedProcedures(
    db,
    clock,
    demoProcedures()
      .map(({ record }) => record)
      .filter(({ code }) => wanted.has(code)),
    { validFrom: '2023-01-01' },
  )
  const product = await composeProduct({ db, clock, config, log: silentLog, wake: () => undefined })
  await product.dossiers.start()
  return {
    ...product,
    async officer(login) {
      const found = await product.organisation.findOfficerByLogin(login)
      if (!found) throw new Error(`no official ${login}`)
      return found
    },
    unitId: (code) => product.organisation.units().byCode(code)?.id ?? 0,
  }
}

let keys = 0

export function aKey(): string {
  return `test-key-${++keys}`
}

/** A filing at the counter of a commune, complete in every part. */
export async function aFiling(city: SmallCity, fields: Partial<CounterFiling> = {}): Promise<CounterFiling> {
  const procedure = await city.catalogue.getProcedure(fields.procedureCode ?? GUARDIANSHIP)
  const form = Object.fromEntries(
    (procedure.form ?? []).map((field) => [
      field.key,
      field.type === 'date'
        ? '2023-01-05'
        : field.type === 'number'
          ? '1'
          : (field.options?.[0]?.value ?? 'Nội dung thử'),
    ]),
  )
  return {
    procedureCode: procedure.code,
    receivingUnitId: city.unitId('00004'),
    owner: {
      kind: 'citizen',
      fullName: 'Nguyễn Thị Thử',
      identityNumber: '999000000001',
      phone: '0000123456',
    },
    form,
    components: [],
    files: [],
    delivery: 'counter',
    channel: 'counter',
    commandKey: aKey(),
    ...fields,
  }
}
