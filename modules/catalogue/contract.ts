import { Type } from 'typebox'
import type { Limit } from '#modules/calendar/contract.ts'
import { linkedGroupSchema, type LinkedGroup } from './linked-group.ts'
import { type QuarantineReason, quarantineReasons } from './review.ts'
import { count, isoDate, name, oneOf, orNull, text } from './schema-parts.ts'

export {
  ImportIssueSchema,
  ImportSummarySchema,
  ProposalSchema,
  QuarantineListSchema,
  QuarantineStatusSchema,
  QuarantinedFieldSchema,
  ResolveQuarantineSchema,
  importIssueReasons,
  quarantineReasons,
  type ImportIssue,
  type ImportIssueReason,
  type ImportSummary,
  type Proposal,
  type QuarantineList,
  type QuarantineReason,
  type QuarantineStatus,
  type QuarantinedField,
  type ResolveQuarantine,
} from './review.ts'

export {
  groupOn,
  inOrder,
  longestPathHours,
  nominalHours,
  problemsOfGroup,
  type ExtensionOccasion,
  type LinkedExtension,
  type LinkedGroup,
  type LinkedPart,
  type LinkedProblem,
} from './linked-group.ts'

// Door 1 of the catalogue: what a procedure is, how it is found, and what waits for an official's eye. Pure.

/** The procedure's own code serves as its id. */
export type ProcedureId = string & { readonly brand: 'ProcedureId' }
/** `<procedure id>@<n>`: says at once which procedure and which version a dossier stays on. */
export type ProcedureVersionId = string & { readonly brand: 'ProcedureVersionId' }

/** A national code, alone or with the suffix of the authority that published its own variant. */
export const procedureCodePattern = '^[1-9]\\.\\d{6}(\\.\\d{3}\\.\\d{2}\\.\\d{2}\\.H\\d{2})?$'

export const procedureLevels = ['ministry', 'province', 'district', 'commune', 'other'] as const
export type ProcedureLevel = (typeof procedureLevels)[number]

export const subjectKinds = [
  'citizen',
  'overseas_vietnamese',
  'foreigner',
  'official',
  'enterprise',
  'vietnamese_enterprise',
  'foreign_invested_enterprise',
  'cooperative',
  'organisation',
  'foreign_organisation',
  'resident_foreigner',
  'party_organisation',
  'party_member',
] as const
export type SubjectKind = (typeof subjectKinds)[number]

export const filingChannels = ['counter', 'online', 'post'] as const
export type FilingChannel = (typeof filingChannels)[number]

export const competentTiers = ['commune', 'district', 'department', 'city'] as const
export type CompetentTier = (typeof competentTiers)[number]

/** The law either settles a procedure in detail, or leaves nothing to localities, or it is of another kind. */
export const procedureKinds = ['law_detailed', 'not_delegated', 'other'] as const
export type ProcedureKind = (typeof procedureKinds)[number]

export const doerPosts = ['one_stop', 'specialist', 'head', 'leader', 'clerk'] as const
export type DoerPost = (typeof doerPosts)[number]

export const limitUnits = [
  'hours',
  'working_days',
  'calendar_days',
  'months',
  'immediate',
  'same_day_before',
  'undefined',
] as const satisfies readonly Limit['unit'][]

/** How long the State may take. `undefined` is a statement that no limit is known, never a default. */
export const LimitSchema = Type.Unsafe<Limit>(
  Type.Object(
    {
      unit: oneOf(limitUnits),
      amount: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 3_650 })),
      cutoff: Type.Optional(Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })),
    },
    { additionalProperties: false },
  ),
)

/** One row of the channel table. A channel may have several rows, told apart by their note. */
export const ChannelSchema = Type.Object({
  channel: oneOf(filingChannels),
  limit: LimitSchema,
  /** Whole đồng; 0 is free; null is unknown, or set elsewhere as `feeNote` says. */
  feeVnd: Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }), Type.Null()]),
  feeNote: orNull(text()),
  note: orNull(text()),
})
export type Channel = Type.Static<typeof ChannelSchema>

export const ComponentSchema = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,40}$' }),
  name: name(),
  formFile: Type.Optional(name(500)),
  /** null is a count that could not be read and waits for review; 0 is "only presented, or taken from data". */
  originals: Type.Union([count(), Type.Null()]),
  copies: Type.Union([count(), Type.Null()]),
  knownToState: Type.Optional(Type.Boolean()),
})
export type ProcedureComponent = Type.Static<typeof ComponentSchema>

