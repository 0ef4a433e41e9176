import type { ImportIssueReason } from '../../contract.ts'

type Facts = Record<string, unknown>
type Sentences = Record<ImportIssueReason, (facts: Facts) => { vi: string; en: string }>

const say = (vi: string, en: string) => () => ({ vi, en })

const sentences: Sentences = {
  line_too_long: (facts) => ({
    vi: `Dòng dài ${String(facts['bytes'])} byte, quá giới hạn ${String(facts['limit'])}. Hãy tách mỗi thủ tục một dòng.`,
    en: `The line is ${String(facts['bytes'])} bytes long, more than the limit of ${String(facts['limit'])}. Put one procedure on each line.`,
  }),
  invalid_utf8: (facts) => ({
    vi: `Dòng không đúng UTF-8 từ byte thứ ${String(facts['at'])}. Hãy xuất lại tệp ở dạng UTF-8.`,
    en: `The line stops being UTF-8 at byte ${String(facts['at'])}. Export the file as UTF-8.`,
  }),
  encoding_not_utf8: say(
    'Dòng không phải UTF-8 (có byte rỗng, giống UTF-16). Hãy xuất lại tệp ở dạng UTF-8.',
    'The line is not UTF-8 (it holds null bytes, as UTF-16 does). Export the file as UTF-8.',
  ),
  malformed_json: (facts) => ({
    vi: `Dòng không phải JSON hợp lệ${facts['column'] === undefined ? '' : `, sai từ ký tự thứ ${String(facts['column'])}`}.`,
    en: `The line is not valid JSON${facts['column'] === undefined ? '' : `, wrong from character ${String(facts['column'])}`}.`,
  }),
  not_an_object: say('Dòng không phải một bản ghi thủ tục.', 'The line is not a record of a procedure.'),
  missing_code: say(
    'Bản ghi không có mã thủ tục (ma_thu_tuc).',
    'The record has no procedure code (ma_thu_tuc).',
  ),
  bad_code: say(
    'Mã thủ tục không đúng mẫu, ví dụ 1.004222.',
    'The procedure code is not of the form 1.004222.',
  ),
  missing_name: say(
    'Bản ghi không có tên thủ tục (ten_thu_tuc).',
    'The record has no procedure name (ten_thu_tuc).',
  ),
  field_not_text: (facts) => ({
    vi: `Trường ${String(facts['field'])} không phải là văn bản.`,
    en: `The field ${String(facts['field'])} is not text.`,
  }),
  duplicate_code: (facts) => ({
    vi: `Mã thủ tục đã có ở dòng ${String(facts['firstLine'])} của tệp này; dòng này không được nhập.`,
    en: `The procedure code stands on line ${String(facts['firstLine'])} of this file already; this line was not imported.`,
  }),
  not_storable: (facts) => ({
    vi: `Không ghi được bản ghi: ${String(facts['cause'])}`,
    en: `The record could not be stored: ${String(facts['cause'])}`,
  }),
}

export function issueInWords(reason: ImportIssueReason, facts: Facts): { vi: string; en: string } {
  return sentences[reason](facts)
}
