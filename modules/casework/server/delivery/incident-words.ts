import type { Sentence } from '#platform/errors.ts'

/** What each reason means to whoever has to help, and what helps. */
const words: Readonly<Record<string, Sentence>> = {
  'bpmn.no_flow': {
    vi: 'Không điều kiện rẽ nhánh nào đúng với dữ liệu hồ sơ. Hãy bổ sung dữ liệu hoặc sửa quy trình, rồi thử lại.',
    en: 'No condition of the gateway holds for the data of the case. Complete the data or mend the process, then retry.',
  },
  'bpmn.timer_value': {
    vi: 'Hẹn giờ không đọc được từ dữ liệu hồ sơ. Hãy bổ sung dữ liệu rồi thử lại.',
    en: 'The time of a timer cannot be read from the data of the case. Complete the data, then retry.',
  },
  'bpmn.error_not_caught': {
    vi: 'Dịch vụ báo lỗi nghiệp vụ mà quy trình chưa có nhánh xử lý. Hãy khắc phục nguyên nhân rồi thử lại.',
    en: 'The service reported an error that the process has no way for. Mend the cause, then retry.',
  },
  'bpmn.deadlock': {
    vi: 'Các nhánh chờ nhau mà không nhánh nào còn đi tiếp được. Hãy sửa quy trình và chuyển hồ sơ sang phiên bản mới.',
    en: 'Branches wait for each other and none can go on. Mend the process and move the case to the new version.',
  },
  'bpmn.not_a_list': {
    vi: 'Danh sách việc cần tạo không phải là danh sách. Hãy sửa dữ liệu hồ sơ rồi thử lại.',
    en: 'What should be a list of pieces of work is none. Mend the data of the case, then retry.',
  },
  'casework.service_failed': {
    vi: 'Dịch vụ bên ngoài không trả lời sau nhiều lần gọi. Hãy kiểm tra dịch vụ rồi thử lại.',
    en: 'An outside service did not answer after several attempts. Look after the service, then retry.',
  },
  'casework.delivery_failed': {
    vi: 'Phần mềm gặp lỗi khi chuyển việc đến hồ sơ; chi tiết trong nhật ký máy chủ. Hãy báo nhà cung cấp, sửa xong thì thử lại.',
    en: 'The software failed when it delivered something to the case; the server log says more. Tell your supplier, and retry when it is mended.',
  },
}

function expressionWords(text: unknown): Sentence {
  const named = typeof text === 'string' ? ` “${text}”` : ''
  return {
    vi: `Biểu thức${named} của quy trình không tính được với dữ liệu hồ sơ. Hãy bổ sung dữ liệu rồi thử lại.`,
    en: `The expression${named} of the process has no value for the data of the case. Complete the data, then retry.`,
  }
}

const decision: Sentence = {
  vi: 'Bảng quyết định không cho kết quả với dữ liệu hồ sơ. Hãy bổ sung dữ liệu hoặc sửa bảng rồi thử lại.',
  en: 'A decision table gives no answer for the data of the case. Complete the data or mend the table, then retry.',
}
const other: Sentence = {
  vi: 'Quy trình không đi tiếp được tại đây. Hãy xem chi tiết, khắc phục rồi thử lại.',
  en: 'The process cannot go on here. Read the details, mend the cause, then retry.',
}

/** The sentence of an incident; a refusal brought its own. */
export function incidentWords(
  code: string,
  { vi, en, expression }: Readonly<Record<string, unknown>>,
): Sentence {
  if (typeof vi === 'string' && typeof en === 'string') return { vi, en }
  const own = words[code]
  if (own) return own
  if (code.startsWith('feel.')) return expressionWords(expression)
  return code.startsWith('dmn.') ? decision : other
}
