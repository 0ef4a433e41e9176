import { Type, type Static } from 'typebox'
import type { OnBehalfOf } from './behalf.ts'

export * from './behalf.ts'

export {
  changePasswordSchema,
  passwordMaxLength,
  passwordMinLength,
  signInSchema,
  type ChangePassword,
  type SignIn,
} from './password-forms.ts'

/**
 * A number that remembers what it counts. The mark is optional so that a number read from a row or
 * from JSON needs no cast, while a post can still never be passed where a unit is asked for.
 */
type Id<Name extends string> = number & { readonly of?: Name }

export type UnitId = Id<'unit'>
export type PostId = Id<'post'>
export type PersonId = Id<'person'>
export type AccountId = Id<'account'>

/** A calendar day as text, `YYYY-MM-DD`; it has no hour and no zone. */
export type Day = string

export const tiers = ['city', 'district', 'commune', 'department'] as const
export type Tier = (typeof tiers)[number]

/** What a post is for; what it may do follows from this and nothing else. */
export const postKinds = [
  'one_stop',
  'specialist',
  'head',
  'leader',
  'clerk',
  'controller',
  'operator',
] as const
export type PostKind = (typeof postKinds)[number]

export type Words = { vi: string; en: string }

export const postKindWords: Record<PostKind, Words> = {
  one_stop: { vi: 'Cán bộ một cửa', en: 'One-stop officer' },
  specialist: { vi: 'Chuyên viên', en: 'Specialist' },
  head: { vi: 'Trưởng bộ phận', en: 'Head of section' },
  leader: { vi: 'Lãnh đạo', en: 'Leader' },
  clerk: { vi: 'Văn thư', en: 'Clerk' },
  controller: { vi: 'Cán bộ kiểm soát thủ tục', en: 'Procedure controller' },
  operator: { vi: 'Quản trị hệ thống', en: 'Operator' },
}

/** Every action that needs leave, said once; a word that is not here cannot be asked for or granted. */
export const permissions = {
  'organisation.manage': { vi: 'Quản lý cán bộ và tài khoản', en: 'Manage staff and accounts' },
  'organisation.substitute': { vi: 'Phân công người làm thay', en: 'Appoint substitutes' },
  'organisation.delegate': { vi: 'Ghi phân cấp, ủy quyền', en: 'Record delegations of authority' },
  'organisation.reorganise': { vi: 'Sắp xếp đơn vị hành chính', en: 'Reorganise administrative units' },
  'calendar.declare': {
    vi: 'Công bố ngày nghỉ, ngày làm bù, giờ làm việc',
    en: 'Declare holidays, swap days and opening hours',
  },
  'catalogue.review': { vi: 'Rà soát thủ tục đã nhập', en: 'Review imported procedures' },
  'catalogue.publish': { vi: 'Công bố phiên bản thủ tục', en: 'Publish a version of a procedure' },
  'casework.draft_process': { vi: 'Soạn quy trình nội bộ', en: 'Draft internal processes' },
  'casework.publish_process': { vi: 'Ban hành quy trình nội bộ', en: 'Publish internal processes' },
  'casework.handle_incidents': { vi: 'Xử lý sự cố quy trình', en: 'Handle incidents of processes' },
  'casework.correlate': { vi: 'Gửi thông điệp đến hồ sơ', en: 'Send messages to cases' },
  'casework.serve_calls': { vi: 'Trả lời dịch vụ cho hồ sơ', en: 'Serve calls of cases' },
  'casework.mine': { vi: 'Soi quy trình từ lịch sử hồ sơ', en: 'Look into processes by their histories' },
  'casework.verify': { vi: 'Kiểm tra lịch sử và số liệu', en: 'Verify histories and figures' },
  'dossiers.receive': { vi: 'Tiếp nhận hồ sơ', en: 'Receive dossiers' },
  'dossiers.read': { vi: 'Xem hồ sơ', en: 'Read dossiers' },
  'dossiers.process': { vi: 'Thụ lý hồ sơ', en: 'Process dossiers' },
  'dossiers.review': { vi: 'Thẩm tra kết quả, phân công', en: 'Review proposals and assign work' },
  'dossiers.decide': { vi: 'Ký quyết định', en: 'Decide dossiers' },
  'dossiers.suspend': {
    vi: 'Tạm dừng hồ sơ, đề nghị hẹn lại',
    en: 'Suspend dossiers and ask for a new date',
  },
  'dossiers.approve_exception': {
    vi: 'Duyệt bổ sung lần hai, hẹn lại ngày trả, dừng giải quyết',
    en: 'Approve second supplements, new dates and stops',
  },
  'dossiers.issue': { vi: 'Cho số, đóng dấu, phát hành kết quả', en: 'Number, seal and issue results' },
  'dossiers.return_result': { vi: 'Trả kết quả cho người dân', en: 'Return results to citizens' },
  'dossiers.reassign': { vi: 'Phân công lại công việc', en: 'Reassign work' },
  'indicators.read': { vi: 'Xem chỉ số', en: 'Read indicators' },
  'operations.watch': { vi: 'Xem màn hình điều hành', en: 'Watch the operations wall' },
  'operations.prove': { vi: 'Xem hồ sơ đứng sau con số', en: 'See the dossiers behind a number' },
  'platform.operate': { vi: 'Vận hành hệ thống', en: 'Operate the system' },
} as const satisfies Record<string, Words>

