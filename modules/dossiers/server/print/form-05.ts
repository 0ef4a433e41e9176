import {
  headForPrint,
  personForPrint,
  type ContactOnPaper,
  type PaperHead,
  type PersonOnPaper,
  type SignerOnPaper,
} from './form-data.ts'
import { dayInWords, momentInWords } from './form-words.ts'
import { readTemplate, typesetForm } from './typeset-form.ts'

/** What stands on form 05. */
export interface StopNoticeData {
  head: PaperHead
  code: string
  lookUpUrl: string
  receivingUnit: string
  submitter: PersonOnPaper
  /** Only when the owner did not file in person. */
  owner?: PersonOnPaper
  content: string
  /** Absent: it was stopped before it was received. */
  receivedAt?: Date
  effectiveOn: Date
  reason: string
  note?: string
  legalGround?: string
  papersReturned?: string
  feesReturned?: string
  contact: ContactOnPaper
  signer: SignerOnPaper
  signerRole: string
}

const template = readTemplate('form-05')

/** Prints form 05 “Thông báo dừng giải quyết hồ sơ” on A5. */
export function printStopNotice(data: StopNoticeData): Promise<Buffer> {
  const { head, submitter, owner, receivedAt, effectiveOn } = data
  return typesetForm({
    template,
    issuedAt: head.issuedAt,
    qrText: data.lookUpUrl,
    data: {
      ...data,
      title: 'Thông báo dừng giải quyết hồ sơ',
      head: headForPrint(head),
      submitter: personForPrint(submitter),
      owner: owner && personForPrint(owner),
      receivedAt: receivedAt && momentInWords(receivedAt, head.timeZone),
      effectiveOn: dayInWords(effectiveOn, head.timeZone),
    },
  })
}
