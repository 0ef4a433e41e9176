import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

type Choice = { executablePath: string; env: Record<string, string> }

const installedNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

// Never --single-process: one crashing page would end the run, and the page's memory could not be told apart.
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
]

/**
 * Starts Chromium with a profile of its own: the one installed on this machine, or else the one that comes
 * with npm. THANGLONG_BROWSER=bundled asks for the latter, a path for that program.
 */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await chooseBrowser()
  return chromium.launch({
    executablePath,
    args: flags,
    chromiumSandbox: false,
    env: { ...plainEnv(), ...env },
  })
}

/** Makes sure that a browser is there and says which; the first time this unpacks about 200 MB. */
export async function chooseBrowser(): Promise<Choice> {
  const wish = process.env['THANGLONG_BROWSER']
  if (wish && wish !== 'bundled') return { executablePath: wish, env: {} }
  const installed = wish === 'bundled' ? undefined : findInstalled()
  return installed ? { executablePath: installed, env: {} } : bundled()
}

function findInstalled(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return installedNames.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function bundled(): Promise<Choice> {
  const folder = await unpack()
  const home = join(folder, 'home')
  mkdirSync(home, { recursive: true })
  const fontsFile = join(folder, 'fonts.conf')
  writeFileSync(fontsFile, fontsConf(folder))
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_FILE: fontsFile, HOME: home },
  }
}

/** One unpacked copy per version and user, made beside its place and moved there whole. */
async function unpack(): Promise<string> {
  const require = createRequire(import.meta.url)
  const entry = require.resolve('@sparticuz/chromium')
  const version = /(\d+\.\d+\.\d+)/.exec(require(packageFileOf(entry)).version)?.[1] ?? 'unknown'
  const folder = join(tmpdir(), `thanglong-chromium-${version}-${userInfo().uid}`)
  if (existsSync(join(folder, 'chromium'))) return folder

  const making = `${folder}.${process.pid}`
  mkdirSync(making, { recursive: true })
  // The package unpacks its libraries only where it believes to run in its cloud, and always into TMPDIR.
  const script = `import(process.argv[1]).then((chromium) => chromium.default.executablePath())`
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, entry], {
    env: { ...process.env, TMPDIR: making, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
  })
  if (existsSync(folder)) rmSync(making, { recursive: true })
  else renameSync(making, folder)
  return folder
}

function packageFileOf(entry: string): string {
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (existsSync(file) && existsSync(join(folder, 'bin'))) return file
    if (folder === dirname(folder)) throw new Error(`No package.json above ${entry}`)
  }
}

/** A bare machine has no fonts; the papers' font serves every script our pages use. */
function fontsConf(folder: string): string {
  const require = createRequire(import.meta.url)
  const tinos = dirname(require.resolve('@expo-google-fonts/tinos/package.json'))
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${tinos}</dir>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
</fontconfig>
`
}

function plainEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
