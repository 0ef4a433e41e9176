import { limitInWords, type Limit } from '#modules/calendar/contract.ts'
import {
  headForPrint,
  personForPrint,
  type ComponentOnPaper,
  type PaperHead,
  type PersonOnPaper,
  type SignerOnPaper,
} from './form-data.ts'
import { dayInWords, dueInWords, momentInWords } from './form-words.ts'
import { readTemplate, typesetForm } from './typeset-form.ts'

/** What stands on form 01, the receipt with the appointment for the result. */
export interface ReceiptData {
  head: PaperHead
  code: string
  /** The page that follows this dossier; it is also the text of the QR code. */
  lookUpUrl: string
  /** Which of the two copies this is. */
  copyFor: 'submitter' | 'file'
  book?: { volume?: string; row?: string }
  receivingUnit: string
  channel?: 'counter' | 'online' | 'post'
  submitter: PersonOnPaper
  /** Only when it is somebody else than the submitter. */
  owner?: PersonOnPaper
  content: string
  /** The linked dossier of which this is a part. */
  whole?: string
  /** Who decides and by which decision, where it is not the unit the law names. */
  deciding?: string
  components: readonly ComponentOnPaper[]
  /** Of a linked procedure: what is done where, and by when. */
  parts?: readonly { name: string; unit: string; dueAt?: Date }[]
  sets: number
  statutoryTime: Limit
  receivedAt: Date
  /** None when the procedure has no time limit. */
  dueAt?: Date
  /** Of a procedure in two stages. */
  secondStage?: { receivedAt: Date; dueAt: Date }
  resultPlace: string
  inquiryPhone?: string
  receiver: SignerOnPaper
}

const template = readTemplate('form-01')

const channelWords = { counter: 'Trực tiếp', online: 'Trực tuyến', post: 'Qua dịch vụ bưu chính công ích' }
const copyWords = { submitter: 'giao tổ chức, cá nhân nộp hồ sơ', file: 'lưu hồ sơ' }

/** Prints form 01 “Giấy tiếp nhận hồ sơ và hẹn trả kết quả” on A5. */
export function printReceipt(data: ReceiptData): Promise<Buffer> {
  const { head, channel, owner, secondStage, receiver } = data
  const zone = head.timeZone
  return typesetForm({
    template,
    issuedAt: head.issuedAt,
    qrText: data.lookUpUrl,
    data: {
      title: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả',
      head: headForPrint(head),
      code: data.code,
      lookUpUrl: data.lookUpUrl,
      copyFor: copyWords[data.copyFor],
      book: data.book ?? {},
      receivingUnit: data.receivingUnit,
      channel: channel && channelWords[channel],
      submitter: personForPrint(data.submitter),
      owner: owner && personForPrint(owner),
      content: data.content,
      whole: data.whole,
      deciding: data.deciding,
      components: data.components,
      parts: (data.parts ?? []).map(({ name, unit, dueAt }) => ({
        name,
        unit,
        dueAt: dueInWords(dueAt, zone),
      })),
      sets: String(data.sets).padStart(2, '0'),
      statutoryTime: limitInWords(data.statutoryTime, 'vi'),
      receivedAt: momentInWords(data.receivedAt, zone),
      dueAt: dueInWords(data.dueAt, zone),
      secondStage: secondStage && {
        receivedAt: dayInWords(secondStage.receivedAt, zone),
        dueAt: momentInWords(secondStage.dueAt, zone),
      },
      resultPlace: data.resultPlace,
      inquiryPhone: data.inquiryPhone,
      signers: { submitter: data.submitter.name, receiver },
    },
  })
}
