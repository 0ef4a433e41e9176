import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

const faces = [
  '400Regular/Tinos_400Regular.ttf',
  '400Regular_Italic/Tinos_400Regular_Italic.ttf',
  '700Bold/Tinos_700Bold.ttf',
  '700Bold_Italic/Tinos_700Bold_Italic.ttf',
]

/** The four faces of Tinos, which has the metrics of Times New Roman and every Vietnamese letter. */
export function loadPrintFonts(): Buffer[] {
  return faces.map((face) => readFileSync(require.resolve(`@expo-google-fonts/tinos/${face}`)))
}

/**
 * The code points a TrueType font can draw, read from its character map (format 4, the Basic Multilingual Plane).
 * PDF/A forbids missing glyphs, so what is outside this set must be replaced before typesetting.
 */
export function coveredCodePoints(font: Buffer): ReadonlySet<number> {
  const start = findCharacterMap(font)
  const covered = new Set<number>()
  const segments = font.readUInt16BE(start + 6) / 2
  const ends = start + 14
  const starts = ends + segments * 2 + 2
  const deltas = starts + segments * 2
  const offsets = deltas + segments * 2
  for (let segment = 0; segment < segments; segment++) {
    const last = font.readUInt16BE(ends + segment * 2)
    const first = font.readUInt16BE(starts + segment * 2)
    const delta = font.readUInt16BE(deltas + segment * 2)
    const offset = font.readUInt16BE(offsets + segment * 2)
    for (let code = first; code <= last && code !== 0xffff; code++) {
      const glyph =
        offset === 0 ? code + delta : font.readUInt16BE(offsets + segment * 2 + offset + (code - first) * 2)
      if ((glyph & 0xffff) !== 0) covered.add(code)
    }
  }
  return covered
}

function findCharacterMap(font: Buffer): number {
  const table = findTable(font, 'cmap')
  const count = font.readUInt16BE(table + 2)
  for (let entry = 0; entry < count; entry++) {
    const start = table + font.readUInt32BE(table + 4 + entry * 8 + 4)
    if (font.readUInt16BE(start) === 4) return start
  }
  throw new Error('the print font has no character map of format 4')
}

function findTable(font: Buffer, tag: string): number {
  const count = font.readUInt16BE(4)
  for (let entry = 0; entry < count; entry++) {
    const record = 12 + entry * 16
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8)
  }
  throw new Error(`the print font has no table ${tag}`)
}
