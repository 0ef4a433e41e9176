import { isDeepStrictEqual } from 'node:util'
import { listLinks, listParents, rowsOf } from './link-store.ts'
import { openRequired, parentOf, partsOf } from './linked-flow.ts'
import type { Parts } from './parts.ts'

export type LinkDifference = { parentId: string; part: string | null; detail: string }
export type LinkVerification = { parents: number; differences: LinkDifference[] }

const PAGE = 200

/** Recomputes the parts of every linked procedure from its events and says where rows or the parts' dossiers differ. */
export async function verifyLinks(parts: Parts): Promise<LinkVerification> {
  const { casework, db } = parts
  const result: LinkVerification = { parents: 0, differences: [] }
  for (let after = '0'; ; ) {
    const ids = await listParents(db, after, PAGE)
    const last = ids.at(-1)
    if (last === undefined) return result
    const stored = await listLinks(db, ids)
    for (const parent of await casework.findCases(db, ids)) {
      const events = await casework.listEvents(db, parent.caseId)
      const found = partsOf(events)
      const differ = (part: string | null, detail: string) =>
        result.differences.push({ parentId: parent.caseId, part, detail })
      result.parents += 1
      if (parent.tags.openParts !== openRequired(found))
        differ(null, `waits for "${parent.tags.openParts}", events say "${openRequired(found)}"`)
      const rows = stored.filter(({ parentId }) => parentId === parent.caseId)
      for (const expected of rowsOf(parent.caseId, found)) {
        const row = rows.find((one) => one.part === expected.part)
        if (!isDeepStrictEqual(row, expected)) differ(expected.part, 'the row differs from the events')
      }
      const children = await casework.findCases(
        db,
        found.flatMap(({ childId }) => childId ?? []),
      )
      for (const { key, childId } of found) {
        if (childId === null) continue
        const child = children.find(({ caseId }) => caseId === childId)
        if (!child) differ(key, `its dossier ${childId} is missing`)
        else if (parentOf(child)?.parentId !== parent.caseId) differ(key, 'its dossier names another parent')
      }
    }
    after = last
  }
}
