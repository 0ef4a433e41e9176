// What is found in an event log: plain data, as the server answers it and the screen draws it. Times are milliseconds.

export type Span = { count: number; median: number; p90: number }

export type MapNode = {
  activity: string
  frequency: number
  cases: number
  /**
   * From being laid before somebody to being taken up, or to being done where nobody took it up first; null where
   * nothing tells.
   */
  waiting: Span | null
  /** From being taken up to being done. */
  working: Span | null
  /** How long it had to stand still meanwhile, in the cases where it had; part of neither of the two. */
  standing: Span | null
}

/** Null: the beginning or the end of the case. */
export type MapEdge = {
  from: string | null
  to: string | null
  frequency: number
  /** From the one being done to the other being taken up, or done where nobody says when it was taken up. */
  handOver: Span | null
}

export type Variant = {
  /** The same for the same course in every log. */
  key: string
  sequence: readonly string[]
  /** These cases are still under way. */
  open: boolean
  count: number
  /** 0 to 1, of all cases. */
  share: number
  medianThroughput: number
  /** Null where there is no approved process to hold it against. */
  conformance: Conformance | null
}

export type Conformance = {
  fits: boolean
  /** Steps of the process that were passed over. */
  skipped: readonly string[]
  /** What was done that the process does not know. */
  foreign: readonly string[]
  /** One step followed another that it should not follow. */
  outOfOrder: readonly { from: string | null; to: string }[]
}

export type Rework = {
  activity: string
  /** Cases in which it was done more than once. */
  cases: number
  /** How many times it was done again, over all cases. */
  repeats: number
}

/** Work that went from one unit or role to another; null where the log does not say, or where units are not told apart. */
export type HandOver = {
  from: Party
  to: Party
  /** From the one being done to the other being taken up, or done where nobody says when it was taken up. */
  delay: Span
}
export type Party = { unit: string | null; role: string | null }

export type Deviations = {
  /** Cases whose whole course fits. */
  fitting: number
  skipped: readonly Tally[]
  foreign: readonly Tally[]
  outOfOrder: readonly (Tally & { from: string | null })[]
}
/** How many cases show it. */
export type Tally = { activity: string; cases: number }

export type ProcessMap = {
  events: number
  cases: number
  openCases: number
  nodes: readonly MapNode[]
  edges: readonly MapEdge[]
  variants: readonly Variant[]
  rework: readonly Rework[]
  /** Those that cost most time in all first. */
  handOvers: readonly HandOver[]
  roleHandOvers: readonly HandOver[]
  /** Of cases that have ended, from their first event to their last. */
  throughput: Span | null
  deviations: Deviations | null
}
