import { Value } from 'typebox/value'
import { type ProcedureRecord, ProcedureRecordSchema } from '../contract.ts'

/** What is wrong with a record, in words for the log and the API; empty when it may be published. */
export function problemsOf(record: unknown): string[] {
  if (Value.Check(ProcedureRecordSchema, record)) return ownProblems(record)
  return Value.Errors(ProcedureRecordSchema, record)
    .slice(0, 10)
    .map((error) => `${error.instancePath || '/'}: ${error.message}`)
}

export function isProcedureRecord(record: unknown): record is ProcedureRecord {
  return Value.Check(ProcedureRecordSchema, record)
}

/** Rules the schema cannot say. */
function ownProblems(record: ProcedureRecord): string[] {
  const problems: string[] = []
  record.channels.forEach(({ limit }, index) => {
    const counted =
      limit.unit === 'hours' ||
      limit.unit === 'working_days' ||
      limit.unit === 'calendar_days' ||
      limit.unit === 'months'
    if (counted && limit.amount === undefined)
      problems.push(`/channels/${index}/limit: ${limit.unit} needs an amount`)
    if (!counted && limit.amount !== undefined)
      problems.push(`/channels/${index}/limit: ${limit.unit} takes no amount`)
  })
  const ids = record.componentGroups.flatMap((group) => group.components.map((component) => component.id))
  if (new Set(ids).size !== ids.length) problems.push('/componentGroups: two components have the same id')
  record.process.forEach((row, index) => {
    if (row.no !== index + 1) problems.push(`/process/${index}/no: rows are numbered from 1 without a gap`)
  })
  if (new Set(record.process.map((row) => row.key)).size !== record.process.length) {
    problems.push('/process: two rows have the same key')
  }
  record.process.forEach(({ notBy }, index) => {
    if (notBy !== undefined && !record.process.slice(0, index).some((row) => row.key === notBy))
      problems.push(`/process/${index}/notBy: no row above it has the key ${notBy}`)
  })
  return problems
}
