import { formatMoney, formatNumber } from '#platform/ui/format.ts'
import { fieldKind } from './field-kinds.ts'
import type { Words } from './messages.ts'

/** A value of the record as an official reads it. */
export function valueInWords(path: string, value: unknown, words: Words): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0))
    return words.nothing
  const parts: Record<string, unknown> = typeof value === 'object' ? { ...value } : {}
  switch (fieldKind(path)) {
    case 'limit': {
      const unit = lookUp(words.limitUnits, parts['unit'])
      const amount = typeof parts['amount'] === 'number' ? `${formatNumber(parts['amount'], 2)} ` : ''
      return `${amount}${unit}${typeof parts['cutoff'] === 'string' ? ` ${parts['cutoff']}` : ''}`
    }
    case 'fee':
      return typeof value === 'number' ? formatMoney(value) : String(value)
    case 'levels':
      return listed(value, words.levelNames)
    case 'subjects':
      return listed(value, words.subjectNames)
    case 'kind':
      return lookUp(words.kindNames, value)
    case 'tier':
      return lookUp(words.tierNames, value)
    case 'steps':
      return Array.isArray(value) ? value.map(stepInWords).join(' → ') : String(value)
    case 'component': {
      const file = typeof parts['formFile'] === 'string' ? ` · ${words.formFile}: ${parts['formFile']}` : ''
      const count = (number: unknown) => (typeof number === 'number' ? formatNumber(number) : '?')
      return `${String(parts['name'])}${file} · ${words.originals}: ${count(parts['originals'])} · ${words.copies}: ${count(parts['copies'])}`
    }
    case 'ground':
      return [parts['title'], parts['number']].filter((part) => typeof part === 'string').join(' · ')
    default:
      return typeof value === 'string' ? value : JSON.stringify(value)
  }
}

function stepInWords(step: unknown): string {
  return typeof step === 'object' && step !== null && 'work' in step ? String(step.work) : String(step)
}

function lookUp(names: Record<string, string>, key: unknown): string {
  return names[String(key)] ?? String(key)
}

function listed(value: unknown, names: Record<string, string>): string {
  return Array.isArray(value) ? value.map((item) => lookUp(names, item)).join(', ') : String(value)
}
