import { refusal } from '#platform/errors.ts'

export const notificationErrors = {
  badEmail: () =>
    refusal('invalid', 'notifications.bad_email', {
      vi: 'Địa chỉ thư điện tử chưa đúng. Hãy viết dạng ten@co-quan.vn, hoặc để trống để không nhận thư.',
      en: 'The e-mail address is not one. Write it like name@agency.vn, or leave it empty to get no mail.',
    }),
  notForYou: (topic: string) =>
    refusal(
      'invalid',
      'notifications.not_for_you',
      {
        vi: `Loại thông báo “${topic}” không gửi cho bạn nên không chọn được. Hãy tải lại trang rồi chọn lại.`,
        en: `Notices of “${topic}” are never sent to you, so they cannot be chosen. Reload the page and choose again.`,
      },
      { topic },
    ),
  signInNeeded: () =>
    refusal('forbidden', 'platform.sign_in_needed', {
      vi: 'Bạn cần đăng nhập để làm việc này. Hãy đăng nhập rồi thử lại.',
      en: 'You need to sign in for this. Sign in and try again.',
    }),
}
