import { Type, type Static } from 'typebox'

type Words = { vi: string; en: string }

/** Whom a notice goes to: an official by account, or a citizen by the account of the portal. */
export type Recipient = { officer: number } | { citizen: string }

/** What people are told about, and who may be told. */
export const topics = {
  due_moved: {
    vi: 'Hạn của hồ sơ đang theo dõi thay đổi',
    en: 'The due date of a watched dossier moved',
    for: ['officer', 'citizen'],
  },
  approval_asked: {
    vi: 'Có đề nghị chờ phê duyệt',
    en: 'A request waits for approval',
    for: ['officer'],
  },
  approval_answered: {
    vi: 'Đề nghị của mình được trả lời',
    en: 'An own request was answered',
    for: ['officer'],
  },
  apology_near: {
    vi: 'Hồ sơ sắp phải xin lỗi, hẹn lại ngày trả',
    en: 'A dossier will soon need an apology and a new date',
    for: ['officer'],
  },
  received: {
    vi: 'Hồ sơ nộp trực tuyến được tiếp nhận',
    en: 'A dossier filed online was taken in',
    for: ['citizen'],
  },
  supplement_requested: {
    vi: 'Hồ sơ cần bổ sung giấy tờ',
    en: 'A dossier needs more papers',
    for: ['citizen'],
  },
  clock_stopped: {
    vi: 'Hồ sơ tạm dừng tính thời gian hoặc được tính tiếp',
    en: 'The clock of a dossier stopped or runs again',
    for: ['officer', 'citizen'],
  },
  extended: {
    vi: 'Cơ quan xin lỗi và hẹn lại ngày trả',
    en: 'The agency apologised and gave a new date',
    for: ['citizen'],
  },
  ended: {
    vi: 'Hồ sơ có kết quả, bị từ chối hoặc dừng giải quyết',
    en: 'A dossier has its result, was refused or stopped',
    for: ['officer', 'citizen'],
  },
  work_moved: {
    vi: 'Việc được phân công lại hoặc bị rút lại',
    en: 'Work was given to another or taken back',
    for: ['officer'],
  },
  opinion_asked: {
    vi: 'Đơn vị được hỏi ý kiến',
    en: 'The unit is asked for its opinion',
    for: ['officer'],
  },
  opinion_answered: {
    vi: 'Cơ quan được hỏi đã trả lời hoặc xin thêm thời gian',
    en: 'An agency that was asked answered or wants more time',
    for: ['officer'],
  },
  opinion_due: {
    vi: 'Ý kiến đơn vị được hỏi sắp đến hạn',
    en: 'An opinion asked of the unit is soon due',
    for: ['officer'],
  },
  opinion_lapsed: {
    vi: 'Cơ quan được hỏi ý kiến không trả lời trong hạn',
    en: 'An agency that was asked did not answer in time',
    for: ['officer'],
  },
} as const satisfies Record<string, Words & { for: readonly ('officer' | 'citizen')[] }>

export type Topic = keyof typeof topics
export const topicNames = Object.keys(topics) as Topic[]

/** The topics such a person can be told about. */
export function topicsFor(who: 'officer' | 'citizen'): Topic[] {
  return topicNames.filter((topic) => (topics[topic].for as readonly string[]).includes(who))
}

/** Something to tell one person; the same key tells it to the same person once. */
export type Notice = {
  key: string
  to: Recipient
  topic: Topic
  caseId?: string
  code?: string
  vi: string
  en: string
}

const TopicName = Type.Unsafe<Topic>(Type.Enum(topicNames))
const NullableText = Type.Union([Type.String(), Type.Null()])
const Key = Type.String({ minLength: 1, maxLength: 200 })

export const noticeViewSchema = Type.Object({
  key: Type.String(),
  topic: TopicName,
  caseId: NullableText,
  code: NullableText,
  vi: Type.String(),
  en: Type.String(),
  createdAt: Type.String(),
  readAt: NullableText,
})
export type NoticeView = Static<typeof noticeViewSchema>

export const inboxSchema = Type.Object({
  notices: Type.Array(noticeViewSchema),
  unread: Type.Integer(),
  /** Where the next page begins; null at the end. */
  next: NullableText,
})
export type Inbox = Static<typeof inboxSchema>

export const unreadCountSchema = Type.Object({ unread: Type.Integer() })
export type UnreadCount = Static<typeof unreadCountSchema>

export const inboxQuerySchema = Type.Object({
  unread: Type.Optional(Type.Boolean()),
  /** `next` of the page before. */
  after: Type.Optional(
    Type.String({ maxLength: 300, pattern: '^\\d{4}-\\d\\d-\\d\\dT[\\d:.]{8,15}Z .{1,200}$' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})
export type InboxQuery = Static<typeof inboxQuerySchema>

export const watchedSchema = Type.Object({
  cases: Type.Array(Type.Object({ caseId: Type.String(), code: Type.String(), since: Type.String() })),
})
/** The cases somebody watches, the newest wish first. */
export type Watched = Static<typeof watchedSchema>

export const markReadSchema = Type.Object(
  { keys: Type.Union([Type.Literal('all'), Type.Array(Key, { minItems: 1, maxItems: 200 })]) },
  { additionalProperties: false },
)
export type MarkRead = Static<typeof markReadSchema>

export const preferencesSchema = Type.Object(
  {
    /** Topics that are not told at all. */
    off: Type.Array(TopicName, { maxItems: 50 }),
    /** Topics that are told, but not by e-mail. */
    emailOff: Type.Array(TopicName, { maxItems: 50 }),
    /** Where notices also go by e-mail; empty: nowhere. */
    email: Type.String({ maxLength: 254 }),
  },
  { additionalProperties: false },
)
export type Preferences = Static<typeof preferencesSchema>

export const preferencesViewSchema = Type.Object({
  ...preferencesSchema.properties,
  topics: Type.Array(TopicName),
  /** Whether this city sends e-mail at all. */
  emailOffered: Type.Boolean(),
})
export type PreferencesView = Static<typeof preferencesViewSchema>

export const deliveriesSchema = Type.Object({
  waiting: Type.Integer(),
  sent: Type.Integer(),
  failed: Type.Integer(),
  /** The newest failures; an address is shown without what stands before the @. */
  failures: Type.Array(
    Type.Object({ key: Type.String(), host: Type.String(), attempts: Type.Integer(), error: NullableText }),
  ),
})
export type Deliveries = Static<typeof deliveriesSchema>

/** Told to desks on the live stream: the number of unread notices changed. */
export const bellEvent = 'bell'
