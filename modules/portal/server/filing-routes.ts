import { Type } from 'typebox'
import { route, type AnyRoute } from '#platform/http-route.ts'
import { draftCookie, draftDays, stepPaths, type Citizen, type Step } from '../contract.ts'
import { StartFilingPage } from '../web/start-filing-page.tsx'
import { setPerson } from './account-store.ts'
import { papersOf } from './check-papers.ts'
import { checkPerson } from './check-person.ts'
import { dayIn } from './city-day.ts'
import { openDraftsShown } from './draft-shown.ts'
import { changeDraft, draftKeyOf, getDraft, listOpenDrafts, openDraft, removeDraft } from './drafts.ts'
import type { Draft } from './draft-store.ts'
import { portalErrors } from './errors.ts'
import { readPapers } from './read-papers.ts'
import { readStep } from './read-step.ts'
import type { Parts } from './parts.ts'
import { isOpenOnline } from './places.ts'
import { onlineFee, onlineLimit } from './procedure-words.ts'
import { sendDraft } from './send-draft.ts'
import { examine, showStep } from './show-step.ts'
import { frameOf, show, textsOf } from './visit.ts'

const Code = Type.Object({ code: Type.String({ maxLength: 60 }) })
const DraftAt = Type.Object({
  code: Type.String({ maxLength: 60 }),
  draft: Type.String({ pattern: '^[\\w-]{8,40}$' }),
})
const StepAt = Type.Object({ ...DraftAt.properties, step: Type.String({ maxLength: 20 }) })
const AnyForm = Type.Record(Type.String(), Type.Unknown())

