export const vi = {
  decides: 'Cơ quan giải quyết',
  signed: 'Người ký',
  caption: 'Hồ sơ giải quyết theo quyết định này',
  count: 'Số hồ sơ đã nộp theo quyết định này: {count}',
  code: 'Mã hồ sơ',
  owner: 'Chủ hồ sơ',
  procedure: 'Thủ tục',
  standing: 'Tình trạng',
  due: 'Hạn',
  more: 'Xem thêm',
}
