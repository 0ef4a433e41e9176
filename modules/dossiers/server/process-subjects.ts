import { filingChannels, type ProcedureView } from '#modules/catalogue/contract.ts'
import type { ProcessSubjects, Subject } from '#modules/casework/server/index.ts'
import { AppError } from '#platform/errors.ts'
import { doerTag } from './dossier-flow.ts'
import { askedAtFiling, checkFilingDecisions, factsOfForm } from './filing-terms-flow.ts'
import { fitsDossier } from './fits-dossier.ts'
import type { Parts } from './parts.ts'
import { processOf } from './place-filing.ts'

/** What a process may ask of a dossier: its tags, and what is said at the acts that move it on. */
const dossierFacts: ProcessSubjects['facts'] = [
  { name: 'channel', values: [...filingChannels], vi: 'Kênh nộp', en: 'Channel' },
  { name: 'field', values: [], vi: 'Lĩnh vực', en: 'Field' },
  { name: 'procedureCode', values: [], vi: 'Mã thủ tục', en: 'Procedure code' },
  {
    name: 'proposed',
    values: ['granted', 'denied'],
    vi: 'Chuyên viên đề xuất (granted: đồng ý, denied: từ chối)',
    en: 'What the specialist proposes',
  },
  {
    name: 'decision',
    values: ['granted', 'denied'],
    vi: 'Lãnh đạo quyết định (granted: đồng ý, denied: từ chối)',
    en: 'What the leader decides',
  },
]

/** Who did a step stays barred from the step that another person must do, under whatever key the step goes on. */
const carryDoers: ProcessSubjects['carryTags'] = (tags, mapping) => {
  const carried = [...mapping].flatMap(([from, to]) => {
    const doer = tags[doerTag(from)]
    return from === to || doer === undefined || doer === null ? [] : [[doerTag(to), doer] as const]
  })
  return carried.length === 0 ? tags : { ...tags, ...Object.fromEntries(carried) }
}

/** Procedures as what processes are published for. */
export function processSubjects(parts: Pick<Parts, 'catalogue' | 'organisation'>): ProcessSubjects {
  return {
    kind: 'dossier',
    tag: 'procedureCode',
    facts: dossierFacts,
    async find(code) {
      try {
        return subjectOf(parts, await parts.catalogue.getProcedure(code))
      } catch (error) {
        if (error instanceof AppError && error.kind === 'not_found') return undefined
        throw error
      }
    },
    async search(text) {
      const { items } = await parts.catalogue.findProcedures({ q: text, fileable: true })
      return items.map(({ code, name }) => ({ code, name }))
    },
    carryTags: carryDoers,
    check: fitsDossier,
  }
}

function subjectOf({ organisation }: Pick<Parts, 'organisation'>, procedure: ProcedureView): Subject {
  const units = organisation.units()
  const decides =
    (procedure.competentUnitCode ? units.byCode(procedure.competentUnitCode) : undefined) ??
    units.all().find((unit) => unit.tier === procedure.competentTier && units.isOpen(unit.id)) ??
    units.all()[0]
  return {
    code: procedure.code,
    name: procedure.name,
    table: procedure.process.length > 0 ? processOf(procedure) : null,
    limits: filingChannels.flatMap((channel) =>
      procedure.channels.filter((row) => row.channel === channel).map(({ limit }) => ({ channel, limit })),
    ),
    calendarId: decides?.calendarId ?? 1,
    facts: factsOfForm(procedure.form ?? []).filter(
      ({ name }) => !dossierFacts.some((fact) => fact.name === name),
    ),
    askedAtOpening: askedAtFiling(procedure),
    checkDecisions: (decisions) => checkFilingDecisions(decisions, procedure),
  }
}
