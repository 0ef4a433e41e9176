/**
 * The colours, sizes and type of every screen. Ink on warm paper; `jade` for what can be acted on; `lacquer`,
 * the red-brown of the old gates, only for the mark of the house and for what must not be missed.
 * Every pair used as text on its ground has a contrast of at least 4.5 to 1.
 */
export const tokens = {
  ink: '#1f2423',
  inkSoft: '#4c5553',
  inkFaint: '#646d6b',
  paper: '#f7f5f1',
  surface: '#ffffff',
  sunken: '#efece6',
  line: '#dedad2',
  lineStrong: '#8b8f8a',
  jade: '#1c5b57',
  jadeDeep: '#134441',
  jadeWash: '#e6f0ee',
  lacquer: '#7b2d20',
  lacquerWash: '#f6ebe7',
  good: '#23663c',
  goodWash: '#e8f2ea',
  warn: '#7a4d00',
  warnWash: '#fbf1dc',
  bad: '#a3281a',
  badWash: '#fbeae6',
  calm: '#3f5a78',
  calmWash: '#e9eff5',
  focus: '#0b6ea8',
  radius: '6px',
  font: "'Be Vietnam Pro', 'Noto Sans', system-ui, sans-serif",
  mono: "ui-monospace, 'DejaVu Sans Mono', 'Liberation Mono', monospace",
} as const

type TokenName = keyof typeof tokens

/** `--tl-ink-soft` for `inkSoft`. */
export function tokenProperty(name: TokenName): string {
  return `--tl-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

export const tokenProperties: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(tokens).map(([name, value]) => [tokenProperty(name as TokenName), value]),
)

/** The same tokens as a style sheet, for pages that have no component library. */
export const tokenStyleSheet = `:root{${Object.entries(tokenProperties)
  .map(([property, value]) => `${property}:${value}`)
  .join(';')}}`
