import type { FlowMeasure } from '../contract.ts'

export const received: FlowMeasure = {
  code: 'A01',
  name: { vi: 'Hồ sơ tiếp nhận', en: 'Dossiers received' },
  kind: 'flow',
  series: 'received',
  show: 'count',
  unit: 'count',
  legalGround: 'Nghị định 118/2025/NĐ-CP',
  version: 1,
  formula: {
    vi: 'Số hồ sơ được tiếp nhận trong kỳ, tính theo ngày tiếp nhận và cơ quan có thẩm quyền.',
    en: 'Dossiers received in the period, by day of reception and competent unit.',
  },
  target: null,
  thresholds: null,
  dimensions: ['unit', 'receiving_unit', 'channel', 'day'],
}
