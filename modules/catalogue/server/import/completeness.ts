import {
  type Completeness,
  type CompletenessPart,
  completenessParts,
  type ProcedureRecord,
} from '../../contract.ts'

const present: Record<CompletenessPart, (record: ProcedureRecord) => boolean> = {
  name: (record) => record.name.trim() !== '',
  steps: (record) => (record.steps ?? '').trim() !== '',
  methods: (record) => record.channels.length > 0,
  components: ({ componentGroups }) =>
    componentGroups.some((group) => group.components.length > 0) &&
    componentGroups.every((group) =>
      group.components.every((component) => component.originals !== null && component.copies !== null),
    ),
  time_limit: ({ channels }) =>
    channels.length > 0 && channels.every((channel) => channel.limit.unit !== 'undefined'),
  subjects: (record) => record.subjects.length > 0,
  agency: (record) => record.competentAgency !== null || record.performingAgencies.length > 0,
}

/** What indicator 1.3 would say of this record: a field that waits for review does not count as present. */
export function completenessOf(record: ProcedureRecord): Completeness {
  const missing = completenessParts.filter((part) => !present[part](record))
  const percent = Math.round(((completenessParts.length - missing.length) / completenessParts.length) * 100)
  return { percent, missing }
}
