import { refusal } from '#platform/errors.ts'
import { passwordMaxLength, passwordMinLength, permissions, type PermissionWord } from '../contract.ts'

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
