import { refusal } from '#platform/errors.ts'

export const indicatorErrors = {
  periodInvalid: (period: string) =>
    refusal(
      'invalid',
      'indicators.period_invalid',
      {
        vi: `Kỳ “${period}” không hợp lệ. Hãy chọn ngày bắt đầu không sau ngày kết thúc, cách nhau không quá mười năm.`,
        en: `The period “${period}” is not valid. Choose a first day not after the last one, at most ten years apart.`,
      },
      { period },
    ),
  unitUnknown: (unitId: number) =>
    refusal(
      'not_found',
      'indicators.unit_unknown',
      {
        vi: `Không có đơn vị số ${unitId}. Hãy chọn lại đơn vị.`,
        en: `There is no unit ${unitId}. Choose a unit again.`,
      },
      { unitId },
    ),
  cursorInvalid: () =>
    refusal('invalid', 'indicators.cursor_invalid', {
      vi: 'Vị trí trang không đúng. Hãy mở lại danh sách từ đầu.',
      en: 'The place in the list is not valid. Open the list again from its beginning.',
    }),
  noUnits: () =>
    refusal('not_found', 'indicators.no_units', {
      vi: 'Chưa có đơn vị nào trong hệ thống. Hãy nạp danh sách đơn vị trước.',
      en: 'There are no units yet. Load the units first.',
    }),
}
