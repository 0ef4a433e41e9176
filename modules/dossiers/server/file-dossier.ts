import { newToken } from '#platform/ids.ts'
import type { CaseSnapshot, CaseState, StepPart } from '#modules/casework/contract.ts'
import type { Actor, InForce, Machine, Proceeding } from '#modules/casework/server/index.ts'
import type { Limit } from '#modules/calendar/contract.ts'
import type { ProcedureView } from '#modules/catalogue/contract.ts'
import {
  isInScope,
  type AuthorityGiven,
  type OnBehalfOf,
  type Officer,
  type Unit,
} from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import type { Channel, CounterFiling, Filing } from '../contract.ts'
import { dossierErrors } from './errors.ts'
import { authorityTags, decidingUnit } from './deciding-unit.ts'
import { findDossier, insertDossier } from './dossier-store.ts'
import { termsFor } from './filing-terms.ts'
import { askedOfForm, formFacts, type FilingFacts } from './filing-terms-flow.ts'
import { actorOf, dayIn, type Parts } from './parts.ts'
import { getCurrentProcedure } from './procedure-of.ts'
import { specialistField } from './specialist-field.ts'
import { limitFor, processOf } from './place-filing.ts'
import { requiredKeys } from './linked-flow.ts'
import { planParts, type Plan } from './plan-parts.ts'
import { openTask, planFacts, processOfCase, reception } from './transitions.ts'
import { assertComponents, cleanForm, cleanParty } from './validate-filing.ts'

export type Filed = { snapshot: CaseSnapshot; secret: string; repeated: boolean }

const DAY_MS = 86_400_000
/** A counter that lost its line files late, but not later than this. */
const OLDEST_RECEPTION_DAYS = 7
/** Clocks of two machines differ; what lies further ahead is a mistake. */
const CLOCK_SKEW_MS = 5 * 60_000

/** Files at the counter or from the post: received in the same act, so the clock starts. */
export async function fileAtCounter(parts: Parts, officer: Officer, filing: CounterFiling): Promise<Filed> {
  parts.organisation.requirePermission(officer, 'dossiers.receive', filing.receivingUnitId)
  const at = receptionMoment(parts.clock.now(), filing.happenedAt)
  return file(parts, filing, {
    channel: filing.channel,
    key: filing.commandKey,
    actor: actorOf(officer),
    facts: officer.onBehalfOf ? { onBehalfOf: officer.onBehalfOf } : {},
    at,
    account: null,
    uploadedBy: 'officer',
  })
}

/** Files online in a citizen's name: the dossier waits for the receiving desk and no clock runs yet. */
export async function fileOnline(
  parts: Parts,
  filing: Filing,
  { key, account }: { key: string; account: string | null },
): Promise<Filed> {
  return file(parts, filing, {
    channel: 'online',
    key,
    actor: { accountId: null, postId: null, unitId: null },
    facts: {},
    at: parts.clock.now(),
    account,
    uploadedBy: 'citizen',
  })
}

function receptionMoment(now: Date, happenedAt: string | undefined): Date {
  if (happenedAt === undefined) return now
  const at = new Date(happenedAt)
  if (
    at.getTime() > now.getTime() + CLOCK_SKEW_MS ||
    now.getTime() - at.getTime() > OLDEST_RECEPTION_DAYS * DAY_MS
  )
    throw dossierErrors.happenedAt()
  return at > now ? now : at
}

type Manner = {
  channel: Channel
  key: string
  actor: Actor
  facts: { onBehalfOf?: OnBehalfOf }
  at: Date
  account: string | null
  uploadedBy: 'citizen' | 'officer'
}

