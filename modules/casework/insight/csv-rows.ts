import { csvCell } from '#platform/ui/csv.ts'

/** One record of a CSV file and the line on which it begins. */
export type CsvRow = { line: number; fields: string[]; fault?: 'bad_quotes' | 'too_long' }

const MOST_CHARACTERS = 20_000
const separators = [',', ';', '\t'] as const

/**
 * Reads comma separated values (RFC 4180) piece by piece; also with semicolons or tabs, whichever the first line has
 * most of. A record that cannot be read is told and the next line is a new one.
 */
export class CsvReader {
  private separator: string | undefined
  private head = ''
  private line = 1
  private begun = 1
  private field = ''
  private fields: string[] = []
  private characters = 0
  private quoted = false
  private closed = false
  private fault: CsvRow['fault']
  private afterReturn = false
  private readonly onRow: (row: CsvRow) => void

  constructor(onRow: (row: CsvRow) => void) {
    this.onRow = onRow
  }

  write(text: string): void {
    if (this.separator !== undefined) return this.read(text)
    this.head += text
    if (/[\r\n]/.test(this.head) || this.head.length > MOST_CHARACTERS) this.begin()
  }

  end(): void {
    if (this.separator === undefined) this.begin()
    if (this.quoted) this.fault = 'bad_quotes'
    if (this.field !== '' || this.fields.length > 0) this.endRow()
  }

  private begin(): void {
    const text = this.head.replace(/^\uFEFF/, '')
    const first = /^[^\r\n]*/.exec(text)?.[0] ?? ''
    const counts = separators.map((one) => first.split(one).length)
    this.separator = separators[counts.indexOf(Math.max(...counts))] ?? ','
    this.head = ''
    this.read(text)
  }

  private read(text: string): void {
    for (const letter of text) {
      if (letter === '\n' && this.afterReturn) {
        this.afterReturn = false
        if (this.quoted && !this.fault) this.take(letter)
        continue
      }
      this.afterReturn = letter === '\r'
      const isBreak = letter === '\n' || letter === '\r'
      if (isBreak) this.line++
      if (isBreak && (!this.quoted || this.fault)) this.endRow()
      else if (!this.fault) this.take(letter)
    }
  }

  private take(letter: string): void {
    if (++this.characters > MOST_CHARACTERS) this.fault = 'too_long'
    else if (this.quoted) {
      if (letter !== '"') this.field += letter
      else {
        this.quoted = false
        this.closed = true
      }
    } else if (letter === this.separator) this.endField()
    else if (letter === '"' && this.closed) {
      // A quote within quotes is written twice.
      this.field += letter
      this.quoted = true
      this.closed = false
    } else if (letter === '"' && this.field === '') this.quoted = true
    else if (this.closed) this.fault = 'bad_quotes'
    else this.field += letter
  }

  private endField(): void {
    this.fields.push(this.field)
    this.field = ''
    this.closed = false
  }

  private endRow(): void {
    this.endField()
    const { fields, fault } = this
    const isEmpty = fields.length === 1 && fields[0] === ''
    if (fault) this.onRow({ line: this.begun, fields, fault })
    else if (!isEmpty) this.onRow({ line: this.begun, fields })
    this.fields = []
    this.characters = 0
    this.quoted = false
    this.fault = undefined
    this.begun = this.line
  }
}

/** A record as RFC 4180 writes it, with its line end. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(csvCell).join(',')}\r\n`
}
