/** A short name for a course of events: two hashes of 32 bits (FNV-1a and another prime) over its steps. */
export function variantKey(sequence: readonly string[], open: boolean): string {
  let one = 0x811c9dc5
  let other = 0x9747b28c
  for (const letter of JSON.stringify([open, ...sequence])) {
    const code = letter.codePointAt(0) ?? 0
    one = Math.imul(one ^ code, 0x01000193)
    other = Math.imul(other ^ code, 0x85ebca6b) + 1
  }
  return [one, other].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('')
}
