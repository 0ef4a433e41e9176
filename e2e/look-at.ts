import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'

const artefacts = join(import.meta.dirname, '../artefacts/screens')
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Violation = { id: string; impact: string | null; help: string; nodes: { target: unknown[] }[] }

/** A screen held in one hand is read from top to bottom; nothing on it may reach beyond its edge. */
const handWidth = 400
const inHand = { width: 360, height: 740 }

/**
 * Looks at a page as a person and as a screen reader would: keeps a screenshot under `name`, and throws when axe
 * finds anything serious, or when a hand-held screen has to be pushed sideways. Call it on every page a journey visits.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true })
  if (await mayRunScripts(page)) await untilStill(page)
  await page.screenshot({ path: join(artefacts, `${name}.png`), fullPage: true })
  await expectNothingBeyond(page, name)
  const serious = (await violationsOf(page)).filter(
    ({ impact }) => impact === 'serious' || impact === 'critical',
  )
  if (serious.length === 0) return
  const lines = serious.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => node.target.join(' '))
    return `  ${id}: ${help} (${nodes.length}×: ${places.join('; ')})`
  })
  throw new Error(`${name} (${page.url()}) cannot be used by everyone:\n${lines.join('\n')}`)
}

/** Looks at the page as it is on a screen held in one hand, and gives it back its size. */
export async function lookInHand(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()
  await page.setViewportSize(inHand)
  await lookAt(page, `${name}-${inHand.width}`)
  if (before) await page.setViewportSize(before)
}

async function expectNothingBeyond(page: Page, name: string): Promise<void> {
  if ((page.viewportSize()?.width ?? Infinity) > handWidth) return
  const wide = await page.evaluate(listWide)
  if (wide.length > 0)
    throw new Error(`${name} (${page.url()}) is wider than its screen:\n  ${wide.join('\n  ')}`)
}

/** What has to be pushed sideways to be read, the page itself or a frame in it, and what reaches beyond its edge. */
function listWide(): string[] {
  const named = (element: Element | undefined) =>
    `${element?.tagName.toLowerCase()}.${element?.getAttribute('class')} “${element?.textContent?.trim().slice(0, 40)}”`
  return [...document.querySelectorAll('*')].flatMap((frame) => {
    const { overflowX } = getComputedStyle(frame)
    const isPushed = frame === document.documentElement || overflowX === 'auto' || overflowX === 'scroll'
    const beyond = frame.scrollWidth - frame.clientWidth
    if (!isPushed || frame.clientWidth < 2 || beyond < 2) return []
    const edge = frame.getBoundingClientRect().left + frame.clientWidth
    const cause = [...frame.querySelectorAll('*')].find(
      (element) => element.children.length === 0 && element.getBoundingClientRect().right > edge + 1,
    )
    return [`${beyond} px: ${named(frame)}, because of ${named(cause)}`]
  })
}

/** What fades in or out has too little contrast only until it has faded. */
async function untilStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(ending.map(({ finished }) => finished))
  })
}

async function violationsOf(page: Page): Promise<Violation[]> {
  if (await mayRunScripts(page)) return runAxe(page)
  // Axe is a script. A page without scripts is shown, as it stands, to a second browser window that may run axe.
  const context = await browserOf(page).newContext({ viewport: page.viewportSize() })
  try {
    const copy = await context.newPage()
    const url = page.url()
    const body = await page.content()
    await copy.route('**/*', (route) => {
      if (route.request().url() === url)
        return route.fulfill({ body, contentType: 'text/html; charset=utf-8' })
      return route.request().resourceType() === 'script' ? route.abort() : route.continue()
    })
    await copy.goto(url)
    return await runAxe(copy)
  } finally {
    await context.close()
  }
}

/** Where scripts may not run, what stands inside noscript is parsed as elements. */
async function mayRunScripts(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const probe = document.createElement('div')
    probe.innerHTML = '<noscript><b></b></noscript>'
    return probe.querySelector('b') === null
  })
}

/** Nothing is loaded beside the page, and only what is wrong is written down. */
const axeOptions = { reporter: 'no-passes', resultTypes: ['violations'], preload: false, iframes: false }

/**
 * Evaluated from outside and not added to the page, whose policy against foreign scripts binds axe too. A page that
 * was looked at before has it still.
 */
async function runAxe(page: Page): Promise<Violation[]> {
  if (!(await page.evaluate(`typeof axe === 'object'`))) await page.evaluate(axeSource)
  const found = await page.evaluate(
    `axe.run(document, ${JSON.stringify(axeOptions)}).then((found) => JSON.stringify(found.violations))`,
  )
  return JSON.parse(String(found)) as Violation[]
}

function browserOf(page: Page): Browser {
  const browser = page.context().browser()
  if (!browser) throw new Error('The page has no browser')
  return browser
}
