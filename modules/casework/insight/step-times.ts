import { num } from './event-log.ts'
import type { Span } from './process-map.ts'
import { Durations } from './spans.ts'

/** How long each activity waits, is worked on and has to stand still; follows one case after the other. */
export class StepTimes {
  private readonly scheduledAt: Float64Array
  private readonly startedAt: Float64Array
  private readonly suspendedAt: Float64Array
  private readonly stoodWaiting: Float64Array
  private readonly stoodWorking: Float64Array
  private readonly waits = new Durations()
  private readonly works = new Durations()
  private readonly stands = new Durations()

  constructor(activities: number) {
    const never = () => new Float64Array(activities).fill(Number.NaN)
    this.scheduledAt = never()
    this.startedAt = never()
    this.suspendedAt = never()
    this.stoodWaiting = new Float64Array(activities)
    this.stoodWorking = new Float64Array(activities)
  }

  schedule(activity: number, moment: number): void {
    this.forget(activity)
    this.scheduledAt[activity] = moment
  }

  start(activity: number, moment: number): void {
    this.startedAt[activity] = moment
  }

  suspend(activity: number, moment: number): void {
    this.suspendedAt[activity] = moment
  }

  resume(activity: number, moment: number): void {
    const since = num(this.suspendedAt, activity)
    if (Number.isNaN(since)) return
    const stood = Number.isNaN(num(this.startedAt, activity)) ? this.stoodWaiting : this.stoodWorking
    stood[activity] = num(stood, activity) + moment - since
    this.suspendedAt[activity] = Number.NaN
  }

  /** Answers when work on it began, as far as that is known. `before`: when the step before it was done. */
  complete(activity: number, done: number, before: number): number {
    this.resume(activity, done)
    const started = num(this.startedAt, activity)
    const scheduled = num(this.scheduledAt, activity)
    const waited = num(this.stoodWaiting, activity)
    const worked = num(this.stoodWorking, activity)
    this.forget(activity)
    if (waited + worked > 0) this.stands.add(activity, waited + worked)
    if (Number.isNaN(started)) {
      if (!Number.isNaN(scheduled)) this.waits.add(activity, Math.max(0, done - scheduled - waited))
      return done
    }
    this.works.add(activity, Math.max(0, done - started - worked))
    const offered = Number.isNaN(scheduled) ? before : scheduled
    if (!Number.isNaN(offered) && offered <= started)
      this.waits.add(activity, Math.max(0, started - offered - waited))
    return started
  }

  /** What was begun and never done must not be taken for another's. */
  forget(activity: number): void {
    this.scheduledAt[activity] = Number.NaN
    this.startedAt[activity] = Number.NaN
    this.suspendedAt[activity] = Number.NaN
    this.stoodWaiting[activity] = 0
    this.stoodWorking[activity] = 0
  }

  spans(activities: number): Record<'waiting' | 'working' | 'standing', (Span | null)[]> {
    return {
      waiting: this.waits.spans(activities),
      working: this.works.spans(activities),
      standing: this.stands.spans(activities),
    }
  }
}
