/** What each event means to people; an event without words here shows its own name. */
export const historyWords: Readonly<Record<string, { vi: string; en: string }>> = {
  'casework.rehomed': { vi: 'Chuyển sang đơn vị mới do sắp xếp đơn vị hành chính', en: 'Moved to the new unit by a reorganisation' },
  'dossiers.submitted': { vi: 'Nộp hồ sơ trực tuyến', en: 'Filed online' },
  'dossiers.received': { vi: 'Tiếp nhận hồ sơ', en: 'Received' },
  'dossiers.refused': { vi: 'Từ chối tiếp nhận', en: 'Refused' },
  'dossiers.handed_over': { vi: 'Chuyển hồ sơ', en: 'Handed over' },
  'dossiers.claimed': { vi: 'Nhận xử lý', en: 'Claimed' },
  'dossiers.released': { vi: 'Trả lại việc chung', en: 'Released' },
  'dossiers.supplement_requested': {
    vi: 'Yêu cầu bổ sung, tạm dừng tính thời hạn',
    en: 'Supplement asked for, the clock stopped',
  },
  'dossiers.supplement_supplied': {
    vi: 'Đã bổ sung, tiếp tục tính thời hạn',
    en: 'Supplement supplied, the clock runs on',
  },
  'dossiers.proposed': { vi: 'Trình kết quả thẩm tra', en: 'Result proposed' },
  'dossiers.reviewed': { vi: 'Đã rà soát, trình lãnh đạo', en: 'Reviewed' },
  'dossiers.approved': { vi: 'Lãnh đạo đã ký', en: 'Signed by the leader' },
  'dossiers.returned_for_rework': { vi: 'Trả lại để làm lại', en: 'Returned for rework' },
  'dossiers.issued': { vi: 'Phát hành kết quả', en: 'Result issued' },
  'dossiers.decided': { vi: 'Đã có kết quả', en: 'Decided, the result is ready' },
  'dossiers.result_returned': { vi: 'Đã trả kết quả', en: 'Result handed to its owner' },
  'dossiers.withdrawal_requested': { vi: 'Người nộp xin rút hồ sơ', en: 'Withdrawal asked for' },
  'dossiers.withdrawal_rejected': { vi: 'Không chấp nhận rút hồ sơ', en: 'Withdrawal not accepted' },
  'dossiers.due_restated': {
    vi: 'Ngày hẹn tính lại theo lịch làm việc mới',
    en: 'The due date was restated on the changed calendar',
  },
  'dossiers.withdrawn': { vi: 'Đã rút hồ sơ', en: 'Withdrawn' },
}