async function file(parts: Parts, filing: Filing, manner: Manner): Promise<Filed> {
  const { casework, db, files } = parts
  const procedure = await getCurrentProcedure(parts, filing.procedureCode)
  if (!isInScope(manner.facts.onBehalfOf, procedure)) throw dossierErrors.outsideScope(procedure.code)
  const units = parts.organisation.units()
  const receiving = receivingNow(units, filing.receivingUnitId)
  const { unit: authority, given } = decidingUnit(
    parts,
    procedure,
    receiving,
    dayIn(parts.timeZone, manner.at),
  )
  const owner = cleanParty(filing.owner, 'owner')
  const submitter = filing.submitter ? cleanParty(filing.submitter, 'submitter') : null
  assertComponents(procedure, filing)
  const form = cleanForm(procedure.form ?? [], filing.form)

  // Filed online it is only received later, and its parts begin then.
  const plan =
    manner.channel === 'online'
      ? undefined
      : await planParts(parts, procedure, {
          receiving,
          authority,
          limit: limitFor(procedure, manner.channel),
          at: manner.at,
        })
  const { state, part, inForce } = await firstState(parts, {
    procedure,
    form: formFacts(procedure.form ?? [], form),
    receiving,
    authority,
    given,
    ownerName: owner.fullName,
    manner,
    plan,
  })
  const { channel } = manner
  const terms = await termsFor(parts, procedure, inForce, { channel, form, sets: filing.sets })
  const secret = newToken(9)
  const { snapshot, repeated } = await casework.open(
    db,
    {
      key: manner.key,
      type: manner.channel === 'online' ? 'dossiers.submitted' : 'dossiers.received',
      actor: manner.actor,
      facts: {
        ...manner.facts,
        ...(terms.ground ? { terms } : {}),
        ...(given ? { authority: given } : {}),
        ...planFacts(plan).facts,
      },
      happenedAt: manner.at,
      state,
      ...part,
    },
    async (tx, { caseId, code }) => {
      await insertDossier(tx, {
        caseId,
        code,
        secret,
        owner,
        submitter,
        form,
        procedureCode: procedure.code,
        procedureVersionId: procedure.versionId,
        channel: manner.channel,
        receivingUnitId: receiving.id,
        authorityId: authority.id,
        given,
        ownerName: owner.fullName,
        submitterAccount: manner.account,
        searched: searchedBy(code, owner, submitter, procedure),
        filedAt: manner.at.toISOString(),
        components: filing.components,
        sets: filing.sets ?? 1,
        delivery: filing.delivery,
      })
      await files.attachStaged(
        tx,
        caseId,
        filing.files.map(({ token, componentId }) => ({ token, componentKey: componentId })),
        { kind: 'component', uploadedBy: manner.uploadedBy },
      )
    },
  )
  // A command sent again is answered with the secret it was answered with the first time.
  const kept = repeated ? (await findDossier(db, snapshot.caseId))?.secret : undefined
  return { snapshot, secret: kept ?? secret, repeated }
}

/** The desk that was named, or its one heir when a draft or an offline counter names a unit that has closed since. */
function receivingNow(units: UnitTree, unitId: number): Unit {
  const named = units.get(unitId)
  if (units.isOpen(unitId)) return named
  const heirs = [...units.heirs(unitId)].map((id) => units.get(id))
  const [only] = heirs
  if (!only || heirs.length > 1)
    throw dossierErrors.unitClosed(
      named.name,
      heirs.map((heir) => heir.name),
    )
  return only
}

type First = {
  procedure: ProcedureView
  receiving: Unit
  authority: Unit
  /** By which delegation that unit decides. */
  given: AuthorityGiven | undefined
  ownerName: string
  manner: Pick<Manner, 'channel' | 'at'>
  plan?: Plan | undefined
  form?: FilingFacts
  /** A part of a linked procedure: received with its parent, it has a slice of its own. */
  part?: { limit: Limit; tags: CaseState['tags'] }
}

