import { Type, type Static } from 'typebox'
import type { ProcessMap } from './insight/process-map.ts'

// What is asked of histories and logs, and what is shown of them. Pure.

export type * from './insight/process-map.ts'

const day = () => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const id = () => Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
const code = () => Type.String({ minLength: 1, maxLength: 100 })
const activity = () => Type.String({ minLength: 1, maxLength: 500 })

/** How durations are taken: in the office hours of the unit that decides, or by the wall clock. */
export const durationKinds = ['working', 'elapsed'] as const
export type DurationKind = (typeof durationKinds)[number]

/** Dossiers opened in the period (both days in it) that the unit, or one below it, decides or received. */
const scope = {
  unit: Type.Optional(id()),
  from: day(),
  to: day(),
}
/** Without days: the last year. */
export const ChoicesQuery = Type.Object(
  { unit: Type.Optional(id()), from: Type.Optional(day()), to: Type.Optional(day()) },
  { additionalProperties: false },
)
export type ChoicesQuery = Static<typeof ChoicesQuery>

const question = {
  ...scope,
  definition: id(),
  /** The procedure, where the process belongs to one. */
  subject: Type.Optional(code()),
  time: Type.Optional(Type.Unsafe<DurationKind>(Type.Enum([...durationKinds]))),
}
export const InsightQuery = Type.Object(question, { additionalProperties: false })
export type InsightQuery = Static<typeof InsightQuery>

/** Which figure is opened. An empty `from` or `to` is the beginning or the end of the case. */
export const behindKinds = [
  'all',
  'variant',
  'activity',
  'rework',
  'edge',
  'hand_over',
  'skipped',
  'foreign',
  'out_of_order',
  'deviating',
] as const
export type BehindKind = (typeof behindKinds)[number]
const behind = {
  by: Type.Unsafe<BehindKind>(Type.Enum([...behindKinds])),
  variant: Type.Optional(Type.String({ pattern: '^[0-9a-f]{16}$' })),
  activity: Type.Optional(activity()),
  fromActivity: Type.Optional(activity()),
  toActivity: Type.Optional(activity()),
  fromUnit: Type.Optional(activity()),
  fromRole: Type.Optional(activity()),
  toUnit: Type.Optional(activity()),
  toRole: Type.Optional(activity()),
}
const BehindSchema = Type.Object(behind)
export type BehindQuery = Static<typeof BehindSchema>
export const InsightCasesQuery = Type.Object({ ...question, ...behind }, { additionalProperties: false })
export const LogCasesQuery = Type.Object(behind, { additionalProperties: false })

export const exportFormats = ['xes', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]
export const InsightExportQuery = Type.Object(
  { ...question, format: Type.Unsafe<ExportFormat>(Type.Enum([...exportFormats])) },
  { additionalProperties: false },
)

export const LogParams = Type.Object({ id: id() })

export type ProcedureChoice = {
  subject: string | null
  name: string
  /** Its process as written at different times, most dossiers first. */
  definitions: { id: number; version: number | null; decision: string | null; cases: number }[]
}
export type InsightChoices = {
  from: string
  to: string
  /** Where the reader may look, from the city down. */
  units: { id: number; name: string; tier: string }[]
  procedures: ProcedureChoice[]
}

/** What stands for a step of the map in words. */
export type StepWords = {
  name: string
  /** Kind of post; null for a log from elsewhere. */
  role: string | null
  /** Working minutes the process allows; null where it says nothing. */
  minutes: number | null
}

export type InsightView = {
  map: ProcessMap
  /** Variants there are; the map holds the most frequent ones. */
  variants: number
  steps: Readonly<Record<string, StepWords>>
  units: Readonly<Record<string, string>>
  durations: DurationKind
  /** The process as it is drawn; null for a log from elsewhere. */
  bpmn: string | null
  /** Cases of the question; where there are more than are read, the newest were. */
  casesInAll: number
  casesRead: number
}

export type InsightCases = {
  total: number
  cases: {
    /** The dossier, to be opened; null for a log from elsewhere. */
    caseId: string | null
    code: string
    open: boolean
    from: string
    to: string
    /** Milliseconds, as the map takes them. */
    took: number
  }[]
}

export const rowFaults = [
  'no_case',
  'no_activity',
  'no_time',
  'bad_time',
  'few_fields',
  'many_fields',
  'bad_quotes',
  'too_long',
] as const
export type RowFault = (typeof rowFaults)[number]
/** A row or event that was set aside: where it stands, why, and the value that cannot be read. */
export type Quarantined = { line: number; fault: RowFault; value: string }

export type ForeignLogHead = {
  id: number
  name: string
  source: string
  format: ExportFormat
  importedBy: string
  importedAt: string
  cases: number
  events: number
  firstAt: string
  lastAt: string
  /** Rows set aside. */
  quarantined: number
  allowedActions: 'remove'[]
}
export type ForeignLogs = { logs: ForeignLogHead[]; mayImport: boolean }
export type ForeignLogView = InsightView & {
  log: ForeignLogHead
  /** The first rows that were set aside. */
  quarantine: Quarantined[]
}

/** Which column of a CSV says what; the name as it stands in the first line. */
export const CsvMappingSchema = Type.Object(
  {
    case: activity(),
    activity: activity(),
    time: activity(),
    lifecycle: Type.Optional(activity()),
    role: Type.Optional(activity()),
    person: Type.Optional(activity()),
    unit: Type.Optional(activity()),
  },
  { additionalProperties: false },
)
export type CsvMapping = Static<typeof CsvMappingSchema>

/** What is sent beside the file of a log. */
export const ImportLogSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
    source: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
    format: Type.Unsafe<ExportFormat>(Type.Enum([...exportFormats])),
    mapping: Type.Optional(CsvMappingSchema),
  },
  { additionalProperties: false },
)
export type ImportLog = Static<typeof ImportLogSchema>
