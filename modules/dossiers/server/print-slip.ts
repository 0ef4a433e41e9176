import type { CaseEvent, CaseSnapshot } from '#modules/casework/contract.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { LinkedView, Party } from '../contract.ts'
import { listReasons } from './dossier-store.ts'
import { dossierErrors } from './errors.ts'
import { describe, readFacts, requireWholeReader, type Facts } from './dossier-view.ts'
import { findSignature, insteadOf } from './find-signature.ts'
import { handOverRow } from './linked-slip.ts'
import { linkedView, readWhole } from './linked-view.ts'
import { dayIn, type Parts } from './parts.ts'
import { wasUndone } from './recall-step.ts'
import { printReceipt } from './print/form-01.ts'
import { printSupplementRequest } from './print/form-02.ts'
import { printRefusal } from './print/form-03.ts'
import { printApology } from './print/form-04.ts'
import { printStopNotice } from './print/form-05.ts'
import { printControlSlip } from './print/form-06.ts'
import { opinionRows } from './print/opinion-rows.ts'
import type { ComponentOnPaper, PersonOnPaper } from './print/form-data.ts'

const places = {
  counter: 'Bộ phận Tiếp nhận và Trả kết quả nơi nộp hồ sơ',
  post: 'Qua dịch vụ bưu chính công ích',
  online: 'Nhận bản điện tử trên cổng dịch vụ công',
}

/** Prints form 01 to 06 of a dossier for an official who may read it. Errors: `dossiers.no_slip`. */
export async function printSlip(
  parts: Parts,
  officer: Officer,
  caseId: string,
  form: string,
): Promise<Buffer> {
  const snapshot = await parts.casework.getCase(parts.db, caseId)
  requireWholeReader(parts, officer, snapshot)
  return printForm(parts, snapshot, form)
}

/** Prints a form; the caller has made sure that the reader may have it. */
export async function printForm(parts: Parts, snapshot: CaseSnapshot, form: string): Promise<Buffer> {
  const machine = await parts.casework.getMachine(parts.db, snapshot.definitionId)
  const facts = await readFacts(parts, snapshot)
  const view = describe(parts, snapshot, machine, facts)
  if (!view.slips.includes(form)) throw dossierErrors.noSlip(form)
  const whole = await readWhole(parts, snapshot, facts.events)
  const linked = whole ? await linkedView(parts, whole, snapshot) : null
  const papers = { parts, snapshot, facts, view, linked }
  switch (form) {
    case '01':
      return receipt(papers)
    case '02':
      return supplementRequest(papers)
    case '03':
      return refusalPaper(papers)
    case '04':
      return apologyPaper(papers)
    case '05':
      return stopNotice(papers)
    case '06':
      return controlSlip(papers)
    default:
      throw dossierErrors.noSlip(form)
  }
}

type View = ReturnType<typeof describe>
type Papers = {
  parts: Parts
  snapshot: CaseSnapshot
  facts: Facts
  view: View
  linked: LinkedView | null
}

export function lookUpUrl(publicUrl: string, code: string, secret: string): string {
  return `${publicUrl}/ho-so/${encodeURIComponent(code)}?ma=${secret}`
}

function common({ parts, facts, view, linked }: Papers, issuedAt: string) {
  const units = parts.organisation.units()
  const superior = units.find(view.receivingUnit.id)?.parentId
  const agency = `UBND ${view.receivingUnit.name}`
  return {
    head: {
      ...(superior ? { superiorAgency: `UBND ${units.nameOf(superior)}` } : {}),
      agency: units.find(view.receivingUnit.id)?.tier === 'department' ? view.receivingUnit.name : agency,
      number: view.code,
      symbol: 'BPTNTKQ',
      place: units.root?.name.replace(/^(Thành phố|Tỉnh) /, '') ?? '',
      issuedAt: new Date(issuedAt),
      timeZone: parts.timeZone,
    },
    code: view.code,
    lookUpUrl: lookUpUrl(parts.publicUrl, view.code, facts.row.secret),
    receivingUnit: `Bộ phận Tiếp nhận và Trả kết quả ${view.receivingUnit.name}`,
    submitter: onPaper(view.submitter ?? view.owner),
    content: view.procedure.name,
    ...(linked && linked.part !== null
      ? { whole: `${linked.parent.code} (${linked.parent.procedureName})` }
      : {}),
  }
}

/** The unit that decides, and by which decision where it does so for another. */
function deciding({ competentUnit, decidedUnder }: View): string {
  return decidedUnder ? `${competentUnit.name} (${decidedUnder.vi})` : competentUnit.name
}

function onPaper({ fullName, address, phone, email, identityNumber }: Party): PersonOnPaper {
  return {
    name: fullName,
    ...(address ? { address } : {}),
    ...(phone ? { phone } : {}),
    ...(email ? { email } : {}),
    ...(identityNumber ? { identityNumber } : {}),
  }
}

