/**
 * Writes succession-2025-07-01.json from a table of predecessors and successors:
 *   node --import tsx data/hanoi/build-succession.ts TABLE.csv
 * Only codes and extents are taken: facts of Resolution 1656/NQ-UBTVQH15. The output is committed; running it again must change nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const [table] = process.argv.slice(2)
if (!table) throw new Error('Name the table: node --import tsx data/hanoi/build-succession.ts TABLE.csv')

const [header = '', ...lines] = readFileSync(table, 'utf8').trim().split(/\r?\n/)
const columns = header.replace(/^\uFEFF/, '').split(',')
const [from, to, extent] = ['predecessor_code', 'successor_code', 'extent'].map((name) =>
  columns.indexOf(name),
)

const rows = lines
  .map((line) => line.split(','))
  .map((cells) => [cells[from ?? -1] ?? '', cells[to ?? -1] ?? '', cells[extent ?? -1] ?? ''])
  .toSorted((a, b) => (a.join() < b.join() ? -1 : 1))

writeFileSync(
  new URL('succession-2025-07-01.json', import.meta.url),
  `{\n  "effectiveOn": "2025-07-01",\n  "legalNumber": "1656/NQ-UBTVQH15",\n  "legalDate": "2025-06-16",\n  "rows": [\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]\n}\n`,
)
