import { Type } from 'typebox'
import { oneOf, orNull, text } from './schema-parts.ts'

// What an import could not trust, and what came of each reading of a file. Part of the contract.

/** Why a field of a published record cannot be taken at its word. */
export const quarantineReasons = [
  'number_without_unit',
  'run_together_numbers',
  'unknown_unit',
  'time_in_words',
  'time_contradicts_note',
  'amount_lost_zeros',
  'amount_contradicts_note',
  'amount_contradicts_channels',
  'amount_depends_on_date',
  'amount_in_words',
  'free_contradicts_note',
  'foreign_currency',
  'implausibly_large',
  'amount_unreadable',
  'unknown_level',
  'unknown_subject',
  'unknown_kind',
  'counts_unreadable',
  'counts_missing',
  'form_file_unclear',
  'result_code_unknown',
  'legal_number_missing',
  'table_unreadable',
  'level_unclear',
  'level_changed',
] as const
export type QuarantineReason = (typeof quarantineReasons)[number]

export const ProposalSchema = Type.Object({ value: Type.Unknown(), vi: text(), en: text() })
/** A value an official may take over; the machine never takes it by itself. */
export type Proposal = Type.Static<typeof ProposalSchema>

export const QuarantineStatusSchema = oneOf(['open', 'accepted', 'fixed', 'superseded'])
export type QuarantineStatus = Type.Static<typeof QuarantineStatusSchema>

export const QuarantinedFieldSchema = Type.Object({
  id: Type.String(),
  procedureCode: Type.String(),
  procedureName: Type.String(),
  versionId: Type.String(),
  /** JSON pointer into the record. */
  path: Type.String(),
  reason: oneOf(quarantineReasons),
  vi: text(),
  en: text(),
  /** The words of the source, unchanged. */
  excerpt: text(),
  /** What the record holds while the field waits: null, an empty list or an undefined limit. */
  current: Type.Unknown(),
  proposals: Type.Array(ProposalSchema),
  status: QuarantineStatusSchema,
  resolvedBy: orNull(Type.String()),
  resolvedAt: orNull(Type.String()),
  resolvedValue: Type.Unknown(),
  note: orNull(text()),
  allowedActions: Type.Array(oneOf(['accept', 'fix'])),
})
export type QuarantinedField = Type.Static<typeof QuarantinedFieldSchema>

/** `accept` takes the proposal of that number, or with none confirms the field as it stands; `fix` sets a value by hand. */
export const ResolveQuarantineSchema = Type.Union([
  Type.Object({
    action: Type.Literal('accept'),
    proposal: Type.Optional(Type.Integer({ minimum: 0, maximum: 20 })),
    note: Type.Optional(text(2_000)),
  }),
  Type.Object({ action: Type.Literal('fix'), value: Type.Unknown(), note: Type.Optional(text(2_000)) }),
])
export type ResolveQuarantine = Type.Static<typeof ResolveQuarantineSchema>

export const QuarantineListSchema = Type.Object({
  items: Type.Array(QuarantinedFieldSchema),
  total: Type.Integer(),
  page: Type.Integer(),
  pageSize: Type.Integer(),
  byReason: Type.Array(Type.Object({ reason: oneOf(quarantineReasons), count: Type.Integer() })),
})
export type QuarantineList = Type.Static<typeof QuarantineListSchema>

export const importIssueReasons = [
  'line_too_long',
  'invalid_utf8',
  'encoding_not_utf8',
  'malformed_json',
  'not_an_object',
  'missing_code',
  'bad_code',
  'missing_name',
  'field_not_text',
  'duplicate_code',
  'not_storable',
] as const
export type ImportIssueReason = (typeof importIssueReasons)[number]

export const ImportIssueSchema = Type.Object({
  line: Type.Integer(),
  code: orNull(Type.String()),
  reason: oneOf(importIssueReasons),
  vi: text(),
  en: text(),
  excerpt: text(),
})
export type ImportIssue = Type.Static<typeof ImportIssueSchema>

export const ImportSummarySchema = Type.Object({
  runId: Type.String(),
  source: Type.String(),
  bytes: Type.Integer(),
  lines: Type.Integer(),
  added: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  refused: Type.Integer(),
  quarantined: Type.Integer(),
  averageCompleteness: Type.Union([Type.Number(), Type.Null()]),
  startedAt: Type.String(),
  finishedAt: orNull(Type.String()),
  /** The first of them; the rest are in `catalogue.import_issue`. */
  issues: Type.Array(ImportIssueSchema),
})
export type ImportSummary = Type.Static<typeof ImportSummarySchema>
