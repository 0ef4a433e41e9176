import { Type, type Static, type TSchema } from 'typebox'
import { daySchema, extents, partRules, postKindSchema, tierSchema, type Words } from './contract.ts'

// The shapes of a reorganisation, shared by the server and the screens of this module.

export const reorganisationStatuses = [
  'draft',
  'checked',
  'approved',
  'scheduled',
  'applying',
  'applied',
  'undone',
] as const
export type ReorganisationStatus = (typeof reorganisationStatuses)[number]

export const reorganisationActions = ['edit', 'check', 'approve', 'apply', 'undo'] as const
export type ReorganisationAction = (typeof reorganisationActions)[number]

export const statusWords: Record<ReorganisationStatus, Words> = {
  draft: { vi: 'Dự thảo', en: 'Draft' },
  checked: { vi: 'Đã chạy thử, không còn vướng', en: 'Checked, nothing open' },
  approved: { vi: 'Đã phê duyệt', en: 'Approved' },
  scheduled: { vi: 'Đã định ngày', en: 'Scheduled' },
  applying: { vi: 'Đang chuyển hồ sơ', en: 'Moving open work' },
  applied: { vi: 'Đã thực hiện', en: 'Applied' },
  undone: { vi: 'Đã hủy trước ngày hiệu lực', en: 'Undone before its day' },
}

/** Everything a person must decide before a reorganisation may be applied. */
export const decisionKinds = [
  'books_closed',
  'overlap',
  'unknown_predecessor',
  'unknown_successor',
  'successor_closes',
  'loop',
  'closed_before_opened',
  'code_twice',
  'agency_code_twice',
  'parent_missing',
  'calendar_undecided',
  'unit_without_successor',
  'extent_contradicts',
  'partial_without_rule',
  'rule_incomplete',
  'post_without_home',
  'work_without_post',
  'authority_without_unit',
  'procedure_without_decider',
] as const
export type DecisionKind = (typeof decisionKinds)[number]

const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])
const closed = <const Values extends readonly string[]>(values: Values) =>
  Type.Unsafe<Values[number]>(Type.Enum([...values]))
const id = Type.Integer({ minimum: 1, maximum: 2147483647 })
const unitCode = Type.String({ minLength: 1, maxLength: 40, pattern: '^[\\p{L}\\p{N}._-]+$' })
const name = Type.String({ minLength: 1, maxLength: 160, pattern: '\\S' })
const legalNumber = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })

export const headSchema = Type.Object(
  {
    title: Type.String({ minLength: 3, maxLength: 200, pattern: '\\S' }),
    effectiveOn: daySchema,
    legalNumber,
    legalDate: daySchema,
  },
  { additionalProperties: false },
)
export type ReorganisationHead = Static<typeof headSchema>

const position = Type.Unsafe<number[]>(
  Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })]),
)

export const plannedUnitSchema = Type.Object(
  {
    code: unitCode,
    act: closed(['open', 'change', 'close']),
    name: Type.Optional(name),
    kind: Type.Optional(name),
    tier: Type.Optional(tierSchema),
    parentCode: Type.Optional(nullable(unitCode)),
    agencyCode: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 60 }))),
    calendarId: Type.Optional(nullable(id)),
    /** Degrees east and north. */
    position: Type.Optional(nullable(position)),
  },
  { additionalProperties: false },
)
export type PlannedUnit = Static<typeof plannedUnitSchema>
export const plannedUnitsSchema = Type.Object(
  { units: Type.Array(plannedUnitSchema, { minItems: 1, maxItems: 5000 }) },
  { additionalProperties: false },
)

export const wayOutSchema = Type.Object(
  {
    successorCode: unitCode,
    extent: closed(extents),
    share: Type.Optional(nullable(Type.Number({ minimum: 0, maximum: 1 }))),
    takes: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 10_000 })),
    isRest: Type.Optional(Type.Boolean()),
    takesPosts: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