export type PermissionWord = keyof typeof permissions

export function isPermissionWord(text: string): text is PermissionWord {
  return Object.hasOwn(permissions, text)
}

/** How far a grant reaches: the post's own unit, that unit and all below it, or everything. */
export const scopes = ['unit', 'subtree', 'city'] as const
export type Scope = (typeof scopes)[number]

export type Grant = { permission: PermissionWord; scope: Scope }

/** What each kind of post may do until the city decides otherwise; written to the database at first start. */
export const defaultGrants: Readonly<Record<PostKind, readonly Grant[]>> = {
  one_stop: [
    { permission: 'dossiers.receive', scope: 'unit' },
    { permission: 'dossiers.read', scope: 'unit' },
    { permission: 'dossiers.return_result', scope: 'unit' },
    { permission: 'indicators.read', scope: 'unit' },
  ],
  specialist: [
    { permission: 'dossiers.read', scope: 'unit' },
    { permission: 'dossiers.process', scope: 'unit' },
    { permission: 'dossiers.suspend', scope: 'unit' },
    { permission: 'indicators.read', scope: 'unit' },
  ],
  head: [
    { permission: 'dossiers.read', scope: 'unit' },
    { permission: 'dossiers.process', scope: 'unit' },
    { permission: 'dossiers.review', scope: 'unit' },
    { permission: 'dossiers.reassign', scope: 'unit' },
    { permission: 'organisation.substitute', scope: 'unit' },
    { permission: 'dossiers.suspend', scope: 'unit' },
    { permission: 'dossiers.approve_exception', scope: 'unit' },
    { permission: 'indicators.read', scope: 'unit' },
    { permission: 'casework.mine', scope: 'unit' },
    { permission: 'operations.watch', scope: 'unit' },
    { permission: 'operations.prove', scope: 'unit' },
  ],
  leader: [
    { permission: 'dossiers.read', scope: 'subtree' },
    { permission: 'dossiers.review', scope: 'unit' },
    { permission: 'dossiers.suspend', scope: 'unit' },
    { permission: 'dossiers.approve_exception', scope: 'unit' },
    { permission: 'dossiers.decide', scope: 'unit' },
    { permission: 'dossiers.reassign', scope: 'unit' },
    { permission: 'organisation.substitute', scope: 'unit' },
    { permission: 'organisation.delegate', scope: 'unit' },
    // Figures may be compared across the whole city; the dossiers behind them only within one's own tree.
    { permission: 'indicators.read', scope: 'city' },
    { permission: 'operations.watch', scope: 'city' },
    { permission: 'operations.prove', scope: 'subtree' },
    { permission: 'casework.mine', scope: 'subtree' },
  ],
  clerk: [
    { permission: 'dossiers.read', scope: 'unit' },
    { permission: 'dossiers.issue', scope: 'unit' },
  ],
  controller: [
    { permission: 'catalogue.review', scope: 'city' },
    { permission: 'catalogue.publish', scope: 'city' },
    { permission: 'organisation.delegate', scope: 'city' },
    { permission: 'organisation.reorganise', scope: 'city' },
    { permission: 'calendar.declare', scope: 'city' },
    { permission: 'casework.draft_process', scope: 'city' },
    { permission: 'casework.publish_process', scope: 'city' },
    { permission: 'casework.handle_incidents', scope: 'city' },
    { permission: 'casework.verify', scope: 'city' },
    { permission: 'casework.mine', scope: 'city' },
    { permission: 'dossiers.read', scope: 'city' },
    { permission: 'indicators.read', scope: 'city' },
    { permission: 'operations.watch', scope: 'city' },
    { permission: 'operations.prove', scope: 'city' },
  ],
  operator: [
    { permission: 'organisation.manage', scope: 'city' },
    { permission: 'organisation.substitute', scope: 'city' },
    { permission: 'organisation.reorganise', scope: 'city' },
    { permission: 'calendar.declare', scope: 'city' },
    { permission: 'casework.handle_incidents', scope: 'city' },
    { permission: 'casework.correlate', scope: 'city' },
    { permission: 'casework.serve_calls', scope: 'city' },
    { permission: 'casework.verify', scope: 'city' },
    { permission: 'casework.mine', scope: 'city' },
    { permission: 'platform.operate', scope: 'city' },
    { permission: 'indicators.read', scope: 'city' },
    { permission: 'operations.watch', scope: 'city' },
  ],
}

