import { Type } from 'typebox'
import type { Limit } from '#modules/calendar/contract.ts'
import { isoDate, name, oneOf, orNull } from './schema-parts.ts'

// Linked procedures: what is filed once and decided by several agencies. A part of the catalogue's door 1; pure.

const partKey = () => Type.String({ pattern: '^[a-z][a-z0-9_]{0,30}$' })
const componentId = () => Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,40}$' })

/** Whether the parent stops when a part ends without being granted, or its officials decide with what there is. */
export const refusalRules = ['stop', 'decide'] as const
export type RefusalRule = (typeof refusalRules)[number]

/** When the law gives the whole more time. */
export const extensionOccasions = ['part_supplement', 'remote_place'] as const
export type ExtensionOccasion = (typeof extensionOccasions)[number]

/** The schema of the linked group of a procedure; `limit` is the schema of a limit, which the contract owns. */
export function linkedGroupSchema<T extends Type.TSchema>(limit: T) {
  return Type.Object({
    legalGround: name(),
    /** Days on which the group holds; both null while its procedure holds. */
    validFrom: orNull(isoDate()),
    validTo: orNull(isoDate()),
    parts: Type.Array(
      Type.Object({
        key: partKey(),
        name: name(200),
        procedureCode: Type.String({ maxLength: 40 }),
        /** Who does it, where the group says other than the part's own procedure. */
        competentTier: Type.Union([oneOf(['commune', 'district', 'department', 'city']), Type.Null()]),
        competentUnitCode: orNull(name(40)),
        /** Its own slice of the time. */
        limit,
        /** Parts that must be granted before. */
        after: Type.Array(partKey(), { maxItems: 20, uniqueItems: true }),
        /** The parent may not be decided while a required part is open. */
        required: Type.Boolean(),
        whenRefused: oneOf(refusalRules),
        /** Papers of the parent that go along: from the parent's component to the part's own. */
        papers: Type.Array(Type.Object({ from: componentId(), to: componentId() }), { maxItems: 60 }),
        /** What its result serves as in other parts; to the parent every result comes. */
        resultServes: Type.Array(Type.Object({ part: partKey(), component: componentId() }), {
          maxItems: 20,
        }),
      }),
      { minItems: 1, maxItems: 20 },
    ),
    /** What the law adds to the whole, at most once each. */
    extensions: Type.Array(
      Type.Object({
        occasion: oneOf(extensionOccasions),
        workingDays: Type.Number({ exclusiveMinimum: 0, maximum: 60 }),
        legalGround: name(),
        /** Parts, or places of filing, for which it holds; an empty list of places is none. */
        parts: Type.Optional(Type.Array(partKey(), { maxItems: 20 })),
        unitCodes: Type.Optional(Type.Array(name(40), { maxItems: 600 })),
      }),
      { maxItems: 10 },
    ),
  })
}

export type LinkedPart = {
  key: string
  name: string
  procedureCode: string
  competentTier: 'commune' | 'district' | 'department' | 'city' | null
  competentUnitCode: string | null
  limit: Limit
  after: string[]
  required: boolean
  whenRefused: RefusalRule
  papers: { from: string; to: string }[]
  resultServes: { part: string; component: string }[]
}

export type LinkedExtension = {
  occasion: ExtensionOccasion
  workingDays: number
  legalGround: string
  parts?: string[]
  unitCodes?: string[]
}

export type LinkedGroup = {
  legalGround: string
  validFrom: string | null
  validTo: string | null
  parts: LinkedPart[]
  extensions: LinkedExtension[]
}

export type LinkedProblem = {
  code:
    | 'part_twice'
    | 'unknown_part'
    | 'cycle'
    | 'limit_unknown'
    | 'over_limit'
    | 'nobody_decides'
    | 'unknown_paper'
  part: string | null
  vi: string
  en: string
}

/**
 * The parts in an order in which each comes after those it waits for; undefined where they wait for each other in a
 * ring. What a part waits for and is not in the group is passed over: `problemsOfGroup` names it.
 */
export function inOrder<Part extends Pick<LinkedPart, 'key' | 'after'>>(
  parts: readonly Part[],
): Part[] | undefined {
  const known = new Set(parts.map(({ key }) => key))
  const ordered: Part[] = []
  const done = new Set<string>()
  while (ordered.length < parts.length) {
    const ready = parts.filter(
      ({ key, after }) => !done.has(key) && after.every((before) => done.has(before) || !known.has(before)),
    )
    if (ready.length === 0) return undefined
    for (const part of ready) {
      ordered.push(part)
      done.add(part.key)
    }
  }
  return ordered
}

