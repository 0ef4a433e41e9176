import { dayInWords } from './moment-words.ts'
import { refusal } from '#platform/errors.ts'

export const suspensionErrors = {
  supplementUsed: () =>
    refusal('conflict', 'dossiers.supplement_used', {
      vi: 'Hồ sơ đã được yêu cầu bổ sung hai lần, hoặc đang có đề nghị chờ duyệt. Hãy giải quyết theo hồ sơ hiện có.',
      en: 'A supplement was already asked for twice, or a request waits for approval. Decide on the dossier as it is.',
    }),
  supplementNeedsApproval: () =>
    refusal('conflict', 'dossiers.supplement_needs_approval', {
      vi: 'Hồ sơ đã được yêu cầu bổ sung một lần. Lần thứ hai phải được trưởng bộ phận hoặc lãnh đạo duyệt: hãy chọn “Đề nghị bổ sung lần hai”.',
      en: 'A supplement was already asked for once. A second one needs the approval of a head or a leader: choose “Propose a second supplement”.',
    }),
  reasonNotYours: (code: string, who: readonly string[]) =>
    refusal(
      'forbidden',
      'dossiers.reason_not_yours',
      {
        vi: 'Lý do này không thuộc quyền của vị trí bạn đang giữ. Hãy chọn lý do khác hoặc trình người có quyền.',
        en: 'Your post may not give this reason. Choose another one, or take it to somebody who may.',
      },
      { code, who },
    ),
  beyondCap: (day: string, cap: string) =>
    refusal(
      'invalid',
      'dossiers.beyond_cap',
      {
        vi: `Ngày dự kiến ${dayInWords(day)} không hợp lệ: phải là một ngày có thật sau hôm nay và không sau ngày ${dayInWords(cap)} là mức tạm dừng tối đa của lý do này.`,
        en: `The expected day ${dayInWords(day)} is not valid: it must be a real day after today and not after ${dayInWords(cap)}, the most this reason allows.`,
      },
      { day, cap },
    ),
  extensionUsed: () =>
    refusal('conflict', 'dossiers.extension_used', {
      vi: 'Hồ sơ đã được hẹn lại ngày trả một lần, hoặc đang có đề nghị chờ duyệt; chỉ được hẹn lại một lần. Hãy giải quyết trong thời hạn hiện có.',
      en: 'A new date was already given once, or a request waits for approval; it is allowed once. Decide within the present limit.',
    }),
  extensionDay: (day: string, dueOn: string) =>
    refusal(
      'invalid',
      'dossiers.extension_day',
      {
        vi: `Ngày hẹn lại ${dayInWords(day)} không hợp lệ: phải là một ngày có thật, sau hôm nay, sau hạn hiện tại ${dayInWords(dueOn)} và trong vòng một năm.`,
        en: `The new date ${dayInWords(day)} is not valid: it must be a real day after today, after the present due date ${dayInWords(dueOn)}, and within a year.`,
      },
      { day, dueOn },
    ),
  ownProposal: () =>
    refusal('forbidden', 'dossiers.own_proposal', {
      vi: 'Không ai tự duyệt đề nghị của mình. Hãy để một lãnh đạo khác trả lời.',
      en: 'Nobody approves a request of their own. Let another head or leader answer it.',
    }),
  sayWhy: () =>
    refusal('invalid', 'dossiers.say_why', {
      vi: 'Việc này cần một câu nói rõ lý do. Hãy ghi vào ô ghi chú, ít nhất 3 ký tự.',
      en: 'This needs a sentence saying why. Write it in the note, at least 3 characters.',
    }),
  reasonDoesNotFit: (code: string, status: string) =>
    refusal(
      'conflict',
      'dossiers.reason_does_not_fit',
      {
        vi: 'Lý do này không áp dụng cho tình trạng hiện tại của hồ sơ: quá hạn bổ sung chỉ dùng sau ngày hẹn bổ sung; chưa thực hiện nghĩa vụ tài chính chỉ dùng khi hồ sơ đang chờ nộp. Hãy chọn lý do khác.',
        en: 'This reason does not fit the dossier as it stands: a supplement is missed only after its last day, a financial duty only while payment is awaited. Choose another reason.',
      },
      { code, status },
    ),
}