/** A person at work: signed in, on one post, with what that post may do today. */
export type Officer = {
  readonly accountId: AccountId
  readonly personId: PersonId
  readonly name: string
  readonly unitId: UnitId
  readonly postId: PostId
  readonly postKind: PostKind
  readonly postTitle: string
  /** The fields of procedures the post works on; none: every field of its unit. */
  readonly fields: readonly string[]
  readonly grants: readonly Grant[]
  /** Set while the post is another's. */
  readonly onBehalfOf?: OnBehalfOf
}

/** Whether work in this field may come to the post; work without a field may come to anybody. */
export function worksOn({ fields }: Pick<Officer, 'fields'>, field: string | null | undefined): boolean {
  return field === null || field === undefined || fields.length === 0 || fields.includes(field)
}

/** A unit as it stands on one day. */
export type Unit = {
  readonly id: UnitId
  /** Official code of the unit (administrative code, or the department's own). */
  readonly code: string
  readonly tier: Tier
  /** `Phường`, `Quận`, `Sở`… */
  readonly kind: string
  readonly name: string
  readonly parentId: UnitId | null
  /** Electronic document address code (QCVN 102), where the unit has one. */
  readonly agencyCode: string | null
  readonly calendarId: number
  /** Longitude and latitude. */
  readonly position?: readonly [number, number]
}

export const extents = ['full', 'partial'] as const
export type Extent = (typeof extents)[number]

/** How the work of a unit that is parted finds its new home. */
export const partRules = ['by_share', 'by_field', 'by_list', 'by_address', 'by_receiving'] as const
export type PartRule = (typeof partRules)[number]

/** One way out of a unit: what of its work goes to which unit. `all` where nothing is parted. */
export type Home = {
  fromUnitId: UnitId
  toUnitId: UnitId
  rule: PartRule | 'all'
  /** For `by_share`: the part of the whole, 0 to 1. */
  share: number | null
  /** Fields, case codes or places that go this way. */
  takes: readonly string[]
  /** Takes what no other way takes. */
  isRest: boolean
  /** The office hours of the new unit. */
  calendarId: number
}

/** One step of a unit into another, as the map was changed. */
export type Succession = {
  predecessorId: UnitId
  successorId: UnitId
  /** First day of the new map. */
  effectiveOn: Day
  extent: Extent
  /** The part of the predecessor that went there; null where nobody has said. */
  share: number | null
}

/** Open work that a reorganisation carries to new units. */
export type WorkMove = {
  planId: number
  homes: readonly Home[]
  /** Who works in which new unit: work they have claimed stays theirs. */
  keepers: readonly { accountId: AccountId; unitId: UnitId }[]
  happenedAt: string
  actor: { accountId: AccountId | null; postId: PostId | null; unitId: UnitId | null }
  /** Said in every event, such as the decision's number. */
  facts: Readonly<Record<string, string | number>>
}

