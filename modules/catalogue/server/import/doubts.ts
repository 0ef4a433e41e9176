import type { Proposal, QuarantineReason } from '../../contract.ts'

/** One field the parser would not vouch for, with the words it saw. */
export type Doubt = {
  path: string
  reason: QuarantineReason
  vi: string
  en: string
  excerpt: string
  current: unknown
  proposals: Proposal[]
}

const EXCERPT = 600

const sentences: Record<QuarantineReason, { vi: string; en: string }> = {
  number_without_unit: {
    vi: 'Thời hạn chỉ có số, mất đơn vị. Hãy chọn giờ, ngày làm việc, ngày hay tháng theo văn bản.',
    en: 'The time limit is a bare number without a unit. Choose hours, working days, days or months from the decision.',
  },
  run_together_numbers: {
    vi: 'Số của thời hạn và số tiền dính liền nhau, không tách được chắc chắn. Hãy nhập lại từng giá trị.',
    en: 'The digits of the time limit and of the fee run together and cannot be told apart for certain. Enter each value.',
  },
  unknown_unit: {
    vi: 'Đơn vị thời gian lạ. Hãy nhập thời hạn theo đơn vị của hệ thống.',
    en: 'The unit of time is not known. Enter the limit in one of the known units.',
  },
  time_in_words: {
    vi: 'Ô thời hạn không có số; phần mô tả có nói đến thời gian. Hãy xác nhận thời hạn.',
    en: 'The limit cell holds no number, but the description speaks of a time. Confirm the limit.',
  },
  time_contradicts_note: {
    vi: 'Thời hạn trong ô khác với thời hạn duy nhất nêu ở phần mô tả. Hãy chọn giá trị đúng.',
    en: 'The limit in the cell differs from the only limit the description names. Choose the right one.',
  },
  amount_lost_zeros: {
    vi: 'Số tiền dưới 1.000 đồng, có lẽ đã mất ba số không. Hãy nhập số tiền đúng.',
    en: 'The amount is below 1,000 dong and has probably lost three zeros. Enter the right amount.',
  },
  amount_contradicts_note: {
    vi: 'Số tiền trong ô khác với số tiền nêu ở ghi chú. Hãy chọn số đúng.',
    en: 'The amount in the cell differs from the amounts named in its note. Choose the right one.',
  },
  amount_contradicts_channels: {
    vi: 'Số tiền của các hình thức nộp chênh nhau từ 100 lần trở lên. Hãy kiểm tra lại.',
    en: 'The amounts of the filing channels differ a hundredfold or more. Check them.',
  },
  amount_depends_on_date: {
    vi: 'Ghi chú nêu mức thu khác áp dụng trong một khoảng thời gian. Hãy chọn mức đang áp dụng.',
    en: 'The note names another amount that holds for a stretch of time. Choose the amount in force.',
  },
  amount_in_words: {
    vi: 'Ô phí không có số; ghi chú có nêu số tiền. Hãy xác nhận mức thu.',
    en: 'The fee cell holds no amount, but its note names one. Confirm the fee.',
  },
  free_contradicts_note: {
    vi: 'Ô phí ghi miễn phí nhưng ghi chú nói đến một mức thu hoặc văn bản thu phí. Hãy xác nhận.',
    en: 'The cell says free of charge, but its note speaks of an amount or of a rule that sets one. Confirm.',
  },
  foreign_currency: {
    vi: 'Số tiền không phải đồng Việt Nam. Hãy nhập số tiền bằng đồng hoặc để trống và giữ ghi chú.',
    en: 'The amount is not in Vietnamese dong. Enter it in dong, or leave it empty and keep the note.',
  },
  implausibly_large: {
    vi: 'Giá trị lớn bất thường. Hãy kiểm tra lại với quyết định công bố.',
    en: 'The value is implausibly large. Check it against the published decision.',
  },
  amount_unreadable: {
    vi: 'Không đọc được ô phí, lệ phí. Hãy nhập số tiền.',
    en: 'The fee cell cannot be read. Enter the amount.',
  },
  unknown_level: {
    vi: 'Cấp thực hiện không có trong danh mục. Hãy chọn cấp.',
    en: 'The level of government is not a known one. Choose the levels.',
  },
  unknown_subject: {
    vi: 'Đối tượng thực hiện không có trong danh mục. Hãy chọn đối tượng.',
    en: 'The subjects are not all known ones. Choose the subjects.',
  },
  unknown_kind: {
    vi: 'Loại thủ tục không có trong danh mục. Hãy chọn loại.',
    en: 'The kind of procedure is not a known one. Choose the kind.',
  },
  counts_unreadable: {
    vi: 'Số bản dính với con số đứng cuối tên giấy tờ. Hãy nhập lại tên và số bản.',
    en: 'The count runs together with a number at the end of the paper’s name. Enter the name and the counts.',
  },
  counts_missing: {
    vi: 'Có tên trường hợp nhưng bảng giấy tờ không có dòng nào đọc được. Hãy nhập các giấy tờ.',
    en: 'The case is named, but its table of papers has no readable row. Enter the papers.',
  },
  form_file_unclear: {
    vi: 'Tên giấy tờ và tên tệp mẫu đơn dính liền nhau. Hãy tách tên giấy tờ và tên tệp.',
    en: 'The paper’s name and the name of its form file run together. Separate them.',
  },
  result_code_unknown: {
    vi: 'Mã kết quả không theo mẫu KQ.*. Hãy nhập mã đúng hoặc để trống.',
    en: 'The result code does not follow KQ.*. Enter the right code or leave it empty.',
  },
  legal_number_missing: {
    vi: 'Căn cứ pháp lý không có số ký hiệu đọc được. Hãy nhập số ký hiệu.',
    en: 'A legal ground has no readable document number. Enter the number.',
  },
  table_unreadable: {
    vi: 'Không nhận ra bảng trong phần này. Hãy nhập từ nguyên văn.',
    en: 'No table can be recognised in this part. Enter it from the source text.',
  },
  level_unclear: {
    vi: 'Bản ghi đổi cấp thực hiện nhưng không cho biết chắc cấp nào nay giải quyết. Hãy chọn cấp.',
    en: 'The record names other levels than before, but not for certain which one decides now. Choose the level.',
  },
  level_changed: {
    vi: 'Các bước nội bộ được lập cho cấp cũ. Hãy xác nhận hoặc sửa các bước cho cấp nay giải quyết.',
    en: 'The internal steps were made for the level before. Confirm them, or change them for the level that decides now.',
  },
}

export function doubtInWords(reason: QuarantineReason): { vi: string; en: string } {
  return sentences[reason]
}

export function doubt(
  path: string,
  reason: QuarantineReason,
  excerpt: string,
  current: unknown,
  proposals: Proposal[] = [],
): Doubt {
  return {
    path,
    reason,
    ...sentences[reason],
    excerpt: clip(excerpt),
    current,
    proposals: distinct(proposals),
  }
}

function clip(excerpt: string): string {
  const flat = excerpt.trim()
  return flat.length <= EXCERPT ? flat : `${flat.slice(0, EXCERPT)}…`
}

function distinct(proposals: Proposal[]): Proposal[] {
  const seen = new Set<string>()
  return proposals.filter((proposal) => {
    const key = JSON.stringify(proposal.value)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
