import type { CaseEvent } from '#modules/casework/contract.ts'
import { authorityInWords } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import type { PartEnd } from '../contract.ts'
import { authorityOf } from './deciding-unit.ts'
import { linkOf } from './linked-flow.ts'

/** What each event means to people; an event without words here shows its own name. */
const historyWords: Readonly<Record<string, { vi: string; en: string }>> = {
  'casework.rehomed': {
    vi: 'Chuyển sang đơn vị mới do sắp xếp đơn vị hành chính',
    en: 'Moved to the new unit by a reorganisation',
  },
  'casework.timer_fired': { vi: 'Đến hẹn của quy trình', en: 'A timer of the process was due' },
  'casework.message_received': { vi: 'Nhận được thông điệp', en: 'A message came' },
  'casework.signal_received': { vi: 'Nhận được tín hiệu', en: 'A signal came' },
  'casework.service_answered': { vi: 'Dịch vụ bên ngoài đã trả lời', en: 'An outside service answered' },
  'casework.service_failed': {
    vi: 'Dịch vụ bên ngoài không trả lời, chờ xử lý sự cố',
    en: 'An outside service did not answer; an incident waits',
  },
  'casework.retried': { vi: 'Thử lại bước đang vướng', en: 'A stuck step was tried again' },
  'dossiers.process_ended': {
    vi: 'Quy trình kết thúc khi chưa có kết quả',
    en: 'The process ended without a result',
  },
  'casework.migrated': {
    vi: 'Chuyển sang phiên bản mới của quy trình',
    en: 'Moved to a new version of the process',
  },
  'dossiers.submitted': { vi: 'Nộp hồ sơ trực tuyến', en: 'Filed online' },
  'dossiers.received': { vi: 'Tiếp nhận hồ sơ', en: 'Received' },
  'dossiers.refused': { vi: 'Từ chối tiếp nhận', en: 'Refused' },
  'dossiers.handed_over': { vi: 'Chuyển hồ sơ', en: 'Handed over' },
  'dossiers.claimed': { vi: 'Nhận xử lý', en: 'Claimed' },
  'dossiers.released': { vi: 'Trả lại việc chung', en: 'Released' },
  'dossiers.reassigned': { vi: 'Phân công lại', en: 'Reassigned' },
  'dossiers.recalled': { vi: 'Rút lại bước vừa chuyển', en: 'Took the last step back' },
  'dossiers.supplement_requested': {
    vi: 'Yêu cầu bổ sung, tạm dừng tính thời hạn',
    en: 'Supplement asked for, the clock stopped',
  },
  'dossiers.supplement_supplied': {
    vi: 'Đã bổ sung, tiếp tục tính thời hạn',
    en: 'Supplement supplied, the clock runs on',
  },
  'dossiers.proposed': { vi: 'Trình kết quả thẩm tra', en: 'Result proposed' },
  'dossiers.reviewed': { vi: 'Đã rà soát, trình lãnh đạo', en: 'Reviewed' },
  'dossiers.approved': { vi: 'Lãnh đạo đã ký', en: 'Signed by the leader' },
  'dossiers.returned_for_rework': { vi: 'Trả lại để làm lại', en: 'Returned for rework' },
  'dossiers.issued': { vi: 'Phát hành kết quả', en: 'Result issued' },
  'dossiers.decided': { vi: 'Đã có kết quả', en: 'Decided, the result is ready' },
  'dossiers.result_returned': { vi: 'Đã trả kết quả', en: 'Result handed to its owner' },
  'dossiers.withdrawal_requested': { vi: 'Người nộp xin rút hồ sơ', en: 'Withdrawal asked for' },
  'dossiers.withdrawal_rejected': { vi: 'Không chấp nhận rút hồ sơ', en: 'Withdrawal not accepted' },
  'dossiers.due_restated': {
    vi: 'Ngày hẹn tính lại theo lịch làm việc mới',
    en: 'The due date was restated on the changed calendar',
  },
  'dossiers.consulted': { vi: 'Lấy ý kiến cơ quan phối hợp', en: 'Opinions asked of other agencies' },
  'dossiers.opinion_given': { vi: 'Cơ quan phối hợp cho ý kiến', en: 'Opinion given' },
  'dossiers.opinion_reminded': {
    vi: 'Nhắc cơ quan phối hợp sắp hết hạn',
    en: 'Reminded that an opinion is soon due',
  },
  'dossiers.opinion_lapsed': { vi: 'Hết hạn cho ý kiến', en: 'The limit of an opinion has passed' },
  'dossiers.opinion_extension_asked': {
    vi: 'Cơ quan phối hợp xin gia hạn cho ý kiến',
    en: 'More time asked for an opinion',
  },
  'dossiers.opinion_extension_answered': {
    vi: 'Trả lời đề nghị gia hạn cho ý kiến',
    en: 'Request for more time answered',
  },
  'dossiers.late_opinion_accepted': { vi: 'Chấp nhận ý kiến gửi muộn', en: 'Late opinion accepted' },
  'dossiers.consultation_withdrawn': { vi: 'Rút đề nghị lấy ý kiến', en: 'Request for an opinion withdrawn' },
  'dossiers.suspended': { vi: 'Tạm dừng tính thời hạn', en: 'The clock was stopped' },
  'dossiers.resumed': { vi: 'Tiếp tục giải quyết, đồng hồ chạy lại', en: 'Work goes on, the clock runs' },
  'dossiers.suspension_lapsed': {
    vi: 'Hết mức tạm dừng tối đa, đồng hồ tự chạy lại',
    en: 'The longest stop the law allows is over, the clock runs again by itself',
  },
  'dossiers.supplement_proposed': {
    vi: 'Đề nghị yêu cầu bổ sung lần hai',
    en: 'A second supplement was proposed',
  },
  'dossiers.second_supplement_requested': {
    vi: 'Yêu cầu bổ sung lần hai đã được duyệt, tạm dừng tính thời hạn',
    en: 'Second supplement approved and asked for, the clock stopped',
  },
  'dossiers.supplement_rejected': {
    vi: 'Không duyệt yêu cầu bổ sung lần hai',
    en: 'The second supplement was not approved',
  },
  'dossiers.supplement_expired': {
    vi: 'Hết hạn bổ sung mà chưa nhận được giấy tờ',
    en: 'The last day for the papers has passed',
  },
  'dossiers.extension_proposed': {
    vi: 'Đề nghị xin lỗi, hẹn lại ngày trả',
    en: 'An apology with a new date was proposed',
  },
  'dossiers.extended': {
    vi: 'Xin lỗi và hẹn lại ngày trả kết quả',
    en: 'The agency apologised and gave a new date',
  },
  'dossiers.extension_rejected': { vi: 'Không duyệt hẹn lại ngày trả', en: 'The new date was not approved' },
  'dossiers.stopped': { vi: 'Dừng giải quyết hồ sơ', en: 'The dossier was stopped' },
  'dossiers.part_opened': { vi: 'Chuyển phần liên thông', en: 'Linked part handed over' },
  'dossiers.part_ended': { vi: 'Nhận kết quả phần liên thông', en: 'Result of a linked part received' },
  'dossiers.part_unplaced': {
    vi: 'Chưa tìm thấy đơn vị có thẩm quyền cho phần liên thông',
    en: 'Nobody competent was found for a linked part',
  },
  'dossiers.part_placed': { vi: 'Chọn đơn vị cho phần liên thông', en: 'Unit chosen for a linked part' },
  'dossiers.extended_for_part': {
    vi: 'Thời hạn chung được kéo dài theo quy định liên thông',
    en: 'The whole was given more time by the rule of linked procedures',
  },
  'dossiers.stopped_for_part': {
    vi: 'Dừng giải quyết vì một phần bắt buộc không được giải quyết',
    en: 'Stopped because a part it rests on was not granted',
  },
  'dossiers.stopped_with_parent': {
    vi: 'Dừng cùng hồ sơ liên thông',
    en: 'Stopped together with the linked dossier',
  },
  'dossiers.result_handed_back': {
    vi: 'Chuyển kết quả về hồ sơ liên thông',
    en: 'Result handed back to the linked dossier',
  },
  'dossiers.withdrawn': { vi: 'Đã rút hồ sơ', en: 'Withdrawn' },
}

