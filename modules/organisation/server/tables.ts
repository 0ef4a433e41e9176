import type { ColumnType } from 'kysely'
import type { Db } from '#platform/database.ts'
import type { PostKind, Scope, Tier } from '../contract.ts'

// A `date` is written as text and read with `::text`: the driver would make a local midnight of it.
type DayColumn = ColumnType<never, string, string>
type OptionalDayColumn = ColumnType<never, string | null | undefined, string | null>

export type OrganisationTables = {
  'organisation.unit': {
    id: number
    code: string
    tier: Tier
    agency_code: string | null
    calendar_id: number
    longitude: number | null
    latitude: number | null
    opened_on: DayColumn
    closed_on: OptionalDayColumn
  }
  'organisation.unit_term': {
    unit_id: number
    valid_from: DayColumn
    valid_to: OptionalDayColumn
    name: string
    kind: string
    parent_id: number | null
  }
  'organisation.post': {
    id: number
    unit_id: number
    kind: PostKind
    title: string
    fields: string[]
    valid_from: DayColumn
    valid_to: OptionalDayColumn
  }
  'organisation.person': { id: number; full_name: string; given_name_key: string }
  'organisation.assignment': {
    person_id: number
    post_id: number
    valid_from: DayColumn
    valid_to: OptionalDayColumn
  }
  'organisation.account': {
    id: number
    person_id: number
    login: string
    password_hash: string
    disabled_at: Date | null
    password_changed_at: Date | null
  }
  'organisation.post_grant': {
    post_kind: PostKind
    permission: string
    scope: Scope
    valid_from: DayColumn
    valid_to: OptionalDayColumn
    legal_ground: string | null
  }
  'organisation.session': {
    token_hash: Buffer
    account_id: number
    post_id: number
    created_at: Date
    last_seen_at: Date
    expires_at: Date
    revoked_at: Date | null
    ip: string
    user_agent: string
    substitution_id: number | null
  }
  'organisation.substitution': {
    id: number
    post_id: number
    person_id: number
    substitute_id: number
    valid_from: DayColumn
    valid_to: DayColumn
    reason: string
    legal_number: string
    recorded_by: number
    recorded_at: Date
    approved_by: number | null
    approved_at: Date | null
    ended_by: number | null
    ended_at: Date | null
    ended_on: OptionalDayColumn
  }
  'organisation.sign_in_attempt': { key: string; minute: Date; failures: number }
  'organisation.revision': { only_row: boolean; number: number }
}

export type OrganisationDb = Db<OrganisationTables>
