import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const program = join(root, 'apps', 'cli', 'thanglong.ts')

export type City = {
  address: string
  dataFolder: string
  process: ChildProcess
  output(): string
  /** As Ctrl-C does; answers the exit code. */
  stop(): Promise<number | null>
  /** As a power cut does. */
  kill(): Promise<void>
}

/** A data folder that is gone after `remove`. PostgreSQL may run as another user, so others may pass. */
export function temporaryFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'thanglong-e2e-'))
  chmodSync(folder, 0o755)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

export function environment(dataFolder: string, env: Record<string, string>) {
  const { DATABASE_URL: _mine, ...rest } = process.env
  return { ...rest, THANGLONG_DATA: dataFolder, LOG_LEVEL: 'warn', SIMULATE_SPEED: '0', ...env }
}

/** Starts the real program on a folder and waits until it says where it is. */
export async function startCity(dataFolder: string, env: Record<string, string> = {}): Promise<City> {
  const port = await freePort()
  const child = spawn(process.execPath, ['--import', 'tsx', program, 'start'], {
    cwd: root,
    env: environment(dataFolder, { PORT: String(port), ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  await new Promise<void>((ready, fail) => {
    const hear = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Ctrl-C')) ready()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => fail(new Error(`the city ended with ${code}: ${output}`)))
  })
  return {
    address: `http://127.0.0.1:${port}`,
    dataFolder,
    process: child,
    output: () => output,
    stop() {
      child.kill('SIGINT')
      return ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Runs one command of the program to its end. */
export async function runCommand(
  dataFolder: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd: root,
    env: environment(dataFolder, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((done) => child.once('exit', done))
  return { code, output }
}

/** An official at the API. */
export async function signInAt(address: string, login: string, password = 'thanglong2023') {
  const answer = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  if (!answer.ok) throw new Error(`${login} could not sign in: ${await answer.text()}`)
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return async function call<Answer>(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
  ): Promise<Answer> {
    const isJson = body !== undefined && !(body instanceof FormData)
    const reply = await fetch(address + path, {
      method,
      headers: { cookie, ...(isJson ? { 'content-type': 'application/json' } : {}) },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    })
    const text = await reply.text()
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`)
    return JSON.parse(text) as Answer
  }
}
