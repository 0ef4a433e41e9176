import type { Page } from 'playwright-core'

/**
 * What part of the picture is in strong colour: pixels whose largest and smallest channel differ by more than half
 * of the largest. The picture is decoded by a blank page, so that no image library is needed.
 */
export async function saturatedShare(page: Page): Promise<number> {
  const picture = (await page.screenshot()).toString('base64')
  const context = page.context().browser()?.newContext()
  const blank = await (await context)?.newPage()
  if (!blank) throw new Error('The page has no browser')
  try {
    return await blank.evaluate(async (png) => {
      const image = new Image()
      image.src = `data:image/png;base64,${png}`
      await image.decode()
      const canvas = new OffscreenCanvas(image.width, image.height)
      const drawing = canvas.getContext('2d')
      if (!drawing) throw new Error('This browser cannot draw')
      drawing.drawImage(image, 0, 0)
      const { data } = drawing.getImageData(0, 0, image.width, image.height)
      let strong = 0
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3)
        const most = Math.max(red, green, blue)
        if (most > 64 && most - Math.min(red, green, blue) > most / 2) strong += 1
      }
      return strong / (data.length / 4)
    }, picture)
  } finally {
    await blank.context().close()
  }
}
