import type { ColumnType } from 'kysely'
import type { PauseCause } from '#modules/calendar/contract.ts'
import type { PostKind } from '#modules/organisation/contract.ts'
import type { Channel, ComponentReceived, Delivery, FormData, Party, Reason } from '../contract.ts'

export type DossiersTables = {
  'dossiers.dossier': {
    shard_key: number
    case_id: string
    code: string
    procedure_code: string
    procedure_version_id: string
    channel: Channel
    receiving_unit_id: number
    authority_id: number
    delegation_id: number | null
    owner_name: string
    submitter_account: string | null
    secret: string
    words: ColumnType<string, never, never>
    filed_at: ColumnType<Date, string, never>
  }
  'dossiers.dossier_data': {
    shard_key: number
    case_id: string
    owner: Party
    submitter: Party | null
    form: FormData
    components: ComponentReceived[]
    sets: number
    delivery: Delivery
  }
  'dossiers.data_before': {
    shard_key: number
    case_id: string
    before_version: number
    form: FormData
    components: ComponentReceived[]
  }
  'dossiers.reason': {
    kind: Reason['kind']
    code: string
    position: number
    vi: string
    en: string
    legal_ground: string | null
    valid_from: string
    valid_to: string | null
    cause: PauseCause | null
    cap: number | null
    cap_unit: 'working_days' | 'calendar_days' | null
    who: PostKind[] | null
  }
  'dossiers.rule': {
    key: string
    value: string
    valid_from: string
    valid_to: string | null
    legal_ground: string | null
  }
}
