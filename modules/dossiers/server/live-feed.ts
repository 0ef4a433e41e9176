import type { SseStream } from '#platform/http-route.ts'
import type { OutboxEvent } from '#modules/casework/contract.ts'
import { bellEvent, type Recipient } from '#modules/notifications/contract.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { DossierMoved, DossierStatus } from '../contract.ts'

/** One desk that listens: whose unit's work it shows. */
type Listener = { unitId: number; accountId: number; stream: SseStream }

export type LiveFeed = {
  join(officer: Officer, stream: SseStream): void
  /** Tells the desks of every unit that a committed event touches. */
  tell(events: readonly OutboxEvent[]): void
  /** Tells the desks of these officials that something came into their inbox. */
  ring(told: readonly Recipient[]): void
  readonly size: number
}

/** Tells desks what moved, each only what concerns its own unit. The message is a hint to look again, never the truth itself. */
export function createLiveFeed(): LiveFeed {
  const byUnit = new Map<number, Set<Listener>>()
  const lastUnit = new Map<string, { unitId: number; code: string; status: string }>()
  let size = 0
  return {
    get size() {
      return size
    },
    join(officer, stream) {
      const listener = { unitId: officer.unitId, accountId: officer.accountId, stream }
      const listeners = byUnit.get(officer.unitId) ?? new Set<Listener>()
      byUnit.set(officer.unitId, listeners.add(listener))
      size += 1
      stream.onClose(() => {
        listeners.delete(listener)
        size -= 1
      })
    },
    ring(told) {
      const accounts = new Set(told.flatMap((to) => ('officer' in to ? [to.officer] : [])))
      if (accounts.size === 0) return
      for (const listeners of byUnit.values())
        for (const { accountId, stream } of listeners)
          if (accounts.has(accountId)) stream.send(bellEvent, '{}')
    },
    tell(events) {
      for (const event of events) {
        const { set } = event.payload
        const before = lastUnit.get(event.caseId)
        const unitId = set.unitId ?? before?.unitId ?? event.actorUnitId
        const status = set.status ?? before?.status
        if (unitId === null || unitId === undefined) continue
        remember(lastUnit, event.caseId, {
          unitId,
          code: set.code ?? before?.code ?? '',
          status: status ?? '',
        })
        const fromUnitId = before?.unitId ?? event.actorUnitId
        const moved: DossierMoved = {
          caseId: event.caseId,
          code: set.code ?? before?.code ?? '',
          version: event.seq,
          type: event.type,
          status: (status ?? 'processing') as DossierStatus,
          unitId,
          fromUnitId,
          at: event.happenedAt,
        }
        const data = JSON.stringify(moved)
        // Whoever is asked for an opinion hears of it like whoever holds the dossier.
        const beside = set.marking?.flatMap((task) => (task.aside === undefined ? [] : [task.unitId])) ?? []
        for (const unit of new Set([unitId, fromUnitId, event.actorUnitId, ...beside])) {
          if (unit === null) continue
          for (const { stream } of byUnit.get(unit) ?? []) stream.send('moved', data, `${event.cursor.xid}`)
        }
      }
    },
  }
}

const MOST_REMEMBERED = 20_000

function remember<Value>(map: Map<string, Value>, key: string, value: Value) {
  map.delete(key)
  map.set(key, value)
  if (map.size <= MOST_REMEMBERED) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}
