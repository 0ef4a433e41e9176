export const vi = {
  lookAt: 'Xem như ngày',
  key: 'Xem hồ sơ như một ngày đã qua',
  searchKey: 'Tra cứu như một ngày đã qua',
  dossierNote:
    'hồ sơ như cuối ngày đó: trạng thái, người giữ, hạn và lịch sử đến hết ngày; không xử lý ở đây',
  searchNote: 'trạng thái, nơi giữ và hạn như cuối ngày đó, theo đơn vị của ngày đó',
  unit: 'Đơn vị giữ hồ sơ hôm đó',
  anyUnit: 'Mọi đơn vị trong phạm vi của tôi hôm đó',
  more: 'Còn hồ sơ khác chưa hiện. Hãy gõ thêm chữ hoặc chọn đơn vị để thu hẹp.',
  nothing: 'Ngày này không có hồ sơ nào khớp. Hồ sơ nộp sau ngày đó không hiện; hãy thử ngày khác.',
  notThen: 'Không xem được hồ sơ như ngày {day}',
  today: 'Xem hồ sơ như hôm nay',
}
