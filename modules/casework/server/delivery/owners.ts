import type { AnyDb } from '#platform/database.ts'
import type { CaseSnapshot, OwnTimerKey, StateChange } from '../../contract.ts'
import type { Step } from '../advance.ts'
import type { Machine, Proceeding } from '../process-machine.ts'

/** A move of the process that no person made: a timer, a message, a service's answer. */
export type MovedBySelf = { snapshot: CaseSnapshot; machine: Machine; proceeding: Proceeding; now: Date }

/** What the domain that owns a kind of case makes of such a move; the engine adds what the case waits for. */
export type Owner = {
  moved(
    db: AnyDb,
    move: MovedBySelf,
  ): Promise<{ type?: string; set: StateChange; facts?: Record<string, unknown> }>
}

export type OwnTimerFired = { snapshot: CaseSnapshot; key: OwnTimerKey; dueAt: Date }
/** The step that follows, written in the same transaction as whatever the handler writes; undefined: none but that it fired. */
export type OwnTimerHandler = (
  db: AnyDb,
  fired: OwnTimerFired,
) => Promise<Omit<Step, 'key' | 'actor'> | undefined>

/** A call of an outside service. Its key is the same each time it is tried. */
export type ServiceAsk = {
  key: string
  caseId: string
  topic: string
  vars: unknown
  attempt: number
  signal: AbortSignal
}
type Vars = Parameters<Machine['served']>[2]
/** What came of a call; an error is one that the model may catch. Whatever is thrown is tried again. */
export type ServiceAnswer = { outcome: Vars } | { error: { code: string; message?: string } }
export type ServiceHandler = (ask: ServiceAsk) => Promise<ServiceAnswer>

/** Who hears what happens to cases; filled when the product is composed. */
export class Owners {
  readonly #owners = new Map<string, Owner>()
  readonly #timers = new Map<string, OwnTimerHandler>()
  readonly #services = new Map<string, ServiceHandler>()

  own(kind: string, owner: Owner) {
    this.#owners.set(kind, owner)
  }

  onOwnTimer(kind: string, name: string, handler: OwnTimerHandler) {
    this.#timers.set(`${kind} ${name}`, handler)
  }

  serve(topic: string, handler: ServiceHandler) {
    this.#services.set(topic, handler)
  }

  get topics(): string[] {
    return [...this.#services.keys()]
  }

  ownerOf(kind: string): Owner | undefined {
    return this.#owners.get(kind)
  }

  timerHandlerOf(kind: string, key: OwnTimerKey): OwnTimerHandler | undefined {
    return this.#timers.get(`${kind} ${key.split(':')[1] ?? ''}`)
  }

  serviceOf(topic: string): ServiceHandler | undefined {
    return this.#services.get(topic)
  }
}
