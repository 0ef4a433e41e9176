import { formatDay } from '#platform/ui/format.ts'
import { refusal, type Sentence } from '#platform/errors.ts'
import { passwordMaxLength, passwordMinLength, permissions, type PermissionWord } from '../contract.ts'

const substituteProblems = {
  days: {
    vi: 'Thời gian làm thay phải có ngày cuối không trước ngày đầu, chưa qua và không quá một năm. Hãy sửa ngày.',
    en: 'The last day may not lie before the first, in the past or more than a year on. Mend the days.',
  },
  post: {
    vi: 'Hôm nay không ai giữ vị trí này. Hãy chọn một vị trí trong danh sách của đơn vị.',
    en: 'Nobody holds this post today. Choose one from the list of the unit.',
  },
  self: {
    vi: 'Không ai tự làm thay mình. Hãy chọn người khác.',
    en: 'Nobody stands in for themselves. Choose somebody else.',
  },
  stranger: {
    vi: 'Người làm thay phải đang giữ một vị trí ở cùng đơn vị, đơn vị cấp trên hoặc cấp dưới. Hãy chọn người khác.',
    en: 'A substitute holds a post in the same unit, one above or one below. Choose somebody else.',
  },
  away: {
    vi: 'Người này cũng nghỉ trong những ngày đó. Hãy chọn người khác hoặc ngày khác.',
    en: 'This person is away on some of these days too. Choose somebody else or other days.',
  },
  approver: {
    vi: 'Người làm thay không tự duyệt việc làm thay của mình. Hãy nhờ người khác có thẩm quyền duyệt.',
    en: 'Nobody approves their own standing in. Ask another person who appoints.',
  },
  scope: {
    vi: 'Vị trí này không làm một trong các lĩnh vực đã chọn. Hãy chọn lĩnh vực của vị trí.',
    en: 'The post does not work on one of these fields. Choose among the fields of the post.',
  },
} as const