export const ComponentGroupSchema = Type.Object({
  caseName: orNull(text()),
  purpose: oneOf(['submit', 'present']),
  components: Type.Array(ComponentSchema, { maxItems: 2_000 }),
})
export type ComponentGroup = Type.Static<typeof ComponentGroupSchema>

export const ProcedureResultSchema = Type.Object({
  name: name(),
  /** `KQ.*`, or null where the source gave none that can be trusted. */
  code: orNull(Type.String({ pattern: '^KQ\\.[A-Z0-9]+(\\.[A-Z0-9]+)*$', maxLength: 40 })),
})
export type ProcedureResult = Type.Static<typeof ProcedureResultSchema>

export const LegalGroundSchema = Type.Object({ title: name(), number: orNull(name(200)) })
export type LegalGround = Type.Static<typeof LegalGroundSchema>

/** A row of the internal process: who, relative to the dossier, does what, in how many working hours. */
export const ProcessRowSchema = Type.Object({
  no: Type.Integer({ minimum: 1, maximum: 100 }),
  key: Type.String({ pattern: '^[a-z][a-z0-9_]{0,40}$' }),
  work: name(),
  doer: Type.Object({ postKind: oneOf(doerPosts), unit: oneOf(['receiving', 'competent']) }),
  hours: Type.Number({ minimum: 0, maximum: 10_000 }),
  stage: Type.Optional(name(40)),
  output: Type.Optional(name()),
  /** Key of an earlier row; whoever did that one may not do this one. */
  notBy: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9_]{0,40}$' })),
})
export type ProcessRow = Type.Static<typeof ProcessRowSchema>

/** One field of the electronic form. */
export const FormFieldSchema = Type.Object({
  key: Type.String({ pattern: '^[a-z][a-zA-Z0-9_]{0,40}$' }),
  vi: name(200),
  en: name(200),
  type: oneOf(['text', 'date', 'number', 'select']),
  required: Type.Boolean(),
  maxLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_000 })),
  options: Type.Optional(
    Type.Array(Type.Object({ value: name(100), vi: name(200), en: name(200) }), { maxItems: 100 }),
  ),
})
export type FormField = Type.Static<typeof FormFieldSchema>

/** The parts of a linked procedure, each a procedure of its own at an agency of its own. */
export const LinkedGroupSchema = Type.Unsafe<LinkedGroup>(linkedGroupSchema(LimitSchema))

/** What is known of a procedure apart from its versioning; the shape of `data/procedures/*.json` and of a version's body. */
export const ProcedureRecordSchema = Type.Object({
  code: Type.String({ pattern: procedureCodePattern }),
  name: name(),
  decisionNumber: orNull(name(200)),
  kind: Type.Union([oneOf(procedureKinds), Type.Null()]),
  levels: Type.Array(oneOf(procedureLevels), { uniqueItems: true }),
  field: orNull(name(500)),
  subjects: Type.Array(oneOf(subjectKinds), { uniqueItems: true }),
  /** Who decides, as the law names them. */
  competentAgency: orNull(name()),
  /** Who does the work; `co_quan_thuc_hien` on the national database. */
  performingAgencies: Type.Array(name()),
  delegatedAgency: orNull(name()),
  coordinatingAgencies: Type.Array(name()),
  receptionAddress: orNull(text()),
  channels: Type.Array(ChannelSchema, { maxItems: 2_000 }),
  componentGroups: Type.Array(ComponentGroupSchema, { maxItems: 2_000 }),
  /** Sets of the dossier asked for. */
  dossierSets: Type.Union([Type.Integer({ minimum: 1, maximum: 50 }), Type.Null()]),
  steps: orNull(text()),
  conditions: orNull(text()),
  results: Type.Array(ProcedureResultSchema, { maxItems: 2_000 }),
  legalGrounds: Type.Array(LegalGroundSchema, { maxItems: 2_000 }),
  relatedProcedures: Type.Array(name()),
  process: Type.Array(ProcessRowSchema, { maxItems: 100 }),
  /** Fields of the electronic form; absent where only papers are asked for. */
  form: Type.Optional(Type.Array(FormFieldSchema, { maxItems: 60 })),
  /** Which tier decides here. With `competentUnitCode` null it is the unit of that tier over the place of filing. */
  competentTier: Type.Union([oneOf(competentTiers), Type.Null()]),
  competentUnitCode: orNull(name(40)),
  /** Present where filing it sets several procedures going at several agencies. */
  linked: Type.Optional(LinkedGroupSchema),
})
export type ProcedureRecord = Type.Static<typeof ProcedureRecordSchema>

