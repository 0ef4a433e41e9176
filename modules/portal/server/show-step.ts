import type { ProcedureView } from '#modules/catalogue/contract.ts'
import type { FilingTerms } from '#modules/dossiers/contract.ts'
import type { Unit } from '#modules/organisation/contract.ts'
import { formatDate, formatTime } from '#platform/ui/format.ts'
import { steps, stepPaths, type Problem, type Step } from '../contract.ts'
import type { DraftShown } from '../web/filing-frame.tsx'
import { FormStep } from '../web/form-step.tsx'
import { PapersStep } from '../web/papers-step.tsx'
import { PersonStep } from '../web/person-step.tsx'
import { PlaceStep, type PlaceShown } from '../web/place-step.tsx'
import { ReviewStep } from '../web/review-step.tsx'
import { checkDraft } from './check-draft.ts'
import { checkForm } from './check-form.ts'
import { papersOf } from './check-papers.ts'
import { dayIn } from './city-day.ts'
import type { Draft } from './draft-store.ts'
import type { Parts } from './parts.ts'
import { placesOf, type Places } from './places.ts'
import { onlineFee, onlineLimit } from './procedure-words.ts'
import { frameOf, show, type Caller } from './visit.ts'

export type Examined = {
  procedure: ProcedureView
  terms: FilingTerms
  places: Places
  steps: readonly Step[]
  checked: ReturnType<typeof checkDraft>
}

/** The draft held against its procedure as it stands today. */
export async function examine(
  { catalogue, organisation, dossiers, cityClock, config }: Parts,
  draft: Draft,
): Promise<Examined> {
  const procedure = await catalogue.getProcedure(draft.procedureCode)
  const units = organisation.units()
  const places = placesOf(procedure, units, organisation.authoritiesFor(procedure, units.onDay))
  const now = cityClock.now()
  const form = checkForm(procedure.form ?? [], draft.typed.form)
  const terms = await dossiers.askTerms({
    procedureCode: procedure.code,
    channel: 'online',
    form: form.form,
    sets: procedure.dossierSets ?? 1,
  })
  const checked = checkDraft(draft, {
    procedure,
    form,
    terms,
    places,
    now,
    today: dayIn(config.timeZone, now),
  })
  const asksForm = (procedure.form?.length ?? 0) > 0
  return { procedure, terms, places, checked, steps: steps.filter((step) => step !== 'form' || asksForm) }
}

/** Draws one step of a draft. */
export function showStep(
  parts: Parts,
  caller: Caller,
  draft: Draft,
  examined: Examined,
  step: Step,
  problems: readonly Problem[],
  status: 200 | 400,
): void {
  const { procedure, terms } = examined
  const frame = frameOf(parts, caller, `/nop-ho-so/${procedure.code}/${draft.id}/${stepPaths[step]}`)
  const shared = { frame, draft: draftShown(draft, examined), problems }
  const papers = papersOf(procedure, {
    bringing: draft.typed.bringing,
    files: draft.files,
    terms,
  })
  switch (step) {
    case 'place':
      return show(caller, PlaceStep, { ...shared, ...placesShown(parts, draft, examined.places) }, status)
    case 'person': {
      const { typed } = draft
      const prefilled =
        caller.citizen?.person.fullName !== '' && typed.owner.fullName === caller.citizen?.person.fullName
      return show(
        caller,
        PersonStep,
        { ...shared, typed, prefilled, signedIn: caller.citizen !== undefined },
        status,
      )
    }
    case 'form':
      return show(
        caller,
        FormStep,
        { ...shared, fields: procedure.form ?? [], typed: draft.typed.form },
        status,
      )
    case 'papers': {
      const { maxUploadBytes } = parts.config
      return show(
        caller,
        PapersStep,
        { ...shared, papers, delivery: draft.typed.delivery, maxUploadBytes },
        status,
      )
    }
    case 'review': {
      const place =
        draft.typed.unitId === null ? undefined : parts.organisation.units().find(draft.typed.unitId)
      const about = {
        limit: onlineLimit(procedure, frame.lang),
        fee: onlineFee(procedure, terms, frame.lang),
      }
      return show(
        caller,
        ReviewStep,
        {
          ...shared,
          typed: draft.typed,
          place: place?.name ?? '',
          fields: procedure.form ?? [],
          papers,
          ...about,
        },
        status,
      )
    }
  }
}

function draftShown(draft: Draft, { procedure, steps: asked, checked }: Examined): DraftShown {
  return {
    id: draft.id,
    procedure,
    steps: asked,
    done: asked.filter((step) => step !== 'review' && checked.problems[step].length === 0),
    savedAt: `${formatTime(draft.updatedAt)} ${formatDate(draft.updatedAt)}`,
    expiresOn: formatDate(draft.expiresAt),
    updatedAt: draft.updatedAt.toISOString(),
  }
}

function placesShown({ organisation }: Parts, { typed }: Draft, places: Places) {
  const units = organisation.units()
  const shown = (unit: Unit): PlaceShown => {
    const above = unit.parentId === null ? undefined : units.find(unit.parentId)
    return { id: unit.id, name: unit.name, above: above && above.tier !== 'city' ? above.name : '' }
  }
  const chosen =
    places.only ?? (typed.unitId !== null && places.has(typed.unitId) ? units.find(typed.unitId) : undefined)
  const searched = typed.wanted.trim() !== ''
  const offered = searched
    ? places.find(typed.wanted)
    : typed.districtId === null
      ? []
      : places.within(typed.districtId)
  return {
    typed,
    chosen: chosen && shown(chosen),
    only: places.only !== undefined,
    department: places.department && shown(places.department),
    districts: places.districts.map(shown),
    offered: offered.map(shown),
    searched,
  }
}
