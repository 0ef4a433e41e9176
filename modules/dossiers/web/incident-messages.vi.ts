export const vi = {
  title: 'Quy trình đang vướng, chưa tự đi tiếp được',
  since: 'từ {at}',
  who: 'Bộ phận vận hành hoặc kiểm soát thủ tục xử lý tại màn hình “Sự cố quy trình”.',
}
