import { refusal } from '#platform/errors.ts'
import { postKindWords, type PostKind } from '../contract.ts'
import type { AuthorityClash } from './authority-flow.ts'

const wrong = {
  days: {
    vi: 'Ngày cuối không được trước ngày bắt đầu hiệu lực. Hãy sửa ngày.',
    en: 'The last day may not lie before the first. Mend the days.',
  },
  decided: {
    vi: 'Ngày ký quyết định không được sau ngày bắt đầu hiệu lực. Hãy sửa ngày.',
    en: 'The decision may not be dated after its first day in force. Mend the days.',
  },
  past: {
    vi: 'Hồ sơ đã nộp không chuyển đi nữa nên không ghi lùi ngày. Hãy chọn ngày từ hôm nay trở đi.',
    en: 'What has been filed stays where it is, so no day before today can be recorded. Choose today or later.',
  },
  nothing: {
    vi: 'Chưa nêu thủ tục hay lĩnh vực nào. Hãy chọn ít nhất một.',
    en: 'No procedure and no field is named. Choose at least one.',
  },
  procedure: {
    vi: 'Không có thủ tục hoặc lĩnh vực này trong danh mục. Hãy chọn lại.',
    en: 'The catalogue has no such procedure or field. Choose again.',
  },
  not_competent: {
    vi: 'Đơn vị giao không có thẩm quyền với thủ tục này. Hãy chọn đơn vị có thẩm quyền hoặc bỏ thủ tục.',
    en: 'The giving unit does not decide this procedure. Choose the unit that does, or leave the procedure out.',
  },
  self: {
    vi: 'Một đơn vị không phân cấp, ủy quyền cho chính mình. Hãy chọn đơn vị khác.',
    en: 'A unit gives no authority to itself. Choose another unit.',
  },
  closed: {
    vi: 'Một trong hai đơn vị không hoạt động vào ngày bắt đầu. Hãy chọn đơn vị đang hoạt động.',
    en: 'One of the units is not open on the first day. Choose units that are.',
  },
  meanwhile: {
    vi: 'Vừa có người ghi một quyết định khác. Hãy tải lại danh sách rồi ghi lại.',
    en: 'Somebody recorded another decision just now. Load the list and record again.',
  },
} as const

const clashes: Record<AuthorityClash, (number: string) => { vi: string; en: string }> = {
  overlaps: (number) => ({
    vi: `Trong những ngày này đơn vị đã giao một thủ tục trong số đó theo quyết định ${number}. Hãy kết thúc quyết định ấy trước hoặc bớt thủ tục.`,
    en: `In these days the unit has given one of these procedures away by ${number}. End that first, or leave the procedure out.`,
  }),
  passed_on: (number) => ({
    vi: `Đơn vị được ủy quyền theo quyết định ${number} không được ủy quyền lại. Hãy để đơn vị có thẩm quyền ra quyết định.`,
    en: `What was delegated to the unit by ${number} may not be delegated on. Let the unit that gave it decide.`,
  }),
  receiver_passes_on: (number) => ({
    vi: `Đơn vị nhận đã giao tiếp thủ tục này theo quyết định ${number}; việc được ủy quyền không được giao lại. Hãy kết thúc quyết định ấy trước hoặc chọn đơn vị khác.`,
    en: `The receiver gives this procedure on by ${number}; what is delegated may not be passed on. End that first, or choose another unit.`,
  }),
  circle: (number) => ({
    vi: `Theo quyết định ${number} thủ tục sẽ quay về chính đơn vị giao. Hãy chọn đơn vị khác.`,
    en: `By ${number} the procedure would come back to the unit that gives it. Choose another unit.`,
  }),
}

/** Refusals of the register of delegated authority. */
export const authorityErrors = {
  /** `place` names the field of the form, or the procedure, that must be mended. */
  authorityWrong: (problem: keyof typeof wrong, place?: string) => {
    const { vi, en } = wrong[problem]
    const at = problem === 'procedure' || problem === 'not_competent' ? `${place}: ` : ''
    return refusal(
      'invalid',
      'organisation.authority_wrong',
      { vi: at + vi, en: at + en },
      { problem, ...(place === undefined ? {} : { place }) },
    )
  },
  /** What nobody there can do would lie there for ever. */
  authorityNobody: (kinds: readonly PostKind[], code: string | undefined) => {
    const posts = (language: 'vi' | 'en') => kinds.map((kind) => postKindWords[kind][language]).join(', ')
    return refusal(
      'invalid',
      'organisation.authority_wrong',
      {
        vi: `Đơn vị nhận chưa có ai giữ vị trí: ${posts('vi')}${code ? ` (thủ tục ${code})` : ''}. Hãy bố trí người trước, chọn đơn vị khác hoặc bỏ thủ tục.`,
        en: `Nobody in the receiving unit holds the post: ${posts('en')}${code ? ` (procedure ${code})` : ''}. Fill it first, choose another unit, or leave the procedure out.`,
      },
      { problem: 'nobody', place: 'toUnitId', kinds },
    )
  },
  authorityClash: (problem: AuthorityClash, legalNumber: string) =>
    refusal('conflict', 'organisation.authority_clash', clashes[problem](legalNumber), {
      problem,
      legalNumber,
    }),
  authorityOver: () =>
    refusal('conflict', 'organisation.authority_over', {
      vi: 'Phân cấp, ủy quyền này đã hết hạn hoặc đã kết thúc. Hãy tải lại danh sách.',
      en: 'This delegation of authority is over or ended already. Load the list again.',
    }),
  noAuthority: (id: number) =>
    refusal(
      'not_found',
      'organisation.no_authority',
      {
        vi: `Không có phân cấp, ủy quyền số ${id}. Hãy chọn lại trong danh sách.`,
        en: `There is no delegation of authority ${id}. Choose one from the list.`,
      },
      { id },
    ),
}
