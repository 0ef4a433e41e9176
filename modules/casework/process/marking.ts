import type { Json, Vars } from './json.ts'
import type { UserTask } from './definition.ts'

/** Something that lives in a case: a token that waits, a sub-process, the body of a multi-instance. */
export type Live = {
  /** Never used twice in a case; for a user task it is the task's number. */
  k: number
  /** The element, by its path through call activities. */
  at: string
  /** What it lives in; absent: the process itself. */
  in?: number
  /** The flow by which a token came to the join it waits at. */
  via?: string
  vars?: Vars
  /** Multi-instance body: how many instances, how many done, what each works on, what each gave. */
  n?: number
  done?: number
  items?: readonly Json[]
  gave?: readonly Json[]
  /** An instance's place in its multi-instance, from 0. */
  i?: number
  /** How often a timer that hangs on it may still fire, by event; -1: without end, absent: once. */
  left?: Readonly<Record<string, number>>
  /** What messages must say to be meant for it. */
  cor?: Readonly<Record<string, Json>>
  /** An interrupting event sub-process has taken over this scope. */
  over?: true
  /** Activities done in this scope that can be undone. */
  comp?: readonly string[]
  /** Compensation still to run: handlers, last first. */
  todo?: readonly string[]
  /** A handler run for the compensation thrown by this token. */
  undoes?: number
  stuck?: Stuck
}

/** Why a token cannot go on, and what a retry does. */
export type Stuck = {
  code: string
  facts: { readonly [name: string]: Json }
  redo: 'arrive' | 'leave' | 'finish' | 'arm' | 'none'
  outcome?: Vars
}

/** Where a case stands: all that is stored of its process. Plain JSON; a case at rest holds a few short records. */
export type Marking = {
  /** The next key. */
  next: number
  live: readonly Live[]
  /** What hangs on the process itself. */
  vars?: Vars
  left?: Readonly<Record<string, number>>
  cor?: Readonly<Record<string, Json>>
  over?: true
  comp?: readonly string[]
}

export type OpenedTask = {
  key: number
  /** The element's path. */
  at: string
  step: UserTask
  /** What the task is given beyond the case: mapped inputs, the item of a multi-instance. */
  vars: Vars
}

/** A timer: a key that `fire` takes back, and when, as ISO 8601. */
export type TimerSet = { key: string; at: string; by: 'date' | 'duration'; value: string; working: boolean }

/** What is waited for from outside besides tasks and timers. */
export type Subscription = {
  key: string
  at: string
  on: 'message' | 'signal'
  name: string
  correlation: Json
}

export type ServiceCall = { key: number; at: string; topic: string; vars: Vars }
export type SentMessage = { name: string; correlation: Json; at: string; vars: Vars }
export type Incident = { key: number; at: string; code: string; facts: { readonly [name: string]: Json } }

/** What one call of the engine changed. */
export type Move = {
  marking: Marking
  opened: OpenedTask[]
  /** Keys of user tasks that are open no longer. */
  closed: number[]
  timers: { set: TimerSet[]; cancelled: string[] }
  subscriptions: { set: Subscription[]; cancelled: string[] }
  services: { called: ServiceCall[]; cancelled: number[] }
  messages: SentMessage[]
  signals: { name: string; at: string }[]
  incidents: Incident[]
  /** False: the event found nobody waiting and nothing changed. */
  taken: boolean
  /** Nothing lives any more. */
  ended: boolean
}

export type OutsideEvent =
  | { type: 'timer'; key: string }
  | { type: 'message'; name: string; correlation?: Json; payload?: Vars }
  | { type: 'signal'; name: string; payload?: Vars }
  /** A service or task reports an error that the model may catch. */
  | { type: 'error'; key: number; code: string; message?: string }
  /** A service did not answer and will not be asked again by itself: no error of the model, so nothing catches it. */
  | { type: 'failure'; key: number; code: string; facts: { readonly [name: string]: Json } }
