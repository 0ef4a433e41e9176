import { deflateSync } from 'node:zlib'
import type { Browser } from 'playwright-core'

/** Pictures of screens have few colours; with a palette they take a third of the bytes. */
const colours = 64

/** The same picture with a palette of the most frequent colours. A blank page decodes it. */
export async function shrinkPng(browser: Browser, png: Buffer): Promise<Buffer> {
  const context = await browser.newContext()
  try {
    const blank = await context.newPage()
    const read = await blank.evaluate(readIndexed, { png: png.toString('base64'), colours })
    return encode({ ...read, pixels: Buffer.from(read.pixels, 'base64') })
  } finally {
    await context.close()
  }
}

type Indexed = { width: number; height: number; palette: number[]; pixels: Buffer }

/** Runs in the page. */
async function readIndexed({ png, colours: most }: { png: string; colours: number }) {
  const image = new Image()
  image.src = `data:image/png;base64,${png}`
  await image.decode()
  const { width, height } = image
  const drawing = new OffscreenCanvas(width, height).getContext('2d')
  if (!drawing) throw new Error('This browser cannot draw')
  drawing.drawImage(image, 0, 0)
  const { data } = drawing.getImageData(0, 0, width, height)

  const counts = new Map<number, number>()
  const whole = new Uint32Array(width * height)
  for (let at = 0; at < whole.length; at++) {
    const [red = 0, green = 0, blue = 0] = [data[at * 4], data[at * 4 + 1], data[at * 4 + 2]]
    const colour = red * 65_536 + green * 256 + blue
    whole[at] = colour
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const palette = [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([colour]) => colour)
  // No named function in here: the page does not know what the compiler hangs on to names.
  const nearest = new Map<number, number>()
  for (const colour of counts.keys()) {
    let best = 0
    let least = Number.POSITIVE_INFINITY
    for (const [at, other] of palette.entries()) {
      const far =
        Math.abs((other >> 16) - (colour >> 16)) +
        Math.abs(((other >> 8) & 255) - ((colour >> 8) & 255)) +
        Math.abs((other & 255) - (colour & 255))
      if (far < least) {
        best = at
        least = far
      }
    }
    nearest.set(colour, best)
  }
  let pixels = ''
  for (const colour of whole) pixels += String.fromCharCode(nearest.get(colour) ?? 0)
  return { width, height, palette, pixels: btoa(pixels) }
}

function encode({ width, height, palette, pixels }: Indexed): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits a pixel, colours from the palette.
  header.set([8, 3], 8)
  const lines = Buffer.alloc((width + 1) * height)
  for (let row = 0; row < height; row++) {
    pixels.copy(lines, row * (width + 1) + 1, row * width, (row + 1) * width)
  }
  const table = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** The checksum of PNG; Node has one of its own only since version 22. */
function crc32(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}
