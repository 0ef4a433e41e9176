import type { CaseEvent, CaseSnapshot } from '#modules/casework/contract.ts'
import { dayInWords } from './moment-words.ts'

export type Words = { vi: string; en: string }

/** An event and what has to be known to tell people of it. */
export type Heard = {
  event: CaseEvent
  snapshot: CaseSnapshot
  /** What came before the event; only for the types that need it. */
  before: readonly CaseEvent[]
  /** How the dossier is named in the middle of a sentence: its code, or the part and the code of the whole. */
  subject: Words
  isPart: boolean
  /** When it is due after the event, in words; undefined where the event set no running clock. */
  due: string | undefined
  unitName(unitId: number): string
}

/**
 * What a notice says: what happened, why and until when, and what to do next. Notices also go by e-mail, so they name a
 * dossier by its code and nobody by name.
 */

type Said = Pick<Heard, 'event' | 'subject' | 'due'>

/** The reason as the event keeps it, after a colon; nothing where none was given. */
function why({ event }: Said): Words {
  const reason = event.payload['reason'] as Words | undefined
  return reason ? { vi: `: ${reason.vi}`, en: `: ${reason.en}` } : { vi: '', en: '' }
}

function day({ event }: Said, key: 'day' | 'newDueOn' | 'expectedOn'): string {
  return dayInWords(String(event.payload[key] ?? ''))
}

function dueWords({ due }: Said, vi: string, en: string): Words {
  return due === undefined ? { vi: '', en: '' } : { vi: `${vi} ${due}`, en: `${en} ${due}` }
}

export function received(said: Said): Words {
  const due = dueWords(said, '; hẹn trả kết quả', '; the result is promised for')
  return {
    vi: `${said.subject.vi} đã được tiếp nhận${due.vi}. Bạn chưa phải làm gì thêm; giấy tiếp nhận có ở trang hồ sơ.`,
    en: `${said.subject.en} was taken in${due.en}. Nothing is asked of you now; the receipt is on the page of the dossier.`,
  }
}

export function supplementAsked({ subject }: Said, until: string): Words {
  return {
    vi: `${subject.vi} cần bổ sung giấy tờ, chậm nhất ngày ${until}. Mở hồ sơ để xem còn thiếu gì và nộp bổ sung; thời gian giải quyết tạm dừng cho đến khi cơ quan nhận đủ.`,
    en: `${subject.en} needs more papers by ${until} at the latest. Open it to see what is missing and to send it; the time stands still until the agency has everything.`,
  }
}

export function supplementExpired({ subject }: Said): Words {
  return {
    vi: `${subject.vi} đã hết hạn bổ sung mà cơ quan chưa nhận được giấy tờ. Hãy nộp ngay hoặc liên hệ bộ phận một cửa; cơ quan có thể dừng giải quyết.`,
    en: `The last day for the papers of ${subject.en} has passed and none came. Send them now or call the one-stop desk; the agency may stop the dossier.`,
  }
}

export function supplied(said: Said): Words {
  const due = dueWords(
    said,
    ' Thời gian được tính tiếp; hẹn trả kết quả',
    ' The time runs on; the result is promised for',
  )
  return {
    vi: `Cơ quan đã nhận giấy tờ bổ sung của ${said.subject.vi}.${due.vi && `${due.vi}.`} Bạn chưa phải làm gì thêm.`,
    en: `The agency has the papers of ${said.subject.en}.${due.en && `${due.en}.`} Nothing is asked of you now.`,
  }
}

export function suppliedToDesk(said: Said): Words {
  const due = dueWords(said, ', đồng hồ chạy tiếp, hạn mới', ', the clock runs again, now due')
  return {
    vi: `${said.subject.vi} đã có giấy tờ bổ sung${due.vi}. Hãy kiểm tra và giải quyết tiếp.`,
    en: `papers were supplied to ${said.subject.en}${due.en}. Check them and go on.`,
  }
}

