/** Where the product learns what time it is; a parameter, so that tests and the simulator own it. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

export type FakeClock = Clock & { set(at: Date | string): void; advance(milliseconds: number): void }

export function fakeClock(start: Date | string): FakeClock {
  let current = new Date(start).getTime()
  return {
    now: () => new Date(current),
    set(at) {
      current = new Date(at).getTime()
    },
    advance(milliseconds) {
      current += milliseconds
    },
  }
}
