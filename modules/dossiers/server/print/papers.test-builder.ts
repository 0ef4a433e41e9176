import type { ReceiptData } from './form-01.ts'
import type { SupplementRequestData } from './form-02.ts'
import type { RefusalData } from './form-03.ts'
import type { ApologyData } from './form-04.ts'
import type { StopNoticeData } from './form-05.ts'
import type { ControlSlipData } from './form-06.ts'

const head = {
  superiorAgency: 'Ủy ban nhân dân thành phố Hà Nội',
  agency: 'Bộ phận Tiếp nhận và Trả kết quả phường Ngã Tư Sở',
  number: '128',
  symbol: 'BPTNTKQ',
  place: 'Hà Nội',
  issuedAt: new Date('2023-03-06T02:35:00Z'),
  timeZone: 'Asia/Ho_Chi_Minh',
}

const submitter = {
  title: 'Bà',
  name: 'Nguyễn Thị Thùy Đương',
  address: 'Số 12, ngách 34/5 phố Vĩnh Hồ, phường Ngã Tư Sở, quận Đống Đa',
  phone: '0900 000 123',
  email: 'thuy.duong@example.vn',
  identityNumber: '999123456789',
}

const common = {
  head,
  code: '000.01.25.H26-230306-0042',
  lookUpUrl: 'https://thanglong.example.vn/tra-cuu/000.01.25.H26-230306-0042?ma=7KQ2-XM9D',
  receivingUnit: 'Bộ phận Tiếp nhận và Trả kết quả phường Ngã Tư Sở',
  submitter,
  content: 'Đăng ký khai sinh có yếu tố liên thông với cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi',
}

/** Somebody who signs in no name but their own. */
function alone(name: string) {
  return { name, lines: [], instead: null }
}

const contact = { officer: 'Lê Văn Ước', phone: '0900 000 456', website: 'thanglong.example.vn' }

export const receipt: ReceiptData = {
  ...common,
  copyFor: 'submitter',
  book: { volume: '03/2023', row: '128' },
  channel: 'counter',
  owner: { name: 'Cháu Trần Đức Dũng', address: 'Số 12, ngách 34/5 phố Vĩnh Hồ, phường Ngã Tư Sở' },
  components: [
    { name: 'Tờ khai đăng ký khai sinh', originals: 1, certified: 0, copies: 0 },
    { name: 'Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp', originals: 1, certified: 0, copies: 1 },
    { name: 'Giấy chứng nhận kết hôn của cha, mẹ', originals: 0, certified: 1, copies: 0 },
  ],
  sets: 1,
  statutoryTime: { unit: 'working_days', amount: 0.5 },
  receivedAt: new Date('2023-03-06T02:30:00Z'),
  dueAt: new Date('2023-03-06T08:00:00Z'),
  resultPlace: 'Bộ phận Tiếp nhận và Trả kết quả phường Ngã Tư Sở',
  inquiryPhone: '0900 000 456',
  receiver: alone('Phạm Thị Hải Yến'),
}

export const supplementRequest: SupplementRequestData = {
  ...common,
  items: [
    {
      name: 'Giấy chứng sinh',
      originals: 1,
      certified: 0,
      copies: 0,
      note: 'Bản đã nộp mờ, không đọc được ngày sinh',
    },
    { name: 'Giấy chứng nhận kết hôn', originals: 0, certified: 1, copies: 1, note: 'Còn thiếu' },
  ],
  reason: 'Thành phần hồ sơ chưa đủ căn cứ để xác định nội dung khai sinh.',
  legalGround: 'Khoản 1 Điều 16 Luật Hộ tịch',
  replyBy: new Date('2023-03-20T10:00:00Z'),
  contact,
  signer: alone('Lê Văn Ước'),
}

export const refusal: RefusalData = {
  ...common,
  submittedAt: new Date('2023-03-05T14:05:00Z'),
  reasons: [
    'Trẻ em đã được đăng ký khai sinh tại Ủy ban nhân dân phường khác; không đăng ký lần thứ hai.',
    'Người nộp không thuộc trường hợp được ủy quyền nộp hồ sơ.',
  ],
  legalGround: 'Điều 13 Luật Hộ tịch',
  contact,
  refuser: alone('Phạm Thị Hải Yến'),
}

export const apology: ApologyData = {
  ...common,
  head: { ...head, number: '17', symbol: 'PXL' },
  field: 'Hộ tịch',
  receivedAt: receipt.receivedAt,
  previousDueAt: new Date('2023-03-06T08:00:00Z'),
  newDueOn: new Date('2023-03-09T10:00:00Z'),
  reason: 'Cơ quan phối hợp trả lời chậm',
  note: 'chờ Công an phường xác nhận nơi cư trú của cha, mẹ',
  legalGround: 'Nghị định 61/2018/NĐ-CP',
  isLate: false,
  signer: alone('Đỗ Quang Huy'),
  signerRole: 'Thủ trưởng cơ quan',
}

export const stopNotice: StopNoticeData = {
  ...common,
  owner: { name: 'Cháu Trần Đức Dũng' },
  receivedAt: receipt.receivedAt,
  effectiveOn: new Date('2023-03-21T01:00:00Z'),
  reason: 'Quá thời hạn bổ sung mà người nộp không bổ sung hồ sơ',
  legalGround: 'Quy định của pháp luật chuyên ngành',
  papersReturned: '01 giấy chứng sinh bản chính',
  feesReturned: 'không',
  contact,
  signer: alone('Phạm Thị Hải Yến'),
  signerRole: 'Người ký thông báo',
}

export const controlSlip: ControlSlipData = {
  head: common.head,
  code: common.code,
  lookUpUrl: common.lookUpUrl,
  content: common.content,
  book: { volume: '03/2023', row: '128' },
  receivedAt: receipt.receivedAt,
  dueAt: new Date('2023-03-06T08:00:00Z'),
  handlingAgency: 'Công chức Tư pháp – Hộ tịch phường Ngã Tư Sở',
  coordinatingAgencies: ['Bảo hiểm xã hội quận Đống Đa', 'Công an phường Ngã Tư Sở'],
  rows: [
    {
      giver: 'Bộ phận Tiếp nhận và Trả kết quả',
      receiver: 'Công chức Tư pháp – Hộ tịch',
      handedOverAt: new Date('2023-03-06T02:40:00Z'),
      giverName: 'Phạm Thị Hải Yến',
      receiverName: 'Lê Văn Ước',
    },
    {
      giver: 'Công chức Tư pháp – Hộ tịch',
      receiver: 'Lãnh đạo Ủy ban nhân dân phường',
      handedOverAt: new Date('2023-03-06T04:10:00Z'),
      result: 'early',
      giverName: 'Lê Văn Ước',
      receiverName: 'Đỗ Quang Huy',
    },
    {
      giver: 'Lãnh đạo Ủy ban nhân dân phường',
      receiver: 'Bộ phận Tiếp nhận và Trả kết quả',
      handedOverAt: new Date('2023-03-06T08:20:00Z'),
      result: 'late',
      note: 'Ký chậm 20 phút do họp đột xuất',
      giverName: 'Đỗ Quang Huy',
    },
  ],
}