async function receipt(papers: Papers): Promise<Buffer> {
  const { parts, snapshot, facts, view, linked } = papers
  const received = getEvent(facts.events, 'dossiers.received')
  const { clock, receivedAt, promisedAt } = snapshot
  if (!clock || !receivedAt) throw dossierErrors.noSlip('01')
  return printReceipt({
    ...common(papers, receivedAt),
    copyFor: 'submitter',
    channel: view.channel,
    ...(view.submitter ? { owner: onPaper(view.owner) } : {}),
    components: view.components
      .filter((one) => one.received)
      .map(
        (one): ComponentOnPaper => ({
          name: one.name,
          originals: one.received?.originals ?? 0,
          certified: 0,
          copies: one.received?.copies ?? 0,
          ...(one.received?.fromData ? { note: 'Lấy từ cơ sở dữ liệu' } : {}),
        }),
      ),
    // The owner is told who does which part and by when; a part's own receipt is that of the whole.
    parts: (linked?.part === null ? linked.parts : []).map(({ name, unit, dueAt: due }) => ({
      name,
      unit: unit?.name ?? '',
      ...(due ? { dueAt: new Date(due) } : {}),
    })),
    ...(view.decidedUnder ? { deciding: deciding(view) } : {}),
    sets: view.sets,
    statutoryTime: clock.limit,
    receivedAt: new Date(receivedAt),
    ...(promisedAt ? { dueAt: new Date(promisedAt) } : {}),
    resultPlace: places[view.delivery],
    receiver: await findSignature(parts, facts, received),
  })
}

async function supplementRequest(papers: Papers): Promise<Buffer> {
  const { parts, facts, view } = papers
  const asked = getEvent(
    facts.events,
    'dossiers.supplement_requested',
    'dossiers.second_supplement_requested',
  )
  const reason = await reasonOf(parts, asked, 'supplement')
  return printSupplementRequest({
    ...common(papers, asked.happenedAt),
    items: view.faults.map((fault) => {
      const component = view.components.find((one) => one.componentId === fault.componentId)
      return {
        name: component ? `${component.name}: ${fault.what}` : fault.what,
        originals: component?.requiredOriginals ?? 0,
        certified: 0,
        copies: component?.requiredCopies ?? 0,
        ...(fault.bring ? { note: fault.bring } : {}),
      }
    }),
    ...reason,
    ...(typeof asked.payload.dueOn === 'string'
      ? { replyBy: new Date(`${asked.payload.dueOn}T10:00:00Z`) }
      : {}),
    contact: { officer: nameOf(facts, asked.actorId), website: parts.publicUrl },
    signer: await findSignature(parts, facts, asked),
  })
}

async function refusalPaper(papers: Papers): Promise<Buffer> {
  const { parts, facts, view } = papers
  const refused = getEvent(facts.events, 'dossiers.refused')
  const { reason, legalGround } = await reasonOf(parts, refused, 'refuse')
  return printRefusal({
    ...common(papers, refused.happenedAt),
    ...(view.channel === 'online' ? { submittedAt: new Date(view.submittedAt) } : {}),
    reasons: [reason, ...view.faults.map((fault) => fault.what)],
    ...(legalGround ? { legalGround } : {}),
    contact: { officer: nameOf(facts, refused.actorId), website: parts.publicUrl },
    refuser: await findSignature(parts, facts, refused),
  })
}

async function apologyPaper(papers: Papers): Promise<Buffer> {
  const { parts, snapshot, facts, view } = papers
  const extended = getEvent(facts.events, 'dossiers.extended')
  const { extension } = view.standing
  if (!extension || !snapshot.receivedAt) throw dossierErrors.noSlip('04')
  const { reason, note, documentNumber, previousDueAt, newDueOn, timing } = extension
  return printApology({
    ...decided(papers, extended, documentNumber, 'PXL'),
    ...(view.procedure.field ? { field: view.procedure.field } : {}),
    receivedAt: new Date(snapshot.receivedAt),
    previousDueAt: new Date(previousDueAt),
    newDueOn: new Date(`${newDueOn}T10:00:00Z`),
    reason: reason.vi,
    ...(note ? { note } : {}),
    ...(reason.legalGround ? { legalGround: reason.legalGround } : {}),
    isLate: timing === 'late',
    signer: await findSignature(parts, facts, extended),
    signerRole: 'Thủ trưởng cơ quan',
  })
}

