import type { LinkedGroup, LinkedPart, ProcedureRecord } from '#modules/catalogue/contract.ts'
import { parseLimit } from './parse-limit.ts'
import type { ProcedureFacts } from './procedure-file.ts'

type LinkedFacts = NonNullable<ProcedureFacts['linked']>

/** The linked group of a procedure from its facts; papers are named there and known by id here. */
export function linkedGroup(
  facts: LinkedFacts,
  parent: ProcedureRecord,
  byCode: ReadonlyMap<string, ProcedureRecord>,
): LinkedGroup {
  const recordOf = (code: string) => {
    const record = byCode.get(code)
    if (!record)
      throw new Error(`Linked ${parent.code} names procedure ${code}, which is not in data/procedures.`)
    return record
  }
  const procedureOf = (key: string) => {
    const part = facts.parts.find((one) => one.key === key)
    if (!part) throw new Error(`Linked ${parent.code} names part "${key}", which it does not have.`)
    return recordOf(part.procedure)
  }
  return {
    legalGround: facts.ground,
    validFrom: null,
    validTo: null,
    parts: facts.parts.map(
      (part): LinkedPart => ({
        key: part.key,
        name: part.name,
        procedureCode: part.procedure,
        competentTier: null,
        competentUnitCode: part.unit ?? null,
        limit: parseLimit(part.limit),
        after: part.after ?? [],
        required: true,
        whenRefused: part.whenRefused,
        papers: part.papers.map(([from, to]) => ({
          from: idOf(parent, from),
          to: idOf(recordOf(part.procedure), to),
        })),
        resultServes: (part.serves ?? []).map(([key, paper]) => ({
          part: key,
          component: idOf(procedureOf(key), paper),
        })),
      }),
    ),
    extensions: [
      {
        occasion: 'part_supplement',
        workingDays: facts.supplementDays,
        legalGround: facts.ground,
        parts: facts.supplementParts,
      },
      {
        occasion: 'remote_place',
        workingDays: facts.remoteDays,
        legalGround: facts.ground,
        unitCodes: [],
      },
    ],
  }
}

function idOf({ code, componentGroups }: ProcedureRecord, name: string): string {
  const found = componentGroups.flatMap(({ components }) => components).find((one) => one.name === name)
  if (!found) throw new Error(`Procedure ${code} has no paper "${name}"; mend the name in data/procedures.`)
  return found.id
}
