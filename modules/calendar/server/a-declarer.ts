import type { Clock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { refusal } from '#platform/errors.ts'
import type { Officer, PermissionWord } from '#modules/organisation/contract.ts'
import { calendarModule, seedCalendars, type CalendarModule } from './index.ts'

/** An official of the demo kind, with or without leave to declare days off. */
export function anOfficer(permissions: readonly PermissionWord[]): Officer {
  return {
    accountId: 7,
    personId: 7,
    name: 'Nguyễn Thị Mẫu',
    unitId: 1,
    postId: 7,
    postKind: 'controller',
    postTitle: 'Kiểm soát thủ tục',
    fields: [],
    grants: permissions.map((permission) => ({ permission, scope: 'city' as const })),
  }
}

/** The module on a seeded database, asking permissions of the officer's own grants. */
export async function seededCalendars(db: AnyDb, clock: Clock): Promise<CalendarModule> {
  await seedCalendars(db, clock.now())
  const calendars = calendarModule({
    db,
    clock,
    organisation: {
      requirePermission(officer, permission) {
        if (officer.grants.some((grant) => grant.permission === permission)) return
        throw refusal('forbidden', 'organisation.forbidden', { vi: 'Không có quyền.', en: 'No permission.' })
      },
    },
  })
  await calendars.start()
  return calendars
}
