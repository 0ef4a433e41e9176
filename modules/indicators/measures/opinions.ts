import type { FlowMeasure, MeasureEvent } from '../contract.ts'

/** Opinions of other agencies, counted at the agency that was asked, when it answers or its time runs out. */
export const opinionsOnTime: FlowMeasure = {
  code: 'A07',
  name: { vi: 'Góp ý đúng hạn', en: 'Opinions on time' },
  kind: 'flow',
  series: 'opinions',
  show: 'ratio',
  unit: 'percent',
  legalGround: 'Nghị định 118/2025/NĐ-CP',
  version: 1,
  formula: {
    vi: 'Ý kiến được trả lời trong hạn ÷ ý kiến được trả lời hoặc hết hạn trong kỳ × 100, tính cho cơ quan được hỏi. Ý kiến được rút lại không tính; trả lời sau khi hết hạn không tính thêm.',
    en: 'Opinions given within their time ÷ opinions given or lapsed in the period × 100, credited to the agency asked. Those withdrawn do not count; an answer after the end counts nothing more.',
  },
  target: null,
  thresholds: null,
  dimensions: ['unit', 'receiving_unit', 'channel', 'day'],
}

/** What an event says of an opinion that is settled by it. */
export function opinionIn({
  payload,
}: Pick<MeasureEvent, 'payload'>): { no: number; unitId: number; isOnTime: boolean } | undefined {
  const { opinion: no, unitId, isOnTime } = payload
  return typeof no === 'number' && typeof unitId === 'number' && typeof isOnTime === 'boolean'
    ? { no, unitId, isOnTime }
    : undefined
}
