import { refusal } from '#platform/errors.ts'
import { fileTypes, mediaTypes, type MediaType } from '../contract.ts'

const allowedVi = mediaTypes
  .map((type) => `${fileTypes[type].vi} (.${fileTypes[type].extensions.join(', .')})`)
  .join('; ')
const allowedEn = mediaTypes
  .map((type) => `${fileTypes[type].en} (.${fileTypes[type].extensions.join(', .')})`)
  .join('; ')

/** Every refusal of this module; each sentence says how to mend it. */
export const fileErrors = {
  empty: (name: string) =>
    refusal(
      'invalid',
      'files.empty',
      {
        vi: `Tệp “${name}” rỗng (0 byte). Hãy mở tệp trên máy để kiểm tra rồi chọn lại tệp có nội dung.`,
        en: `The file “${name}” is empty (0 bytes). Open it on your device to check, then choose a file with content.`,
      },
      { name },
    ),

  tooLarge: (name: string, maxBytes: number) =>
    refusal(
      'invalid',
      'files.too_large',
      {
        vi: `Tệp “${name}” lớn hơn ${inMegabytes(maxBytes, ',')} MB. Hãy quét lại ở độ phân giải thấp hơn hoặc chia thành nhiều tệp nhỏ.`,
        en: `The file “${name}” is larger than ${inMegabytes(maxBytes, '.')} MB. Scan it again at a lower resolution or split it into smaller files.`,
      },
      { name, maxBytes },
    ),

  typeNotAllowed: (name: string, found: string | undefined) =>
    refusal(
      'invalid',
      'files.type_not_allowed',
      {
        vi: `Nội dung tệp “${name}” không thuộc loại được nhận. Hãy lưu lại thành một trong các loại: ${allowedVi}.`,
        en: `The content of “${name}” is not of a type we accept. Save it as one of: ${allowedEn}.`,
      },
      { name, found: found ?? null, allowed: mediaTypes },
    ),

  typeMismatch: (name: string, declared: string, found: MediaType) =>
    refusal(
      'invalid',
      'files.type_mismatch',
      {
        vi: `Tệp “${name}” được khai là ${declared} nhưng nội dung là ${fileTypes[found].vi}. Hãy đổi đuôi tệp thành .${fileTypes[found].extensions[0]} hoặc chọn đúng tệp.`,
        en: `The file “${name}” is declared as ${declared} but its content is a ${fileTypes[found].en}. Rename it to .${fileTypes[found].extensions[0]} or choose the right file.`,
      },
      { name, declared, found },
    ),

  damaged: (name: string) =>
    refusal(
      'invalid',
      'files.damaged',
      {
        vi: `Tệp PDF “${name}” bị hỏng hoặc chưa tải hết. Hãy mở tệp để kiểm tra, xuất lại PDF rồi gửi lại.`,
        en: `The PDF “${name}” is damaged or cut short. Open it to check, export it as PDF again, then send it again.`,
      },
      { name },
    ),

  encrypted: (name: string) =>
    refusal(
      'invalid',
      'files.encrypted',
      {
        vi: `Tệp “${name}” có mật khẩu nên cơ quan không mở được. Hãy bỏ mật khẩu (in ra PDF mới) rồi gửi lại.`,
        en: `The file “${name}” is protected by a password, so the office cannot open it. Remove the password (print to a new PDF), then send it again.`,
      },
      { name },
    ),

  nameNotAllowed: (reason: 'control' | 'direction' | 'separator' | 'empty', name: string) =>
    refusal(
      'invalid',
      'files.name_not_allowed',
      {
        vi: `Tên tệp “${name}” ${nameProblem[reason].vi}. Hãy đổi tên tệp chỉ gồm chữ, số, khoảng trắng, gạch ngang rồi gửi lại.`,
        en: `The file name “${name}” ${nameProblem[reason].en}. Rename the file using only letters, digits, spaces and hyphens, then send it again.`,
      },
      { name, reason },
    ),

  diskFull: () =>
    refusal('unavailable', 'files.disk_full', {
      vi: 'Máy chủ tạm hết chỗ lưu tệp nên chưa nhận được tệp của bạn; chưa có gì bị mất. Hãy thử lại sau ít phút hoặc báo quản trị hệ thống.',
      en: 'The server has no room left for files, so yours was not stored; nothing was lost. Try again in a few minutes or tell the operator.',
    }),

  interrupted: (name: string) =>
    refusal(
      'unavailable',
      'files.upload_interrupted',
      {
        vi: `Đường truyền bị ngắt khi đang gửi tệp “${name}”; phần đã gửi đã được bỏ đi. Hãy gửi lại tệp.`,
        en: `The connection broke while “${name}” was being sent; what had arrived was removed. Send the file again.`,
      },
      { name },
    ),

  noFile: () =>
    refusal('invalid', 'files.no_file', {
      vi: 'Yêu cầu không kèm tệp nào. Hãy chọn một tệp rồi gửi lại.',
      en: 'The request carries no file. Choose a file and send it again.',
    }),

  tooMany: (max: number) =>
    refusal(
      'invalid',
      'files.too_many',
      {
        vi: `Mỗi lần chỉ gửi được nhiều nhất ${max} tệp. Hãy gộp bớt các trang vào một tệp PDF.`,
        en: `At most ${max} files can be sent at once. Put several pages into one PDF.`,
      },
      { max },
    ),

  stagingNotFound: (positions: number[]) =>
    refusal(
      'not_found',
      'files.staging_not_found',
      {
        vi: `Tệp đính kèm thứ ${positions.join(', ')} đã hết hạn giữ chỗ hoặc đã được dùng. Hãy chọn và gửi lại tệp đó.`,
        en: `Attachment number ${positions.join(', ')} has expired or was already used. Choose and send that file again.`,
      },
      { positions },
    ),

  notFound: (fileId: string) =>
    refusal(
      'not_found',
      'files.not_found',
      {
        vi: 'Hồ sơ không có tệp này, hoặc tệp đã được gỡ. Hãy tải lại trang để xem danh sách tệp hiện có.',
        en: 'This case has no such file, or the file was removed. Reload the page to see the files there are.',
      },
      { fileId },
    ),

  contentLost: (fileId: string) =>
    refusal(
      'unavailable',
      'files.content_lost',
      {
        vi: 'Nội dung tệp trên máy chủ bị thiếu hoặc sai kích thước nên không mở được. Hãy báo quản trị hệ thống khôi phục từ bản sao lưu.',
        en: 'The content of this file is missing from the server or has the wrong size, so it is not shown. Ask the operator to restore it from the backup.',
      },
      { fileId },
    ),
}

const nameProblem = {
  control: { vi: 'có ký tự điều khiển không nhìn thấy', en: 'has invisible control characters' },
  direction: {
    vi: 'có ký tự đảo chiều chữ, dễ gây nhầm loại tệp',
    en: 'has marks that reverse the reading direction and can disguise the type',
  },
  separator: { vi: 'có dấu gạch chéo của đường dẫn thư mục', en: 'has slashes of a folder path' },
  empty: { vi: 'để trống', en: 'is empty' },
}

function inMegabytes(bytes: number, separator: string): string {
  return String(Math.round((bytes / 1024 / 1024) * 10) / 10).replace('.', separator)
}
