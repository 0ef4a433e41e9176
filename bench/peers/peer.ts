import type pg from 'pg'
import { fiveSteps } from '../five-steps.ts'

/** Another way to carry the same five-step case, with state and an audit record in the same PostgreSQL. */
export type Peer = {
  name: string
  /** How many times as many steps a second the product must take. */
  floor: number
  /** Enough cases for some seconds of work. */
  cases: number
  open(caseId: string): Promise<void>
  /** Takes the step and comes back when state and audit record are committed. */
  step(caseId: string, index: number): Promise<void>
  close(): Promise<void>
}

/** What every peer keeps in its state and writes with each step, about as much as a dossier's own facts. */
export const facts = {
  code: '000.01.21.H26-231109-0001',
  procedure: '2.000635',
  owner: 'Nguyễn Thị Minh Khai',
  channel: 'counter',
  receivingUnitId: 52,
  competentUnitId: 52,
  receivedAt: '2023-11-09T02:00:00.000Z',
  dueAt: '2023-11-09T10:00:00.000Z',
  address: 'số 12, ngõ 34, phố Hoa Sữa, Phường Trúc Bạch, Quận Ba Đình',
  form: {
    personName: 'Nguyễn Thị Minh Khai',
    recordKind: 'Theo giấy tờ kèm theo',
    registeredOn: '2001-02-03',
    purpose: 'Bổ sung hồ sơ cá nhân',
  },
}

export function auditOf(caseId: string, index: number) {
  return {
    step: fiveSteps[index] ?? '',
    actorId: 1000 + index,
    postId: 2000 + index,
    unitId: 52,
    key: `${caseId}.${index}`,
    happenedAt: new Date().toISOString(),
  }
}

/** The one state row and the append-only audit that each peer gets. */
export async function makeTables(pool: pg.Pool, schema: string) {
  await pool.query(`create schema ${schema}`)
  await pool.query(
    `create table ${schema}.state (case_id text primary key, version int not null, state json not null)`,
  )
  await pool.query(
    `create table ${schema}.audit (case_id text not null, seq int not null, at timestamptz not null, payload json not null, primary key (case_id, seq))`,
  )
}

/** State and audit record in one statement, refused when somebody else was faster. */
export async function save(
  pool: pg.Pool,
  schema: string,
  caseId: string,
  version: number,
  state: unknown,
  audit: unknown,
) {
  const { rowCount } = await pool.query({
    name: `${schema}.save`,
    text: `with changed as (update ${schema}.state set version = $2 + 1, state = $3 where case_id = $1 and version = $2 returning case_id)
      insert into ${schema}.audit (case_id, seq, at, payload) select case_id, $2 + 1, now(), $4 from changed`,
    values: [caseId, version, JSON.stringify(state), JSON.stringify(audit)],
  })
  if (rowCount !== 1) throw new Error(`${schema}: case ${caseId} was not at version ${version}.`)
}

export async function load(
  pool: pg.Pool,
  schema: string,
  caseId: string,
): Promise<{ version: number; state: unknown }> {
  const { rows } = await pool.query<{ version: number; state: unknown }>({
    name: `${schema}.load`,
    text: `select version, state from ${schema}.state where case_id = $1`,
    values: [caseId],
  })
  const [row] = rows
  if (!row) throw new Error(`${schema}: there is no case ${caseId}.`)
  return row
}

export async function insert(pool: pg.Pool, schema: string, caseId: string, state: unknown) {
  await pool.query({
    name: `${schema}.insert`,
    text: `insert into ${schema}.state (case_id, version, state) values ($1, 0, $2)`,
    values: [caseId, JSON.stringify(state)],
  })
}