/** Steps of the process and between agencies that say nothing new to the owner: the list of opinions tells who is asked and until when. */
export const insideSteps: readonly string[] = [
  'casework.timer_fired',
  'casework.message_received',
  'casework.signal_received',
  'casework.service_answered',
  'casework.service_failed',
  'casework.retried',
  'dossiers.claimed',
  'dossiers.released',
  'dossiers.opinion_reminded',
  'dossiers.opinion_extension_asked',
  'dossiers.opinion_extension_answered',
  'dossiers.late_opinion_accepted',
  'dossiers.consultation_withdrawn',
  'dossiers.supplement_proposed',
  'dossiers.supplement_rejected',
  'dossiers.extension_proposed',
  'dossiers.extension_rejected',
]

/** The agencies an event about opinions speaks of. */
export function opinionUnits({ payload }: CaseEvent, units: UnitTree): string[] {
  const consulted = payload['consulted'] as { asked: readonly { unitId: number }[] } | undefined
  const ids = consulted ? consulted.asked.map(({ unitId }) => unitId) : []
  if ('opinion' in payload && typeof payload['unitId'] === 'number') ids.push(payload['unitId'])
  return ids.map((id) => units.find(id)?.name ?? String(id))
}

/** What the history says beside an event about opinions: who is asked or answers, and the text. */
export function opinionNote(event: CaseEvent, units: UnitTree): string | null {
  const names = opinionUnits(event, units)
  if (names.length === 0) return null
  const consulted = event.payload['consulted'] as { question: string } | undefined
  const said = consulted?.question ?? event.payload['text'] ?? event.payload['reason']
  return typeof said === 'string' && said !== '' ? `${names.join('; ')}: ${said}` : names.join('; ')
}

