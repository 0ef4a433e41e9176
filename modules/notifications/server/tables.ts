import type { ColumnType, GeneratedAlways } from 'kysely'
import type { Db } from '#platform/database.ts'
import type { Topic } from '../contract.ts'

export type NotificationTables = {
  'notifications.notice': {
    recipient: string
    key: string
    topic: Topic
    case_id: string | null
    code: string | null
    vi: string
    en: string
    created_at: Date
    read_at: ColumnType<Date | null, never, Date>
    xid: GeneratedAlways<string>
  }
  'notifications.muted': { recipient: string; topic: Topic; channel: 'inbox' | 'email' }
  'notifications.mailbox': { recipient: string; address: string; changed_at: Date }
  'notifications.watch': {
    shard_key: number
    case_id: string
    recipient: string
    code: string
    since: Date
  }
  'notifications.delivery': {
    recipient: string
    key: string
    address: string
    state: 'waiting' | 'sent' | 'failed'
    attempts: number
    next_at: Date
    sent_at: Date | null
    last_error: string | null
  }
  'notifications.retention': { topic: string; days: number; legal_ground: string | null }
}

export type NotificationDb = Db<NotificationTables>
