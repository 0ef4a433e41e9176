import type { HanoiUnit } from '#data/hanoi/units.ts'
import { drawing, pickInteger, pickWeighted } from '#data/people/draw.ts'
import type { DemoProcedure } from '#data/procedures/procedures.ts'
import { dayNumberOf, minutesOn, spansOn, type WorkingCalendar } from '#modules/calendar/contract.ts'
import type { Channel, Filing } from '#modules/dossiers/contract.ts'
import { channelMix, counterProfile, onlineProfile, procedureWeight } from './daily-mix.ts'
import { broughtComponents, filledForm, ownerOf } from './fill-filing.ts'
import { planActs, type PlannedAct } from './plan-acts.ts'

/** What a day is planned from; nothing here touches a database. */
export type PlanningCity = {
  units: readonly HanoiUnit[]
  procedures: readonly DemoProcedure[]
  calendarOf(unitCode: string): WorkingCalendar
}

export type PlannedDossier = {
  /** Stands in the keys of its commands; the same seed and day give the same. */
  key: string
  receivingCode: string
  channel: Channel
  field: string | null
  filedAt: number
  /** Draws the officer at the counter. */
  chance: number
  filing: Omit<Filing, 'receivingUnitId'>
  acts: readonly PlannedAct[]
}

type Ask = { seed: string; day: string; dossiers: number }

/** Everything that will be filed on a day and all that will be done about it, from the seed alone. */
export function planDay(city: PlanningCity, { seed, day, dossiers }: Ask): PlannedDossier[] {
  const places = placesOf(city)
  const planned: PlannedDossier[] = []
  for (let index = 0; index < dossiers; index += 1) {
    const one = planDossier(city, places, `${seed}.${day}.${index}`, day)
    if (one) planned.push(one)
  }
  return planned.sort((a, b) => a.filedAt - b.filedAt)
}

type Places = {
  communes: readonly (readonly [HanoiUnit, number])[]
  districts: readonly (readonly [HanoiUnit, number])[]
  byCode: ReadonlyMap<string, HanoiUnit>
  communesUnder: ReadonlyMap<string, readonly HanoiUnit[]>
  byChannel: ReadonlyMap<Channel, readonly (readonly [DemoProcedure, number])[]>
}

function placesOf({ units, procedures }: PlanningCity): Places {
  const communes = units.filter((unit) => unit.tier === 'commune')
  const communesUnder = new Map<string, HanoiUnit[]>()
  for (const commune of communes) {
    const parent = commune.parentCode ?? ''
    communesUnder.set(parent, [...(communesUnder.get(parent) ?? []), commune])
  }
  const present = new Set(units.map((unit) => unit.code))
  const fileable = procedures.filter(
    ({ record }) =>
      // A linked procedure waits for other agencies, which a plan of one dossier's acts cannot foresee.
      !record.linked &&
      (record.competentUnitCode === null
        ? units.some(({ tier }) => tier === record.competentTier)
        : present.has(record.competentUnitCode)),
  )
  return {
    communes: communes.map((unit) => [unit, busyness(unit)]),
    districts: units.filter((unit) => unit.tier === 'district').map((unit) => [unit, busyness(unit)]),
    byCode: new Map(units.map((unit) => [unit.code, unit])),
    communesUnder,
    byChannel: new Map(
      channelMix.map(([channel]) => [
        channel,
        fileable
          .filter(({ record }) => record.channels.some((row) => row.channel === channel))
          .map((procedure) => [procedure, procedureWeight(procedure.record.code)] as const),
      ]),
    ),
  }
}

/** Wards have more people than communes, and no two the same. */
function busyness({ code, kind }: HanoiUnit): number {
  return (kind === 'Phường' || kind === 'Quận' ? 1.7 : 1) * (0.5 + drawing(`busy:${code}`)())
}

function planDossier(
  city: PlanningCity,
  places: Places,
  key: string,
  day: string,
): PlannedDossier | undefined {
  const draw = drawing(key)
  const channel = pickWeighted(draw, channelMix)
  const procedure = pickWeighted(draw, places.byChannel.get(channel) ?? [])
  const receiving = receivingUnit(places, procedure, draw)
  const competent = receiving && competentUnit(places, procedure, receiving)
  if (!receiving || !competent) return undefined
  const calendars = { receiving: city.calendarOf(receiving.code), competent: city.calendarOf(competent.code) }
  const filedAt = arrival(draw, calendars.receiving, day, channel)
  if (filedAt === undefined) return undefined
  const { record } = procedure
  const communes =
    receiving.tier === 'commune'
      ? [receiving]
      : (places.communesUnder.get(receiving.code) ?? places.communes.map(([unit]) => unit))
  const chance = draw()
  const filing = {
    procedureCode: record.code,
    owner: ownerOf(key, communes.length > 0 ? communes : places.communes.map(([unit]) => unit)),
    form: filledForm(draw, key, record.form ?? []),
    components: broughtComponents(record),
    files: [],
    delivery:
      channel === 'online' ? (draw() < 0.6 ? 'online' : 'counter') : channel === 'post' ? 'post' : 'counter',
  } as const
  const number = String(pickInteger(draw, 1, 99_999)).padStart(5, '0')
  const acts = planActs({ draw, procedure, channel, filedAt, number, calendars })
  return {
    key,
    receivingCode: receiving.code,
    channel,
    field: record.field,
    filedAt,
    chance,
    filing: { ...filing, components: [...filing.components], files: [] },
    acts,
  }
}

function receivingUnit(
  { communes, districts, byCode }: Places,
  { record, travels }: DemoProcedure,
  draw: () => number,
): HanoiUnit | undefined {
  const atCommune = record.competentTier === 'commune' || (travels && draw() < 0.6)
  if (atCommune) return communes.length > 0 ? pickWeighted(draw, communes) : undefined
  if (record.competentTier === 'district')
    return districts.length > 0 ? pickWeighted(draw, districts) : undefined
  return byCode.get(record.competentUnitCode ?? '')
}

function competentUnit(
  { byCode }: Places,
  { record }: DemoProcedure,
  receiving: HanoiUnit,
): HanoiUnit | undefined {
  if (record.competentUnitCode) return byCode.get(record.competentUnitCode)
  if (record.competentTier === receiving.tier) return receiving
  const above = receiving.parentCode === null ? undefined : byCode.get(receiving.parentCode)
  return above?.tier === record.competentTier ? above : undefined
}

/** When it comes in; undefined where the counter is closed all day. */
function arrival(
  draw: () => number,
  calendar: WorkingCalendar,
  day: string,
  channel: Channel,
): number | undefined {
  const number = dayNumberOf(day)
  const profile = channel === 'online' ? onlineProfile : counterProfile
  if (channel !== 'online' && minutesOn(calendar, number) === 0) return undefined
  for (;;) {
    const [from, to] = pickWeighted(
      draw,
      profile.map((stretch) => [stretch, stretch[2]] as const),
    )
    const minute = pickInteger(draw, from, to - 1)
    if (
      channel !== 'online' &&
      !spansOn(calendar, number).some(([open, close]) => minute >= open && minute < close)
    )
      continue
    return (number * 1440 + minute - calendar.utcOffsetMinutes) * 60_000 + pickInteger(draw, 0, 59_999)
  }
}
