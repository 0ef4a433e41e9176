import type { Quarantined, RowFault } from '../insight.ts'
import { LogBuilder, type EventLog, type Lifecycle } from './event-log.ts'
import { readLogTime } from './log-time.ts'

/** What a foreign log says of one event, as text. */
export type ForeignEvent = {
  line: number
  caseId: string
  activity: string
  time: string
  lifecycle: string
  role: string
  /** Who did it; only a number of ours is kept of it. */
  person: string
  unit: string
}

export type GatheredLog = {
  log: EventLog
  /** The first rows that were set aside. */
  quarantine: Quarantined[]
  quarantined: number
}

const MOST_QUARANTINED = 500
const MOST_OF_A_VALUE = 60
const MOST_OF_A_NAME = 300

/** Lifecycles of XES (IEEE 1849) and of its older form; what is not here says nothing about waiting or working. */
const transitions: Readonly<Record<string, Lifecycle>> = {
  schedule: 'schedule',
  start: 'start',
  complete: 'complete',
  suspend: 'suspend',
  resume: 'resume',
  withdraw: 'withdraw',
  pi_abort: 'withdraw',
  ate_abort: 'withdraw',
}

/** Gathers the events of a foreign log; those that cannot be read are set aside with the reason. Names of persons are not kept. */
export class ForeignEvents {
  readonly quarantine: Quarantined[] = []
  quarantined = 0
  private readonly builder = new LogBuilder()
  private readonly persons = new Map<string, string>()

  get size(): number {
    return this.builder.size
  }

  add(event: ForeignEvent): void {
    const { line, time } = event
    const caseId = event.caseId.normalize('NFC').trim()
    const activity = event.activity.normalize('NFC').trim()
    if (caseId === '') return this.setAside(line, 'no_case', '')
    if (activity === '') return this.setAside(line, 'no_activity', caseId)
    if (time.trim() === '') return this.setAside(line, 'no_time', caseId)
    const at = readLogTime(time)
    if (at === undefined) return this.setAside(line, 'bad_time', time)
    if (caseId.length > MOST_OF_A_NAME || activity.length > MOST_OF_A_NAME)
      return this.setAside(line, 'too_long', caseId)
    const said = event.lifecycle.trim().toLowerCase()
    const lifecycle = said === '' ? 'complete' : transitions[said]
    // Assigned, skipped and the like: true, but nothing the map shows.
    if (!lifecycle) return
    this.builder.add({
      caseId,
      activity,
      at,
      lifecycle,
      unit: event.unit.normalize('NFC').trim().slice(0, MOST_OF_A_NAME),
      resource:
        event.role.normalize('NFC').trim().slice(0, MOST_OF_A_NAME) || this.numberOf(event.person.trim()),
    })
  }

  setAside(line: number, fault: RowFault, value: string): void {
    this.quarantined++
    if (this.quarantine.length < MOST_QUARANTINED)
      this.quarantine.push({ line, fault, value: value.slice(0, MOST_OF_A_VALUE) })
  }

  build(): GatheredLog {
    const { quarantine, quarantined } = this
    return { log: this.builder.build(), quarantine, quarantined }
  }

  private numberOf(person: string): string | undefined {
    if (person === '') return undefined
    const known = this.persons.get(person) ?? `#${this.persons.size + 1}`
    this.persons.set(person, known)
    return known
  }
}
