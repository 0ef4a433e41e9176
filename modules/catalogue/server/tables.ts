import type { ColumnType, Generated } from 'kysely'
import type { Db } from '#platform/database.ts'
import type {
  CompetentTier,
  CompletenessPart,
  FilingChannel,
  ImportIssueReason,
  ProcedureLevel,
  ProcedureRecord,
  Proposal,
  QuarantineReason,
  QuarantineStatus,
  SubjectKind,
} from '../contract.ts'

// A `date` is written as text and read with `::text`: the driver would make a local midnight of it.
type Day = ColumnType<never, string, string>
type OptionalDay = ColumnType<never, string | null | undefined, string | null>
/** Written as JSON text, so that null inside JSON and null of SQL cannot be mistaken for one another. */
type Json<Value> = ColumnType<Value, string, string>
type OptionalJson = ColumnType<unknown, string | null, string | null>

export type CatalogueTables = {
  'catalogue.procedure': {
    id: string
    code: string
    latest_version: Generated<number>
    source_hash: string | null
    last_run_id: string | null
    last_line: number | null
    created_at: Date
  }
  'catalogue.procedure_version': {
    procedure_id: string
    version: number
    id: string
    origin: 'own' | 'national' | 'review' | 'level'
    in_force: boolean
    valid_from: Day
    valid_to: OptionalDay
    body: Json<ProcedureRecord>
    source_text: string | null
    source_hash: string | null
    name: string
    name_search: Generated<string>
    field: string | null
    levels: ProcedureLevel[]
    subjects: SubjectKind[]
    channels: FilingChannel[]
    competent_tier: CompetentTier | null
    fileable: boolean
    completeness: number
    missing: CompletenessPart[]
    created_at: Date
    decision_number: string | null
    decided_on: OptionalDay
    published_by: string | null
  }
  'catalogue.quarantined_field': {
    id: string
    procedure_id: string
    version: number
    found_version: number
    path: string
    reason: QuarantineReason
    excerpt: string
    current_value: OptionalJson
    proposals: Json<Proposal[]>
    status: QuarantineStatus
    resolved_by: string | null
    resolved_at: Date | null
    resolved_value: OptionalJson
    note: string | null
    created_at: Date
  }
  'catalogue.import_run': {
    id: string
    source: string
    encoding: string
    bytes: ColumnType<string, number | undefined, number>
    lines: Generated<number>
    added: Generated<number>
    changed: Generated<number>
    unchanged: Generated<number>
    refused: Generated<number>
    quarantined: Generated<number>
    completeness_sum: ColumnType<string, number | undefined, number>
    started_at: Date
    finished_at: Date | null
  }
  'catalogue.import_issue': {
    run_id: string
    line: number
    reason: ImportIssueReason
    code: string | null
    facts: Json<Record<string, unknown>>
    excerpt: string
  }
}

export type CatalogueDb = Db<CatalogueTables>
