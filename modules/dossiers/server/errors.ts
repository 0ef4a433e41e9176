import { refusal } from '#platform/errors.ts'
import type { DossierAction, DossierStatus } from '../contract.ts'
import { dayInWords } from './moment-words.ts'

export const dossierErrors = {
  unitClosed: (name: string, heirs: readonly string[]) =>
    refusal(
      'conflict',
      'dossiers.unit_closed',
      {
        vi: `${name} đã kết thúc hoạt động. Hãy nộp tại ${heirs.join(' hoặc ') || 'đơn vị tiếp nhận nhiệm vụ'}.`,
        en: `${name} has closed. File at ${heirs.join(' or ') || 'the unit that took over'}.`,
      },
      { heirs },
    ),
  notFound: () =>
    refusal('not_found', 'dossiers.not_found', {
      vi: 'Không tìm thấy hồ sơ. Hãy kiểm tra mã hồ sơ và mã tra cứu in trên giấy tiếp nhận.',
      en: 'No such dossier. Check the code and the secret printed on the receipt.',
    }),
  notYours: () =>
    refusal('forbidden', 'dossiers.not_yours', {
      vi: 'Hồ sơ này thuộc đơn vị khác hoặc người khác nên bạn không xem được. Nếu cần phối hợp, hãy đề nghị đơn vị đang giữ hồ sơ.',
      en: 'This dossier belongs to another unit or person, so you cannot open it. To work on it together, ask the unit that holds it.',
    }),
  notFiledYet: (day: string, filedOn: string) =>
    refusal(
      'not_found',
      'dossiers.not_filed_yet',
      {
        vi: `Ngày ${dayInWords(day)} hồ sơ này chưa được nộp. Hãy chọn từ ngày ${dayInWords(filedOn)} trở đi.`,
        en: `On ${dayInWords(day)} this dossier had not been filed. Choose ${dayInWords(filedOn)} or a later day.`,
      },
      { day, filedOn },
    ),
  unitNotOpen: (unit: number, day: string) =>
    refusal(
      'not_found',
      'dossiers.unit_not_open',
      {
        vi: `Đơn vị này không hoạt động ngày ${dayInWords(day)}. Hãy chọn đơn vị có trong danh sách của ngày đó.`,
        en: `This unit was not open on ${dayInWords(day)}. Choose one from the list of that day.`,
      },
      { unit, day },
    ),
  unitNeedsDay: () =>
    refusal('invalid', 'dossiers.unit_needs_day', {
      vi: 'Lọc theo đơn vị giữ hồ sơ cần một ngày. Hãy chọn ngày.',
      en: 'Narrowing by the unit that held dossiers needs a day. Choose one.',
    }),
  actionNotAllowed: (action: DossierAction, status: DossierStatus, allowed: readonly DossierAction[]) =>
    refusal(
      'conflict',
      'dossiers.action_not_allowed',
      {
        vi: 'Việc này không làm được ở bước hiện tại, hoặc không thuộc vị trí của bạn. Hãy tải lại hồ sơ và chọn trong các việc được phép.',
        en: 'This cannot be done at the present step, or not by your post. Load the dossier again and choose among the actions shown.',
      },
      { action, status, allowed },
    ),
  samePerson: (step: string) =>
    refusal(
      'forbidden',
      'dossiers.same_person',
      {
        vi: `Bạn đã làm bước “${step}” của hồ sơ này, nên bước hiện tại phải do người khác làm. Hãy để đồng nghiệp nhận hoặc đề nghị phân công lại.`,
        en: `You did the step “${step}” of this dossier, so somebody else must do the present one. Leave it to a colleague or ask for it to be reassigned.`,
      },
      { step },
    ),
  openedAlready: (by: string, at: string) =>
    refusal(
      'conflict',
      'dossiers.opened_already',
      {
        vi: `Không rút lại được nữa: ${by || 'người nhận'} đã mở hồ sơ lúc ${at}. Hãy đề nghị người đó trả lại.`,
        en: `It can no longer be taken back: ${by || 'the receiver'} opened the dossier at ${at}. Ask them to send it back.`,
      },
      { by, at },
    ),
  notTakenBack: (why: { vi: string; en: string }) =>
    refusal('conflict', 'dossiers.not_taken_back', {
      vi: `Không rút lại được: ${why.vi}`,
      en: `It cannot be taken back: ${why.en}`,
    }),
  notForReassigning: (why: { vi: string; en: string }) =>
    refusal('conflict', 'dossiers.not_for_reassigning', why),
  knownToState: (names: string[]) =>
    refusal(
      'invalid',
      'dossiers.known_to_state',
      {
        vi: `Không được yêu cầu người dân nộp giấy tờ Nhà nước đã có: ${names.join('; ')}. Hãy lấy từ cơ sở dữ liệu.`,
        en: `Papers the State already holds may not be asked for: ${names.join('; ')}. Take them from the data.`,
      },
      { names },
    ),
  unknownReason: (code: string) =>
    refusal(
      'invalid',
      'dossiers.unknown_reason',
      {
        vi: `Không có lý do mang mã "${code}". Hãy chọn trong danh sách lý do.`,
        en: `There is no reason with the code "${code}". Choose one from the list.`,
      },
      { code },
    ),
  supplementDate: (dueOn: string) =>
    refusal(
      'invalid',
      'dossiers.supplement_date',
      {
        vi: `Hạn bổ sung ${dayInWords(dueOn)} không hợp lệ: phải là một ngày có thật, sau hôm nay và trong vòng một năm.`,
        en: `The supplement date ${dayInWords(dueOn)} is not valid: it must be a real day after today and within a year.`,
      },
      { dueOn },
    ),
  notFileable: (code: string, missing: string[]) =>
    refusal(
      'conflict',
      'dossiers.not_fileable',
      {
        vi: `Thủ tục ${code} chưa nhận hồ sơ được vì còn thiếu thông tin công bố (${missing.join(', ')}). Hãy liên hệ bộ phận kiểm soát thủ tục.`,
        en: `Procedure ${code} cannot take dossiers yet: its publication lacks ${missing.join(', ')}. Ask the procedure controllers.`,
      },
      { code, missing },
    ),
  wrongPlace: (unit: string, tier: string) =>
    refusal(
      'invalid',
      'dossiers.wrong_place',
      {
        vi: `${unit} không tiếp nhận được thủ tục này (cấp giải quyết: ${tier}). Hãy chọn một nơi nộp khác.`,
        en: `${unit} cannot take this procedure (decided by: ${tier}). Choose another place to file.`,
      },
      { unit, tier },
    ),
  outsideScope: (code: string) =>
    refusal(
      'forbidden',
      'dossiers.outside_scope',
      {
        vi: `Việc làm thay của bạn không gồm thủ tục ${code}. Hãy về vị trí của mình hoặc nhờ người giữ vị trí này.`,
        en: `What you stand in for does not include procedure ${code}. Go back to your own post, or ask whoever holds this one.`,
      },
      { code },
    ),
  channelClosed: (channel: string) =>
    refusal(
      'invalid',
      'dossiers.channel_closed',
      {
        vi: 'Thủ tục này không nhận theo cách nộp đã chọn. Hãy xem các cách nộp ghi trong thủ tục.',
        en: 'The procedure is not open on this channel. See the channels listed with it.',
      },
      { channel },
    ),
  fields: (problems: { field: string; vi: string; en: string }[]) =>
    refusal(
      'invalid',
      'dossiers.fields',
      {
        vi: `Tờ khai còn ${problems.length} chỗ cần sửa: ${problems.map((one) => one.vi).join('; ')}.`,
        en: `The form has ${problems.length} places to mend: ${problems.map((one) => one.en).join('; ')}.`,
      },
      { problems },
    ),
  unknownComponents: (ids: string[]) =>
    refusal(
      'invalid',
      'dossiers.unknown_component',
      {
        vi: `Thủ tục không có thành phần hồ sơ mang mã ${ids.join(', ')}. Hãy tải lại thủ tục rồi thử lại.`,
        en: `The procedure has no component ${ids.join(', ')}. Load the procedure again and retry.`,
      },
      { ids },
    ),
  badName: (field: string) =>
    refusal(
      'invalid',
      'dossiers.bad_name',
      {
        vi: `Tên ở mục "${field}" có ký tự không hợp lệ (thẻ HTML, ký tự điều khiển hoặc đảo chiều). Hãy gõ lại chỉ với chữ cái, dấu cách và dấu gạch nối.`,
        en: `The name in "${field}" holds characters that are not allowed (HTML, control or direction marks). Type it with letters, spaces and hyphens only.`,
      },
      { field },
    ),
  happenedAt: () =>
    refusal('invalid', 'dossiers.happened_at', {
      vi: 'Thời điểm tiếp nhận không hợp lệ: không được ở tương lai và không quá 7 ngày trước. Hãy kiểm tra đồng hồ của máy.',
      en: 'The moment of reception is not valid: not in the future and at most 7 days ago. Check the clock of the machine.',
    }),
  noSlip: (form: string) =>
    refusal(
      'not_found',
      'dossiers.no_slip',
      {
        vi: `Mẫu ${form} chưa có cho hồ sơ này: hồ sơ chưa đến bước lập mẫu.`,
        en: `Form ${form} does not exist for this dossier: it has not come to that step.`,
      },
      { form },
    ),
  partsOpen: (open: { name: string; unit: string; dueAt: string | null }[]) =>
    refusal(
      'conflict',
      'dossiers.parts_open',
      {
        vi: `Chưa giải quyết được vì còn phần liên thông chưa xong: ${open.map(({ name, unit, dueAt }) => `${name} (${unit}${dueAt ? `, hạn ${dueAt}` : ''})`).join('; ')}. Hãy chờ kết quả hoặc đôn đốc đơn vị đó.`,
        en: `This cannot be decided while linked parts are open: ${open.map(({ name, unit, dueAt }) => `${name} (${unit}${dueAt ? `, due ${dueAt}` : ''})`).join('; ')}. Wait for their results or remind that unit.`,
      },
      { parts: open },
    ),
  nothingToWatch: (code: string) =>
    refusal(
      'conflict',
      'dossiers.nothing_to_watch',
      {
        vi: `Hồ sơ ${code} đã kết thúc, ngày hẹn không còn thay đổi nên không cần theo dõi. Hãy tải lại hồ sơ.`,
        en: `Dossier ${code} has ended and its due date moves no more, so there is nothing to watch. Load it again.`,
      },
      { code },
    ),
  noSuchPart: (part: string) =>
    refusal(
      'not_found',
      'dossiers.no_such_part',
      {
        vi: `Hồ sơ không có phần liên thông "${part}" đang chờ chọn đơn vị. Hãy tải lại hồ sơ.`,
        en: `The dossier has no linked part "${part}" that waits for a unit. Load the dossier again.`,
      },
      { part },
    ),
  partUnitCannot: (unit: string, works: string[]) =>
    refusal(
      'invalid',
      'dossiers.part_unit_cannot',
      {
        vi: `${unit} không có người làm được phần này (thiếu: ${works.join('; ')}). Hãy chọn đơn vị khác.`,
        en: `${unit} has nobody for this part (missing: ${works.join('; ')}). Choose another unit.`,
      },
      { unit, works },
    ),
}