/** What a person decides about one open question. */
export const resolutionSchema = Type.Union([
  Type.Object(
    {
      about: Type.Literal('succession'),
      predecessorCode: unitCode,
      rule: Type.Optional(nullable(closed(partRules))),
      ways: Type.Array(wayOutSchema, { maxItems: 200 }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      about: Type.Literal('post'),
      postId: id,
      successorCode: unitCode,
      kind: Type.Optional(nullable(postKindSchema)),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { about: Type.Literal('cover'), code: unitCode, kind: postKindSchema, byKind: postKindSchema },
    { additionalProperties: false },
  ),
  Type.Object({ about: Type.Literal('keep'), code: unitCode }, { additionalProperties: false }),
  Type.Object(
    { about: Type.Literal('drop'), code: unitCode, act: closed(['open', 'change']) },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      about: Type.Literal('filing_ends'),
      procedureCodes: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), {
        minItems: 1,
        maxItems: 5_000,
        uniqueItems: true,
      }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { about: Type.Literal('suggested'), kind: closed(decisionKinds) },
    { additionalProperties: false },
  ),
])
export type Resolution = Static<typeof resolutionSchema>

export const successionRowSchema = Type.Object({
  predecessorCode: Type.String(),
  successorCode: Type.String(),
  extent: closed(extents),
  rule: nullable(closed(partRules)),
  share: nullable(Type.Number()),
  takes: Type.Array(Type.String()),
  isRest: Type.Boolean(),
  takesPosts: Type.Boolean(),
})
export type SuccessionRow = Static<typeof successionRowSchema>

/** Somebody on a post of one kind also holds a post of another. */
const coverSchema = Type.Object({ kind: postKindSchema, byKind: postKindSchema })

/** What a proposal rests on; none of it is a decision of anybody, and a person has to accept it. */
export const proposalGrounds = ['children', 'distance', 'evenly', 'seat', 'cover'] as const
export type ProposalGround = (typeof proposalGrounds)[number]

export const proposalGroundWords: Record<ProposalGround, Words> = {
  children: {
    vi: 'theo nơi các đơn vị trực thuộc về',
    en: 'follows where the units below it go',
  },
  distance: {
    vi: 'giao cho đơn vị mới gần nhất trên bản đồ, chưa ai kiểm chứng',
    en: 'to the nearest new unit on the map, verified by nobody',
  },
  evenly: {
    vi: 'chia đều, vì chưa ai nêu quy tắc',
    en: 'shared evenly, since nobody has stated a rule',
  },
  seat: {
    vi: 'vị trí về nơi chưa có ai, hoặc nơi nhận phần lớn nhất',
    en: 'posts go where nobody sits yet, or where most of the unit goes',
  },
  cover: {
    vi: 'người đang có ở đó kiêm thêm việc',
    en: 'somebody who sits there does this work too',
  },
}

export const decisionSchema = Type.Object({
  kind: closed(decisionKinds),
  /** The unit or the procedure it is about; empty where it is about the whole document. */
  code: Type.String(),
  vi: Type.String(),
  en: Type.String(),
  postId: Type.Optional(id),
  /** Ways out that the released rules would propose; a person still has to say so. */
  suggested: Type.Optional(Type.Array(successionRowSchema)),
  covers: Type.Optional(Type.Array(coverSchema)),
  ground: Type.Optional(closed(proposalGrounds)),
})
export type Decision = Static<typeof decisionSchema>

export const unitMovesSchema = Type.Object({
  code: Type.String(),
  name: Type.String(),
  openCases: Type.Integer(),
  openTasks: Type.Integer(),
  posts: Type.Integer(),
  people: Type.Integer(),
  successors: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      extent: closed(extents),
      share: nullable(Type.Number()),
    }),
  ),
})
export type UnitMoves = Static<typeof unitMovesSchema>

/** What would happen, unit by unit, and everything that still waits for a person. */
export const dryRunSchema = Type.Object({
  version: Type.Integer(),
  decisions: Type.Array(decisionSchema),
  moves: Type.Array(unitMovesSchema),
  totals: Type.Object({
    opened: Type.Integer(),
    changed: Type.Integer(),
    closed: Type.Integer(),
    openCases: Type.Integer(),
    openTasks: Type.Integer(),
    posts: Type.Integer(),
    people: Type.Integer(),
    /** Delegations of authority that follow their unit to its one successor. */
    authorities: Type.Integer(),
    /** Procedures that nobody would take in any more, as somebody confirmed. */
    filingEnds: Type.Integer(),
  }),
})
export type DryRun = Static<typeof dryRunSchema>

export const reorganisationViewSchema = Type.Object({
  id,
  version: Type.Integer(),
  title: Type.String(),
  effectiveOn: daySchema,
  legalNumber: Type.String(),
  legalDate: daySchema,
  status: closed(reorganisationStatuses),
  allowedActions: Type.Array(closed(reorganisationActions)),
  counts: Type.Object({
    opens: Type.Integer(),
    changes: Type.Integer(),
    closes: Type.Integer(),
    rows: Type.Integer(),
  }),
  /** How much open work has found its new home; null before the day. */
  progress: nullable(
    Type.Object({ found: Type.Integer(), moved: Type.Integer(), isFinished: Type.Boolean() }),
  ),
})
export type ReorganisationView = Static<typeof reorganisationViewSchema>

export const reorganisationListSchema = Type.Object({
  reorganisations: Type.Array(reorganisationViewSchema),
  closedThrough: nullable(daySchema),
})
export type ReorganisationList = Static<typeof reorganisationListSchema>

export const reorganisationActSchema = Type.Object({
  seq: Type.Integer(),
  at: Type.String(),
  by: nullable(Type.String()),
  act: Type.String(),
  facts: Type.Record(Type.String(), Type.Unknown()),
})

export const reorganisationDetailSchema = Type.Object({
  reorganisation: reorganisationViewSchema,
  units: Type.Array(plannedUnitSchema),
  rows: Type.Array(successionRowSchema),
  acts: Type.Array(reorganisationActSchema),
})
export type ReorganisationDetail = Static<typeof reorganisationDetailSchema>

/** The posts of one old unit, and the fields by which units may be parted. */
export const reorganisationPostsSchema = Type.Object({
  posts: Type.Array(
    Type.Object({
      postId: id,
      kind: postKindSchema,
      title: Type.String(),
      fields: Type.Array(Type.String()),
      people: Type.Array(Type.String()),
      /** The code of the unit it goes to; null while nobody has said. */
      home: nullable(Type.String()),
      /** It goes there by a decision of its own, not with its unit. */
      isOwnHome: Type.Boolean(),
    }),
  ),
  fields: Type.Array(Type.String()),
})
export type ReorganisationPosts = Static<typeof reorganisationPostsSchema>

/** An action names the version it was decided on. */
export const onVersionSchema = Type.Object(
  { version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

export const importedRowsSchema = Type.Object({
  rows: Type.Integer(),
  predecessors: Type.Integer(),
  successors: Type.Integer(),
  reorganisation: reorganisationViewSchema,
})
export type ImportedRows = Static<typeof importedRowsSchema>

export const closeBooksSchema = Type.Object(
  { closedThrough: daySchema, legalNumber },
  { additionalProperties: false },
)

/** The columns of a succession file, in this order. */
export const successionColumns = [
  'predecessor_code',
  'predecessor_name',
  'successor_code',
  'successor_name',
  'extent',
] as const
