import type { CaseSnapshot } from '../contract.ts'

/**
 * Snapshots by case, newest version only. Correct by construction: what a case is at one version never changes,
 * and the database refuses a step from any version but the last.
 */
export class SnapshotCache {
  readonly #byCase = new Map<string, CaseSnapshot>()
  readonly #most: number

  constructor(most = 20_000) {
    this.#most = most
  }

  find(caseId: string, version: number): CaseSnapshot | undefined {
    const found = this.#byCase.get(caseId)
    return found?.version === version ? found : undefined
  }

  /** The case as it was at the version or later. */
  findSince(caseId: string, version: number): CaseSnapshot | undefined {
    const found = this.#byCase.get(caseId)
    return found && found.version >= version ? found : undefined
  }

  keep(snapshot: CaseSnapshot) {
    this.#byCase.delete(snapshot.caseId)
    this.#byCase.set(snapshot.caseId, snapshot)
    if (this.#byCase.size > this.#most) {
      // A Map iterates in the order of insertion: the first key is the one longest unused.
      for (const oldest of this.#byCase.keys()) {
        this.#byCase.delete(oldest)
        break
      }
    }
  }

  forget(caseId: string) {
    this.#byCase.delete(caseId)
  }
}
