import type { LevelMeasure, OpenCase, Position } from '../contract.ts'

const owner = { vi: 'Văn phòng UBND Thành phố', en: 'Office of the City People’s Committee' }
const dimensions = ['unit'] as const

const base = {
  kind: 'level',
  show: 'count',
  unit: 'count',
  legalGround: 'Nghị định 118/2025/NĐ-CP',
  version: 1,
  target: null,
  thresholds: null,
  dimensions,
} as const

function isRunning(open: OpenCase): boolean {
  return open.receivedAt !== null && !open.paused
}

export const stillOpen: LevelMeasure = {
  ...base,
  code: 'A00',
  name: { vi: 'Đang giải quyết', en: 'Open' },
  formula: {
    vi: 'Hồ sơ đã tiếp nhận và chưa kết thúc xử lý tại thời điểm xem.',
    en: 'Dossiers received and not ended at the moment of reading.',
  },
  holds: (open) => open.receivedAt !== null,
}

export const overdue: LevelMeasure = {
  ...base,
  code: 'A03',
  name: { vi: 'Quá hạn chưa xong', en: 'Overdue and open' },
  formula: {
    vi: 'Hồ sơ đang giải quyết có hạn trả đã qua; hồ sơ đang tạm dừng tính thời gian không kể là quá hạn. Mẫu số: hồ sơ đang giải quyết.',
    en: 'Open dossiers whose due time has passed; one whose clock is stopped is not overdue. Denominator: open dossiers.',
  },
  target: 0,
  thresholds: { side: 'above', of: 'share', amber: 0.02, red: 0.05, owner, since: '2023-01-01' },
  holds: (open, at: Position) => isRunning(open) && open.dueWt !== null && open.dueWt < at.overdueBelow,
}

export const dueSoon: LevelMeasure = {
  ...base,
  code: 'A04',
  name: { vi: 'Đến hạn trong 24 giờ làm việc', en: 'Due within 24 working hours' },
  formula: {
    vi: 'Hồ sơ đang giải quyết, chưa quá hạn và còn không quá 24 giờ làm việc. Mẫu số: hồ sơ đang giải quyết.',
    en: 'Open dossiers not overdue with at most 24 working hours left. Denominator: open dossiers.',
  },
  holds: (open, at) =>
    isRunning(open) && open.dueWt !== null && open.dueWt >= at.overdueBelow && open.dueWt < at.soonBelow,
}

export const backlogAge: LevelMeasure = {
  ...base,
  code: 'A05',
  name: { vi: 'Tuổi hồ sơ tồn', en: 'Backlog age' },
  show: 'age',
  unit: 'working_hours',
  formula: {
    vi: 'Số giờ làm việc từ khi bắt đầu tính thời hạn đến nay của hồ sơ đang giải quyết: trung vị, phân vị 90 và lớn nhất. Giá trị nêu: phân vị 90.',
    en: 'Working hours from the start of the clock until now over open dossiers: median, 90th percentile and greatest. Value shown: 90th percentile.',
  },
  thresholds: { side: 'above', of: 'value', amber: 120, red: 240, owner, since: '2023-01-01' },
  holds: (open) => open.receivedAt !== null && open.receivedWt !== null,
}