/** The seven parts that national indicator 1.3 asks of every published procedure. */
export const completenessParts = [
  'name',
  'steps',
  'methods',
  'components',
  'time_limit',
  'subjects',
  'agency',
] as const
export type CompletenessPart = (typeof completenessParts)[number]

export const CompletenessSchema = Type.Object({
  percent: Type.Integer({ minimum: 0, maximum: 100 }),
  missing: Type.Array(oneOf(completenessParts)),
})
export type Completeness = Type.Static<typeof CompletenessSchema>

/** One version of one procedure, as everybody sees it. */
export const ProcedureViewSchema = Type.Intersect([
  ProcedureRecordSchema,
  Type.Object({
    id: Type.String(),
    versionId: Type.String(),
    version: Type.Integer({ minimum: 1 }),
    validFrom: isoDate(),
    /** First day on which it no longer holds; null while nothing replaced it. */
    validTo: orNull(isoDate()),
    /** The run-together text it was read from; null for procedures written here. */
    sourceText: orNull(Type.String()),
    origin: oneOf(['own', 'national', 'review', 'level']),
    completeness: CompletenessSchema,
    /** Paths of fields that still wait for review: a reader must not take them as stated. */
    quarantined: Type.Array(
      Type.Object({ path: Type.String(), reason: oneOf(quarantineReasons), vi: text(), en: text() }),
    ),
  }),
])
export type ProcedureView = ProcedureRecord & {
  id: ProcedureId
  versionId: ProcedureVersionId
  version: number
  validFrom: string
  validTo: string | null
  sourceText: string | null
  origin: 'own' | 'national' | 'review' | 'level'
  completeness: Completeness
  quarantined: { path: string; reason: QuarantineReason; vi: string; en: string }[]
}

/** What a caller who shows procedures to citizens may filter by; all optional. */
export const FindProceduresSchema = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  field: Type.Optional(Type.String({ maxLength: 500 })),
  level: Type.Optional(oneOf(procedureLevels)),
  subject: Type.Optional(oneOf(subjectKinds)),
  tier: Type.Optional(oneOf(competentTiers)),
  /** Only procedures a dossier can be filed for here and now. */
  fileable: Type.Optional(Type.Boolean()),
  on: Type.Optional(isoDate()),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})
export type FindProcedures = Type.Static<typeof FindProceduresSchema>

export const ProcedureSummarySchema = Type.Object({
  id: Type.String(),
  versionId: Type.String(),
  code: Type.String(),
  name: Type.String(),
  field: orNull(Type.String()),
  levels: Type.Array(oneOf(procedureLevels)),
  subjects: Type.Array(oneOf(subjectKinds)),
  competentTier: Type.Union([oneOf(competentTiers), Type.Null()]),
  channels: Type.Array(oneOf(filingChannels)),
  fileable: Type.Boolean(),
  completenessPercent: Type.Integer(),
  openQuarantine: Type.Integer(),
})
export type ProcedureSummary = Type.Static<typeof ProcedureSummarySchema>

export const FoundProceduresSchema = Type.Object({
  items: Type.Array(ProcedureSummarySchema),
  total: Type.Integer(),
  page: Type.Integer(),
  pageSize: Type.Integer(),
  fields: Type.Array(Type.Object({ field: Type.String(), count: Type.Integer() })),
})
export type FoundProcedures = Type.Static<typeof FoundProceduresSchema>

/** What still keeps a procedure from taking dossiers; an empty list means it may. */
export function missingForFiling(record: ProcedureRecord): ('competentTier' | 'process' | 'channels')[] {
  const missing: ('competentTier' | 'process' | 'channels')[] = []
  if (!record.competentTier) missing.push('competentTier')
  if (record.process.length === 0) missing.push('process')
  if (!record.channels.some((channel) => channel.limit.unit !== 'undefined')) missing.push('channels')
  return missing
}

export function procedureIdOf(code: string): ProcedureId {
  return code as ProcedureId
}

export function versionIdOf(id: ProcedureId, version: number): ProcedureVersionId {
  return `${id}@${version}` as ProcedureVersionId
}

/** The permission words of this module. */
export const cataloguePermissions = ['catalogue.review', 'catalogue.publish'] as const
