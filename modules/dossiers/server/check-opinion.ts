import { cityTime } from '#modules/calendar/contract.ts'
import type { Unit } from '#modules/organisation/contract.ts'
import type { ActionBody } from '../contract.ts'
import type { OpinionAction, OpinionLimit } from '../opinion.ts'
import { askedDesk } from './asked-desk.ts'
import { opinionActions, taskBefore } from './dossier-flow.ts'
import { opinionErrors } from './opinion-errors.ts'
import { opinionsOf, opinionTask, type Opinion } from './opinion-flow.ts'
import { dossierDue, extendedTo, sliceOf } from './opinion-transitions.ts'
import type { Parts } from './parts.ts'
import type { Situation } from './situation.ts'

/** What is wrong with an action on an opinion, if anything. Errors: those of `opinionErrors`. */
export function checkOpinion(
  parts: Parts,
  action: OpinionAction,
  body: ActionBody<Exclude<OpinionAction, 'consult'>>,
  situation: Situation,
) {
  const { snapshot, doer } = situation
  const opinion = opinionsOf(snapshot).find((one) => one.no === body.opinion)
  if (!opinion || !doer || !opinionActions(snapshot, opinion, doer).includes(action))
    throw opinionErrors.noSuchOpinion(body.opinion)
  if ('verdict' in body && body.verdict !== 'agree' && !body.text?.trim()) throw opinionErrors.textMissing()
  if (!('limit' in body) || !body.limit) return
  checkLimit(body.limit)
  // Whoever asks for time may ask for any; whoever grants it answers for the day the dossier itself is due.
  if (action !== 'answer_extension' || ('beyondDueReason' in body && body.beyondDueReason)) return
  checkDue(parts, situation, opinion.unitId, extendedTo(situation, opinion.no, body.limit).dueAt)
}

/** Checks a question and finds who answers it in each unit, and by when. Errors: those of `opinionErrors`. */
export async function checkQuestion(
  parts: Parts,
  body: ActionBody<'consult'>,
  situation: Situation,
): Promise<Situation['desks']> {
  if (body.silence === 'consent' && !body.legalGround?.trim()) throw opinionErrors.consentGround()
  const { snapshot, doer, field, now } = situation
  const holder = doer && taskBefore(snapshot, doer)
  const waiting = opinionsOf(snapshot).filter(({ stage }) => stage === 'open')
  const desks: Situation['desks'][number][] = []
  for (const { unitId, limit } of body.asked) {
    const unit = getUnit(parts, unitId)
    if (unitId === holder?.unitId) throw opinionErrors.askedItself(unit.name)
    const isTwice =
      desks.some((desk) => desk.unitId === unitId) ||
      waiting.some((one) => unitNow(situation, one) === unitId)
    if (isTwice) throw opinionErrors.askedTwice(unit.name)
    checkLimit(limit)
    const desk = await askedDesk(parts, unit, field)
    const slice = sliceOf(situation.calendarOf(desk.calendarId), limit, now)
    if (!body.beyondDueReason) checkDue(parts, situation, unitId, slice.dueAt)
    desks.push({ ...desk, slice })
  }
  return desks
}

/** An open unit. Errors: `dossiers.asked_unit_unknown`, `dossiers.asked_unit_closed` with the heirs to ask. */
function getUnit({ organisation }: Parts, unitId: number): Unit {
  const units = organisation.units()
  const unit = units.find(unitId)
  if (!unit) throw opinionErrors.unknownUnit(unitId)
  if (units.isOpen(unitId)) return unit
  const heirs = [...units.heirs(unitId)].map((id) => units.nameOf(id))
  throw opinionErrors.unitClosed(unit.name, heirs)
}

/** Where an open request lies now: units may have changed since it was sent. */
function unitNow({ snapshot }: Situation, opinion: Opinion): number {
  return opinionTask(snapshot, opinion.no)?.unitId ?? opinion.unitId
}

function checkLimit({ unit, amount }: OpinionLimit) {
  if (unit === 'working_days' && !Number.isInteger(amount * 2)) throw opinionErrors.badLimit(amount)
}

function checkDue({ organisation }: Parts, situation: Situation, unitId: number, opinionDueAt: Date) {
  const due = dossierDue(situation)
  if (!due || opinionDueAt <= due) return
  const { calendar } = situation
  throw opinionErrors.beyondDue(organisation.units().nameOf(unitId), opinionDueAt, due, {
    opinion: inWords(cityTime(calendar, opinionDueAt)),
    dossier: inWords(cityTime(calendar, due)),
  })
}

/** `2026-03-02T09:30:00+07:00` as people write it. */
function inWords(cityMoment: string): string {
  const [year, month, day] = cityMoment.slice(0, 10).split('-')
  return `${cityMoment.slice(11, 16)} ${day}/${month}/${year}`
}