export function suspended(said: Said): Words {
  const reason = why(said)
  const isDuty = said.event.payload.set.status === 'awaiting_payment'
  const next = isDuty
    ? {
        vi: 'Hãy thực hiện nghĩa vụ tài chính theo thông báo; xong việc này hồ sơ được giải quyết tiếp.',
        en: 'Meet the financial duty you were notified of; the work goes on when it is done.',
      }
    : {
        vi: 'Bạn chưa phải làm gì; khi giải quyết tiếp, bạn được báo ngày hẹn mới.',
        en: 'Nothing is asked of you; you are told the new date when the work goes on.',
      }
  return {
    vi: `${said.subject.vi} tạm dừng tính thời gian giải quyết${reason.vi}. Dự kiến tiếp tục trước ngày ${day(said, 'expectedOn')}. ${next.vi}`,
    en: `The time of ${said.subject.en} stands still${reason.en}. It should go on before ${day(said, 'expectedOn')}. ${next.en}`,
  }
}

export function suspendedToDesk(said: Said): Words {
  const reason = why(said)
  return {
    vi: `${said.subject.vi} bạn đang giữ đã bị tạm dừng${reason.vi}. Dự kiến tiếp tục trước ngày ${day(said, 'expectedOn')}; việc hiện lại trong danh sách khi đồng hồ chạy.`,
    en: `${said.subject.en}, which you hold, was suspended${reason.en}. It should go on before ${day(said, 'expectedOn')}; the work comes back to your list when the clock runs.`,
  }
}

export function resumed(said: Said): Words {
  const due = dueWords(said, '; hẹn trả kết quả', '; the result is promised for')
  return {
    vi: `${said.subject.vi} được giải quyết tiếp${due.vi}. Bạn chưa phải làm gì thêm.`,
    en: `The work on ${said.subject.en} goes on${due.en}. Nothing is asked of you now.`,
  }
}

export function suspensionLapsed(said: Said): Words {
  const due = dueWords(said, '; hẹn trả kết quả', '; the result is promised for')
  return {
    vi: `Đã hết thời gian tạm dừng tối đa, ${said.subject.vi} được giải quyết tiếp${due.vi}. Bạn chưa phải làm gì thêm.`,
    en: `The longest stop the law allows is over, and the work on ${said.subject.en} goes on${due.en}. Nothing is asked of you now.`,
  }
}

export function standsStill({ subject }: Said): Words {
  return {
    vi: `Thời hạn của ${subject.vi} đang tạm dừng; hạn mới được báo khi giải quyết tiếp.`,
    en: `The time of ${subject.en} stands still; the new due date is told when the work goes on.`,
  }
}

export function runsAgain(said: Said): Words {
  const due = dueWords(said, ', hạn mới', ', now due')
  return {
    vi: `${said.subject.vi} được tính thời gian tiếp${due.vi}.`,
    en: `The time of ${said.subject.en} runs again${due.en}.`,
  }
}

export function newDue({ subject, due }: Said): Words {
  return {
    vi: `Hạn của ${subject.vi} thay đổi, hạn mới ${due ?? ''}.`,
    en: `The due date of ${subject.en} moved, now due ${due ?? ''}.`,
  }
}

export function extended(said: Said): Words {
  const reason = why(said)
  return {
    vi: `Cơ quan xin lỗi vì chưa trả được kết quả ${said.subject.vi} đúng hẹn${reason.vi}. Ngày hẹn mới: ${day(said, 'newDueOn')}. Phiếu xin lỗi có ở trang hồ sơ; bạn chưa phải làm gì thêm.`,
    en: `The agency apologises that the result of ${said.subject.en} is not ready as promised${reason.en}. The new date is ${day(said, 'newDueOn')}. The letter of apology is on the page of the dossier; nothing is asked of you.`,
  }
}

export function extendedForPart(said: Said): Words {
  const due = dueWords(said, '; hẹn trả kết quả', '; the result is promised for')
  return {
    vi: `Thời hạn của ${said.subject.vi} được kéo dài theo quy định liên thông vì một phần cần bổ sung giấy tờ${due.vi}.`,
    en: `The time of ${said.subject.en} was extended by the rule of linked procedures, as a part needs more papers${due.en}.`,
  }
}

