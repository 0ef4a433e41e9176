/** A place in the log of events in commit-safe order, as `platform.consumer` keeps one for each reader. */
export type LogPlace = { xid: string; caseId: string; seq: number }

export function isSamePlace(a: LogPlace, b: LogPlace): boolean {
  return a.seq === b.seq && a.caseId === b.caseId && a.xid === b.xid
}

/** Compared as numbers: as text, 999 would come after 1000. */
export function isPlaceAfter(a: LogPlace, b: LogPlace): boolean {
  if (a.xid !== b.xid) return BigInt(a.xid) > BigInt(b.xid)
  if (a.caseId !== b.caseId) return BigInt(a.caseId) > BigInt(b.caseId)
  return a.seq > b.seq
}