/** Filing step by step: every answer is kept as typed, and only a whole dossier is sent. */
export function filingRoutes(parts: Parts): AnyRoute[] {
  const { catalogue, clock, config, db } = parts

  async function getFileable(code: string) {
    const procedure = await catalogue.getProcedure(code)
    if (!isOpenOnline(procedure)) throw portalErrors.notOnline(code)
    return procedure
  }

  /** What a person typed of themselves is offered the next time. */
  async function keepPerson(citizen: Citizen | undefined, draft: Draft) {
    const person = draft.typed.owner
    const { party } = checkPerson(person, 'owner', dayIn(config.timeZone, clock.now()))
    if (citizen && party) await setPerson(db, citizen.id, person)
  }

  return [
    route({
      method: 'GET',
      path: '/nop-ho-so/:code',
      access: 'public',
      html: true,
      summary: 'What filing will ask for, and drafts begun before.',
      params: Code,
      async handle(context) {
        const procedure = await getFileable(context.params.code)
        const frame = frameOf(parts, context, `/nop-ho-so/${procedure.code}`)
        const terms = await parts.dossiers.askTerms({
          procedureCode: procedure.code,
          channel: 'online',
          form: {},
        })
        const drafts = await listOpenDrafts(parts, draftKeyOf(context.citizen, context.cookies))
        show(context, StartFilingPage, {
          frame,
          procedure,
          limit: onlineLimit(procedure, frame.lang),
          fee: onlineFee(procedure, terms, frame.lang),
          papers: papersOf(procedure, { bringing: {}, files: [], terms }),
          drafts: openDraftsShown(drafts.filter((draft) => draft.procedureCode === procedure.code)),
          justSaved: textsOf(context.query)('luu') === '1',
          signedIn: context.citizen !== undefined,
        })
      },
    }),
    route({
      method: 'POST',
      path: '/nop-ho-so/:code',
      access: 'public',
      html: true,
      summary: 'Begins a draft.',
      params: Code,
      perMinute: 30,
      async handle({ params, citizen, cookies, reply }) {
        const procedure = await getFileable(params.code)
        const { id, newHolder } = await openDraft(parts, procedure, citizen, cookies)
        if (newHolder) reply.cookie(draftCookie, newHolder, { maxAge: draftDays * 86_400 })
        reply.redirect(addressOf({ id, procedureCode: procedure.code }, 'place'))
      },
    }),
    route({
      method: 'POST',
      path: '/nop-ho-so/:code/:draft/xoa',
      access: 'public',
      html: true,
      summary: 'Deletes a draft of one’s own.',
      params: DraftAt,
      async handle({ params, citizen, cookies, reply }) {
        await removeDraft(parts, params.draft, draftKeyOf(citizen, cookies))
        reply.redirect(citizen ? '/tai-khoan?xong=draft' : `/nop-ho-so/${encodeURIComponent(params.code)}`)
      },
    }),
    route({
      method: 'GET',
      path: '/nop-ho-so/:code/:draft/:step',
      access: 'public',
      html: true,
      summary: 'One step of filing with what was typed so far.',
      params: StepAt,
      async handle(context) {
        const { params, citizen, cookies, reply } = context
        const draft = await getDraft(parts, params.draft, draftKeyOf(citizen, cookies))
        if (draft.sentCode) return reply.redirect(receiptAddress(draft.sentCode, draft.sentSecret ?? ''))
        const examined = await examine(parts, draft)
        const step = stepOf(params.step)
        if (step === 'form' && !examined.steps.includes('form'))
          return reply.redirect(addressOf(draft, 'papers'))
        // On the last page everything that is missing is said at once.
        const problems = step === 'review' ? Object.values(examined.checked.problems).flat() : []
        return showStep(parts, context, draft, examined, step, problems, 200)
      },
    }),
    route({
      method: 'POST',
      path: `/nop-ho-so/:code/:draft/${stepPaths.papers}`,
      access: 'public',
      html: true,
      summary: 'Sends files of a draft ahead, removes one, or goes on.',
      params: DraftAt,
      multipart: true,
      perMinute: 60,
      async handle(context) {
        const { params, citizen, cookies, reply } = context
        const key = draftKeyOf(citizen, cookies)
        const before = await getDraft(parts, params.draft, key)
        if (before.sentCode) return reply.redirect(receiptAddress(before.sentCode, before.sentSecret ?? ''))
        const { procedure } = await examine(parts, before)
        const read = await readPapers(parts, procedure, before.files.length, context.parts())
        const draft = await changeDraft(parts, params.draft, key, ({ typed, files }) => ({
          step: 'papers',
          typed: {
            ...typed,
            bringing: { ...typed.bringing, ...read.bringing },
            delivery: read.delivery ?? typed.delivery,
          },
          files: [...files.filter((file) => file.id !== read.remove), ...read.arrived],
        }))
        const examined = await examine(parts, draft)
        const missing = read.go === 'next' ? examined.checked.problems.papers : []
        const problems = [...read.problems, ...missing]
        if (problems.length > 0) return showStep(parts, context, draft, examined, 'papers', problems, 400)
        if (read.go === 'later') return reply.redirect(`/nop-ho-so/${draft.procedureCode}?luu=1`)
        return reply.redirect(addressOf(draft, read.go === 'next' ? 'review' : 'papers'))
      },
    }),
    route({
      method: 'POST',
      path: '/nop-ho-so/:code/:draft/:step',
      access: 'public',
      html: true,
      summary: 'Keeps the answers of one step and goes on; on the last one, sends the dossier.',
      params: StepAt,
      body: AnyForm,
      perMinute: 120,
      async handle(context) {
        const { params, citizen, cookies, reply } = context
        const key = draftKeyOf(citizen, cookies)
        const step = stepOf(params.step)
        const text = textsOf(context.body)
        const before = await getDraft(parts, params.draft, key)
        const { procedure } = await examine(parts, before)
        const draft = await changeDraft(parts, params.draft, key, ({ typed }) => ({
          step,
          typed: readStep(step, typed, text, procedure.form ?? []),
        }))
        if (draft.sentCode) return reply.redirect(receiptAddress(draft.sentCode, draft.sentSecret ?? ''))
        if (text('keep') === '1') await keepPerson(citizen, draft)
        const examined = await examine(parts, draft)
        const go = text('go')
        if (go === 'later') return reply.redirect(`/nop-ho-so/${draft.procedureCode}?luu=1`)
        if (go === 'find' || go === 'district') return reply.redirect(`${addressOf(draft, 'place')}#unitId`)
        if (step === 'review') {
          const problems = Object.values(examined.checked.problems).flat()
          if (!examined.checked.filing) return showStep(parts, context, draft, examined, step, problems, 400)
          const sent = await sendDraft(parts, draft, examined.checked.filing)
          if ('problems' in sent) return showStep(parts, context, draft, examined, step, sent.problems, 400)
          return reply.redirect(receiptAddress(sent.code, sent.secret))
        }
        const problems = examined.checked.problems[step]
        if (problems.length > 0) return showStep(parts, context, draft, examined, step, problems, 400)
        return reply.redirect(addressOf(draft, examined.steps[examined.steps.indexOf(step) + 1] ?? 'review'))
      },
    }),
  ]
}

function stepOf(path: string): Step {
  const found = (Object.keys(stepPaths) as Step[]).find((step) => stepPaths[step] === path)
  if (!found) throw portalErrors.noSuchPage()
  return found
}

function addressOf({ id, procedureCode }: Pick<Draft, 'id' | 'procedureCode'>, step: Step): string {
  return `/nop-ho-so/${procedureCode}/${id}/${stepPaths[step]}`
}

function receiptAddress(code: string, secret: string): string {
  return `/da-nop/${encodeURIComponent(code)}?ma=${encodeURIComponent(secret)}`
}
