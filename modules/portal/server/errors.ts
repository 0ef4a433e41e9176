import { refusal } from '#platform/errors.ts'

/** Every refusal of this module; what is wrong with a form is a list of problems on its page instead. */
export const portalErrors = {
  draftNotFound: () =>
    refusal('not_found', 'portal.draft_not_found', {
      vi: 'Không tìm thấy bản nháp này trên thiết bị hoặc tài khoản của bạn. Bản nháp có thể đã hết hạn hoặc thuộc về người khác; hãy đăng nhập tài khoản đã lưu nó, hoặc bắt đầu lại từ trang thủ tục.',
      en: 'This draft is not on your device or in your account. It may have expired or belong to somebody else; sign in to the account that saved it, or begin again from the procedure.',
    }),
  notOnline: (code: string) =>
    refusal(
      'conflict',
      'portal.not_online',
      {
        vi: `Thủ tục ${code} chưa nhận hồ sơ trực tuyến. Hãy nộp trực tiếp hoặc qua bưu chính theo hướng dẫn ở trang thủ tục.`,
        en: `Procedure ${code} does not take dossiers online. File at the counter or by post, as its page says.`,
      },
      { code },
    ),
  tooManyAttempts: (retryAfterSeconds: number) =>
    refusal(
      'forbidden',
      'portal.too_many_attempts',
      {
        vi: `Đã thử quá nhiều lần. Hãy chờ ${Math.ceil(retryAfterSeconds / 60)} phút rồi thử lại.`,
        en: `Too many attempts. Wait ${Math.ceil(retryAfterSeconds / 60)} minutes and try again.`,
      },
      { retryAfterSeconds },
    ),
  noSuchPage: () =>
    refusal('not_found', 'portal.no_such_page', {
      vi: 'Không có trang này. Hãy kiểm tra địa chỉ hoặc quay về trang chủ.',
      en: 'There is no such page. Check the address or go back to the start.',
    }),
  noSuchPaper: () =>
    refusal('not_found', 'portal.no_such_paper', {
      vi: 'Hồ sơ không có tệp này. Hãy mở lại trang hồ sơ để xem các tệp hiện có.',
      en: 'The dossier has no such file. Open the page of the dossier again to see the files there are.',
    }),
}
