import type { OpinionState, OpinionView } from '../../contract.ts'
import type { HandOverOnPaper } from './form-06.ts'
import { momentInWords } from './form-words.ts'

const opinionWords: Record<OpinionState, string> = {
  asked: 'Đang chờ ý kiến',
  agree: 'Đồng ý',
  agree_with_conditions: 'Đồng ý kèm điều kiện',
  disagree: 'Không đồng ý',
  not_competent: 'Không thuộc thẩm quyền',
  lapsed_no_answer: 'Hết hạn, không trả lời',
  lapsed_consent: 'Hết hạn, coi như đồng ý',
  withdrawn: 'Đã rút đề nghị',
}

/** Two hand-overs of one opinion: the question goes out with its limit, and comes back answered, lapsed or withdrawn. */
export function opinionRows(
  opinion: Omit<OpinionView, 'allowedActions'>,
  timeZone: string,
): HandOverOnPaper[] {
  const { unit, askedBy, askedAt, dueAt, state, closedAt, isOnTime, answer } = opinion
  const asker = askedBy.unit ?? ''
  const asked: HandOverOnPaper = {
    giver: asker,
    receiver: unit.name,
    handedOverAt: new Date(askedAt),
    ...(askedBy.name ? { giverName: askedBy.name } : {}),
    note: `Xin ý kiến, hạn ${momentInWords(new Date(dueAt), timeZone)}`,
  }
  if (closedAt === null) return [asked]
  const back: HandOverOnPaper = {
    giver: unit.name,
    receiver: asker,
    handedOverAt: new Date(closedAt),
    ...(isOnTime === null ? {} : { result: isOnTime ? 'on_time' : 'late' }),
    ...(answer?.by ? { giverName: answer.by } : {}),
    note: opinionWords[state],
  }
  return [asked, back]
}