/** What is wrong with a group by itself and against the time and the process of the procedure it belongs to. */
export function problemsOfGroup(
  group: LinkedGroup,
  parent: {
    limits: readonly Limit[]
    postKinds: readonly string[]
    componentIds: readonly string[]
  },
): LinkedProblem[] {
  const { parts } = group
  const problems: LinkedProblem[] = []
  const keys = parts.map(({ key }) => key)
  for (const [index, part] of parts.entries()) {
    if (keys.indexOf(part.key) !== index)
      problems.push({
        code: 'part_twice',
        part: part.key,
        vi: `Phần "${part.key}" có hai lần. Hãy đặt cho mỗi phần một khóa riêng.`,
        en: `Part "${part.key}" stands twice. Give each part a key of its own.`,
      })
    if (nominalHours(part.limit) === null)
      problems.push({
        code: 'limit_unknown',
        part: part.key,
        vi: `Phần "${part.key}" chưa có thời hạn. Hãy ghi thời hạn của cơ quan làm phần này.`,
        en: `Part "${part.key}" has no limit. State how long its agency may take.`,
      })
    const named = [...part.after, ...part.resultServes.map((serves) => serves.part)]
    for (const other of named.filter((one) => !keys.includes(one)))
      problems.push({
        code: 'unknown_part',
        part: part.key,
        vi: `Phần "${part.key}" nhắc đến phần "${other}" không có trong nhóm. Hãy thêm phần đó hoặc bỏ chỗ nhắc.`,
        en: `Part "${part.key}" names part "${other}", which is not in the group. Add it or take the mention out.`,
      })
    for (const { from } of part.papers.filter((paper) => !parent.componentIds.includes(paper.from)))
      problems.push({
        code: 'unknown_paper',
        part: part.key,
        vi: `Phần "${part.key}" lấy giấy tờ "${from}" mà thủ tục không có. Hãy chọn một thành phần của thủ tục.`,
        en: `Part "${part.key}" takes paper "${from}", which the procedure does not ask for. Choose one of its components.`,
      })
  }
  if (!parent.postKinds.some((kind) => kind === 'specialist' || kind === 'leader' || kind === 'clerk'))
    problems.push({
      code: 'nobody_decides',
      part: null,
      vi: 'Quy trình của thủ tục liên thông chưa có bước nào tập hợp kết quả. Hãy thêm bước của chuyên viên, lãnh đạo hoặc văn thư.',
      en: 'No step of the linked procedure gathers the results. Add a step of a specialist, a leader or a clerk.',
    })
  return [...problems, ...timeProblems(parts, parent.limits)]
}

function timeProblems(parts: readonly LinkedPart[], limits: readonly Limit[]): LinkedProblem[] {
  const longest = longestPathHours(parts)
  if (longest === undefined)
    return [
      {
        code: 'cycle',
        part: null,
        vi: 'Các phần chờ lẫn nhau thành vòng nên không phần nào bắt đầu được. Hãy bỏ một chỗ chờ.',
        en: 'The parts wait for each other in a ring, so none can begin. Take one of the waits out.',
      },
    ]
  const whole = limits.map(nominalHours).filter((hours) => hours !== null)
  const least = Math.min(...whole)
  if (whole.length === 0 || longest <= least) return []
  return [
    {
      code: 'over_limit',
      part: null,
      vi: `Đường dài nhất qua các phần mất ${longest / 8} ngày làm việc, quá thời hạn ${least / 8} ngày của cả nhóm. Hãy rút ngắn một phần hoặc cho làm song song.`,
      en: `The longest path over the parts takes ${longest / 8} working days, over the limit of ${least / 8} for the whole. Shorten a part or let parts run side by side.`,
    },
  ]
}

/** Working hours of the longest path by nominal days; undefined where the parts wait in a ring. */
export function longestPathHours(
  parts: readonly Pick<LinkedPart, 'key' | 'after' | 'limit'>[],
): number | undefined {
  const ends = new Map<string, number>()
  for (const { key, after, limit } of inOrder(parts) ?? []) {
    const begins = Math.max(0, ...after.map((before) => ends.get(before) ?? 0))
    ends.set(key, begins + (nominalHours(limit) ?? 0))
  }
  return ends.size === 0 ? undefined : Math.max(...ends.values())
}

/** The group if it holds on a day, `YYYY-MM-DD`; the last day is not included. */
export function groupOn(group: LinkedGroup | undefined, day: string): LinkedGroup | undefined {
  if (!group || (group.validFrom && group.validFrom > day) || (group.validTo && group.validTo <= day))
    return undefined
  return group
}

/** What a limit leaves for work: a working day is 8 hours, seven calendar days hold five working ones. */
export function nominalHours(limit: Limit): number | null {
  const amount = limit.amount ?? 1
  switch (limit.unit) {
    case 'hours':
      return amount
    case 'working_days':
      return amount * 8
    case 'calendar_days':
      return Math.max(1, Math.floor((amount * 5) / 7)) * 8
    case 'months':
      return amount * 22 * 8
    case 'immediate':
    case 'same_day_before':
      return 8
    case 'undefined':
      return null
  }
}
