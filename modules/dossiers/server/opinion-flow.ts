import type { CaseSnapshot, CaseState, OpenTask, StateChange } from '#modules/casework/contract.ts'
import type { PostKind } from '#modules/organisation/contract.ts'
import type { OpinionAction, OpinionState, SilenceRule, Verdict } from '../opinion.ts'

/** One opinion as the case carries it from step to step; its words stand in the events that made it. */
export type Opinion = {
  no: number
  unitId: number
  stage: 'open' | 'answered' | 'lapsed' | 'withdrawn'
  silence: SilenceRule
  extension: 'on_request' | 'direct' | 'asked' | 'used'
  /** On a lapsed opinion: what came too late and has not been accepted. */
  verdict: Verdict | null
}

// One opinion takes a dozen bytes of a tag, so whoever reads a dossier in a list knows what may be done,
// and a step on an opinion needs no read before its write.
const stages = { open: 'o', answered: 'a', lapsed: 'l', withdrawn: 'w' } as const
const silences = { recorded: 'r', consent: 'c' } as const
const extensions = { on_request: 'n', direct: 'd', asked: 'q', used: 'u' } as const
const verdictLetters = { agree: 'a', agree_with_conditions: 'c', disagree: 'd', not_competent: 'n' } as const

const SHAPE = /^(\d+):(\d+):([oalw])([rc])([ndqu])([acdn-])$/

const words = {
  stage: wordsOf(stages),
  silence: wordsOf(silences),
  extension: wordsOf(extensions),
  verdict: wordsOf(verdictLetters),
}

type Tags = CaseState['tags']

const NONE: readonly Opinion[] = []
/** The same few texts stand in the tags of most dossiers, and a step asks for the opinions in them many times. */
const read = new Map<string, readonly Opinion[]>()
const MOST_READ = 1_000

export function opinionsOf({ tags }: { tags: Tags }): readonly Opinion[] {
  const { opinions } = tags
  if (typeof opinions !== 'string' || opinions === '') return NONE
  const known = read.get(opinions)
  if (known) return known
  const found = opinions.split(' ').flatMap(opinionIn)
  if (read.size === MOST_READ) read.clear()
  read.set(opinions, found)
  return found
}

function opinionIn(entry: string): Opinion[] {
  const parts = SHAPE.exec(entry)
  if (!parts) return []
  const [, no, unit, stage = '', silence = '', extension = '', verdict = ''] = parts
  return [
    {
      no: Number(no),
      unitId: Number(unit),
      stage: words.stage.get(stage) ?? 'withdrawn',
      silence: words.silence.get(silence) ?? 'recorded',
      extension: words.extension.get(extension) ?? 'used',
      verdict: words.verdict.get(verdict) ?? null,
    },
  ]
}

export function withOpinions(tags: Tags, opinions: readonly Opinion[]): Tags {
  return { ...tags, opinions: opinions.map(entryOf).join(' ') }
}

function entryOf({ no, unitId, stage, silence, extension, verdict }: Opinion): string {
  const letter = verdict ? verdictLetters[verdict] : '-'
  return `${no}:${unitId}:${stages[stage]}${silences[silence]}${extensions[extension]}${letter}`
}

function wordsOf<Word extends string>(letters: Readonly<Record<Word, string>>): ReadonlyMap<string, Word> {
  return new Map((Object.keys(letters) as Word[]).map((word) => [letters[word], word]))
}

/** The same list with one opinion changed. */
export function changed(opinions: readonly Opinion[], no: number, change: Partial<Opinion>): Opinion[] {
  return opinions.map((one) => (one.no === no ? { ...one, ...change } : one))
}

export function stateOf({
  stage,
  silence,
  verdict,
}: Pick<Opinion, 'stage' | 'silence' | 'verdict'>): OpinionState {
  switch (stage) {
    case 'open':
      return 'asked'
    case 'answered':
      return verdict ?? 'not_competent'
    case 'lapsed':
      return silence === 'consent' ? 'lapsed_consent' : 'lapsed_no_answer'
    case 'withdrawn':
      return 'withdrawn'
  }
}

export function asideKey(no: number): string {
  return `consult:${no}`
}

/** Below zero, where the process draws no numbers. */
export function taskNoOf(no: number): number {
  return -no
}

export function opinionTask({ marking }: Pick<CaseSnapshot, 'marking'>, no: number): OpenTask | undefined {
  return marking.find(({ aside }) => aside === asideKey(no))
}

export function opinionNumber({ aside }: OpenTask): number | undefined {
  const no = aside?.startsWith('consult:') ? Number(aside.slice('consult:'.length)) : Number.NaN
  return Number.isInteger(no) ? no : undefined
}

/** Opinions still waited for. */
export function awaited(snapshot: Pick<CaseSnapshot, 'tags'>): Opinion[] {
  return opinionsOf(snapshot).filter(({ stage }) => stage === 'open')
}

/** What the doer may do to one opinion; `holds`: the doer has the step that asked before him. */
export function actionsOn(
  snapshot: Pick<CaseSnapshot, 'marking'>,
  opinion: Opinion,
  doer: { unitId: number; postKind: PostKind },
  holds: boolean,
  works: (task: OpenTask) => boolean,
): OpinionAction[] {
  const { stage, verdict, extension, unitId } = opinion
  if (stage === 'open') {
    const task = opinionTask(snapshot, opinion.no)
    const isAsked = task !== undefined && works(task)
    return [
      ...(isAsked ? (['give_opinion'] as const) : []),
      ...(isAsked && extension !== 'used' && extension !== 'asked' ? (['extend_opinion'] as const) : []),
      ...(holds && extension === 'asked' ? (['answer_extension'] as const) : []),
      ...(holds ? (['withdraw_consultation'] as const) : []),
    ]
  }
  if (stage !== 'lapsed') return []
  if (verdict !== null) return holds ? ['accept_late_opinion'] : []
  return unitId === doer.unitId && answering.has(doer.postKind) ? ['give_opinion'] : []
}

/** Posts that speak for their unit after the task itself is gone. */
const answering = new Set<PostKind>(['specialist', 'head', 'leader'])

/**
 * What a step of the process leaves of the tasks beside it: it stops none of them, and closes those of a case that
 * ends. Pure; the answer is the change that is stored.
 */
export function settleAside(snapshot: CaseSnapshot, set: StateChange): StateChange {
  if (!set.marking || !(hasAside(snapshot.marking) || hasAside(set.marking))) return set
  const opinions = opinionsOf({ tags: set.tags ?? snapshot.tags })
  if (opinions.length === 0) return set
  const marking = set.marking.flatMap((task) => {
    if (task.aside === undefined) return [task]
    return set.closedAt ? [] : [task.waiting ? { ...task, waiting: false } : task]
  })
  const left = new Set(marking.map(({ taskNo }) => taskNo))
  const settled = opinions.map((one) =>
    one.stage === 'open' && !left.has(taskNoOf(one.no)) ? { ...one, stage: 'withdrawn' as const } : one,
  )
  const isSame = settled.every((one, index) => one === opinions[index])
  return { ...set, marking, ...(isSame ? {} : { tags: withOpinions(set.tags ?? snapshot.tags, settled) }) }
}

function hasAside(marking: readonly OpenTask[]): boolean {
  return marking.some(({ aside }) => aside !== undefined)
}