export type WorkMoved = { found: number; moved: number; isFinished: boolean }

/** What lies open at a unit. */
export type UnitWork = {
  unitId: UnitId
  openCases: number
  openTasks: number
  postKinds: readonly PostKind[]
}

/** The name of the cookie that carries a session; the token in it is opaque. */
export const sessionCookie = 'tl_session'

function closedText<const Values extends readonly string[]>(values: Values) {
  return Type.Unsafe<Values[number]>(Type.Union(values.map((value) => Type.Literal(value))))
}

export const idSchema = Type.Integer({ minimum: 1, maximum: 2147483647 })
export const daySchema = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
export const tierSchema = closedText(tiers)
export const postKindSchema = closedText(postKinds)
export const permissionSchema = Type.Unsafe<PermissionWord>(Type.String({ pattern: '^[a-z_]+\\.[a-z_]+$' }))
export const grantSchema = Type.Object({ permission: permissionSchema, scope: closedText(scopes) })

export const switchPostSchema = Type.Object(
  { postId: idSchema, substitution: Type.Optional(idSchema) },
  { additionalProperties: false },
)

export const heldPostSchema = Type.Object({
  postId: idSchema,
  unitId: idSchema,
  unitName: Type.String(),
  kind: postKindSchema,
  title: Type.String(),
  fields: Type.Array(Type.String()),
  /** Where the post is another's, who is away through the day named. */
  onBehalfOf: Type.Optional(
    Type.Object({
      substitution: idSchema,
      accountId: idSchema,
      name: Type.String(),
      decision: Type.String(),
      through: daySchema,
      scope: Type.Optional(
        Type.Object({ fields: Type.Array(Type.String()), procedureCodes: Type.Array(Type.String()) }),
      ),
    }),
  ),
})
export type HeldPost = Static<typeof heldPostSchema>

/** Who is signed in, on which post, which other posts wait, and what may be done from here. */
export const meSchema = Type.Object({
  accountId: idSchema,
  personId: idSchema,
  name: Type.String(),
  login: Type.String(),
  post: heldPostSchema,
  posts: Type.Array(heldPostSchema),
  grants: Type.Array(grantSchema),
  /** True after a one-time password; until it is changed nothing is granted. */
  mustChangePassword: Type.Boolean(),
})
export type Me = Static<typeof meSchema>

export const unitViewSchema = Type.Object({
  id: idSchema,
  code: Type.String(),
  tier: tierSchema,
  kind: Type.String(),
  name: Type.String(),
  parentId: Type.Union([idSchema, Type.Null()]),
  position: Type.Optional(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 })),
})
export type UnitView = Static<typeof unitViewSchema>

export const unitListSchema = Type.Object({ onDay: daySchema, units: Type.Array(unitViewSchema) })
export type UnitList = Static<typeof unitListSchema>

const kinshipSchema = Type.Object({
  unit: unitViewSchema,
  effectiveOn: daySchema,
  extent: Type.Unsafe<Extent>(Type.Enum([...extents])),
  share: Type.Union([Type.Number(), Type.Null()]),
})
export type Kinship = Static<typeof kinshipSchema>

export const unitDetailSchema = Type.Object({
  unit: unitViewSchema,
  /** From the city down to the unit itself. */
  path: Type.Array(unitViewSchema),
  children: Type.Array(unitViewSchema),
  /** The day as of which everything here is told. */
  onDay: daySchema,
  openedOn: daySchema,
  /** The first day on which it is no more; null while nothing ends it. */
  closedOn: Type.Union([daySchema, Type.Null()]),
  isOpen: Type.Boolean(),
  /** Its names and parents one after another. */
  terms: Type.Array(
    Type.Object({
      from: daySchema,
      to: Type.Union([daySchema, Type.Null()]),
      name: Type.String(),
      kind: Type.String(),
      parentName: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  /** Who followed it, or is going to, and whom it followed; also after the day. */
  successors: Type.Array(kinshipSchema),
  predecessors: Type.Array(kinshipSchema),
})
export type UnitDetail = Static<typeof unitDetailSchema>
