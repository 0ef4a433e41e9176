import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import { silentLog } from '#platform/log.ts'
import type { Officer } from '../contract.ts'
import { makeParts, type Parts } from './parts.ts'
import { demoPassword, demoPasswordHash } from './password.ts'
import { seedOrganisation, type SeedStaff, type SeedUnit } from './seed-organisation.ts'
import { signIn } from './sign-in.ts'
import type { OrganisationTables } from './tables.ts'
import { authenticate } from './use-session.ts'

/** For tests: a city with a department, two districts and a commune in each. */
export const smallCityUnits: readonly SeedUnit[] = [
  { code: '01', tier: 'city', kind: 'Thành phố', name: 'Thành phố Hà Nội' },
  { code: 'S01', tier: 'department', kind: 'Sở', name: 'Sở Tư pháp', parentCode: '01', agencyCode: 'H26.12' },
  {
    code: '001',
    tier: 'district',
    kind: 'Quận',
    name: 'Quận Ba Đình',
    parentCode: '01',
    position: [105.83, 21.03],
  },
  { code: '002', tier: 'district', kind: 'Quận', name: 'Quận Hoàn Kiếm', parentCode: '01' },
  { code: '00001', tier: 'commune', kind: 'Phường', name: 'Phường Phúc Xá', parentCode: '001' },
  { code: '00037', tier: 'commune', kind: 'Phường', name: 'Phường Phúc Tân', parentCode: '002' },
]

/** One person for each kind of post, and one who sits on two. */
export const smallCityStaff: readonly SeedStaff[] = [
  staff('motcua.00001', 'Nguyễn Thị Ánh', '00001', 'one_stop'),
  staff('chuyenvien.00001', 'Trần Văn Bình', '00001', 'specialist'),
  staff('truong.001', 'Lê Đức Cường', '001', 'head'),
  staff('lanhdao.001', 'Phạm Thu Dung', '001', 'leader'),
  staff('vanthu.001', 'Hoàng Văn Đạt', '001', 'clerk'),
  staff('kiemsoat', 'Vũ Thị Êm', '01', 'controller'),
  staff('quantri', 'Đỗ Minh Giang', '01', 'operator'),
  {
    login: 'haivitri',
    fullName: 'Bùi Thanh Hà',
    posts: [
      { unitCode: '00001', kind: 'one_stop', title: 'Cán bộ một cửa' },
      {
        unitCode: '00037',
        kind: 'specialist',
        title: 'Chuyên viên tư pháp',
        fields: ['Hộ tịch', 'Chứng thực'],
      },
    ],
  },
]

function staff(
  login: string,
  fullName: string,
  unitCode: string,
  kind: SeedStaff['posts'][number]['kind'],
): SeedStaff {
  return { login, fullName, posts: [{ unitCode, kind, title: 'Vị trí thử' }] }
}

/** For tests: a seeded small city; every password is the demo password, hashed cheaply. */
export async function aSmallCity(anyDb: AnyDb, clock: Clock): Promise<Parts> {
  const db = anyDb.withTables<OrganisationTables>()
  await seedOrganisation(db, {
    units: smallCityUnits,
    staff: smallCityStaff,
    passwordHash: await demoPasswordHash('cheap'),
    passwordChangedAt: clock.now(),
    validFrom: '2023-01-01',
  })
  const parts = makeParts(db, clock, { timeZone: 'Asia/Ho_Chi_Minh', passwordCost: 'cheap' }, silentLog)
  await parts.registry.start()
  return parts
}

export const aCaller = { ip: '192.0.2.1', userAgent: 'test' }

/** For tests: signed in with the demo password; the token and the officer. */
export async function signedIn(parts: Parts, login: string): Promise<{ token: string; officer: Officer }> {
  const { token } = await signIn(parts, { login, password: demoPassword }, aCaller)
  const officer = await authenticate(parts, token)
  if (!officer) throw new Error(`${login} could not sign in`)
  return { token, officer }
}
