import { Value } from 'typebox/value'
import { problemsOfGroup, type ProcedureRecord, ProcedureRecordSchema } from '../contract.ts'

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
  if (record.linked) {
    const found = problemsOfGroup(record.linked, {
      limits: record.channels.map(({ limit }) => limit),
      postKinds: record.process.map(({ doer }) => doer.postKind),
      componentIds: ids,
    })
    problems.push(...found.map(({ code, en }) => `/linked: ${code}: ${en}`))
  }
  return problems
}

/** What the parts of linked procedures miss among the procedures that are known: each must be there, and not be linked itself. */
export function problemsOfParts(
  record: ProcedureRecord,
  known: (code: string) => Pick<ProcedureRecord, 'linked' | 'componentGroups'> | undefined,
): string[] {
  return (record.linked?.parts ?? []).flatMap((part) => {
    const procedure = known(part.procedureCode)
    if (!procedure)
      return [
        `/linked: unknown_procedure: part "${part.key}" names procedure ${part.procedureCode}, which is not in the catalogue; publish it first`,
      ]
    if (procedure.linked)
      return [
        `/linked: linked_in_linked: part "${part.key}" names ${part.procedureCode}, which is linked itself; name its parts instead`,
      ]
    const papers = new Set(
      procedure.componentGroups.flatMap(({ components }) => components.map(({ id }) => id)),
    )
    const asked = [
      ...part.papers.map(({ to }) => to),
      ...(record.linked?.parts ?? []).flatMap(({ resultServes }) =>
        resultServes.filter((serves) => serves.part === part.key).map(({ component }) => component),
      ),
    ]
    return asked
      .filter((id) => !papers.has(id))
      .map(
        (id) =>
          `/linked: unknown_paper: ${part.procedureCode} of part "${part.key}" has no component "${id}"; choose one it has`,
      )
  })
}
