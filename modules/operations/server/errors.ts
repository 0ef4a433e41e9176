import { formatDay } from '#platform/ui/format.ts'
import { refusal } from '#platform/errors.ts'

export const operationsErrors = {
  boundariesUnreadable: (file: string, reason: string) =>
    refusal(
      'invalid',
      'operations.boundaries_unreadable',
      {
        vi: `Không đọc được tệp ranh giới ${file}: ${reason}. BOUNDARIES_FILE phải trỏ tới tệp GeoJSON hoặc TopoJSON có các vùng; bỏ thiết lập này để dùng bản đồ sơ đồ.`,
        en: `The boundary file ${file} cannot be read: ${reason}. BOUNDARIES_FILE must name a GeoJSON or TopoJSON file of areas; leave it out to use the schematic map.`,
      },
      { file, reason },
    ),
  boundariesForeign: (file: string, found: readonly string[], expected: readonly string[]) =>
    refusal(
      'invalid',
      'operations.boundaries_foreign',
      {
        vi: `Tệp ranh giới ${file} không có mã nào trùng với đơn vị của thành phố (tệp có ${found.join(', ') || 'không có mã'}; đơn vị có ${expected.join(', ')}). Mỗi vùng cần thuộc tính “code” là mã đơn vị hành chính.`,
        en: `No code in the boundary file ${file} belongs to a unit of the city (the file has ${found.join(', ') || 'no codes'}; units have ${expected.join(', ')}). Each area needs the property “code” with the administrative code of its unit.`,
      },
      { file, found, expected },
    ),
  unitUnknown: (unitId: number) =>
    refusal(
      'not_found',
      'operations.unit_unknown',
      {
        vi: `Không có đơn vị số ${unitId}. Hãy chọn lại trên bản đồ.`,
        en: `There is no unit ${unitId}. Choose again on the map.`,
      },
      { unitId },
    ),
  noMap: (day: string) =>
    refusal(
      'invalid',
      'operations.no_map',
      {
        vi: `Không có bản đồ đơn vị cho ngày “${day}”. Hãy chọn một ngày có thật từ khi thành phố có dữ liệu.`,
        en: `There is no map of units for “${day}”. Choose a real day since the city has data.`,
      },
      { day },
    ),
  notOnMap: (unitId: number, day: string) =>
    refusal(
      'not_found',
      'operations.not_on_map',
      {
        vi: `Đơn vị số ${unitId} không có trên bản đồ ngày ${formatDay(day)}. Hãy về toàn thành phố rồi chọn đơn vị của bản đồ đó.`,
        en: `Unit ${unitId} is not on the map of ${formatDay(day)}. Go back to the whole city and choose a unit of that map.`,
      },
      { unitId, day },
    ),
  noUnits: () =>
    refusal('not_found', 'operations.no_units', {
      vi: 'Chưa có đơn vị nào trong hệ thống. Hãy nạp danh sách đơn vị trước.',
      en: 'There are no units yet. Load the units first.',
    }),
  tooManyListeners: (most: number) =>
    refusal(
      'unavailable',
      'operations.too_many_listeners',
      {
        vi: `Đã có ${most} màn hình đang xem trực tiếp. Hãy đóng bớt màn hình rồi thử lại.`,
        en: `${most} walls are watching live already. Close some and try again.`,
      },
      { most, retryAfterSeconds: 30 },
    ),
}
