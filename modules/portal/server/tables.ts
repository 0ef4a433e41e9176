import type { ColumnType } from 'kysely'
import type { Db } from '#platform/database.ts'
import type { DraftFile, PersonTyped, Step, Typed } from '../contract.ts'

// Written as text, read as what it holds.
type Json<Shape> = ColumnType<Shape, string, string>

export type PortalTables = {
  'portal.account': {
    id: string
    login: string
    password_hash: string
    person: Json<PersonTyped>
    created_at: Date
    disabled_at: Date | null
  }
  'portal.session': {
    token_hash: Buffer
    account_id: string
    created_at: Date
    last_seen_at: Date
    expires_at: Date
    revoked_at: Date | null
    ip: string
    user_agent: string
  }
  'portal.draft': {
    id: string
    account_id: string | null
    holder_hash: Buffer | null
    procedure_code: string
    procedure_name: string
    step: Step
    typed: Json<Typed>
    files: Json<DraftFile[]>
    command_key: string
    created_at: Date
    updated_at: Date
    expires_at: Date
    sent_code: string | null
    sent_secret: string | null
  }
  'portal.attempt': { key: string; minute: Date; count: number }
}

export type PortalDb = Db<PortalTables>
