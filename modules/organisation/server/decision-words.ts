import { formatDay } from '#platform/ui/format.ts'
import { postKindWords, type PostKind, type Tier, type Words } from '../contract.ts'
import type { Decision, DecisionKind } from '../reorganisation.ts'

type Facts = {
  day: string
  other: string
  count: number
  name: string
  successor: string
  path: string
  openedOn: string
  agencyCode: string
  parent: string
  kinds: readonly PostKind[]
  tier: Tier | null
}

const tierWords: Record<Tier, Words> = {
  commune: { vi: 'cấp xã', en: 'communes' },
  district: { vi: 'cấp huyện', en: 'districts' },
  department: { vi: 'cấp sở', en: 'departments' },
  city: { vi: 'cấp thành phố', en: 'the city' },
}

const blank: Facts = {
  day: '',
  other: '',
  count: 0,
  name: '',
  successor: '',
  path: '',
  openedOn: '',
  agencyCode: '',
  parent: '',
  kinds: [],
  tier: null,
}

/** What is open and how to settle it, in the words of whoever has to. */
const words: Record<DecisionKind, (code: string, facts: Facts) => Words> = {
  books_closed: (_, { day }) => ({
    vi: `Số liệu đã chốt đến hết ngày ${formatDay(day)}. Hãy chọn ngày hiệu lực sau ngày đó.`,
    en: `The books are closed through ${formatDay(day)}. Choose a later effective day.`,
  }),
  overlap: (code, { other, count }) => ({
    vi: `${count} đơn vị (như ${code}) cũng thay đổi trong “${other}”. Hãy hoàn tất hoặc hủy phương án kia, hoặc bỏ các đơn vị đó khỏi phương án này.`,
    en: `${count} units (such as ${code}) also change in “${other}”. Finish or undo that one, or take these units out of this one.`,
  }),
  unknown_predecessor: (code) => ({
    vi: `Không có đơn vị mã ${code} để sắp xếp. Hãy sửa mã hoặc bỏ dòng này.`,
    en: `There is no unit ${code} to reorganise. Mend the code or take the row out.`,
  }),
  unknown_successor: (code, { name, successor }) => ({
    vi: `${name} (${code}) được giao cho mã ${successor}, nhưng không đơn vị nào mang mã đó sau ngày hiệu lực. Hãy lập đơn vị ${successor} hoặc chọn đơn vị khác.`,
    en: `${name} (${code}) goes to ${successor}, a code that no unit will bear. Open a unit ${successor} or name another successor.`,
  }),
  successor_closes: (code, { name, successor }) => ({
    vi: `${name} (${code}) được giao cho ${successor}, là đơn vị cũng kết thúc cùng ngày. Hãy chọn đơn vị còn hoạt động.`,
    en: `${name} (${code}) goes to ${successor}, which closes on the same day. Name a successor that goes on.`,
  }),
  loop: (_, { path }) => ({
    vi: `Các đơn vị giao cho nhau thành vòng: ${path}. Hãy chỉ định một đơn vị mới hoặc đơn vị tiếp tục ở cuối vòng.`,
    en: `These units hand over to one another in a circle: ${path}. Name a new or continuing unit at its end.`,
  }),
  closed_before_opened: (code, { name, openedOn }) => ({
    vi: `${name} (${code}) không hoạt động vào ngày hiệu lực (thành lập ngày ${formatDay(openedOn)}). Hãy sửa ngày hiệu lực hoặc bỏ đơn vị này.`,
    en: `${name} (${code}) is not open on the effective day (it opened on ${formatDay(openedOn)}). Change the day or take the unit out.`,
  }),
  code_twice: (code, { name }) => ({
    vi: `Mã ${code} đang là của ${name} và đơn vị đó không kết thúc. Hãy cấp mã khác hoặc cho đơn vị cũ kết thúc.`,
    en: `The code ${code} belongs to ${name}, which does not close. Draw another code, or close the old unit.`,
  }),
  agency_code_twice: (code, { agencyCode }) => ({
    vi: `Mã định danh ${agencyCode} của đơn vị mới ${code} đã từng được cấp; số hồ sơ sẽ trùng. Hãy cấp mã định danh khác.`,
    en: `The agency code ${agencyCode} of the new unit ${code} has been used before, so case codes would repeat. Draw another one.`,
  }),
  parent_missing: (code, { name, parent }) => ({
    vi: `${name} (${code}) trực thuộc ${parent}, là đơn vị không còn sau ngày hiệu lực hoặc nằm trong vòng. Hãy chọn đơn vị cấp trên khác.`,
    en: `${name} (${code}) belongs to ${parent}, which will not be there or stands in a circle. Choose another parent.`,
  }),
  calendar_undecided: (code, { name }) => ({
    vi: `${name} (${code}) gộp các đơn vị có lịch làm việc khác nhau, chưa có lịch, hoặc mang số lịch không có. Hãy chọn lịch làm việc.`,
    en: `${name} (${code}) joins units that keep different office hours, has none, or bears a number that is no calendar. Choose its calendar.`,
  }),
  unit_without_successor: (code, { name }) => ({
    vi: `${name} (${code}) kết thúc mà chưa có đơn vị tiếp nhận. Hãy chỉ định một hoặc nhiều đơn vị, hoặc giữ đơn vị này lại.`,
    en: `${name} (${code}) closes and nobody follows it. Name one or more successors, or keep the unit.`,
  }),
  extent_contradicts: (code, { name }) => ({
    vi: `Phạm vi của ${name} (${code}) mâu thuẫn: chuyển toàn bộ thì chỉ có một nơi nhận, chuyển một phần thì phải đủ các phần. Hãy sửa các dòng.`,
    en: `The extents of ${name} (${code}) contradict each other: a whole goes to one place, parts must make up the whole. Mend the rows.`,
  }),
  partial_without_rule: (code, { name, count }) => ({
    vi: `${name} (${code}) chia cho ${count} đơn vị mà chưa có quy tắc chia hồ sơ. Hãy chọn: theo tỷ lệ, lĩnh vực, danh sách, địa chỉ hoặc nơi tiếp nhận.`,
    en: `${name} (${code}) is parted among ${count} units without a rule for its work. Choose: by share, field, list, address or receiving desk.`,
  }),
  rule_incomplete: (code, { name }) => ({
    vi: `Quy tắc chia của ${name} (${code}) chưa trọn: tỷ lệ phải cộng đủ 1; các cách khác cần đúng một nơi nhận phần còn lại và không mục nào nêu hai lần. Hãy bổ sung.`,
    en: `The rule of ${name} (${code}) leaves something out: shares must add up to 1; other rules need exactly one unit for the rest and nothing named twice. Complete it.`,
  }),
  post_without_home: (code, { name, count }) => ({
    vi: `${count} vị trí của ${name} (${code}) chưa biết về đâu. Hãy chọn đơn vị tiếp nhận các vị trí.`,
    en: `${count} posts of ${name} (${code}) have no new home. Choose the unit that takes them.`,
  }),
  work_without_post: (code, { name, kinds }) => ({
    vi: `${name} (${code}) sẽ nhận việc mà chưa có vị trí: ${wordsOf(kinds, 'vi')}. Hãy chuyển một vị trí như vậy về đó.`,
    en: `${name} (${code}) would get work and has no post for it: ${wordsOf(kinds, 'en')}. Let such a post go there.`,
  }),
  authority_without_unit: (code, { name, other }) => ({
    vi: `Phân cấp, ủy quyền theo quyết định ${other} mất đơn vị: ${name} (${code}) không có đúng một nơi tiếp nhận, hoặc hai bên về cùng một đơn vị. Hãy ghi quyết định kết thúc chậm nhất vào ngày hiệu lực.`,
    en: `The delegation of authority by ${other} would lose its unit: ${name} (${code}) has not exactly one successor, or both sides become one unit. Record the decision that ends it by the effective day.`,
  }),
  procedure_without_decider: (code, { name, tier, other }) => {
    const gone = {
      vi: other || (tier ? tierWords[tier].vi : ''),
      en: other || (tier ? tierWords[tier].en : ''),
    }
    return {
      vi: `${name} (${code}) do ${gone.vi} giải quyết, từ ngày hiệu lực không còn nơi nào nhận hồ sơ mới. Hãy công bố cấp khác từ ngày đó ở màn hình Cấp giải quyết, hoặc xác nhận thôi tiếp nhận.`,
      en: `${name} (${code}) is decided by ${gone.en}, which will be no more, so nobody could take new dossiers. Publish it for another level from that day on the screen Deciding levels, or confirm that filing ends.`,
    }
  },
}

function wordsOf(kinds: readonly PostKind[], language: 'vi' | 'en'): string {
  return kinds.map((kind) => postKindWords[kind][language]).join(', ')
}

export function decisionOf(kind: DecisionKind, code: string, facts: Partial<Facts>): Decision {
  return { kind, code, ...words[kind](code, { ...blank, ...facts }) }
}
