import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import type { Log } from '#platform/log.ts'
import type { CaseSnapshot, Cursor, Process } from '../contract.ts'
import { advance, casesSince, getSnapshot, repeatOf, type Step } from './advance.ts'
import {
  findCase,
  findCaseIdByCode,
  findCases,
  listEvents,
  listOpenOnCalendar,
  nextCodeNumber,
} from './case-store.ts'
import { definitionOf } from './definition-of.ts'
import { findDefinition, insertDefinition } from './definition-store.ts'
import { addYears } from './add-years-store.ts'
import type { Delivery } from './delivery/carry.ts'
import { fireTimers } from './delivery/fire-timers.ts'
import { deliverSaid } from './delivery/deliver-messages.ts'
import { createDeliveryDesk } from './delivery/delivery-desk.ts'
import { Owners, type Owner, type OwnTimerHandler, type ServiceHandler } from './delivery/owners.ts'
import { incidentsOf, type DeliveryParts } from './delivery/show-incidents.ts'
import { forgetPlace } from './reader-store.ts'
import { readCasesAt } from './read-cases-at.ts'
import { startDelivery, type Delivering, type DeliveryOptions } from './delivery/start-delivery.ts'
import { createEngine, noCalendars, type Calendars } from './engine.ts'
import { caseworkErrors } from './errors.ts'
import { openCase, type Opening } from './open-case.ts'
import { beginRehoming, rehomeAll, type PlacesOf } from './rehome-cases.ts'
import { countWork, findRehoming } from './rehome-store.ts'
import type { ProcessParts } from './process-parts.ts'
import { courseReader, followCourses, startFollowingCourses } from './insight/follow-courses.ts'
import { historiesOf } from './insight/history-store.ts'
import { createInsight } from './insight/insight.ts'
import { createProcesses, type Processes } from './processes.ts'
import { findInForce } from './publishing-store.ts'
import { createPublishedDecisions } from './published-decisions.ts'
import { countOpenDue, listOpenDue } from './moved-store.ts'
import { currentCursor, readCommitted, readHistories, readOfTypes, renumberOutbox } from './outbox-store.ts'
import { compileTable, machineOf, storedModel, type Machine, type ModelText } from './process-machine.ts'
import { recentLog } from './recent-log.ts'
import { tailOutbox } from './tail-outbox.ts'
import { findSeen, noteSeen, type Seen } from './task-seen-store.ts'
import { countByAssignee, countTasks, listTasks, type TaskFilter } from './task-store.ts'
import { undoOf } from './undo-flow.ts'
import { verifyCases } from './verify-cases.ts'

export type { Actor } from './open-case.ts'
export type { Step, Advanced } from './advance.ts'
export type { CaseAt } from './read-cases-at.ts'
export type { Machine, ModelText, Proceeding } from './process-machine.ts'
export type { ProcessSubjects, Subject } from './process-subjects.ts'
export type { Processes } from './processes.ts'
export type { InForce } from './publishing-store.ts'
export type { PublishedDecisions } from './published-decisions.ts'
export { ProcessFailure } from '../process/failure.ts'
export type { OpenDue } from './moved-store.ts'
export type {
  MovedBySelf,
  OwnTimerFired,
  OwnTimerHandler,
  ServiceAnswer,
  ServiceAsk,
} from './delivery/owners.ts'
export type { Delivering } from './delivery/start-delivery.ts'
export { seedProcesses, type SeedProcess } from './seed-processes.ts'
export type { ListedTask, TaskCount } from './task-store.ts'
export type { Verification } from './verify-cases.ts'
export { FIRST_CURSOR } from './outbox-store.ts'
export { keepReading } from './keep-reading.ts'
export { forgetPlace, movePlace, readPlace, type Reader } from './reader-store.ts'

async function modelMachine(definitionId: number, model: ModelText): Promise<Machine> {
  const { machine, asks } = await storedModel(model)
  return machineOf(definitionId, machine, asks)
}