export function refused(said: Said): Words {
  return {
    vi: `${said.subject.vi} không được tiếp nhận. Mở hồ sơ để xem lý do và cần sửa gì trước khi nộp lại.`,
    en: `${said.subject.en} was not taken in. Open it to see why and what to mend before filing again.`,
  }
}

export function stopped(said: Said): Words {
  const reason = why(said)
  return {
    vi: `${said.subject.vi} đã dừng giải quyết${reason.vi}. Thông báo dừng có ở trang hồ sơ; nếu không đồng ý, hãy liên hệ cơ quan giải quyết.`,
    en: `The work on ${said.subject.en} was stopped${reason.en}. The notice is on the page of the dossier; if you disagree, contact the agency.`,
  }
}

export function processEnded({ subject }: Said): Words {
  return {
    vi: `${subject.vi} đã kết thúc mà không có kết quả. Mở hồ sơ để xem diễn biến, hoặc liên hệ cơ quan giải quyết.`,
    en: `${subject.en} ended without a result. Open it to see what happened, or contact the agency.`,
  }
}

export function stoppedForPart({ subject }: Said): Words {
  return {
    vi: `${subject.vi} đã dừng vì một phần bắt buộc không được giải quyết. Mở hồ sơ để xem phần nào và lý do.`,
    en: `${subject.en} was stopped because a part it rests on was not granted. Open it to see which part and why.`,
  }
}

export function withdrawn({ subject }: Said): Words {
  return {
    vi: `${subject.vi} đã được rút theo yêu cầu. Giấy tờ và khoản đã nộp được trả lại như ghi ở trang hồ sơ.`,
    en: `${subject.en} was withdrawn as asked. Papers and payments go back as the page of the dossier says.`,
  }
}

export function decided({ subject, event }: Said): Words {
  const isDenied = event.payload.set.outcome === 'denied'
  return isDenied
    ? {
        vi: `${subject.vi} đã giải quyết xong: không được chấp thuận. Mở hồ sơ để xem văn bản trả lời và cách nhận.`,
        en: `${subject.en} is decided: it was not granted. Open it to see the answer and how to get it.`,
      }
    : {
        vi: `${subject.vi} đã có kết quả. Mở hồ sơ để xem kết quả và cách nhận.`,
        en: `The result of ${subject.en} is ready. Open it to see the result and how to get it.`,
      }
}

export function endedToDesk(said: Said): Words {
  const reason = why(said)
  return {
    vi: `${said.subject.vi} bạn đang giữ đã kết thúc${reason.vi}. Việc không còn trong danh sách của bạn.`,
    en: `${said.subject.en}, which you held, has ended${reason.en}. The work is no longer in your list.`,
  }
}

export function endedToWatchers({ subject }: Said): Words {
  return {
    vi: `${subject.vi} bạn theo dõi đã kết thúc; ngày hẹn không còn thay đổi.`,
    en: `${subject.en}, which you watch, has ended; its due date moves no more.`,
  }
}

export function withdrawalAsked({ subject }: Said): Words {
  return {
    vi: `Người nộp xin rút ${subject.vi} bạn đang giữ. Việc tạm dừng đến khi bộ phận một cửa trả lời.`,
    en: `The owner asked to withdraw ${subject.en}, which you hold. The work waits until the one-stop desk answers.`,
  }
}

export function supplementProposed({ subject }: Said): Words {
  return {
    vi: `${subject.vi}: có đề nghị yêu cầu bổ sung lần hai, hồ sơ sẽ tính là trễ hạn. Mở hồ sơ để duyệt hoặc không duyệt.`,
    en: `${subject.en}: a second request for papers waits for you; the dossier will count as late. Open it to approve or reject.`,
  }
}

export function supplementApproved({ subject }: Said): Words {
  return {
    vi: `Đề nghị bổ sung lần hai của ${subject.vi} đã được duyệt; người nộp đã được báo, đồng hồ tạm dừng.`,
    en: `The second request for papers on ${subject.en} was approved; the owner was told, the clock stands still.`,
  }
}

