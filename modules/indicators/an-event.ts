import type { LoggedEvent, MeasuredChange } from './contract.ts'

/** Builds events for tests: each gets the next seq of its case and the next place in the log. */
export function eventLog() {
  const seqs = new Map<string, number>()
  let xid = 100
  return {
    event(
      caseId: string,
      at: string,
      set: MeasuredChange,
      more: {
        recordedAt?: string
        type?: string
        onTime?: boolean
        opinion?: { opinion: number; unitId: number; isOnTime: boolean }
        xid?: number
      } = {},
    ): LoggedEvent {
      const seq = (seqs.get(caseId) ?? 0) + 1
      seqs.set(caseId, seq)
      const facts = { ...(more.onTime === undefined ? {} : { onTime: more.onTime }), ...more.opinion }
      return {
        caseId,
        seq,
        type: more.type ?? 'dossiers.moved',
        happenedAt: at,
        recordedAt: more.recordedAt ?? at,
        payload: { ...facts, set },
        cursor: { xid: String(more.xid ?? xid++), caseId, seq },
      }
    },
  }
}
