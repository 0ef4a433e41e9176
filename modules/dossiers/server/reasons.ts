import type { Reason } from '../contract.ts'

/** Reasons at first start; an authority adds or ends them as data. */
export const firstReasons: readonly Reason[] = [
  { kind: 'refuse', code: 'not_competent', vi: 'Không thuộc thẩm quyền giải quyết', en: 'Not within the competence of this authority', legalGround: 'Nghị định 61/2018/NĐ-CP' },
  { kind: 'refuse', code: 'not_eligible', vi: 'Không đủ điều kiện theo quy định', en: 'The conditions set by law are not met', legalGround: null },
  { kind: 'refuse', code: 'incomplete', vi: 'Thiếu thành phần hồ sơ bắt buộc và không bổ sung', en: 'Required papers are missing and were not brought', legalGround: null },
  { kind: 'refuse', code: 'duplicate', vi: 'Trùng với hồ sơ đã nộp', en: 'The same dossier was already filed', legalGround: null },
  { kind: 'supplement', code: 'missing_component', vi: 'Thiếu thành phần hồ sơ', en: 'A component is missing', legalGround: 'Nghị định 61/2018/NĐ-CP' },
  { kind: 'supplement', code: 'invalid_component', vi: 'Giấy tờ không hợp lệ hoặc hết hiệu lực', en: 'A paper is not valid or has expired', legalGround: null },
  { kind: 'supplement', code: 'form_error', vi: 'Tờ khai sai hoặc chưa đủ thông tin', en: 'The form is wrong or incomplete', legalGround: null },
  { kind: 'supplement', code: 'unreadable', vi: 'Bản chụp mờ, không đọc được', en: 'The scan cannot be read', legalGround: null },
  { kind: 'rework', code: 'wrong_ground', vi: 'Căn cứ pháp lý chưa đúng', en: 'The legal ground is wrong', legalGround: null },
  { kind: 'rework', code: 'facts_unclear', vi: 'Nội dung thẩm tra chưa rõ', en: 'The examination is not clear', legalGround: null },
  { kind: 'rework', code: 'draft_error', vi: 'Dự thảo kết quả sai thể thức hoặc lỗi chính tả', en: 'The draft result has errors of form or spelling', legalGround: null },
  { kind: 'withdrawal', code: 'already_decided', vi: 'Kết quả đã được ký', en: 'The result is already signed', legalGround: null },
  { kind: 'withdrawal', code: 'third_party', vi: 'Ảnh hưởng quyền lợi của người khác', en: 'The rights of others are affected', legalGround: null },
]