export function supplementRejected({ subject }: Said): Words {
  return {
    vi: `Đề nghị bổ sung lần hai của ${subject.vi} không được duyệt. Lý do ghi ở diễn biến hồ sơ; hãy giải quyết tiếp.`,
    en: `The second request for papers on ${subject.en} was not approved. The history says why; go on with the work.`,
  }
}

export function extensionProposed(said: Said): Words {
  const reason = why(said)
  return {
    vi: `${said.subject.vi}: có đề nghị xin lỗi, hẹn lại ngày trả ${day(said, 'day')}${reason.vi}. Mở hồ sơ để duyệt hoặc không duyệt trước khi hết hạn.`,
    en: `${said.subject.en}: an apology with the new date ${day(said, 'day')} waits for you${reason.en}. Open it to approve or reject before the dossier is due.`,
  }
}

export function extensionApproved(said: Said): Words {
  return {
    vi: `Đề nghị hẹn lại ngày trả của ${said.subject.vi} đã được duyệt, ngày hẹn mới ${day(said, 'newDueOn')}. Phiếu xin lỗi (mẫu 04) in được ở trang hồ sơ.`,
    en: `The new date for ${said.subject.en} was approved: ${day(said, 'newDueOn')}. The letter of apology (form 04) can be printed from the dossier.`,
  }
}

export function extensionRejected({ subject }: Said): Words {
  return {
    vi: `Đề nghị hẹn lại ngày trả của ${subject.vi} không được duyệt. Lý do ghi ở diễn biến hồ sơ; ngày hẹn giữ nguyên.`,
    en: `The new date for ${subject.en} was not approved. The history says why; the due date stays.`,
  }
}

export function givenWork({ subject }: Said): Words {
  return {
    vi: `Bạn được phân công giải quyết ${subject.vi}. Việc đã có trong danh sách của bạn.`,
    en: `You were given the work on ${subject.en}. It is in your list.`,
  }
}

export function lostWork({ subject }: Said): Words {
  return {
    vi: `${subject.vi} bạn đang giữ đã được phân công cho người khác. Lý do ghi ở diễn biến hồ sơ.`,
    en: `${subject.en}, which you held, was given to somebody else. The history says why.`,
  }
}

export function takenBack({ subject }: Said): Words {
  return {
    vi: `Người chuyển đã rút lại ${subject.vi} khi chưa ai mở. Bạn không phải làm gì.`,
    en: `Whoever handed on ${subject.en} took it back before anybody opened it. Nothing is left for you to do.`,
  }
}

export function opinionAsked({ subject }: Said, asker: string): Words {
  return {
    vi: `${asker} lấy ý kiến đơn vị bạn về ${subject.vi}. Mở hồ sơ để xem câu hỏi, thời hạn và trả lời.`,
    en: `${asker} asks your unit for its opinion on ${subject.en}. Open it to see the question and the limit, and to answer.`,
  }
}

export function opinionGiven({ subject, event, unitName }: Heard): Words {
  const unit = unitName(Number(event.payload['unitId']))
  return event.payload['isLate'] === true
    ? {
        vi: `${unit} đã gửi ý kiến muộn về ${subject.vi}. Mở hồ sơ để chấp nhận ý kiến này hoặc bỏ qua.`,
        en: `${unit} sent its opinion on ${subject.en} too late. Open it to accept the opinion or to leave it.`,
      }
    : {
        vi: `${unit} đã cho ý kiến về ${subject.vi}. Mở hồ sơ để xem và giải quyết tiếp.`,
        en: `${unit} gave its opinion on ${subject.en}. Open it to read it and to go on.`,
      }
}

export function opinionTimeAsked({ subject, event, unitName }: Heard): Words {
  const unit = unitName(Number(event.payload['unitId']))
  return {
    vi: `${unit} xin thêm thời gian cho ý kiến về ${subject.vi}. Mở hồ sơ để xem và trả lời.`,
    en: `${unit} asks for more time for its opinion on ${subject.en}. Open it to see and to answer.`,
  }
}
