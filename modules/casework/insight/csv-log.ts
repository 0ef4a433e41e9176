import { csvText } from '#platform/ui/csv.ts'
import type { CsvMapping } from '../insight.ts'
import { CsvReader, type CsvRow } from './csv-rows.ts'
import type { ForeignEvents } from './foreign-events.ts'

/** Thrown where the header lacks a column that was named. */
export class MissingColumn extends Error {
  readonly column: string
  readonly header: readonly string[]
  constructor(column: string, header: readonly string[]) {
    super(`no column ${column}`)
    this.column = column
    this.header = header
  }
}

/** Reads a CSV of events into `events`, column by the mapping. */
export function csvLog(
  mapping: CsvMapping,
  events: ForeignEvents,
): { write(text: string): void; end(): void } {
  let header: string[] | undefined
  let placeOf: (column: string | undefined) => number = () => -1
  const reader = new CsvReader((row) => {
    if (header) return takeRow(row, header.length)
    header = row.fields.map((name) => name.normalize('NFC').trim())
    const names = header
    placeOf = (column) => (column === undefined ? -1 : names.indexOf(column.normalize('NFC').trim()))
    for (const column of Object.values(mapping))
      if (placeOf(column) === -1) throw new MissingColumn(column, names)
  })

  function takeRow({ line, fields, fault }: CsvRow, width: number): void {
    if (fault) return events.setAside(line, fault, fields[0] ?? '')
    if (fields.length < width) return events.setAside(line, 'few_fields', fields.join(' '))
    if (fields.length > width) return events.setAside(line, 'many_fields', fields.join(' '))
    const value = (column: string | undefined) => csvText(fields[placeOf(column)] ?? '')
    events.add({
      line,
      caseId: value(mapping.case),
      activity: value(mapping.activity),
      time: value(mapping.time),
      lifecycle: value(mapping.lifecycle),
      role: value(mapping.role),
      person: value(mapping.person),
      unit: value(mapping.unit),
    })
  }
  return reader
}