/** A dossier as it is opened: received where it was brought, unless it came online and waits for the desk. */
export async function firstState(
  parts: Parts,
  { procedure, receiving, authority, given, ownerName, manner, plan, part, form = {} }: First,
): Promise<{ state: CaseState; part: StepPart; inForce: InForce | undefined }> {
  const { casework, db, calendar: calendars } = parts
  const { at, channel } = manner
  const onDay = dayIn(parts.timeZone, at)
  const inForce = await casework.findPublished(db, 'dossier', procedure.code, onDay)
  const definitionId = inForce?.definitionId ?? (await definitionFor(parts, procedure))
  const machine = await casework.getMachine(db, definitionId)
  const calendar = calendars.get(authority.calendarId)
  const blank: CaseState = {
    definitionId,
    kind: 'dossier',
    code: await nextCode(parts, receiving, onDay),
    title: ownerName,
    authorityId: authority.id,
    receivingUnitId: receiving.id,
    unitId: receiving.id,
    status: channel === 'online' && !part ? 'submitted' : 'received',
    moneyStatus: 'none',
    deliveryStatus: 'pending',
    syncStatus: 'pending',
    outcome: null,
    marking: [],
    clock: null,
    calendarId: authority.calendarId,
    dueWt: null,
    promisedAt: null,
    openedAt: at.toISOString(),
    receivedAt: null,
    closedAt: null,
    tags: {
      ...askedOfForm(machine.asks, form),
      procedureCode: procedure.code,
      versionId: procedure.versionId,
      channel,
      ...(procedure.field ? { field: procedure.field } : {}),
      ...(plan ? { openParts: requiredKeys(plan.parts) } : {}),
      ...authorityTags(given),
      ...part?.tags,
    },
  }
  const snapshot = { ...blank, caseId: '', version: 0, touchedAt: '', lastHash: '' }
  const started =
    channel === 'online' && !part
      ? {}
      : reception({ calendar, limit: part?.limit ?? limitFor(procedure, channel), now: at, plan })
  const field = await specialistField(parts, authority.id, procedure.field)
  const begun = part ? beyondReception(machine, blank.tags) : machine.begin(blank.tags)
  const marking = begun.opened.map((opened) => openTask({ snapshot, calendar, now: at, field }, opened))
  const isBeyond = part !== undefined && begun.opened[0]?.step.place === 'competent'
  const state = {
    ...blank,
    ...started,
    marking,
    ...(isBeyond ? { unitId: authority.id, status: 'processing' } : {}),
    ...processOfCase(begun),
  }
  return { state, part: begun.part, inForce }
}

/** The start of a dossier that was received as a part of another: the steps of the receiving desk are behind it. */
function beyondReception(machine: Machine, tags: CaseState['tags']): Proceeding {
  let begun = machine.begin(tags)
  for (const _ of machine.steps) {
    const [first, ...others] = begun.opened
    if (!first || others.length > 0 || first.step.place !== 'receiving' || machine.isFinal(first.stepKey))
      break
    // What already waits for something else is received at its desk like any other.
    if (begun.part.watch || begun.part.sent) break
    const { taskNo, stepKey } = first
    const standing = { marking: [{ ...NOBODYS, taskNo, stepKey }], version: 0, process: begun.process, tags }
    const next = machine.forward(standing, { ...NOBODYS, taskNo, stepKey }, {})
    if (next.opened.length === 0) break
    begun = next
  }
  return begun
}

/** Only number and step of a task matter to the machine. */
const NOBODYS = {
  unitId: 0,
  postKind: 'one_stop',
  field: null,
  assigneeId: null,
  waiting: false,
  openedAt: '',
  calendarId: 0,
  dueWt: null,
} as const

const definitions = new WeakMap<ProcedureView, Promise<number>>()

/** The engine's definition of a procedure's table; a version's table never changes, so it is asked for once. */
function definitionFor({ casework, db }: Parts, procedure: ProcedureView): Promise<number> {
  let known = definitions.get(procedure)
  if (!known) {
    known = casework.define(db, processOf(procedure))
    known.catch(() => definitions.delete(procedure))
    definitions.set(procedure, known)
  }
  return known
}

/** `<agency>-<yymmdd>-<number>`, the number running per receiving unit and day. */
async function nextCode({ casework, db }: Parts, receiving: Unit, onDay: string): Promise<string> {
  const number = await casework.nextCodeNumber(db, receiving.id, onDay)
  return `${receiving.agencyCode ?? `U${receiving.id}`}-${onDay.slice(2).replaceAll('-', '')}-${String(number).padStart(4, '0')}`
}

export function searchedBy(
  code: string,
  owner: Filing['owner'],
  submitter: Filing['owner'] | null,
  procedure: ProcedureView,
): string {
  const people = [owner, ...(submitter ? [submitter] : [])]
  const marks = people.flatMap((person) => [
    person.fullName,
    person.identityNumber,
    person.identityNumber?.slice(-4),
    person.phone?.replace(/\D/g, ''),
  ])
  // The code's own parts are found alone as well: people read the last number aloud.
  return [code, code.replace(/[.-]/g, ' '), ...marks, procedure.code].filter(Boolean).join(' ')
}
