import fc from 'fast-check'
import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import {
  aFiling,
  aKey,
  aSmallCity,
  GUARDIANSHIP,
  LAWYER_LICENCE,
  type SmallCity,
} from '#testing/small-city.ts'
import { actionPermissions, type ActionBody, type DossierAction } from '../contract.ts'
import { actAsOwner, actOnDossier } from './act-on-dossier.ts'
import { allowedActions, isAllowed, opinionActions, ownerActions } from './dossier-flow.ts'
import { opinionsOf } from './opinion-flow.ts'
import { fileAtCounter, fileOnline } from './file-dossier.ts'
import { doerOf } from './parts.ts'

/** Everything an action needs besides the step itself. */
const told: Partial<Record<DossierAction, Record<string, unknown>>> = {
  refuse: { reasonCode: 'duplicate' },
  request_supplement: {
    reasonCode: 'missing_component',
    faults: [{ what: 'Thiếu giấy tờ' }],
    dueOn: '2024-01-31',
  },
  propose: { outcome: 'granted' },
  return_for_rework: { reasonCode: 'draft_error' },
  issue: { resultNumber: '7/KQ', files: [] },
  reject_withdrawal: { reasonCode: 'third_party' },
  give_opinion: { verdict: 'agree' },
  extend_opinion: { limit: { unit: 'hours', amount: 2 }, reason: 'Chờ xác minh' },
  answer_extension: { limit: { unit: 'hours', amount: 1 }, beyondDueReason: 'Cần thiết' },
  suspend: { reasonCode: 'field_verification', expectedOn: '@tomorrow' },
  propose_supplement: {
    reasonCode: 'unreadable',
    faults: [{ what: 'Bản chụp mờ' }],
    dueOn: '2024-01-31',
  },
  approve_supplement: { dueOn: '2024-02-05' },
  reject_supplement: { note: 'Đã đủ giấy tờ' },
  propose_extension: { reasonCode: 'complex', newDueOn: '2024-04-15', note: 'Cần xác minh thêm' },
  reject_extension: { note: 'Còn đủ thời gian' },
  stop: { reasonCode: 'sector_law' },
}

/** A question to a unit that is not asked yet. */
function aQuestion(city: SmallCity, asked: readonly number[]) {
  const unit = ['00001', '001', 'so-tu-phap']
    .map((code) => city.unitId(code))
    .find((id) => !asked.includes(id))
  return {
    question: 'Đề nghị cho ý kiến',
    asked: [{ unitId: unit, limit: { unit: 'working_days', amount: 1 } }],
    silence: 'recorded',
    extension: 'direct',
    beyondDueReason: 'Cần thiết',
  }
}

function toldFor(action: DossierAction, postKind: string, now: Date) {
  const said = told[action]
  if (said?.['expectedOn'] === '@tomorrow') {
    const tomorrow = new Date(now.getTime() + 86_400_000 + 7 * 3_600_000).toISOString().slice(0, 10)
    return { ...said, expectedOn: tomorrow }
  }
  // The desk may stop only what was not completed in time.
  if (action === 'stop' && postKind === 'one_stop') return { reasonCode: 'supplement_expired' }
  return said
}

async function actors(city: SmallCity) {
  const officers = await city.organisation.listOfficers()
  return officers.filter((officer) =>
    ['one_stop', 'specialist', 'head', 'leader', 'clerk'].includes(officer.postKind),
  )
}

const actions = Object.keys(actionPermissions) as DossierAction[]

dbTest(
  'whatever a view offers can be done, whoever does it and in whatever order, and the history stays whole',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const { parts } = city.dossiers
    const officers = await actors(city)
    const desk = await city.officer('motcua.00004')
    const walk = fc.record({
      procedure: fc.constantFrom(GUARDIANSHIP, LAWYER_LICENCE),
      online: fc.boolean(),
      choices: fc.array(fc.record({ pick: fc.nat(), owner: fc.boolean(), minutes: fc.nat(2_000) }), {
        minLength: 5,
        maxLength: 25,
      }),
    })
    await fc.assert(
      fc.asyncProperty(walk, async ({ procedure, online, choices }) => {
        clock.set('2023-11-09T02:00:00.000Z')
        const filing = await aFiling(city, { procedureCode: procedure })
        const { snapshot } = online
          ? await fileOnline(parts, filing, { key: aKey(), account: null })
          : await fileAtCounter(parts, desk, filing)
        const { caseId } = snapshot
        const machine = await city.casework.getMachine(db, snapshot.definitionId)
        for (const { pick, owner, minutes } of choices) {
          clock.advance(minutes * 60_000)
          const now = await city.casework.getCase(db, caseId)
          const common = { version: now.version, commandKey: aKey() }
          const own = ownerActions(now)
          const ownAction = own[pick % Math.max(1, own.length)]
          if (owner && pick % 5 === 0 && ownAction) {
            await actAsOwner(parts, ownAction, caseId, common)
            continue
          }
          const offers: { officer: (typeof officers)[number]; action: DossierAction }[] = []
          for (const officer of officers) {
            const units = [now.unitId, now.authorityId, now.receivingUnitId]
            if (![...units, ...now.marking.map((task) => task.unitId)].includes(officer.unitId)) continue
            const doer = doerOf(parts, officer)
            const allowed = allowedActions(now, machine, doer)
            offers.push(...allowed.map((action) => ({ officer, action })))
            expect(actions.filter((action) => isAllowed(now, machine, doer, action)).toSorted()).toEqual(
              allowed.toSorted(),
            )
          }
          const offer = offers[pick % Math.max(1, offers.length)]
          if (!offer) break
          const doer = doerOf(parts, offer.officer)
          const opinions = opinionsOf(now)
          const open = opinions.filter(({ stage }) => stage === 'open').map(({ unitId }) => unitId)
          const about = opinions.find((one) =>
            opinionActions(now, one, doer).some((one) => one === offer.action),
          )
          if (offer.action === 'consult' && open.length >= 2) continue
          await actOnDossier(parts, offer.officer, offer.action, caseId, {
            ...common,
            ...toldFor(offer.action, offer.officer.postKind, clock.now()),
            ...(offer.action === 'consult' ? aQuestion(city, [now.unitId, ...open]) : {}),
            ...(about ? { opinion: about.no } : {}),
          } as ActionBody<DossierAction>)
        }
      }),
      { numRuns: 40 },
    )
    expect((await city.casework.verify(db)).differences).toEqual([])
  },
)
