/** What one specialist of a unit works on: the title of the post and the fields of procedures that go to it. */
export type WorkArea = { title: string; fields: readonly string[] }

/** Two specialists divide all that a commune decides. */
export const communeAreas: readonly WorkArea[] = [
  {
    title: 'Công chức Tư pháp - Hộ tịch',
    fields: ['Hộ tịch', 'Chứng thực', 'Hòa giải ở cơ sở', 'Cư trú', 'Định danh điện tử'],
  },
  {
    title: 'Công chức Địa chính - Xây dựng - Môi trường',
    fields: ['Đất đai', 'Nhà ở', 'Môi trường', 'Xây dựng'],
  },
]

/** Four specialists, one for each group of a district's offices. */
export const districtAreas: readonly WorkArea[] = [
  { title: 'Chuyên viên Phòng Tư pháp', fields: ['Hộ tịch', 'Chứng thực'] },
  { title: 'Chuyên viên Phòng Tài chính - Kế hoạch', fields: ['Hộ kinh doanh'] },
  { title: 'Chuyên viên Phòng Tài nguyên và Môi trường', fields: ['Đất đai', 'Môi trường'] },
  { title: 'Chuyên viên Phòng Quản lý đô thị và cấp căn cước', fields: ['Nhà ở', 'Xây dựng', 'Căn cước'] },
]

/** Departments with procedures in the demo divide their fields; the others have three general specialists. */
export const departmentAreas: Record<string, readonly WorkArea[]> = {
  'so-tu-phap': [
    { title: 'Chuyên viên Phòng Hành chính tư pháp', fields: ['Lý lịch tư pháp'] },
    { title: 'Chuyên viên Phòng Bổ trợ tư pháp', fields: ['Luật sư', 'Quản tài viên'] },
    {
      title: 'Chuyên viên Phòng Trọng tài, hòa giải, trợ giúp pháp lý',
      fields: ['Trọng tài thương mại', 'Hòa giải thương mại', 'Trợ giúp pháp lý', 'Tư vấn pháp luật'],
    },
  ],
  'cong-an-thanh-pho': [
    { title: 'Cán bộ Đội Quản lý cư trú', fields: ['Cư trú'] },
    { title: 'Cán bộ Đội Căn cước', fields: ['Căn cước', 'Định danh điện tử'] },
  ],
  'bao-hiem-xa-hoi': [
    { title: 'Viên chức Phòng Cấp sổ, thẻ', fields: ['Bảo hiểm y tế'] },
    { title: 'Viên chức Phòng Thu - Sổ, thẻ', fields: ['Bảo hiểm y tế'] },
  ],
  'so-ke-hoach-va-dau-tu': [
    { title: 'Chuyên viên Phòng Đăng ký kinh doanh 1', fields: ['Doanh nghiệp'] },
    { title: 'Chuyên viên Phòng Đăng ký kinh doanh 2', fields: ['Doanh nghiệp'] },
    { title: 'Chuyên viên Phòng Thẩm định đầu tư', fields: ['Đầu tư'] },
  ],
  'so-tai-nguyen-va-moi-truong': [
    { title: 'Chuyên viên Phòng Đăng ký đất đai', fields: ['Đất đai'] },
    { title: 'Chuyên viên Phòng Quản lý đất đai', fields: ['Đất đai'] },
    { title: 'Chuyên viên Phòng Thẩm định môi trường', fields: ['Môi trường'] },
  ],
  'so-xay-dung': [
    { title: 'Chuyên viên Phòng Cấp phép xây dựng', fields: ['Xây dựng'] },
    { title: 'Chuyên viên Phòng Quản lý nhà', fields: ['Nhà ở'] },
    { title: 'Chuyên viên Phòng Thị trường bất động sản', fields: ['Bất động sản'] },
  ],
  'so-quy-hoach-kien-truc': [
    { title: 'Chuyên viên Phòng Thông tin quy hoạch 1', fields: ['Quy hoạch'] },
    { title: 'Chuyên viên Phòng Thông tin quy hoạch 2', fields: ['Quy hoạch'] },
    { title: 'Chuyên viên Phòng Quản lý kiến trúc', fields: ['Kiến trúc'] },
  ],
  'so-giao-thong-van-tai': [
    { title: 'Chuyên viên Phòng Quản lý vận tải 1', fields: ['Đường bộ'] },
    { title: 'Chuyên viên Phòng Quản lý vận tải 2', fields: ['Đường bộ'] },
    { title: 'Chuyên viên Phòng Kết cấu hạ tầng', fields: ['Đường bộ'] },
  ],
  'so-nong-nghiep-va-phat-trien-nong-thon': [
    { title: 'Chuyên viên Chi cục Bảo vệ thực vật 1', fields: ['Bảo vệ thực vật'] },
    { title: 'Chuyên viên Chi cục Bảo vệ thực vật 2', fields: ['Bảo vệ thực vật'] },
    { title: 'Chuyên viên Phòng Tổng hợp', fields: [] },
  ],
  'so-tai-chinh': [
    { title: 'Chuyên viên Phòng Ngân sách', fields: ['Tài chính - Ngân sách'] },
    { title: 'Chuyên viên Phòng Tin học và thống kê', fields: ['Tài chính - Ngân sách'] },
    { title: 'Chuyên viên Phòng Tổng hợp', fields: [] },
  ],
  other: [
    { title: 'Chuyên viên phòng chuyên môn 1', fields: [] },
    { title: 'Chuyên viên phòng chuyên môn 2', fields: [] },
    { title: 'Chuyên viên phòng chuyên môn 3', fields: [] },
  ],
}