/** Looks at tasks that this process has noted already. */
const MOST_LOOKS = 50_000

export type Casework = ReturnType<typeof caseworkModule>

/** The case engine. `wake` is called after each step that committed, so that readers of the outbox need not poll fast. */
export function caseworkModule({
  clock,
  realClock = clock,
  wake = () => undefined,
  calendars = noCalendars,
}: {
  clock: Clock
  /** The clock of outside systems, where the city has one of its own. */
  realClock?: Clock
  wake?: () => void
  /** Needed by whoever moves cases of processes with timers. */
  calendars?: Calendars
}) {
  const engine = createEngine(clock, wake, calendars)
  const owners = new Owners()
  const machines = new Map<number, Machine>()
  const looks = new Set<string>()

  async function getMachine(db: AnyDb, definitionId: number): Promise<Machine> {
    const known = machines.get(definitionId)
    if (known) return known
    const process = await findDefinition(db, definitionId)
    if (!process) throw caseworkErrors.noSuchDefinition(definitionId)
    const machine = process.model
      ? await modelMachine(definitionId, process.model)
      : compileTable(definitionId, process)
    if (!db.isTransaction) machines.set(definitionId, machine)
    return machine
  }

  const defineApart: ProcessParts['defineApart'] = async (db, kind, content, apart) =>
    insertDefinition(db, await definitionOf(kind, content), clock.now(), apart)

  const delivered = new Map<number, Machine>()
  const delivery: Delivery = {
    engine,
    owners,
    realClock,
    async getMachine(db, definitionId) {
      // Cases that are delivered to were committed before, and so were their definitions.
      const known = delivered.get(definitionId) ?? (await getMachine(db, definitionId))
      delivered.set(definitionId, known)
      return known
    },
  }

  return {
    /** Says what a move of the process that no person made means to cases of a kind. */
    own: (kind: string, owner: Owner) => owners.own(kind, owner),
    /** Hears timers `own:name` and `own:name:rest` that steps of a kind have set beside the process, once each. */
    onOwnTimer: (kind: string, name: string, handler: OwnTimerHandler) =>
      owners.onOwnTimer(kind, name, handler),
    /** Answers calls of a topic in this process; a topic that nobody serves waits for an outside worker. */
    serve: (topic: string, handler: ServiceHandler) => owners.serve(topic, handler),
    /** Incidents, messages from outside and calls for outside workers, given who asks. */
    deliveryDesk: (needs: Pick<DeliveryParts, 'db' | 'organisation' | 'log'>) =>
      createDeliveryDesk({ ...needs, delivery }),
    /** Where a case cannot go on, in the words shown to officials. */
    incidentsOf: (db: AnyDb, snapshot: CaseSnapshot) => incidentsOf(delivery, db, snapshot),
    /** Delivers timers, messages, signals and answers of services to cases, in this process and as many others as you like. */
    startDelivery: (options: DeliveryOptions): Delivering => startDelivery(delivery, options),
    /** Fires what is due now; for tests and for walks through a case. */
    fireTimers: (db: AnyDb, log: Log) => fireTimers(delivery, db, log),
    /** Delivers what was said up to now. */
    async deliverSaid(db: AnyDb, log: Log): Promise<void> {
      while (await deliverSaid(delivery, db, log));
    },
    /** Makes room for the cases of this year and the next; to be called at every start. */
    start: (db: AnyDb) => addYears(db, clock.now().getUTCFullYear()),
    /** Stores a process and answers its definition id; the same steps answer the same id. */
    async define(db: AnyDb, process: Process): Promise<number> {
      compileTable(0, process)
      return insertDefinition(db, { ...process, model: null }, clock.now())
    },
    /**
     * Stores a BPMN model that has no fault; the same text answers the same id.
     * Errors: `casework.bad_model` with every problem, its element and how to mend it.
     */
    async defineModel(db: AnyDb, kind: string, model: ModelText): Promise<number> {
      return insertDefinition(db, await definitionOf(kind, { form: 'model', ...model }), clock.now())
    },
    /** The version that new cases of the subject take on the day, where one is published. */
    findPublished: (db: AnyDb, kind: string, subject: string, onDay: string) =>
      findInForce(db, { kind, subject, onDay }),
    /** The decisions published with that version, if any were. */
    decisionsOf: createPublishedDecisions(),
    /** Drafting and publishing processes, given who owns the kind of case they are for. */
    processes: (needs: Omit<ProcessParts, 'defineApart' | 'getMachine' | 'advance'>): Processes =>
      createProcesses({
        ...needs,
        defineApart,
        getMachine,
        advance: (db, from, step) => advance(db, engine, from, step),
      }),
    /** What histories and logs of other systems tell of processes, given who owns the kind of case. */
    insight: (needs: Omit<Parameters<typeof createInsight>[0], 'clock'>) =>
      createInsight({ ...needs, clock }),
    /** Reads histories for insight in the background, so that a look reads but the newest. */
    startFollowingCourses: (db: AnyDb, log: Log) => startFollowingCourses({ db, clock, realClock, log }),
    /** One batch of the log; for tests and benches. */
    followCourses: (db: AnyDb) => followCourses(db, clock),
    /** After the log was numbered anew. */
    restartReaders: (db: AnyDb) => forgetPlace(db, courseReader),
    getMachine,
    open: (db: AnyDb, opening: Opening, also?: (tx: AnyDb, snapshot: CaseSnapshot) => Promise<void>) =>
      openCase(db, engine, opening, also),
    advance: (db: AnyDb, from: CaseSnapshot, step: Step) => advance(db, engine, from, step),
    getCase: (db: AnyDb, caseId: string, version?: number) => getSnapshot(db, engine, caseId, version),
    repeatOf,
    findCase,
    findCases,
    casesSince: (db: AnyDb, events: readonly { caseId: string; seq: number }[]) =>
      casesSince(db, engine, events),
    findCaseIdByCode,
    listEvents,
    historiesOf,
    /** Cases as they stood at a moment, each with what had happened by then. */
    readCasesAt,
    listOpenOnCalendar,
    listOpenDue,
    countOpenDue,
    nextCodeNumber,
    listTasks: (db: AnyDb, filter: TaskFilter) => listTasks(db, filter),
    countTasks,
    countByAssignee,
    /** Notes who first opened the case of a task; looking again costs nothing in this process. */
    async noteSeen(db: AnyDb, snapshot: CaseSnapshot, taskNo: number, seen: Seen): Promise<void> {
      const look = `${snapshot.caseId}/${taskNo}`
      if (looks.has(look)) return
      await noteSeen(db, snapshot, taskNo, seen)
      if (looks.size >= MOST_LOOKS) looks.clear()
      looks.add(look)
    },
    findSeen,
    undoOf,
    readOutbox: (db: AnyDb, cursor: Cursor, limit: number) => readCommitted(db, cursor, limit),
    readOfTypes,
    currentCursor,
    readHistories,
    renumberOutbox,
    /** The newest end of the log, read once for those of this process's readers that see every event. */
    recentLog,
    /** Follows the outbox from now on in this process. */
    tail: tailOutbox,
    verify: (db: AnyDb, onProgress?: (cases: number) => void) => verifyCases(db, onProgress, getMachine),
    /** What lies open at each of the units; units with nothing are left out. */
    countWork,
    /** Notes a move of open work to new units and collects the cases it concerns. */
    beginRehoming,
    /** Carries the collected cases to their new homes in chunks; may be stopped and begun again at any point. */
    rehomeAll: (db: AnyDb, planId: number, placesOf: PlacesOf) => rehomeAll(db, engine, planId, placesOf),
    findRehoming,
  }
}
