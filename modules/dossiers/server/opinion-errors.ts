import { refusal } from '#platform/errors.ts'

/** Refusals about opinions of other agencies. */
export const opinionErrors = {
  stillOpen: (waiting: readonly { no: number; unit: string; dueAt: string | null }[]) =>
    refusal(
      'conflict',
      'dossiers.opinions_open',
      {
        vi: `Chưa trình được vì còn chờ ý kiến của ${waiting.map(({ unit }) => unit).join('; ')}. Hãy chờ trả lời hoặc hết hạn, hoặc rút đề nghị lấy ý kiến.`,
        en: `It cannot be proposed while opinions are awaited from ${waiting.map(({ unit }) => unit).join('; ')}. Wait for the answers or their limits, or withdraw the requests.`,
      },
      { waiting },
    ),
  noSuchOpinion: (opinion: number) =>
    refusal(
      'conflict',
      'dossiers.no_such_opinion',
      {
        vi: 'Đề nghị lấy ý kiến này không còn ở trạng thái cho phép, hoặc không thuộc vị trí của bạn. Hãy tải lại hồ sơ và xem các việc được phép ở từng ý kiến.',
        en: 'This request for an opinion is no longer in a state that allows it, or not for your post. Load the dossier again and see what each opinion allows.',
      },
      { opinion },
    ),
  extensionUsed: () =>
    refusal('conflict', 'dossiers.opinion_extension_used', {
      vi: 'Ý kiến này đã xin gia hạn một lần; mỗi ý kiến chỉ được gia hạn một lần. Hãy trả lời trong hạn hiện tại.',
      en: 'More time was asked for this opinion already; each is extended once. Answer within the present limit.',
    }),
  askedItself: (unit: string) =>
    refusal(
      'invalid',
      'dossiers.asked_itself',
      {
        vi: `${unit} đang giữ hồ sơ nên không tự xin ý kiến của mình. Hãy chọn cơ quan khác.`,
        en: `${unit} holds the dossier and does not ask itself. Choose another agency.`,
      },
      { unit },
    ),
  unitClosed: (unit: string, heirs: readonly string[]) =>
    refusal(
      'invalid',
      'dossiers.asked_unit_closed',
      {
        vi: `${unit} đã kết thúc hoạt động. Hãy xin ý kiến ${heirs.join(' hoặc ') || 'đơn vị tiếp nhận nhiệm vụ'}.`,
        en: `${unit} has closed. Ask ${heirs.join(' or ') || 'the unit that took over'}.`,
      },
      { unit, heirs },
    ),
  unknownUnit: (unit: string | number) =>
    refusal(
      'invalid',
      'dossiers.asked_unit_unknown',
      {
        vi: `Không có đơn vị "${unit}" trong thành phố. Hãy chọn đơn vị trong danh sách, hoặc sửa mã đơn vị trong quy trình.`,
        en: `There is no unit "${unit}" in the city. Choose one from the list, or mend the unit code in the process.`,
      },
      { unit },
    ),
  unitEmpty: (unit: string) =>
    refusal(
      'conflict',
      'dossiers.asked_unit_empty',
      {
        vi: `${unit} chưa có chuyên viên, trưởng bộ phận hay lãnh đạo nào trên hệ thống để trả lời. Hãy hỏi cơ quan khác, hoặc đề nghị quản trị mở vị trí cho đơn vị này.`,
        en: `${unit} has no specialist, head or leader here to answer. Ask another agency, or have the operator open a post in this one.`,
      },
      { unit },
    ),
  askedTwice: (unit: string) =>
    refusal(
      'conflict',
      'dossiers.asked_twice',
      {
        vi: `Đã xin ý kiến ${unit} và còn chờ trả lời. Hãy chờ, hoặc rút đề nghị cũ trước khi hỏi lại.`,
        en: `${unit} has been asked already and has not answered. Wait, or withdraw that request before asking again.`,
      },
      { unit },
    ),
  beyondDue: (
    unit: string,
    opinionDueAt: Date,
    dossierDueAt: Date,
    words: { opinion: string; dossier: string },
  ) =>
    refusal(
      'conflict',
      'dossiers.opinion_beyond_due',
      {
        vi: `Hạn cho ý kiến của ${unit} là ${words.opinion}, sau hạn trả hồ sơ ${words.dossier}; chờ ý kiến không làm dừng thời hạn. Hãy rút ngắn hạn, hoặc ghi rõ lý do để vẫn hỏi với hạn này.`,
        en: `The limit for ${unit} is ${words.opinion}, after the dossier is due on ${words.dossier}; waiting for opinions stops no clock. Shorten it, or state a reason to ask with this limit all the same.`,
      },
      { unit, opinionDueAt: opinionDueAt.toISOString(), dossierDueAt: dossierDueAt.toISOString() },
    ),
  consentGround: () =>
    refusal('invalid', 'dossiers.consent_ground', {
      vi: 'Muốn coi im lặng là đồng ý thì phải ghi căn cứ pháp lý cho phép. Hãy ghi căn cứ, hoặc chọn "ghi nhận không trả lời".',
      en: 'Silence counts as consent only where a rule says so. State the legal ground, or choose to note that no answer came.',
    }),
  textMissing: () =>
    refusal('invalid', 'dossiers.opinion_text', {
      vi: 'Hãy ghi nội dung ý kiến: điều kiện kèm theo, lý do không đồng ý, hoặc vì sao không thuộc thẩm quyền.',
      en: 'Write the opinion: the conditions, why not, or why it is not within your competence.',
    }),
  badLimit: (amount: number) =>
    refusal(
      'invalid',
      'dossiers.opinion_limit',
      {
        vi: `Hạn ${amount} không hợp lệ: ngày làm việc tính theo nửa ngày (0,5; 1; 1,5 …), giờ làm việc là số dương.`,
        en: `The limit ${amount} is not valid: working days go by halves (0.5, 1, 1.5 …), hours are above zero.`,
      },
      { amount },
    ),
}
