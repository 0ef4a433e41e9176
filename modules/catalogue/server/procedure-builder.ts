import { tiers, type Officer, type PostKind, type Tier, type Unit } from '#modules/organisation/contract.ts'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import type { ProcedureRecord } from '../contract.ts'
import { channelHeader } from './import/parse-channels.ts'
import { componentHeader } from './import/parse-components.ts'
import type { Parts } from './parts.ts'
import type { CatalogueTables } from './tables.ts'

// Builders of this module's tests.

export const reviewer = Object.freeze({
  accountId: 7,
  name: 'Cán bộ thử nghiệm',
  grants: [],
}) as unknown as Officer

/** One unit of each tier with the posts it usually has: communes have no head of section. */
const postsOf: Record<Tier, readonly PostKind[]> = {
  commune: ['one_stop', 'specialist', 'leader', 'clerk'],
  district: ['one_stop', 'specialist', 'head', 'leader', 'clerk'],
  department: ['one_stop', 'specialist', 'head', 'leader', 'clerk'],
  city: ['leader', 'clerk'],
}

/** In this city no district is left from that day on. */
export const DISTRICTS_END = '2025-07-01'

export const aDepartment = 'so-thu'

function unitsOn(day: string): Unit[] {
  return tiers
    .filter((tier) => tier !== 'district' || day < DISTRICTS_END)
    .map((tier) => ({
      id: tiers.indexOf(tier) + 1,
      code: tier === 'department' ? aDepartment : tier,
      tier,
      kind: tier,
      name: tier === 'department' ? 'Sở Thử nghiệm' : `Đơn vị ${tier}`,
      parentId: null,
      agencyCode: null,
      calendarId: 1,
    }))
}

const testCity: Parts['city'] = {
  unitsOn,
  postKindsOn: (day) =>
    Promise.resolve(new Map(unitsOn(day).map(({ id, tier }) => [id, new Set(postsOf[tier])]))),
}

export function testParts(db: AnyDb, clock: FakeClock): Parts {
  return {
    db: db.withTables<CatalogueTables>(),
    clock,
    timeZone: 'Asia/Ho_Chi_Minh',
    requirePermission: () => undefined,
    city: testCity,
    publishedSteps: () => Promise.resolve(undefined),
  }
}

export function aProcedure(changes: Partial<ProcedureRecord> = {}): ProcedureRecord {
  return {
    code: '1.900001',
    name: 'Cấp giấy thử nghiệm',
    decisionNumber: '1/QĐ-THU',
    kind: 'other',
    levels: ['commune'],
    field: 'Thử nghiệm',
    subjects: ['citizen'],
    competentAgency: null,
    performingAgencies: ['Ủy ban nhân dân cấp xã'],
    delegatedAgency: null,
    coordinatingAgencies: [],
    receptionAddress: null,
    channels: [
      {
        channel: 'counter',
        limit: { unit: 'working_days', amount: 3 },
        feeVnd: 0,
        feeNote: null,
        note: null,
      },
    ],
    componentGroups: [
      {
        caseName: null,
        purpose: 'submit',
        components: [{ id: 'form', name: 'Tờ khai', originals: 1, copies: 0 }],
      },
    ],
    dossierSets: 1,
    steps: 'Nộp, nhận.',
    conditions: null,
    results: [{ name: 'Giấy thử nghiệm', code: null }],
    legalGrounds: [],
    relatedProcedures: [],
    process: [
      {
        no: 1,
        key: 'receive',
        work: 'Tiếp nhận',
        doer: { postKind: 'one_stop', unit: 'receiving' },
        hours: 2,
      },
    ],
    competentTier: 'commune',
    competentUnitCode: null,
    ...changes,
  }
}

/** A record as the national database publishes it, on one line. */
export function aPublishedLine(changes: Record<string, unknown> = {}): string {
  return JSON.stringify({
    ma_thu_tuc: '1.900001',
    ten_thu_tuc: 'Cấp giấy thử nghiệm',
    cap_thuc_hien: 'Cấp xã',
    linh_vuc: 'Thử nghiệm',
    doi_tuong_thuc_hien: 'Công dân Việt Nam',
    co_quan_thuc_hien: 'Ủy ban nhân dân cấp xã',
    trinh_tu_thuc_hien: 'Nộp, nhận.',
    cach_thuc_thuc_hien: `${channelHeader}Trực tiếp3 Ngày làm việcMiễn phí`,
    thanh_phan_ho_so: `--${componentHeader}Tờ khai1 bản chính`,
    ket_qua_xu_ly: 'Giấy thử nghiệmMã: KQ.G01.000001',
    ...changes,
  })
}

export function channelText(...rows: string[]): string {
  return channelHeader + rows.join('')
}

export async function* bytesOf(...parts: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.isBuffer(part) ? part : Buffer.from(part, 'utf8')
}
