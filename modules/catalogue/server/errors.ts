import { refusal } from '#platform/errors.ts'

export const catalogueErrors = {
  notFound: (code: string) =>
    refusal(
      'not_found',
      'catalogue.not_found',
      {
        vi: `Không có thủ tục ${code} vào ngày hoặc phiên bản này. Hãy kiểm tra mã hoặc tìm theo tên.`,
        en: `There is no procedure ${code} on this day or of this version. Check the code or search by name.`,
      },
      { code },
    ),
  quarantineNotFound: (id: string) =>
    refusal(
      'not_found',
      'catalogue.quarantine_not_found',
      {
        vi: 'Không có trường chờ rà soát này. Hãy tải lại danh sách.',
        en: 'There is no such field waiting for review. Load the list again.',
      },
      { id },
    ),
  alreadyResolved: (id: string, status: string) =>
    refusal(
      'conflict',
      'catalogue.already_resolved',
      {
        vi: 'Trường này đã được xử lý hoặc đã có bản nhập mới hơn. Hãy tải lại danh sách.',
        en: 'This field is resolved already, or a newer import replaced it. Load the list again.',
      },
      { id, status },
    ),
  noSuchProposal: (id: string, proposal: number) =>
    refusal(
      'invalid',
      'catalogue.no_such_proposal',
      {
        vi: 'Không có đề xuất mang số này. Hãy chọn một đề xuất trong danh sách hoặc nhập giá trị.',
        en: 'There is no proposal of this number. Choose one from the list or enter a value.',
      },
      { id, proposal },
    ),
  valueInvalid: (path: string, problems: string[]) =>
    refusal(
      'invalid',
      'catalogue.value_invalid',
      {
        vi: 'Giá trị không đúng dạng của trường này. Hãy xem lại đơn vị, con số và các ô bắt buộc.',
        en: 'The value does not have the shape of this field. Check the unit, the figures and the required parts.',
      },
      { path, problems },
    ),
  recordInvalid: (code: string, problems: string[]) =>
    refusal(
      'invalid',
      'catalogue.record_invalid',
      {
        vi: `Thủ tục ${code} không đúng cấu trúc. Hãy sửa dữ liệu theo mô tả kèm theo.`,
        en: `Procedure ${code} does not have the right shape. Mend the data as described in the facts.`,
      },
      { code, problems },
    ),
  wrongDay: (day: string) =>
    refusal(
      'invalid',
      'catalogue.wrong_day',
      {
        vi: `Không có ngày ${day}. Hãy nhập ngày theo dạng năm-tháng-ngày.`,
        en: `There is no day ${day}. Write the day as year-month-day.`,
      },
      { day },
    ),
  signInNeeded: () =>
    refusal('forbidden', 'organisation.sign_in_needed', {
      vi: 'Cần đăng nhập để rà soát thủ tục.',
      en: 'Sign in to review procedures.',
    }),
  fileUnreadable: (file: string, cause: string) =>
    refusal(
      'invalid',
      'catalogue.file_unreadable',
      {
        vi: `Không đọc được tệp ${file}. Hãy kiểm tra đường dẫn và quyền đọc.`,
        en: `The file ${file} cannot be read. Check the path and the right to read it.`,
      },
      { file, cause },
    ),
}
