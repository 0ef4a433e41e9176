import { CompiledQuery, Kysely, PostgresDialect, sql, type QueryResult, type Transaction } from 'kysely'
import pg from 'pg'

export type Db<Tables> = Kysely<Tables>
export type AnyDb = Kysely<Record<never, never>>

/** The same connection without its tables, for handing on to a module that brings its own. */
export function withoutTables<Tables>(db: Db<Tables>): AnyDb {
  // Tables exist in types only; forgetting them changes nothing that runs.
  return db as unknown as AnyDb
}

/** Statements that begin so are prepared once per connection under the name that follows. */
const PREPARED = /^\/\*p:([a-z_.]+)\*\//

export type Database = {
  db: AnyDb
  pool: pg.Pool
  close(): Promise<void>
}

export function openDatabase(
  url: string,
  options: { max?: number; applicationName?: string } = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 12,
    application_name: options.applicationName ?? 'thanglong',
    // A lost server must answer as "unavailable" soon, not hang a counter.
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  // One that breaks while it is lent out fails its query; nobody else need hear of it.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  const db = new Kysely<Record<never, never>>({
    dialect: new PostgresDialect({ pool: withPreparedNames(pool) }),
  })
  return { db, pool, close: () => closeAll(db, pool) }
}

async function closeAll(db: AnyDb, pool: pg.Pool) {
  await db.destroy()
  // Kysely leaves alone a pool it never used itself, and an idle connection would keep the process for a minute.
  if (!pool.ending) await pool.end()
}

function withPreparedNames(pool: pg.Pool) {
  const prepared = new WeakSet<pg.PoolClient>()
  const lost = new WeakSet<pg.PoolClient>()
  return {
    async connect() {
      const client = await pool.connect()
      // The server says that it ends a connection before the connection ends: nobody may be lent it in between.
      const release = client.release.bind(client)
      client.release = (error) => release(error ?? lost.has(client))
      if (!prepared.has(client)) {
        prepared.add(client)
        const query = client.query.bind(client)
        Object.assign(client, {
          query(...args: unknown[]) {
            const [text, values] = args
            const name = typeof text === 'string' ? PREPARED.exec(text)?.[1] : undefined
            const answer: unknown = name
              ? query({ name, text: String(text), values: Array.isArray(values) ? values : [] })
              : // The pool itself calls with a callback behind, so whatever came is passed on.
                Reflect.apply(query, client, args)
            if (answer instanceof Promise)
              answer.catch((error: unknown) => isConnectionLost(error) && lost.add(client))
            return answer
          },
        })
      }
      return client
    },
    end: () => pool.end(),
  }
}

/** One statement prepared under a name: the shortest way to the server, for the few hot calls. */
export function callPrepared<Row>(
  db: AnyDb,
  name: string,
  text: string,
  values: unknown[],
): Promise<QueryResult<Row>> {
  return db.executeQuery<Row>(CompiledQuery.raw(`/*p:${name}*/ ${text}`, values))
}

let savepoints = 0

/**
 * Runs `work` in a transaction; inside one already, in a savepoint of it,
 * so that a use case may be called alone or as a part of another.
 */
export async function inTransaction<Tables, Result>(
  db: Db<Tables>,
  work: (tx: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  if (!isTransaction(db)) return db.transaction().execute(work)
  const name = sql.id(`s${++savepoints}`)
  await sql`savepoint ${name}`.execute(db)
  try {
    const result = await work(db)
    await sql`release savepoint ${name}`.execute(db)
    return result
  } catch (error) {
    await sql`rollback to savepoint ${name}`.execute(db)
    throw error
  }
}

function isTransaction<Tables>(db: Db<Tables>): db is Transaction<Tables> {
  return db.isTransaction
}

/** PostgreSQL's own code of a failed statement, such as 23505 for a broken unique index. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

const LOST = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08001',
  '08003',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
])

/** True when the server cannot be reached or went away in the middle; the transaction did not happen or is safe to ask again with its idempotency key. */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlState(error)
  if (state && LOST.has(state)) return true
  return (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  )
}
