import { tmpdir } from 'node:os'
import { hanoiUnits2023, type HanoiUnit } from '#data/hanoi/units.ts'
import { demoStaff } from '#data/people/staff.ts'
import { demoProcedures } from '#data/procedures/procedures.ts'
import { systemClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { calendarModule, seedCalendars } from '#modules/calendar/server/index.ts'
import { seedProcedures } from '#modules/catalogue/server/index.ts'
import { dossiersModule } from '#modules/dossiers/server/index.ts'
import { catalogueModule } from '#modules/catalogue/server/index.ts'
import { caseworkModule } from '#modules/casework/server/index.ts'
import { notificationsModule } from '#modules/notifications/server/index.ts'
import { filesModule } from '#modules/files/server/index.ts'
import {
  organisationModule,
  seedOrganisation,
  type OrganisationTables,
} from '#modules/organisation/server/index.ts'

const FIRST_DAY = '2023-01-01'

/** One district with its communes, and every department: enough for each kind of way a dossier goes. */
export function smallHanoi(districtCode = '001'): HanoiUnit[] {
  return hanoiUnits2023().filter(
    (unit) =>
      unit.tier === 'city' ||
      unit.tier === 'department' ||
      unit.code === districtCode ||
      unit.parentCode === districtCode,
  )
}

/** Seeds a part of the demo city and composes what a simulated day needs. */
export async function aCity(db: AnyDb, units: readonly HanoiUnit[]) {
  await seedCalendars(db, systemClock.now())
  await seedOrganisation(db.withTables<OrganisationTables>(), {
    units: units.map(({ parentCode, ...unit }) => ({
      ...unit,
      ...(parentCode === null ? {} : { parentCode }),
      calendarId: unit.tier === 'commune' ? 2 : 1,
    })),
    staff: demoStaff(units).map(({ login, fullName, posts: [post] }) => ({
      login,
      fullName,
      posts: [{ unitCode: post.unitCode, kind: post.kind, title: post.title, fields: [...post.fields] }],
    })),
    // Nobody signs in here.
    passwordHash: '-',
    passwordChangedAt: new Date(`${FIRST_DAY}T00:00:00Z`),
    validFrom: FIRST_DAY,
  })
  await seedProcedures(
    db,
    systemClock,
    demoProcedures().map(({ record }) => record),
    { validFrom: FIRST_DAY },
  )
  const timeZone = 'Asia/Ho_Chi_Minh'
  const organisation = organisationModule({ db, clock: systemClock, config: { timeZone } })
  await organisation.start()
  const calendar = calendarModule({ db, clock: systemClock, organisation, timeZone })
  await calendar.start()
  const files = filesModule({ db, folder: tmpdir(), maxUploadBytes: 1, clock: systemClock })
  const notifications = notificationsModule({ db, clock: systemClock, realClock: systemClock })
  const config = { timeZone, publicUrl: 'http://localhost' }
  const catalogue = catalogueModule({ db, clock: systemClock, timeZone, organisation })
  await dossiersModule({
    db,
    clock: systemClock,
    organisation,
    calendar,
    catalogue,
    casework: caseworkModule({ clock: systemClock }),
    files,
    notifications,
    ...config,
  }).start()
  return { organisation, calendar, files, notifications, config }
}
