import type { Browser, BrowserContext, Page } from 'playwright-core'

const password = 'thanglong2023'

/** An official who uses nothing but the keyboard. Keys that are not data are counted. */
export type Hands = {
  page: Page
  context: BrowserContext
  /** Keys pressed since `startCounting`, without the letters of `type`. */
  strokes(): number
  startCounting(): void
  press(...keys: string[]): Promise<void>
  type(text: string): Promise<void>
  /** Waits until the focus stands on what the selector names. */
  untilOn(selector: string): Promise<void>
  /** Walks on with Tab until the focus stands there, as somebody does who knows no shortcut. */
  tabTo(selector: string): Promise<void>
}

export async function handsOf(browser: Browser, viewport = { width: 1440, height: 900 }): Promise<Hands> {
  const context = await browser.newContext({ viewport, locale: 'vi-VN' })
  const page = await context.newPage()
  // Asked for from the start: told only when a key is about to open one, the browser may open it before it hears.
  page.on('filechooser', () => undefined)
  let strokes = 0
  async function press(...keys: string[]) {
    for (const key of keys) {
      await page.keyboard.press(key)
      strokes++
    }
  }
  return {
    page,
    context,
    strokes: () => strokes,
    startCounting() {
      strokes = 0
    },
    press,
    type: (text) => page.keyboard.type(text),
    async untilOn(selector) {
      await page.locator(selector).and(page.locator(':focus')).waitFor()
    },
    async tabTo(selector) {
      await page.locator(selector).first().waitFor()
      for (let tabs = 0; tabs < 80; tabs++) {
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector))
          return
        await press('Tab')
      }
      throw new Error(`80 times Tab do not lead to ${selector}`)
    },
  }
}

/** Opens the desk, types login and password, and is at the work list. */
export async function signIn(hands: Hands, address: string, login: string, path = '/desk/'): Promise<void> {
  await hands.page.goto(address + path)
  await hands.untilOn('[name=login]')
  await hands.type(login)
  await hands.press('Tab')
  await hands.type(password)
  await hands.press('Enter')
  await hands.page.locator('[name=login]').waitFor({ state: 'detached' })
}

/** Finds one line of the work list by typing, and opens it. */
export async function openFromWork(hands: Hands, code: string): Promise<void> {
  const { page } = hands
  await hands.press('1')
  await page.getByRole('heading', { name: 'Việc của tôi' }).waitFor()
  await hands.press('/')
  await hands.untilOn('input[aria-label="Lọc theo mã, tên, thủ tục"]')
  await hands.press('Control+a')
  await hands.type(code)
  await page.getByRole('row').filter({ hasText: code }).waitFor()
  await page.locator('tbody tr').nth(1).waitFor({ state: 'detached' })
  await hands.press('Enter', 'Enter')
  await page.getByRole('heading', { level: 1, name: code }).waitFor()
}

/** Goes to a dossier wherever it lies, as the reader of its slip's bar code does: it waits for no answer. */
export async function openByCode(hands: Hands, code: string): Promise<void> {
  const { page } = hands
  await hands.press('Control+k')
  const finder = page.getByRole('dialog', { name: 'Tìm mọi thứ' })
  await finder.waitFor()
  await hands.type(code)
  await hands.press('Enter')
  await page.getByRole('heading', { level: 1, name: code }).waitFor()
  await finder.waitFor({ state: 'detached' })
}

/** Waits for the badge beside the dossier's code. */
export async function untilStatus(page: Page, status: string): Promise<void> {
  await page
    .locator('header', { has: page.locator('h1') })
    .getByText(status, { exact: true })
    .waitFor()
}

/** Types the first letters of a reason, once the list has come. */
export async function chooseReason(hands: Hands, beginning: string): Promise<void> {
  await hands.untilOn('[name=reasonCode]')
  await hands.page.locator('[name=reasonCode] option').nth(1).waitFor({ state: 'attached' })
  await hands.type(beginning)
}

/** Sends the dialog of an action, and waits until it is gone. */
export async function confirm(hands: Hands): Promise<void> {
  await hands.press('Control+Enter')
  await hands.page.getByRole('dialog').waitFor({ state: 'detached' })
}
