const replacement = '□'

/**
 * Text as it may stand on an official paper: precomposed, without marks that are invisible or turn the reading
 * direction around, and with a box in place of what the font cannot draw.
 */
export function printableText(text: string, covered: ReadonlySet<number>): string {
  let printable = ''
  for (const character of text.normalize('NFC')) {
    if (character === '\n' || character === '\t') printable += character
    else if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\ufe00-\ufe0f]/u.test(character)) continue
    else printable += covered.has(character.codePointAt(0) ?? 0) ? character : replacement
  }
  return printable
}

/** The same data with every text, keys apart, made printable. Instants become their ISO form. */
export function printableData(data: unknown, covered: ReadonlySet<number>): unknown {
  if (typeof data === 'string') return printableText(data, covered)
  if (data instanceof Date) return data.toISOString()
  if (Array.isArray(data)) return data.map((item) => printableData(item, covered))
  if (typeof data === 'object' && data !== null) {
    return Object.fromEntries(
      Object.entries(data)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, printableData(value, covered)]),
    )
  }
  return data
}
