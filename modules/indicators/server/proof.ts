import { dueOf, type WorkingCalendar } from '#modules/calendar/contract.ts'
import type { MapWay, Measure, MeasureCode, MeasureView, Period, Proof, ProofRow } from '../contract.ts'
import { declared } from '../measures/declared.ts'
import { indicatorErrors } from './errors.ts'
import { positionsAt } from './positions.ts'
import { listContributions, listOpen, type After, type ProofCase } from './proof-store.ts'
import { readFigures, unitsAsked } from './read-figures.ts'
import { openMap, partWithin, readFiguresOnMap, type MapReading } from './read-map.ts'

export type ProofAsked = {
  code: MeasureCode
  unitId?: number | undefined
  period: Period
  /** The day of another map on which the unit stands, and how cases come to it there. */
  map?: string | undefined
  by?: MapWay | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

/** A figure with its formula and one page of the cases behind it. */
export async function proveFigure(reading: MapReading, asked: ProofAsked): Promise<Proof> {
  const measure = declared[asked.code]
  const tree = reading.units(asked.map)
  const [{ unitId, figures }, { rows, nextCursor }] = await Promise.all([
    asked.map === undefined
      ? readFigures(reading, asked)
      : readFiguresOnMap(reading, asked.map, asked.unitId ?? tree.root?.id ?? 0, asked),
    listBehind(reading, measure, asked),
  ])
  const figure = figures.find((each) => each.code === asked.code)
  if (!figure) throw new Error(`no figure was made for ${asked.code}`)
  return {
    measure: measureView(measure),
    unitId,
    unitName: tree.nameOf(unitId),
    period: asked.period,
    figure,
    rows,
    nextCursor,
  }
}

/** Whose cases stand behind a figure, and with which share where that is not the whole. */
async function unitsBehind(
  reading: MapReading,
  { unitId, map, by = 'carried' }: ProofAsked,
): Promise<{ units: readonly number[]; shareOf: (unitId: number) => number | undefined }> {
  const whole = () => undefined
  const everybody = reading
    .units()
    .known()
    .map((unit) => unit.id)
  if (map === undefined) return { units: unitsAsked(reading, unitId).units ?? everybody, shareOf: whole }
  const { tree, placesOf } = await openMap(reading, map, 'competent')
  const asked = unitId ?? tree.root?.id ?? 0
  if (!tree.isOpen(asked)) throw indicatorErrors.notOnMap(asked, map)
  if (asked === tree.root?.id) return { units: everybody, shareOf: whole }
  const scope = tree.subtree(asked)
  if (by === 'recorded') return { units: [...scope], shareOf: whole }
  const parts = new Map(everybody.map((id) => [id, partWithin(placesOf, id, scope)?.share ?? 0]))
  return {
    units: everybody.filter((id) => parts.get(id) !== 0),
    shareOf(id) {
      const share = parts.get(id) ?? 0
      return share < 1 ? share : undefined
    },
  }
}

/** One page of the cases behind a measure, in a unit and all below it. */
export async function listBehind(
  reading: MapReading,
  measure: Measure,
  asked: ProofAsked,
): Promise<{ rows: ProofRow[]; nextCursor: string | null }> {
  const tree = reading.units()
  const { units, shareOf } = await unitsBehind(reading, asked)
  const limit = asked.limit ?? 50
  const page = { units, after: decodeCursor(asked.cursor), limit: limit + 1 }
  const found =
    measure.kind === 'flow'
      ? await listContributions(reading.db, {
          ...page,
          series: measure.series,
          isRatio: measure.show === 'ratio',
          period: asked.period,
          timeZone: reading.timeZone,
        })
      : await listOpen(reading.db, {
          ...page,
          code: measure.code,
          positions: positionsAt(reading.calendars(), reading.clock.now()),
        })
  const calendars = new Map([...reading.calendars()].map((calendar) => [calendar.id, calendar]))
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return {
    rows: rows.map((row) => {
      const share = shareOf(row.unitId)
      return {
        ...rowOf(row, calendars, tree.find(row.unitId)?.name ?? ''),
        ...(share === undefined ? {} : { share }),
      }
    }),
    nextCursor: last ? encodeCursor(last) : null,
  }
}

export function measureView({
  code,
  name,
  unit,
  kind,
  legalGround,
  version,
  formula,
  target,
  thresholds,
  dimensions,
}: Measure): MeasureView {
  return {
    code,
    name,
    unit,
    kind,
    legalGround,
    version,
    formula,
    target,
    thresholds,
    dimensions: [...dimensions],
  }
}

export function rowOf(
  row: ProofCase,
  calendars: ReadonlyMap<number, WorkingCalendar>,
  unitName: string,
): ProofRow {
  const calendar = row.calendarId === null ? undefined : calendars.get(row.calendarId)
  return {
    caseId: row.caseId,
    code: row.code ?? '',
    title: row.title ?? '',
    procedureCode: row.procedureCode ?? '',
    status: row.status ?? '',
    unitId: row.unitId,
    unitName,
    receivedAt: row.receivedAt?.toISOString() ?? null,
    dueAt: calendar && row.dueWt !== null ? dueOf(calendar, row.dueWt).at.toISOString() : null,
    endedAt: row.endedAt?.toISOString() ?? null,
    counted: row.counted,
  }
}

export function encodeCursor({ place, caseId, no = 0 }: ProofCase): string {
  return Buffer.from(JSON.stringify([place, caseId, no])).toString('base64url')
}

export function decodeCursor(text: string | undefined): After {
  if (text === undefined) return undefined
  try {
    const [place, caseId, no = 0] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    if (
      typeof place === 'string' &&
      /^[\d :.+TZ-]{1,40}$/.test(place) &&
      typeof caseId === 'string' &&
      /^\d{1,19}$/.test(caseId) &&
      typeof no === 'number' &&
      no >= 0 &&
      no < 32_768
    )
      return { place, caseId, no: Math.trunc(no) }
  } catch {
    // Told below: whatever is wrong with it, the reader starts again.
  }
  throw indicatorErrors.cursorInvalid()
}
