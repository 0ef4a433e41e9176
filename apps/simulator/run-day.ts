import { setTimeout as wait } from 'node:timers/promises'
import type { HanoiUnit } from '#data/hanoi/units.ts'
import { fakeClock, type FakeClock } from '#platform/clock.ts'
import type { CityClock } from '#platform/database-city-clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { AppError } from '#platform/errors.ts'
import type { CalendarModule } from '#modules/calendar/server/index.ts'
import { caseworkModule } from '#modules/casework/server/index.ts'
import { catalogueModule } from '#modules/catalogue/server/index.ts'
import {
  actAsOwner,
  actOnDossier,
  fileAtCounter,
  fileOnline,
  type DossiersParts,
} from '#modules/dossiers/server/index.ts'
import type { Notifications } from '#modules/notifications/server/index.ts'
import type { FilesModule } from '#modules/files/server/index.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { Organisation } from '#modules/organisation/server/index.ts'
import { officersOf, openProcedures, openUnits } from './city-of-day.ts'
import type { Actor, PlannedAct } from './plan-acts.ts'
import { planDay, type PlannedDossier, type PlanningCity } from './plan-day.ts'
import { addJobs, runLanes, type Job, type Lane } from './run-lanes.ts'

export type SimulateDay = {
  db: AnyDb
  /** The parts of the product that are shared with it; the engine and the dossiers are composed here, a clock for each lane. */
  product: {
    organisation: Organisation
    calendar: CalendarModule
    files: FilesModule
    notifications: Notifications
  }
  config: { timeZone: string; publicUrl: string }
  /** Tells readers of the event log, as in the product. */
  wake?: () => void
  /** The city's clock; the run waits for it, and sets it going where it stands before the day. Without it nothing waits. */
  clock: CityClock | undefined
  seed: string
  /** `YYYY-MM-DD`, the first day. */
  day: string
  /** How many come in on each day. */
  dossiers: number
  /** City seconds in a real one; 0: as fast as the machine can. */
  speed: number
  /** How many calendar days the city goes on living; default 1. */
  days?: number
  /** Days before the first, so that work is lying there when it begins; they run without waiting. */
  before?: { days: number; dossiers: number }
  /** Units whose officials are people: what is filed there waits for them, and so many more come in there each day. */
  people?: { codes: readonly string[]; dossiers: number }
  /** Only these units live; default all that are open on the first day. */
  units?: readonly HanoiUnit[]
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
}

export type Progress = {
  at: Date
  received: number
  steps: number
  /** Commands the product refused, most often because a person had taken the dossier; it is left to people then. */
  refused: number
}

export type DaySummary = Progress & {
  planned: number
  leftToPeople: number
  interrupted: boolean
  refusals: Record<string, number>
}

const DAY_MS = 86_400_000
/** Where a paced day begins: half an hour before the doors open. */
const MORNING_MINUTE = 7 * 60 + 30
/** Half of the demo's connections, so that people at their screens do not wait. */
const AT_MOST = 8
const LONGEST_NAP_MS = 250
/** A city clock so far past the last day was set onward by somebody: that day will not be lived to its end. */
const OVERTAKEN_MS = 30 * DAY_MS

/** Lets the city live one day or several through the product's own commands. The same seed gives the same histories. */
export async function simulateDay(asked: SimulateDay): Promise<DaySummary> {
  const overtaken = new AbortController()
  const ask = {
    ...asked,
    signal: asked.signal ? AbortSignal.any([asked.signal, overtaken.signal]) : overtaken.signal,
  }
  const run = await prepare(ask, () => overtaken.abort())
  const { summary } = run
  const firstDay = shifted(ask.day, -(ask.before?.days ?? 0))
  const endDay = shifted(ask.day, ask.days ?? 1)
  const startOf = (day: string) => run.startOf(day)
  await setGoing(ask, startOf(ask.day) + MORNING_MINUTE * 60_000, startOf(endDay))

  for (let day = firstDay; day < endDay && !ask.signal.aborted; day = shifted(day, 1)) {
    const dossiers = day < ask.day ? (ask.before?.dossiers ?? 0) : ask.dossiers
    const elsewhere = planDay(run.city, { seed: ask.seed, day, dossiers })
    const among =
      run.amongPeople && day >= ask.day
        ? planDay(run.amongPeople, { seed: `${ask.seed}.people`, day, dossiers: ask.people?.dossiers ?? 0 })
        : []
    for (const planned of [...elsewhere, ...among]) {
      summary.planned += 1
      addJobs(run.lanes, planned.receivingCode, run.jobsOf(planned))
    }
    const end = startOf(shifted(day, 1))
    await runLanes({
      lanes: run.lanes,
      until: () => end,
      pace: run.pace,
      atMost: AT_MOST,
      signal: ask.signal,
    })
  }
  summary.interrupted = ask.signal.aborted
  // At full speed the day is over before the clock noticed: people who look now should see its evening.
  if (ask.clock && ask.speed === 0 && summary.at > ask.clock.now()) await ask.clock.set(summary.at, 1)
  return summary
}

