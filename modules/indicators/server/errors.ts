import { formatDay } from '#platform/ui/format.ts'
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
  mapUnknown: (day: string) =>
    refusal(
      'invalid',
      'indicators.map_unknown',
      {
        vi: `Không có bản đồ đơn vị cho ngày “${day}”. Hãy chọn một ngày có thật từ khi thành phố có dữ liệu.`,
        en: `There is no map of units for “${day}”. Choose a real day since the city has data.`,
      },
      { day },
    ),
  dayToCome: (day: string) =>
    refusal(
      'invalid',
      'indicators.day_to_come',
      {
        vi: `“${day}” không phải một ngày đã có số liệu. Hãy chọn hôm nay hoặc một ngày đã qua.`,
        en: `“${day}” is not a day that has come. Choose today or a day that has passed.`,
      },
      { day },
    ),
  notOnMap: (unitId: number, day: string) =>
    refusal(
      'not_found',
      'indicators.not_on_map',
      {
        vi: `Đơn vị số ${unitId} không hoạt động ngày ${formatDay(day)}. Hãy chọn đơn vị có trên bản đồ ngày đó.`,
        en: `Unit ${unitId} was not open on ${formatDay(day)}. Choose a unit of that day’s map.`,
      },
      { unitId, day },
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
