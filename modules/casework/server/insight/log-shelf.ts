/** Keeps the logs that were read last, so that what is opened from a map is of the same reading. */
export class LogShelf<Kept> {
  private readonly kept = new Map<string, { made: Promise<Kept>; until: number }>()
  private readonly most: number
  private readonly keptMs: number
  private line: Promise<unknown> = Promise.resolve()

  constructor(most: number, keptMs: number) {
    this.most = most
    this.keptMs = keptMs
  }

  /** One reading at a time: each takes as much of the machine as it can get. */
  take(key: string, now: Date, read: () => Promise<Kept>): Promise<Kept> {
    const known = this.kept.get(key)
    if (known && known.until > now.getTime()) return known.made
    const made = this.line.then(read, read)
    this.line = made.catch(() => undefined)
    this.kept.delete(key)
    this.kept.set(key, { made, until: now.getTime() + this.keptMs })
    made.catch(() => this.kept.delete(key))
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.most) break
      this.kept.delete(oldest)
    }
    return made
  }

  forget(key: string): void {
    this.kept.delete(key)
  }
}
