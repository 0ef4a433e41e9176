export const opinionsVi = {
  title: 'Ý kiến các cơ quan liên quan',
  meaning: 'Chờ ý kiến giữa các cơ quan không làm lùi hạn trả kết quả.',
  asked: 'Đang lấy ý kiến {unit}, hạn {at}',
  answered: '{unit} đã cho ý kiến',
  lapsed: '{unit} không trả lời trong hạn {at}',
}