/** Every refusal of this module. */
export const organisationErrors = {
  wrongCredentials: () =>
    refusal('forbidden', 'organisation.wrong_credentials', {
      vi: 'Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi thử lại.',
      en: 'The login or the password is wrong. Check the keyboard’s input method and Caps Lock, then try again.',
    }),
  tooManyAttempts: (retryAfterSeconds: number) =>
    refusal(
      'forbidden',
      'organisation.too_many_attempts',
      {
        vi: `Đã nhập sai quá nhiều lần. Hãy đợi ${minutes(retryAfterSeconds)} phút rồi thử lại, hoặc nhờ quản trị cấp lại mật khẩu.`,
        en: `Too many wrong attempts. Wait ${minutes(retryAfterSeconds)} minutes and try again, or ask an operator to reset the password.`,
      },
      { retryAfterSeconds },
    ),
  accountDisabled: () =>
    refusal('forbidden', 'organisation.account_disabled', {
      vi: 'Tài khoản này đã bị khóa. Hãy liên hệ quản trị hệ thống của đơn vị để được mở lại.',
      en: 'This account is disabled. Ask your unit’s operator to enable it.',
    }),
  noPost: () =>
    refusal('forbidden', 'organisation.no_post', {
      vi: 'Hôm nay bạn không giữ vị trí công tác nào trong hệ thống. Hãy đề nghị đơn vị phân công vị trí.',
      en: 'You hold no post today. Ask your unit to assign you to one.',
    }),
  postNotHeld: (postId: number) =>
    refusal(
      'forbidden',
      'organisation.post_not_held',
      {
        vi: 'Bạn không giữ vị trí này hôm nay. Hãy chọn một vị trí trong danh sách của bạn.',
        en: 'You do not hold this post today. Choose one from your own list.',
      },
      { postId },
    ),
  forbidden: (permission: PermissionWord, unitId?: number) =>
    refusal(
      'forbidden',
      'organisation.forbidden',
      {
        vi: `Vị trí của bạn không có quyền “${permissions[permission].vi}”${unitId ? ' ở đơn vị này' : ''}. Hãy chuyển sang vị trí khác hoặc đề nghị quản trị cấp quyền.`,
        en: `Your post may not “${permissions[permission].en}”${unitId ? ' in this unit' : ''}. Switch to another post or ask an operator for the right.`,
      },
      { permission, ...(unitId ? { unitId } : {}) },
    ),
  unitNotFound: (unit: number | string) =>
    refusal(
      'not_found',
      'organisation.unit_not_found',
      {
        vi: `Không có đơn vị ${unit}. Hãy chọn đơn vị trong danh mục.`,
        en: `There is no unit ${unit}. Choose one from the list of units.`,
      },
      { unit },
    ),
  accountNotFound: (accountId: number) =>
    refusal(
      'not_found',
      'organisation.account_not_found',
      {
        vi: 'Không có tài khoản này. Hãy tải lại danh sách cán bộ của đơn vị.',
        en: 'There is no such account. Reload the unit’s list of staff.',
      },
      { accountId },
    ),
  wrongDay: (day: string) =>
    refusal(
      'invalid',
      'organisation.wrong_day',
      {
        vi: `“${day}” không phải là một ngày có thật. Hãy ghi theo dạng năm-tháng-ngày, ví dụ 2023-11-09.`,
        en: `“${day}” is not a day of the calendar. Write year-month-day, such as 2023-11-09.`,
      },
      { day },
    ),
  dayToCome: (day: string, today: string) =>
    refusal(
      'invalid',
      'organisation.day_to_come',
      {
        vi: `Ngày ${formatDay(day)} chưa đến, hôm nay là ${formatDay(today)}. Hãy chọn hôm nay hoặc một ngày đã qua.`,
        en: `${formatDay(day)} has not come yet, today is ${formatDay(today)}. Choose today or a day that has passed.`,
      },
      { day, today },
    ),
  beforeFirstUnit: (day: string, firstDay: string) =>
    refusal(
      'invalid',
      'organisation.before_first_unit',
      {
        vi: `Ngày ${formatDay(day)} chưa có đơn vị nào trong hệ thống. Hãy chọn từ ngày ${formatDay(firstDay)} trở đi.`,
        en: `On ${formatDay(day)} there was no unit yet. Choose ${formatDay(firstDay)} or a later day.`,
      },
      { day, firstDay },
    ),
  booksNotOver: (day: string) =>
    refusal(
      'invalid',
      'organisation.books_not_over',
      {
        vi: `Ngày ${formatDay(day)} chưa qua nên số liệu còn thay đổi. Hãy chốt sổ đến một ngày đã qua.`,
        en: `${formatDay(day)} is not over, so its figures still change. Close the books through a day that has passed.`,
      },
      { day },
    ),
  badLogin: () =>
    refusal('invalid', 'organisation.bad_login', {
      vi: 'Tên đăng nhập phải dài 2–64 ký tự, gồm chữ, số và các dấu . _ - @, bắt đầu bằng chữ hoặc số.',
      en: 'A login has 2–64 letters, digits or . _ - @ and begins with a letter or a digit.',
    }),
  badName: () =>
    refusal('invalid', 'organisation.bad_name', {
      vi: 'Họ tên chỉ gồm chữ cái, khoảng trắng, dấu nháy, gạch nối và dấu chấm. Hãy bỏ các ký tự khác.',
      en: 'A name has letters, spaces, apostrophes, hyphens and dots only. Take the other characters out.',
    }),
  loginTaken: (login: string) =>
    refusal(
      'conflict',
      'organisation.login_taken',
      {
        vi: `Tên đăng nhập “${login}” đã có người dùng. Hãy chọn tên khác.`,
        en: `The login “${login}” is taken. Choose another one.`,
      },
      { login },
    ),
  weakPassword: () =>
    refusal(
      'invalid',
      'organisation.weak_password',
      {
        vi: `Mật khẩu phải dài ${passwordMinLength}–${passwordMaxLength} ký tự, không chứa tên đăng nhập, không phải mật khẩu dùng thử và không lặp lại một vài ký tự.`,
        en: `A password has ${passwordMinLength}–${passwordMaxLength} characters, does not contain the login, is not the demo password and is not the same few characters over and over.`,
      },
      { minLength: passwordMinLength, maxLength: passwordMaxLength },
    ),
  currentPasswordWrong: () =>
    refusal('forbidden', 'organisation.current_password_wrong', {
      vi: 'Mật khẩu hiện tại không đúng. Hãy nhập lại.',
      en: 'The current password is wrong. Type it again.',
    }),
  ownAccount: () =>
    refusal('conflict', 'organisation.own_account', {
      vi: 'Bạn không thể tự khóa hoặc tự cấp lại mật khẩu cho tài khoản của mình. Hãy dùng chức năng đổi mật khẩu, hoặc nhờ một quản trị khác.',
      en: 'You cannot disable or reset your own account. Change your password instead, or ask another operator.',
    }),
  unitTreeBroken: (codes: readonly string[]) =>
    refusal(
      'invalid',
      'organisation.unit_tree_broken',
      {
        vi: `Các đơn vị ${codes.join(', ')} thuộc lẫn nhau thành vòng hoặc thuộc một đơn vị không có. Hãy sửa đơn vị cấp trên.`,
        en: `The units ${codes.join(', ')} belong to one another in a circle, or to a unit that is not there. Mend their parent units.`,
      },
      { codes },
    ),
  noSubstitution: (id: number) =>
    refusal(
      'not_found',
      'organisation.no_substitution',
      {
        vi: `Không có phân công làm thay số ${id}. Hãy tải lại danh sách.`,
        en: `There is no substitution ${id}. Load the list again.`,
      },
      { id },
    ),
  noPassingOn: () =>
    refusal('forbidden', 'organisation.no_passing_on', {
      vi: 'Đang làm thay thì không giao tiếp cho người khác làm thay. Hãy chuyển về vị trí của bạn, hoặc để người có thẩm quyền phân công.',
      en: 'Whoever stands in may not pass it on. Switch to your own post, or leave it to whoever appoints.',
    }),
  substitutedAlready: () =>
    refusal('conflict', 'organisation.substituted_already', {
      vi: 'Trong những ngày này vị trí, lĩnh vực hoặc thủ tục này đã có người làm thay. Hãy kết thúc phân công đó trước, chọn ngày khác hoặc phần việc khác.',
      en: 'Somebody stands in on this post for some of this work on some of these days. End that first, or choose other days or other work.',
    }),
  substitutionOver: () =>
    refusal('conflict', 'organisation.substitution_over', {
      vi: 'Phân công làm thay này đã duyệt, đã hết hạn hoặc đã kết thúc. Hãy tải lại danh sách.',
      en: 'This substitution is approved, over or ended already. Load the list again.',
    }),
  substituteWrong: (problem: keyof typeof substituteProblems) =>
    refusal('invalid', 'organisation.substitute_wrong', substituteProblems[problem], { problem }),
  noReorganisation: (id: number) =>
    refusal(
      'not_found',
      'organisation.no_reorganisation',
      {
        vi: `Không có phương án sắp xếp số ${id}. Hãy chọn lại trong danh sách.`,
        en: `There is no reorganisation ${id}. Choose one from the list.`,
      },
      { id },
    ),
  reorganisationTwice: (legalNumber: string, effectiveOn: string) =>
    refusal(
      'conflict',
      'organisation.reorganisation_twice',
      {
        vi: `Đã có phương án theo ${legalNumber} hiệu lực ngày ${formatDay(effectiveOn)}. Hãy mở phương án đó để sửa.`,
        en: `There is a reorganisation by ${legalNumber} with effect from ${formatDay(effectiveOn)} already. Open that one.`,
      },
      { legalNumber, effectiveOn },
    ),
  reorganisationNotNow: (action: string, status: string, allowed: readonly string[]) =>
    refusal(
      'conflict',
      'organisation.reorganisation_not_now',
      {
        vi: 'Phương án đang ở bước không cho phép việc này. Hãy tải lại và làm theo các nút đang có.',
        en: 'The reorganisation is at a stage that does not allow this. Load it again and use the actions shown.',
      },
      { action, status, allowed },
    ),
  reorganisationChanged: (version: number, current: number) =>
    refusal(
      'conflict',
      'organisation.reorganisation_changed',
      {
        vi: 'Phương án đã được người khác sửa sau khi bạn mở. Hãy tải lại và xem kết quả chạy thử mới.',
        en: 'Somebody changed the reorganisation after you opened it. Load it again and look at the new dry run.',
      },
      { version, current },
    ),
  reorganisationUndecided: (open: readonly { kind: string; code: string; vi: string; en: string }[]) =>
    refusal(
      'conflict',
      'organisation.reorganisation_undecided',
      {
        vi: `Còn ${open.length} việc phải quyết định trước. Việc đầu tiên: ${open[0]?.vi ?? ''}`,
        en: `${open.length} decisions are still open. The first: ${open[0]?.en ?? ''}`,
      },
      { count: open.length, first: open.slice(0, 20).map(({ kind, code }) => ({ kind, code })) },
    ),
  secondPersonNeeded: () =>
    refusal('forbidden', 'organisation.second_person_needed', {
      vi: 'Người soạn phương án không tự phê duyệt. Hãy nhờ một người khác có quyền sắp xếp phê duyệt.',
      en: 'Whoever drew up the reorganisation may not approve it. Ask another person who may reorganise.',
    }),
  tooLateToUndo: (effectiveOn: string) =>
    refusal(
      'conflict',
      'organisation.too_late_to_undo',
      {
        vi: `Phương án đã có hiệu lực từ ngày ${formatDay(effectiveOn)}, hồ sơ đã chuyển. Hãy lập phương án mới để thay đổi tiếp.`,
        en: `It has been in effect since ${formatDay(effectiveOn)} and work has moved. Draw up a new reorganisation to change it again.`,
      },
      { effectiveOn },
    ),
  badRow: (line: number, problem: Sentence) =>
    refusal(
      'invalid',
      'organisation.bad_succession_row',
      {
        vi: `Dòng ${line}: ${problem.vi} Chưa dòng nào được nhập.`,
        en: `Line ${line}: ${problem.en} No row was taken.`,
      },
      { line },
    ),
  noRows: () =>
    refusal('invalid', 'organisation.no_succession_rows', {
      vi: 'Tệp không có dòng nào. Hãy gửi tệp CSV với các cột predecessor_code, predecessor_name, successor_code, successor_name, extent.',
      en: 'The file has no rows. Send a CSV with the columns predecessor_code, predecessor_name, successor_code, successor_name, extent.',
    }),
  noSuchAddress: (agencyCode: string) =>
    refusal(
      'not_found',
      'organisation.no_such_address',
      {
        vi: `Không đơn vị nào nhận văn bản ở mã ${agencyCode}. Hãy kiểm tra mã định danh.`,
        en: `No unit answers at ${agencyCode}. Check the agency code.`,
      },
      { agencyCode },
    ),
  procedureNotAsked: (codes: readonly string[]) =>
    refusal(
      'invalid',
      'organisation.procedure_not_asked',
      {
        vi: `Lần chạy thử không hỏi về thủ tục ${codes.slice(0, 5).join(', ')}. Hãy chạy thử lại và chọn thủ tục trong danh sách.`,
        en: `The dry run asks nothing about ${codes.slice(0, 5).join(', ')}. Run it again and choose procedures it lists.`,
      },
      { codes },
    ),
  incompleteUnit: (code: string) =>
    refusal(
      'invalid',
      'organisation.incomplete_unit',
      {
        vi: `Đơn vị mới ${code} còn thiếu tên, loại hoặc cấp. Hãy điền đủ.`,
        en: `The new unit ${code} lacks its name, kind or tier. Fill them in.`,
      },
      { code },
    ),
  wayTwice: (from: string, to: string) =>
    refusal(
      'invalid',
      'organisation.way_twice',
      {
        vi: `${from} được giao cho ${to} hai lần. Hãy gộp thành một dòng.`,
        en: `${from} goes to ${to} twice. Join the two into one.`,
      },
      { from, to },
    ),
  unknownPost: (postId: number) =>
    refusal(
      'not_found',
      'organisation.unknown_post',
      {
        vi: 'Không có vị trí này, hoặc vị trí đã hết hiệu lực vào ngày đó. Hãy tải lại danh sách vị trí.',
        en: 'There is no such post, or it is over by that day. Load the list of posts again.',
      },
      { postId },
    ),
  demoSecrets: (accounts: number) =>
    refusal(
      'conflict',
      'organisation.demo_secrets',
      {
        vi: `Còn ${accounts} tài khoản dùng mật khẩu dùng thử mà máy chủ mở ra ngoài máy này. Hãy dùng thư mục dữ liệu mới, cấp lại mật khẩu cho các tài khoản đó, hoặc đặt THANGLONG_DEMO=1 nếu đây là bản dùng thử.`,
        en: `${accounts} accounts still have the demo password while the server is open beyond this machine. Use a new data folder, reset those passwords, or set THANGLONG_DEMO=1 if this is a demo.`,
      },
      { accounts },
    ),
}

function minutes(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 60))
}
