/** What a spreadsheet would take for a formula, and what is written so already. */
const FORMULA = /^'*[=+\-@\t\r]/
const GUARDED = /^'+[=+\-@\t\r]/

/**
 * A cell of a CSV that leaves the house, quoted as RFC 4180 wants. Where a spreadsheet would take the text for a formula an
 * apostrophe goes before it, which spreadsheets do not show.
 */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The text of a cell as it was before it was guarded. */
export function csvText(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell
}
