import { Readable } from 'node:stream'
import type { Part } from '#platform/http-route.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import { fileCases, openDesks, stepAll, takeStep } from './five-steps.ts'
import { openCity, type BenchServer, type City } from './make-city.ts'
import { report, reportBelow, say } from './report.ts'

const LIMIT_MAP_S = 3
/** "In seconds". */
const LIMIT_IMPORT_S = 10
const FOREIGN_CASES = 10_000
const MODEL_CASES = 200
const EVENTS_A_CASE = 6

type InsightQuery = Parameters<City['product']['insight']['show']>[1]
type Size = { events: number; histories: number }

/**
 * A foreign log of ten thousand cases from its file to its map, and a large stored one to its map; histories of dossiers to
 * the map of their process, when nobody has read them before and when somebody has.
 */
export async function benchMine(server: BenchServer, { events, histories }: Size): Promise<void> {
  await server.create('mine')
  const city = await openCity(server, 'mine')
  try {
    const officer = (await city.product.organisation.listOfficers()).find(
      ({ postKind }) => postKind === 'controller',
    )
    if (!officer) throw new Error('Nobody may look into processes.')
    await benchForeign(city, officer, events)
    await benchHistories(city, officer, histories)
  } finally {
    await city.close()
    await server.drop('mine')
  }
}

async function benchForeign({ product, database }: City, officer: Officer, events: number): Promise<void> {
  const { insight } = product
  const began = performance.now()
  const imported = await insight.importLog(officer, formOf(FOREIGN_CASES * EVENTS_A_CASE))
  reportBelow('mine_import', (performance.now() - began) / 1000, 's', LIMIT_IMPORT_S)
  if (imported.map.cases !== FOREIGN_CASES) throw new Error(`${imported.map.cases} cases came in.`)

  const large = await insight.importLog(officer, formOf(events))
  const asked = performance.now()
  const { map } = await freshInsight(product, database).showLog(officer, large.log.id)
  reportBelow('mine_foreign', (performance.now() - asked) / 1000, 's', LIMIT_MAP_S)
  if (map.events !== events) throw new Error(`The map counts ${map.events} of ${events} events.`)
}

/** A log as a form brings it: six events a case, every third case with a loop, four units. */
async function* formOf(events: number): AsyncGenerator<Part> {
  const mapping = { case: 'case', activity: 'activity', time: 'time', unit: 'unit' }
  const fields = { name: 'bench', source: 'bench', format: 'csv', mapping: JSON.stringify(mapping) }
  for (const [name, value] of Object.entries(fields)) yield { kind: 'field', name, value }
  yield {
    kind: 'file',
    name: 'file',
    filename: 'bench.csv',
    type: 'text/csv',
    stream: Readable.from(csvLines(events)),
  }
}

const straight = ['receive', 'assign', 'examine', 'sign', 'issue', 'return']
const again = ['receive', 'examine', 'sign', 'examine', 'sign', 'return']

function* csvLines(events: number): Generator<Buffer> {
  let text = 'case,activity,time,unit\n'
  for (let event = 0; event < events; event++) {
    const number = Math.floor(event / EVENTS_A_CASE)
    const place = event % EVENTS_A_CASE
    const at = new Date(Date.UTC(2022, 0, 3) + number * 60_000 + place * 3_600_000 * (1 + (number % 17)))
    const activity = (number % 3 === 0 ? again : straight)[place]
    text += `C-${number},${activity},${at.toISOString()},unit ${(number + (place === 0 ? 1 : 0)) % 4}\n`
    if (text.length > 60_000) {
      yield Buffer.from(text)
      text = ''
    }
  }
  yield Buffer.from(text)
}

/** Dossiers walked by the product, and as many like them as are asked for. */
async function benchHistories(city: City, officer: Officer, histories: number): Promise<void> {
  const desks = await openDesks(city, 8)
  const deskOf = new Map(desks.map((desk) => [desk.unitId, desk]))
  const cases = await fileCases(city, desks, MODEL_CASES, 'mine')
  await stepAll(cases, 8, (one) => takeStep(city, deskOf, one))
  say(`Writing ${Math.round(histories)} histories like theirs…`)
  const { pool } = city.database
  const copies = Math.ceil(histories / MODEL_CASES) - 1
  for (const table of ['case', 'event'])
    await pool.query(
      `insert into casework.${table} ${await columnsOf(city, table)} from casework.${table} t, generate_series(1, ${copies}) as i`,
    )
  await pool.query('vacuum analyze casework.case, casework.event')
  const { rows } = await pool.query<{ definition: number; cases: string }>(
    'select definition_id as definition, count(*) as cases from casework.case group by 1 order by 2 desc limit 1',
  )
  const query: InsightQuery = { definition: rows[0]?.definition ?? 0, from: '2023-01-01', to: '2023-12-31' }
  const first = await readOnce(city, officer, query)
  report('mine_unread', (first.casesRead * EVENTS_A_CASE) / first.seconds, 'events/s', { ratio: 1 })
  for (let read = first.casesRead; read < first.casesInAll; )
    read = (await readOnce(city, officer, query)).casesRead
  const { seconds, casesRead } = await readOnce(city, officer, query)
  if (casesRead < histories) throw new Error(`${casesRead} of ${histories} histories were read.`)
  reportBelow('mine', seconds, 's', LIMIT_MAP_S)
}

/** As in a process that has nothing in memory. */
async function readOnce({ product, database }: City, officer: Officer, query: InsightQuery) {
  const insight = freshInsight(product, database)
  const began = performance.now()
  const { map, casesRead, casesInAll } = await insight.show(officer, query)
  if (map.cases !== casesRead) throw new Error(`The map counts ${map.cases} of ${casesRead} cases.`)
  return { seconds: (performance.now() - began) / 1000, casesRead, casesInAll }
}

function freshInsight(
  { casework, organisation, calendar, dossiers }: City['product'],
  { db }: City['database'],
) {
  return casework.insight({ db, organisation, calendar, subjects: dossiers.processSubjects })
}

/** Every column as it is, but for the id, which goes back by more time than all models took, within the same shard and year. */
async function columnsOf({ database }: City, table: string): Promise<string> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'casework.${table}'::regclass and attnum > 0 and not attisdropped`,
  )
  const names = rows.map(({ name }) => `"${name}"`)
  const values = rows.map(({ name }) => {
    if (name === 'case_id') return 't.case_id - (i::bigint << 38)'
    return name === 'code' ? `t.code || '-' || i` : `t."${name}"`
  })
  return `(${names.join(', ')}) select ${values.join(', ')}`
}
