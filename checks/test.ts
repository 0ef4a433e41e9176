/**
 * `npm test`: everything the tests need and then the tests. With names as arguments it runs only those suites:
 * `npm test unit db`. Reports and screenshots are left in artefacts/.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chooseBrowser } from '#e2e/browser.ts'
import { repository, runNodeInView, tool } from './processes.ts'

const suites = ['unit', 'db', 'e2e'] as const
type Suite = (typeof suites)[number]

type Outcome = { passed: number; failed: number }

async function main(args: string[]): Promise<void> {
  const wanted = suites.filter((suite) => args.length === 0 || args.includes(suite))
  mkdirSync(join(repository, 'artefacts'), { recursive: true })

  const total: Outcome = { passed: 0, failed: 0 }
  for (const suite of wanted) {
    console.log(`\n== ${suite}`)
    const { passed, failed } = (await prepare(suite)) ? await run(suite) : { passed: 0, failed: 1 }
    total.passed += passed
    total.failed += failed
  }

  console.log(`${total.passed} passed, ${total.failed} failed`)
  if (total.failed > 0) process.exitCode = 1
}

/** Journeys need a browser and the built desk; the other suites need nothing that npm did not bring. */
async function prepare(suite: Suite): Promise<boolean> {
  if (suite !== 'e2e') return true
  const { executablePath } = await chooseBrowser()
  console.log(`browser: ${executablePath}`)
  const code = await runNodeInView([
    tool.vite,
    'build',
    '--config',
    'apps/desk/vite.config.ts',
    '--logLevel',
    'warn',
  ])
  if (code !== 0) console.log('The desk could not be built; its journeys cannot run.')
  return code === 0
}

async function run(suite: Suite): Promise<Outcome> {
  const report = join(repository, `artefacts/tests-${suite}.json`)
  rmSync(report, { force: true })
  const code = await runNodeInView([
    tool.vitest,
    'run',
    `--project=${suite}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  if (!existsSync(report)) return { passed: 0, failed: 1 }

  const counted = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
  }
  // A file that cannot be loaded, or an error outside any test, fails the run without a failed test.
  const failed = code !== 0 ? Math.max(1, counted.numFailedTests) : counted.numFailedTests
  return { passed: counted.numPassedTests, failed }
}

await main(process.argv.slice(2))
