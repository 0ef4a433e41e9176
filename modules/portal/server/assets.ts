import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { buildSync, transformSync } from 'esbuild'
import { tokenStyleSheet } from '#platform/ui/tokens.ts'

export type Asset = { name: string; type: string; body: Buffer }
export type Assets = {
  style: string
  script: string
  icon: string
  /** Worth fetching before the style sheet asks for them. */
  fonts: readonly string[]
  find(name: string): Asset | undefined
}

export const assetFolder = '/tai-nguyen'

// Vietnamese letters live in both subsets, so a page needs both.
const subsets = {
  vietnamese:
    'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB',
  latin:
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
} as const
const weights = [400, 600] as const

let made: Assets | undefined

/** The portal's own files, made once a process; each name carries the hash of its content, so browsers may keep it for ever. */
export function portalAssets(): Assets {
  made ??= makeAssets()
  return made
}

function makeAssets(): Assets {
  const assets = new Map<string, Asset>()
  function add(stem: string, ending: string, type: string, body: Buffer): string {
    const name = `${stem}-${createHash('sha256').update(body).digest('hex').slice(0, 10)}.${ending}`
    assets.set(name, { name, type, body })
    return `${assetFolder}/${name}`
  }
  const fonts = weights.flatMap((weight) =>
    (['vietnamese', 'latin'] as const).map((subset) => ({
      weight,
      subset,
      href: add(`be-vietnam-pro-${subset}-${weight}`, 'woff2', 'font/woff2', readFont(subset, weight)),
    })),
  )
  const faces = fonts
    .map(
      ({ weight, subset, href }) =>
        `@font-face{font-family:'Be Vietnam Pro';font-style:normal;font-display:swap;font-weight:${weight};src:url(${href}) format('woff2');unicode-range:${subsets[subset]}}`,
    )
    .join('')
  const written = readFileSync(webFile('portal.css'), 'utf8')
  const style = transformSync(`${faces}${tokenStyleSheet}${written}`, { loader: 'css', minify: true }).code
  const script = buildSync({
    entryPoints: [webFile('islands/main.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    write: false,
  }).outputFiles[0]
  return {
    style: add('portal', 'css', 'text/css; charset=utf-8', Buffer.from(style)),
    script: add('portal', 'js', 'text/javascript; charset=utf-8', Buffer.from(script?.contents ?? [])),
    icon: add('icon', 'svg', 'image/svg+xml', Buffer.from(icon)),
    fonts: fonts.filter(({ weight }) => weight === 400).map(({ href }) => href),
    find: (name) => assets.get(name),
  }
}

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#7b2d20"/><path fill="#fff" d="M5 13 16 6l11 7v2H5zM8 17h16v9h-5v-4a3 3 0 0 0-6 0v4H8z"/></svg>'

function webFile(name: string): string {
  return fileURLToPath(new URL(`../web/${name}`, import.meta.url))
}

function readFont(subset: string, weight: number): Buffer {
  const file = `@fontsource/be-vietnam-pro/files/be-vietnam-pro-${subset}-${weight}-normal.woff2`
  return readFileSync(createRequire(import.meta.url).resolve(file))
}