async function stopNotice(papers: Papers): Promise<Buffer> {
  const { parts, facts, view } = papers
  const event = getEvent(facts.events, 'dossiers.stopped', 'dossiers.withdrawn')
  const { stopped } = view.standing
  if (!stopped) throw dossierErrors.noSlip('05')
  const { reason, note, documentNumber, papersReturned, feesReturned, at } = stopped
  const signer = await findSignature(parts, facts, event)
  return printStopNotice({
    ...decided(papers, event, documentNumber, 'BPTNTKQ'),
    ...(view.submitter ? { owner: onPaper(view.owner) } : {}),
    ...(view.receivedAt ? { receivedAt: new Date(view.receivedAt) } : {}),
    effectiveOn: new Date(at),
    reason: reason.vi,
    ...(note ? { note } : {}),
    ...(reason.legalGround ? { legalGround: reason.legalGround } : {}),
    ...(papersReturned ? { papersReturned } : {}),
    ...(feesReturned ? { feesReturned } : {}),
    contact: { officer: signer.name || view.receivingUnit.name, website: parts.publicUrl },
    signer,
    signerRole: event.type === 'dossiers.withdrawn' ? 'Người tiếp nhận' : 'Người ký thông báo',
  })
}

/** The head of a paper with a number of its own; without one the dossier's code stands there. */
function decided(papers: Papers, event: CaseEvent, documentNumber: string | null, symbol: string) {
  const shared = common(papers, event.happenedAt)
  return {
    ...shared,
    head: { ...shared.head, symbol, ...(documentNumber ? { number: documentNumber } : {}) },
  }
}

function controlSlip(papers: Papers): Promise<Buffer> {
  const { parts, snapshot, facts, view, linked } = papers
  const units = parts.organisation.units()
  const name = (unitId: number | null | undefined) =>
    unitId ? (units.find(unitId)?.name ?? String(unitId)) : ''
  let before = snapshot.receivingUnitId
  const rows = facts.events.flatMap((event) => {
    const between = handOverRow(event, snapshot, parts.calendar.get(snapshot.calendarId), {
      unitName: name,
      part: (key) => linked?.parts.find((part) => part.key === key),
    })
    if (between) {
      before = snapshot.authorityId
      // On its own slip the code of a part stands at the head.
      const { partCode, ...row } = between
      return [{ ...row, ...(partCode && linked?.part === null ? { partCode } : {}) }]
    }
    const opened = event.payload.set.marking?.find(
      (task) =>
        task.aside === undefined &&
        (task.openedAt === event.happenedAt || task.openedAt === event.recordedAt),
    )
    if (event.seq === 1 || !opened || wasUndone(facts.events, event.seq)) return []
    const giver = before
    before = opened.unitId
    const instead = insteadOf(event)
    return [
      {
        giver: name(giver),
        receiver: name(opened.unitId),
        handedOverAt: new Date(event.happenedAt),
        giverName: nameOf(facts, event.actorId),
        ...(instead ? { note: instead } : {}),
      },
    ]
  })
  if (!snapshot.receivedAt) throw dossierErrors.noSlip('06')
  const {
    submitter: _submitter,
    receivingUnit: _receivingUnit,
    ...head
  } = common(papers, snapshot.receivedAt)
  return printControlSlip({
    ...head,
    receivedAt: new Date(snapshot.receivedAt),
    ...(snapshot.promisedAt ? { dueAt: new Date(snapshot.promisedAt) } : {}),
    handlingAgency: deciding(view),
    coordinatingAgencies: coordinating(papers),
    rows: [...rows, ...view.opinions.flatMap((one) => opinionRows(one, parts.timeZone))].toSorted(
      (a, b) => a.handedOverAt.getTime() - b.handedOverAt.getTime(),
    ),
  })
}

/** Whoever gave an opinion, and whoever does a part of a linked procedure. */
function coordinating({ view, linked }: Papers): string[] {
  const doing = linked?.part === null ? linked.parts.flatMap(({ unit }) => unit?.name ?? []) : []
  const all = new Set([...view.opinions.map(({ unit }) => unit.name), ...doing])
  all.delete(view.competentUnit.name)
  return [...all]
}

function getEvent(events: readonly CaseEvent[], ...types: string[]): CaseEvent {
  // A dossier filed online is "received" later; at the counter its first event is.
  const found = events.findLast((event) => types.includes(event.type))
  if (!found) throw dossierErrors.noSlip(types[0] ?? '')
  return found
}

function nameOf(facts: Facts, accountId: number | null): string {
  return accountId === null ? '' : (facts.names.get(accountId) ?? '')
}

async function reasonOf(
  parts: Parts,
  event: CaseEvent,
  kind: 'supplement' | 'refuse',
): Promise<{ reason: string; legalGround?: string }> {
  const reasons = await listReasons(parts.db, dayIn(parts.timeZone, new Date(event.happenedAt)))
  const found = reasons.find((reason) => reason.kind === kind && reason.code === event.payload.reasonCode)
  return {
    reason: found?.vi ?? String(event.payload.reasonCode ?? ''),
    ...(found?.legalGround ? { legalGround: found.legalGround } : {}),
  }
}
