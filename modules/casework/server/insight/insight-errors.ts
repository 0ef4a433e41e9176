import { refusal } from '#platform/errors.ts'
import type { Quarantined } from '../../insight.ts'
import type { BadXes } from '../../insight/xes-log.ts'

const xesFaults: Record<BadXes['because'], { vi: string; en: string }> = {
  doctype: {
    vi: 'có khai báo DOCTYPE hoặc thực thể, điều này không được nhận vì lý do an toàn. Hãy xóa khai báo đó',
    en: 'it declares a DOCTYPE or entities, which are refused for safety. Remove the declaration',
  },
  not_xml: {
    vi: 'không đúng cú pháp XML. Hãy xuất lại tệp từ phần mềm gốc',
    en: 'it is not well-formed XML. Export the file again',
  },
  not_xes: {
    vi: 'không phải nhật ký XES: phần tử gốc phải là <log>. Hãy chọn đúng tệp',
    en: 'it is no XES: the root must be <log>. Choose the right file',
  },
  too_deep: {
    vi: 'các phần tử lồng nhau quá sâu. Hãy xuất lại tệp không kèm thuộc tính lồng nhau',
    en: 'its elements are nested too deeply. Export it without nested attributes',
  },
  too_long: {
    vi: 'có đoạn dài quá một triệu ký tự không có thẻ. Hãy bỏ phần dữ liệu đó rồi xuất lại',
    en: 'more than a million characters stand between two tags. Leave that part out and export again',
  },
}

export const insightErrors = {
  noFile: () =>
    refusal('invalid', 'casework.log_no_file', {
      vi: 'Chưa có tệp nhật ký, hoặc thiếu tên, nguồn, cách đọc cột. Hãy chọn tệp và điền đủ trước khi gửi.',
      en: 'The log file is missing, or its name, source or columns are. Choose the file and fill in the rest first.',
    }),
  tooBig: (most: number) =>
    refusal(
      'invalid',
      'casework.log_too_big',
      {
        vi: `Nhật ký lớn quá: chỉ nhận đến ${most.toLocaleString('vi')} sự kiện. Hãy chia theo thời gian rồi nhập từng phần.`,
        en: `The log is too large: at most ${most} events are taken. Part it by time and import each part.`,
      },
      { most },
    ),
  cutOff: () =>
    refusal('invalid', 'casework.log_cut_off', {
      vi: 'Tệp gửi lên lớn quá mức máy chủ nhận. Hãy nén bằng gzip (.gz) hoặc chia theo thời gian rồi nhập từng phần.',
      en: 'The file is larger than the server takes. Pack it with gzip (.gz), or part it by time and import each part.',
    }),
  tooManyBytes: (most: number) =>
    refusal(
      'invalid',
      'casework.log_too_many_bytes',
      {
        vi: `Tệp lớn quá ${Math.floor(most / 1_048_576)} MB sau khi giải nén. Hãy chia theo thời gian rồi nhập từng phần.`,
        en: `The file is larger than ${Math.floor(most / 1_048_576)} MB once unpacked. Part it by time and import each part.`,
      },
      { most },
    ),
  notReadable: () =>
    refusal('invalid', 'casework.log_not_readable', {
      vi: 'Tệp không phải văn bản UTF-8, hoặc tệp nén bị hỏng. Hãy lưu lại ở bảng mã UTF-8 rồi nhập lại.',
      en: 'The file is no UTF-8 text, or its compression is broken. Save it as UTF-8 and import again.',
    }),
  badXes: (line: number, because: BadXes['because']) =>
    refusal(
      'invalid',
      'casework.log_bad_xes',
      {
        vi: `Không đọc được tệp XES, dòng ${line}: ${xesFaults[because].vi}.`,
        en: `The XES file cannot be read, line ${line}: ${xesFaults[because].en}.`,
      },
      { line, because },
    ),
  noColumn: (column: string, header: readonly string[]) =>
    refusal(
      'invalid',
      'casework.log_no_column',
      {
        vi: `Dòng đầu của tệp không có cột “${column}”. Các cột có: ${header.slice(0, 20).join(', ')}. Hãy chọn lại cột.`,
        en: `The first line of the file has no column “${column}”. It has: ${header.slice(0, 20).join(', ')}. Choose the column again.`,
      },
      { column, header: header.slice(0, 100) },
    ),
  nothingRead: (quarantine: readonly Quarantined[]) =>
    refusal(
      'invalid',
      'casework.log_empty',
      {
        vi: 'Không đọc được sự kiện nào trong tệp. Hãy xem lý do của từng dòng, sửa tệp hoặc chọn lại cột.',
        en: 'No event of the file could be read. See the reason of each line, mend the file or choose the columns again.',
      },
      { quarantine: quarantine.slice(0, 20) },
    ),
  noSuchLog: (id: number) =>
    refusal(
      'not_found',
      'casework.no_log',
      {
        vi: 'Không có nhật ký này, hoặc nó thuộc đơn vị khác. Hãy tải lại danh sách.',
        en: 'There is no such log, or it belongs to another unit. Load the list again.',
      },
      { id },
    ),
  notYours: (id: number) =>
    refusal(
      'forbidden',
      'casework.log_not_yours',
      {
        vi: 'Chỉ người đã nhập hoặc người vận hành hệ thống được xóa nhật ký này. Hãy nhờ họ.',
        en: 'Only who imported this log, or whoever operates the system, may remove it. Ask them.',
      },
      { id },
    ),
  wrongPeriod: (from: string, to: string) =>
    refusal(
      'invalid',
      'casework.wrong_period',
      {
        vi: 'Khoảng ngày không có thật, hoặc ngày cuối trước ngày đầu. Hãy chọn lại.',
        en: 'The period is none, or it ends before it begins. Choose the days again.',
      },
      { from, to },
    ),
  wrongFigure: (by: string) =>
    refusal(
      'invalid',
      'casework.wrong_figure',
      {
        vi: 'Thiếu phần cho biết hồ sơ của con số nào. Hãy mở lại từ con số trên màn hình.',
        en: 'It is not said of which figure the cases are asked. Open them from the figure again.',
      },
      { by },
    ),
}