async function setGoing({ clock, speed }: SimulateDay, morning: number, end: number) {
  if (!clock || speed === 0) return
  const now = clock.now().getTime()
  // Never back: what is recorded stays in the past.
  if (now < end && (now < morning || clock.speed !== speed))
    await clock.set(new Date(Math.max(now, morning)), speed)
}

type OneLane = { parts: DossiersParts; clock: FakeClock }

async function prepare(ask: SimulateDay, giveUp: () => void) {
  const { db, product, signal } = ask
  const { organisation, calendar } = product
  // What other processes recorded meanwhile, such as who is on leave.
  await organisation.refresh()
  const units = organisation.units(ask.day)
  const { timeZone } = ask.config
  const catalogueOn = (now: () => Date) => catalogueModule({ db, clock: { now }, timeZone, organisation })
  const city: PlanningCity = {
    units: (ask.units ?? openUnits(units)).filter((unit) => units.byCode(unit.code)),
    procedures: await openProcedures(
      catalogueOn(() => new Date(`${ask.day}T00:00:00Z`)),
      units,
    ),
    calendarOf: (code) => calendar.get(units.byCode(code)?.calendarId ?? 0),
  }
  const officerFor = await officersOf(organisation, ask.config.timeZone)
  const peopleCodes = new Set(ask.people?.codes)
  const peopleIds = new Set([...peopleCodes].map((code) => units.byCode(code)?.id))
  // What came in on the days before was worked off by colleagues.
  const peopleFrom = startOfDay(ask.day, city, ask.config.timeZone)
  const amongPeople: PlanningCity | undefined = ask.people && {
    ...city,
    units: city.units.filter((unit) => peopleCodes.has(unit.code)),
    procedures: city.procedures.filter(({ record }) => record.competentTier === 'commune'),
  }
  const summary: DaySummary = {
    at: new Date(0),
    planned: 0,
    received: 0,
    steps: 0,
    refused: 0,
    leftToPeople: 0,
    interrupted: false,
    refusals: {},
  }
  const catalogue = catalogueOn(() => summary.at)
  const composed = new Map<string, OneLane>()
  const lanes = new Map<string, Lane>()

  function laneOf(code: string): OneLane {
    let lane = composed.get(code)
    if (!lane) {
      const clock = fakeClock(new Date(0))
      const casework = caseworkModule({
        clock,
        calendars: product.calendar,
        ...(ask.wake ? { wake: ask.wake } : {}),
      })
      lane = {
        clock,
        parts: {
          ...product,
          db,
          clock,
          catalogue,
          casework,
          publicUrl: ask.config.publicUrl,
          timeZone: ask.config.timeZone,
        },
      }
      composed.set(code, lane)
    }
    return lane
  }

  async function at(lane: OneLane, moment: number, command: () => Promise<void>): Promise<boolean> {
    lane.clock.set(new Date(moment))
    if (moment > summary.at.getTime()) summary.at = new Date(moment)
    try {
      await command()
      return true
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === 'unavailable') throw error
      summary.refused += 1
      summary.refusals[error.code] = (summary.refusals[error.code] ?? 0) + 1
      return false
    } finally {
      ask.onProgress?.(summary)
    }
  }

  /** A dossier's commands one after another; the first refused one leaves the rest to people. */
  function jobsOf(planned: PlannedDossier): Job[] {
    const receiving = units.byCode(planned.receivingCode)
    const lane = laneOf(planned.receivingCode)
    let known: { caseId: string; version: number; authorityId: number } | undefined
    if (!receiving) return []

    const work = { code: planned.filing.procedureCode, field: planned.field }

    async function file(receivingUnitId: number) {
      const commandKey = `sim.${planned.key}`
      const filing = { ...planned.filing, receivingUnitId }
      const officer = await officerFor(receivingUnitId, 'one_stop', planned.chance, planned.filedAt, work)
      const { snapshot } =
        planned.channel === 'online'
          ? await fileOnline(lane.parts, filing, { key: commandKey, account: null })
          : await fileAtCounter(lane.parts, officer, { ...filing, channel: planned.channel, commandKey })
      // A run that goes on after a restart files again and is told of the dossier it already has: its acts follow from the first.
      known = { caseId: snapshot.caseId, version: 1, authorityId: snapshot.authorityId }
      summary.received += 1
    }

    async function act(one: PlannedAct, index: number, receivingUnitId: number) {
      if (!known) return
      const dossier = known
      if (
        one.by !== 'owner' &&
        planned.filedAt >= peopleFrom &&
        peopleIds.has(one.by.place === 'receiving' ? receivingUnitId : dossier.authorityId)
      ) {
        known = undefined
        summary.leftToPeople += 1
        return
      }
      const body = { ...one.facts, version: dossier.version, commandKey: `sim.${planned.key}.${index}` }
      const { snapshot } =
        one.by === 'owner'
          ? await actAsOwner(lane.parts, one.action as 'withdraw', dossier.caseId, body)
          : await actOnDossier(
              lane.parts,
              await officerOf(one.by, dossier.authorityId, receivingUnitId, one.at),
              one.action as 'claim',
              dossier.caseId,
              body,
            )
      known = { ...dossier, version: dossier.version + 1, authorityId: snapshot.authorityId }
      summary.steps += 1
    }

    function officerOf(
      by: Exclude<Actor, 'owner'>,
      authorityId: number,
      receivingUnitId: number,
      moment: number,
    ): Promise<Officer> {
      const unitId = by.place === 'receiving' ? receivingUnitId : authorityId
      return officerFor(unitId, by.postKind, by.chance, moment, work)
    }

    const order = planned.key
    const perform = (moment: number, command: () => Promise<void>) => async () => {
      if (!(await at(lane, moment, command))) {
        known = undefined
        summary.leftToPeople += 1
      }
    }
    return [
      { at: planned.filedAt, order, perform: perform(planned.filedAt, () => file(receiving.id)) },
      ...planned.acts.map((one, index) => ({
        at: one.at,
        order,
        perform: async () => {
          if (known) await perform(one.at, () => act(one, index, receiving.id))()
        },
      })),
    ]
  }

  async function pace(moment: number) {
    const { clock, speed } = ask
    if (!clock || speed === 0) return
    for (;;) {
      if (clock.now().getTime() > endOfAll + OVERTAKEN_MS) giveUp()
      const ahead = moment - clock.now().getTime()
      if (ahead <= 0 || signal?.aborted) return
      await wait(
        Math.min(LONGEST_NAP_MS, Math.ceil(ahead / Math.max(clock.speed, 0.001))),
        undefined,
        signal ? { signal } : {},
      ).catch(() => undefined)
    }
  }

  const startOf = (day: string) => startOfDay(day, city, ask.config.timeZone)
  const endOfAll = startOf(shifted(ask.day, ask.days ?? 1))
  return { city, amongPeople, lanes, summary, jobsOf, pace, startOf }
}

function startOfDay(day: string, city: PlanningCity, timeZone: string): number {
  const [unit] = city.units
  const calendar = unit && city.calendarOf(unit.code)
  if (!calendar)
    throw new Error(
      `No unit of the demo city is in this database, so nothing can be simulated (${timeZone}).`,
    )
  return Date.parse(`${day}T00:00:00Z`) - calendar.utcOffsetMinutes * 60_000
}

function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}
