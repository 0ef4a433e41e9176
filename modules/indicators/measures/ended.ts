import type { FlowMeasure } from '../contract.ts'

const dimensions = ['unit', 'receiving_unit', 'channel', 'day'] as const

export const ended: FlowMeasure = {
  code: 'A06',
  name: { vi: 'Hồ sơ giải quyết xong', en: 'Dossiers finished' },
  kind: 'flow',
  series: 'ended',
  show: 'count',
  unit: 'count',
  legalGround: 'Nghị định 118/2025/NĐ-CP',
  version: 1,
  formula: {
    vi: 'Số hồ sơ đã tiếp nhận và kết thúc xử lý (có kết quả, từ chối hoặc dừng) trong kỳ.',
    en: 'Dossiers received and ended (decided, refused or stopped) in the period.',
  },
  target: null,
  thresholds: null,
  dimensions,
}

export const onTime: FlowMeasure = {
  ...ended,
  code: 'A02',
  name: { vi: 'Tỷ lệ đúng hạn', en: 'On-time rate' },
  show: 'ratio',
  unit: 'percent',
  legalGround: 'Quyết định 766/QĐ-TTg ngày 23/6/2022',
  formula: {
    vi: 'Hồ sơ kết thúc đúng hạn hoặc trước hạn ÷ hồ sơ kết thúc trong kỳ × 100. Hồ sơ không quy định thời hạn tính là đúng hạn.',
    en: 'Dossiers ended at or before their due time ÷ dossiers ended in the period × 100. Without a legal limit a dossier counts as on time.',
  },
  target: 98,
  thresholds: {
    side: 'below',
    of: 'value',
    amber: 98,
    red: 95,
    owner: { vi: 'Văn phòng UBND Thành phố', en: 'Office of the City People’s Committee' },
    since: '2023-01-01',
  },
}