const endWords: Record<PartEnd, { vi: string; en: string }> = {
  granted: { vi: 'chấp thuận', en: 'granted' },
  denied: { vi: 'không chấp thuận', en: 'denied' },
  refused: { vi: 'không tiếp nhận', en: 'not taken in' },
  stopped: { vi: 'dừng xử lý', en: 'stopped' },
}

/** What an event means, with the part and the unit it is about where it is about one, and by whose authority it is decided. */
export function wordsOf(
  event: Pick<CaseEvent, 'type' | 'payload'>,
  unitName: (unitId: number) => string,
): { vi: string; en: string } {
  const { vi, en } = meaningOf(event, unitName)
  const given = authorityOf(event)
  if (!given) return { vi, en }
  const [decider, under] = [unitName(given.toUnitId), authorityInWords(given, unitName(given.fromUnitId))]
  return { vi: `${vi}; ${decider} giải quyết ${under.vi}`, en: `${en}; ${decider} decides ${under.en}` }
}

function meaningOf(
  event: Pick<CaseEvent, 'type' | 'payload'>,
  unitName: (unitId: number) => string,
): { vi: string; en: string } {
  const words = historyWords[event.type] ?? { vi: event.type, en: event.type }
  const link = linkOf(event)
  switch (link?.kind) {
    case 'opened': {
      const to = `: ${link.name} → ${unitName(link.toUnitId)}`
      return { vi: words.vi + to, en: words.en + to }
    }
    case 'ended': {
      const end = endWords[link.end]
      const late = link.slice === 'late'
      return {
        vi: `${words.vi}: ${link.name} (${end.vi}${late ? ', quá hạn' : ''})`,
        en: `${words.en}: ${link.name} (${end.en}${late ? ', late' : ''})`,
      }
    }
    case 'extended':
      return {
        vi: `${words.vi}: thêm ${link.workingDays.toLocaleString('vi-VN')} ngày làm việc${link.name ? ` (${link.name})` : ''}`,
        en: `${words.en}: ${link.workingDays} more working days${link.name ? ` (${link.name})` : ''}`,
      }
    case 'child':
    case 'handed_back': {
      const way = `: ${unitName(link.fromUnitId)} → ${unitName(link.toUnitId)}`
      return { vi: words.vi + way, en: words.en + way }
    }
    case 'unplaced':
    case 'placed': {
      const about = `: ${link.name}${link.kind === 'placed' ? ` → ${unitName(link.unitId)}` : ''}`
      return { vi: words.vi + about, en: words.en + about }
    }
    default:
      return words
  }
}
