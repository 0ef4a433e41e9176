/** Watching the due date of a dossier: words of the portal. */
export const watchVi = {
  start: 'Báo cho tôi khi ngày hẹn thay đổi',
  stop: 'Thôi theo dõi ngày hẹn',
  on: 'Bạn được báo ở trang Tài khoản khi ngày hẹn của hồ sơ này thay đổi.',
  signIn: 'Đăng nhập để được báo khi ngày hẹn thay đổi',
  done: {
    watched: 'Từ nay bạn được báo khi ngày hẹn của hồ sơ này thay đổi.',
    unwatched: 'Đã thôi theo dõi ngày hẹn của hồ sơ này.',
  },
  list: 'Hồ sơ đang theo dõi ngày hẹn',
  stopOne: 'Thôi theo dõi ngày hẹn hồ sơ {code}',
}
