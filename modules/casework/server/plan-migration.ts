import { toOrdinal, type WorkingCalendar } from '#modules/calendar/contract.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { CaseSnapshot, OpenTask, ProcessStep, StateChange } from '../contract.ts'
import type {
  MappingProposal,
  MigrationDryRun,
  MigrationStep,
  PlanMigration,
  StayReason,
} from '../migration.ts'
import { findCases } from './case-store.ts'
import { findDefinitionId } from './definition-store.ts'
import { caseworkErrors } from './errors.ts'
import { insertMigration, listOpenCases } from './migration-store.ts'
import { subjectOf, type ProcessParts } from './process-parts.ts'
import type { Machine, Proceeding } from './process-machine.ts'
import { getProcess, getVersionRow } from './show-process.ts'

const CHUNK = 1_000
const MOST_CODES = 20

export const stayWords: Record<StayReason, { vi: string; en: string }> = {
  step_not_mapped: {
    vi: 'Bước đang mở chưa được khớp với bước nào của bản mới. Hãy chọn bước tương ứng.',
    en: 'The open step is mapped to no step of the new version. Choose the one that follows it.',
  },
  waits_elsewhere: {
    vi: 'Hồ sơ đang chờ hẹn giờ, thông điệp, dịch vụ hoặc một nhánh mà bản mới không có. Hãy đợi hồ sơ qua chỗ chờ đó.',
    en: 'The case waits for a timer, a message, a service or a branch that the new version does not have. Move it once it has passed.',
  },
  inside_part: {
    vi: 'Bước nằm trong quy trình con hoặc được lặp nhiều lần. Hãy đợi hồ sơ ra khỏi phần đó.',
    en: 'The step stands in a sub-process or is done many times. Move the case once it has left that part.',
  },
  not_together: {
    vi: 'Ở bản mới các bước này không bao giờ cùng mở như vậy nên hồ sơ sẽ bị kẹt. Hãy khớp sang bước khác.',
    en: 'In the new version these steps are never open in this way, so the case would stand still. Map to other steps.',
  },
  needs_data: {
    vi: 'Bước mới cần dữ kiện mà hồ sơ chưa có.',
    en: 'The new step needs facts that the case does not have.',
  },
}

export type Route = { fromDefinitionId: number; toDefinitionId: number; subject: string | null }

/** The two definitions of a move. Errors: `casework.no_version`, `casework.same_version`, `casework.not_published`. */
export async function routeOf(
  parts: ProcessParts,
  id: number,
  { from, to }: Pick<PlanMigration, 'from' | 'to'>,
): Promise<Route> {
  if (from === to) throw caseworkErrors.sameVersion(to)
  const process = await getProcess(parts, id)
  const target = await getVersionRow(parts, id, to)
  if (target.state !== 'published' || target.definitionId === null) throw caseworkErrors.notPublished(to)
  if (from > 0) {
    const { definitionId } = await getVersionRow(parts, id, from)
    if (definitionId === null) throw caseworkErrors.notPublished(from)
    return { fromDefinitionId: definitionId, toDefinitionId: target.definitionId, subject: null }
  }
  const subject = await subjectOf(parts, process.subject)
  const own = subject?.table && (await findDefinitionId(parts.db, subject.table))
  if (!own) throw caseworkErrors.noSuchVersion(id, 0)
  return { fromDefinitionId: own, toDefinitionId: target.definitionId, subject: process.subject }
}

/** Both versions' steps, those with the same key, else the same work, mapped to each other. */
export async function proposeMapping(
  parts: ProcessParts,
  officer: Officer,
  id: number,
  versions: Pick<PlanMigration, 'from' | 'to'>,
): Promise<MappingProposal> {
  parts.organisation.requirePermission(officer, 'casework.draft_process')
  const route = await routeOf(parts, id, versions)
  const from = stepsOf(await parts.getMachine(parts.db, route.fromDefinitionId))
  const to = stepsOf(await parts.getMachine(parts.db, route.toDefinitionId))
  const mapping = from.flatMap((step) => {
    const same = to.find(({ key }) => key === step.key) ?? to.find(({ work }) => work === step.work)
    return same ? [{ from: step.key, to: same.key }] : []
  })
  return { from, to, mapping }
}

function stepsOf(machine: Machine): MigrationStep[] {
  return machine.steps.map(({ key, work }) => ({ key, work }))
}

/** What the move would do to every open case, counted; writes nothing. */
export async function tryMigration(
  parts: ProcessParts,
  officer: Officer,
  id: number,
  plan: PlanMigration,
): Promise<MigrationDryRun> {
  parts.organisation.requirePermission(officer, 'casework.draft_process')
  const route = await routeOf(parts, id, plan)
  const move = await moverOf(parts, route, plan.mapping)
  const steps = new Map(
    move.before.steps.map(({ key, work }) => [
      key,
      { key, work, to: move.mapping.get(key) ?? null, open: 0, movable: 0 },
    ]),
  )
  const staying = new Map<StayReason, { count: number; codes: string[] }>()
  let open = 0
  for (let after = '0'; ; ) {
    const ids = await listOpenCases(parts.db, { ...route, tag: parts.subjects.tag }, after, CHUNK)
    for (const snapshot of await findCases(parts.db, ids)) {
      open++
      const moved = move.of(snapshot)
      const reason = 'stays' in moved ? moved.stays : undefined
      for (const { stepKey } of processTasks(snapshot)) {
        const step = steps.get(stepKey)
        if (step) step.open++
        if (step && !reason) step.movable++
      }
      if (!reason) continue
      const noted = staying.get(reason) ?? { count: 0, codes: [] }
      noted.count++
      if (noted.codes.length < MOST_CODES) noted.codes.push(snapshot.code)
      staying.set(reason, noted)
    }
    const last = ids.at(-1)
    if (last === undefined || ids.length < CHUNK) break
    after = last
  }
  const stayed = [...staying.values()].reduce((sum, { count }) => sum + count, 0)
  return {
    open,
    movable: open - stayed,
    steps: [...steps.values()],
    staying: [...staying].map(([reason, noted]) => ({ reason, ...stayWords[reason], ...noted })),
  }
}

