import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export type ServerProcess = { pid: number; address: string; secondsToHealthy: number; stop(): Promise<void> }

const folder = resolve(fileURLToPath(import.meta.url), '..', '..')

/** Starts the product as `npm start` does and comes back when `/healthz` says that all parts work. */
export async function startProduct(env: Record<string, string>): Promise<ServerProcess> {
  const port = await freePort()
  const begun = performance.now()
  const child = spawn(process.execPath, ['--import', 'tsx', 'apps/cli/thanglong.ts', 'start'], {
    cwd: folder,
    env: { ...process.env, LOG_LEVEL: 'error', HOST: '127.0.0.1', PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const address = `http://127.0.0.1:${port}`
  while (!(await isHealthy(address))) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}: ${said}`)
    if (performance.now() - begun > 180_000) {
      child.kill('SIGKILL')
      throw new Error(`The server was not healthy in three minutes: ${said}`)
    }
    await wait(20)
  }
  return {
    pid: child.pid ?? 0,
    address,
    secondsToHealthy: (performance.now() - begun) / 1000,
    stop: () => stop(child),
  }
}

async function isHealthy(address: string): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/healthz`)
    await answer.arrayBuffer()
    return answer.status === 200
  } catch {
    return false
  }
}

async function stop(child: ChildProcess) {
  if (child.exitCode !== null) return
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  await gone
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Memory of a process and everything it started, shared pages counted once (PSS); undefined where the kernel does not tell. */
export function memoryOfTree(pid: number): number | undefined {
  if (!existsSync('/proc/self/smaps_rollup')) return undefined
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = parentOf(Number(name))
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const sum = (one: number): number =>
    pssOf(one) + (children.get(one) ?? []).reduce((total, child) => total + sum(child), 0)
  return sum(pid)
}

function parentOf(pid: number): number | undefined {
  const parent = statOf(pid)?.[1]
  return parent === undefined ? undefined : Number(parent)
}

/** The kernel's line on a process from its state on; a name may hold anything, so it is cut off. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function pssOf(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

const TICKS_A_SECOND = 100

/** Processor seconds a process and its children have used; undefined where the kernel does not tell. */
export function cpuOfChildren(pid: number): number | undefined {
  if (!existsSync('/proc/self/stat')) return undefined
  let ticks = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const fields = statOf(Number(name))
    if (fields && (Number(name) === pid || Number(fields[1]) === pid))
      ticks += Number(fields[11]) + Number(fields[12])
    // Those that have ended are counted with their parent.
    if (fields && Number(name) === pid) ticks += Number(fields[13]) + Number(fields[14])
  }
  return ticks / TICKS_A_SECOND
}
