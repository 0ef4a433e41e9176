import { describe, expect, test } from 'vitest'
import { channelHeader } from './parse-channels.ts'
import { componentHeader } from './parse-components.ts'
import { type NationalRecord, parseNationalRecord } from './parse-national-record.ts'

const whole: NationalRecord = {
  ma_thu_tuc: '1.999999',
  ten_thu_tuc: 'Cấp giấy thử nghiệm',
  so_quyet_dinh: '1/QĐ-THU',
  cap_thuc_hien: 'Cấp tỉnh, Cấp xã',
  loai_thu_tuc: 'Loại khác',
  linh_vuc: 'Thử nghiệm',
  doi_tuong_thuc_hien:
    'Cán bộ, công chức, viên chức, Tổ chức (không bao gồm doanh nghiệp, HTX), Doanh nghiệp',
  co_quan_thuc_hien: 'Ủy ban nhân dân cấp xã, Sở Nội vụ',
  trinh_tu_thuc_hien: 'Bước 1: nộp. Bước 2: nhận.',
  cach_thuc_thuc_hien: `${channelHeader}Trực tiếp3 Ngày làm việcMiễn phí`,
  thanh_phan_ho_so: `--${componentHeader}Tờ khai1 bản chính`,
  can_cu_phap_ly: 'Không có thông tin',
  ket_qua_xu_ly: 'Giấy thử nghiệmMã: KQ.G01.000001',
  raw_text: 'Toàn văn trang công bố',
}

describe('a published record', () => {
  test('a whole record is complete and raises no doubt', () => {
    const { record, quarantined, completeness, sourceText } = parseNationalRecord(whole)
    expect(quarantined).toEqual([])
    expect(completeness).toEqual({ percent: 100, missing: [] })
    expect(sourceText).toBe('Toàn văn trang công bố')
    expect(record).toMatchObject({
      levels: ['province', 'commune'],
      kind: 'other',
      subjects: ['official', 'organisation', 'enterprise'],
      performingAgencies: ['Ủy ban nhân dân cấp xã', 'Sở Nội vụ'],
      process: [],
      competentTier: null,
    })
  })

  test('unknown levels, subjects and kinds wait, and what is known stays', () => {
    const { record, quarantined } = parseNationalRecord({
      ...whole,
      cap_thuc_hien: 'Cấp vùng, Cấp xã',
      doi_tuong_thuc_hien: 'Công dân Việt Nam, Phi hành gia',
      loai_thu_tuc: 'Loại mới',
    })
    expect(record).toMatchObject({ levels: ['commune'], subjects: ['citizen'], kind: null })
    expect(quarantined.map((doubt) => [doubt.path, doubt.reason])).toEqual([
      ['/levels', 'unknown_level'],
      ['/kind', 'unknown_kind'],
      ['/subjects', 'unknown_subject'],
    ])
  })

  test('what indicator 1.3 asks and the record lacks is listed', () => {
    const { completeness } = parseNationalRecord({ ma_thu_tuc: '1.999999', ten_thu_tuc: 'Chỉ có tên' })
    expect(completeness).toEqual({
      percent: 14,
      missing: ['steps', 'methods', 'components', 'time_limit', 'subjects', 'agency'],
    })
  })

  test('a field that waits does not count as complete', () => {
    const { completeness } = parseNationalRecord({
      ...whole,
      cach_thuc_thuc_hien: `${channelHeader}Trực tiếp3Miễn phí`,
    })
    expect(completeness).toEqual({ percent: 86, missing: ['time_limit'] })
  })

  test('a section cut wrongly is read from the full text of the page, and said so', () => {
    const page = `Cách Thức Thực Hiện${channelHeader}Trực tiếp3 Ngày làm việcMiễn phíThành phần hồ sơ--${componentHeader}Tờ khai2 bản chínhCăn cứ pháp lýKhông có thông tin`
    const { record, findings } = parseNationalRecord({
      ...whole,
      thanh_phan_ho_so: 'một mẩu của trình tự',
      raw_text: page,
    })
    expect(record.componentGroups[0]?.components).toMatchObject([{ name: 'Tờ khai', originals: 2 }])
    expect(findings.map((finding) => finding.path)).toEqual(['/componentGroups'])
  })

  test('letters written decomposed read the same as composed', () => {
    const decomposed = Object.fromEntries(
      Object.entries(whole).map(([field, text]) => [field, text.normalize('NFD')]),
    )
    expect(parseNationalRecord(decomposed)).toEqual(parseNationalRecord(whole))
  })
})