/** Notes the plan; nothing moves before another person approves it. */
export async function planMigration(
  parts: ProcessParts,
  officer: Officer,
  id: number,
  plan: PlanMigration,
): Promise<number> {
  parts.organisation.requirePermission(officer, 'casework.draft_process')
  const { fromDefinitionId, toDefinitionId } = await routeOf(parts, id, plan)
  const known = new Set(stepsOf(await parts.getMachine(parts.db, toDefinitionId)).map(({ key }) => key))
  const strange = plan.mapping.find(({ to }) => !known.has(to))
  if (strange) throw caseworkErrors.noSuchStep(strange.to)
  return insertMigration(parts.db, {
    processId: id,
    ...plan,
    fromDefinitionId,
    toDefinitionId,
    draftedBy: officer.accountId,
    at: parts.clock.now(),
  })
}

type Stays = { stays: StayReason; at: string }
export type MovedCase = { set: StateChange; part: Proceeding['part'] }

export type Mover = {
  before: Machine
  mapping: ReadonlyMap<string, string>
  of(snapshot: CaseSnapshot): MovedCase | Stays
}

/** Decides for one case after the other where it goes; reads both processes once. */
export async function moverOf(
  parts: ProcessParts,
  { fromDefinitionId, toDefinitionId }: Pick<Route, 'fromDefinitionId' | 'toDefinitionId'>,
  pairs: PlanMigration['mapping'],
): Promise<Mover> {
  const before = await parts.getMachine(parts.db, fromDefinitionId)
  const after = await parts.getMachine(parts.db, toDefinitionId)
  const mapping = new Map(pairs.map(({ from, to }) => [from, to]))
  return {
    before,
    mapping,
    of(snapshot) {
      // What lies beside the process, such as an opinion asked for, stays as it is.
      const beside = snapshot.marking.filter((task) => !processTasks(snapshot).includes(task))
      const moved = after.takeOver(before, { ...snapshot, marking: processTasks(snapshot) }, mapping)
      if ('stays' in moved) return moved
      const { proceeding, follows } = moved
      const tasks = proceeding.opened.map(({ taskNo, stepKey, step }) => {
        const old = snapshot.marking.find((task) => task.taskNo === follows.get(taskNo))
        const was = old && before.step(old.stepKey)
        return taskAfter({ taskNo, stepKey, step }, old, was, snapshot, parts.calendar)
      })
      const marking = [...tasks, ...beside]
      return {
        set: {
          definitionId: toDefinitionId,
          marking,
          unitId: tasks[0]?.unitId ?? snapshot.unitId,
          process: proceeding.process,
          tags: parts.subjects.carryTags(snapshot.tags, mapping),
        },
        part: proceeding.part,
      }
    },
  }
}

function processTasks({ marking }: CaseSnapshot): OpenTask[] {
  return marking.filter((task) => !('aside' in task && task.aside))
}

/** The step that follows another: opened when that one was, by the same person where the doer is the same. */
function taskAfter(
  { taskNo, stepKey, step }: Proceeding['opened'][number],
  old: OpenTask | undefined,
  was: ProcessStep | undefined,
  snapshot: CaseSnapshot,
  calendar: { get(id: number): WorkingCalendar },
): OpenTask {
  const sameDoer = old !== undefined && was?.postKind === step.postKind && was.place === step.place
  const openedAt = old?.openedAt ?? snapshot.touchedAt
  const calendarId = old?.calendarId ?? snapshot.calendarId
  const place = step.place === 'receiving' ? snapshot.receivingUnitId : snapshot.authorityId
  return {
    ...old,
    taskNo,
    stepKey,
    unitId: sameDoer ? old.unitId : place,
    postKind: step.postKind,
    field: sameDoer ? old.field : null,
    assigneeId: sameDoer ? old.assigneeId : null,
    waiting: old?.waiting ?? false,
    openedAt,
    calendarId,
    dueWt: dueAfter(step, old, was, toOrdinal(calendar.get(calendarId), new Date(openedAt))),
  }
}

/** What was added to a step's time, such as a wait for papers, stays added. */
function dueAfter(
  step: ProcessStep,
  old: OpenTask | undefined,
  was: ProcessStep | undefined,
  openedWt: number,
): number | null {
  if (step.minutes === 0) return null
  if (old?.dueWt !== null && old?.dueWt !== undefined && was) return old.dueWt + step.minutes - was.minutes
  return openedWt + step.minutes
}
