import {
  headForPrint,
  personForPrint,
  type PaperHead,
  type PersonOnPaper,
  type SignerOnPaper,
} from './form-data.ts'
import { dayInWords, dueInWords, momentInWords } from './form-words.ts'
import { readTemplate, typesetForm } from './typeset-form.ts'

/** What stands on form 04. */
export interface ApologyData {
  head: PaperHead
  code: string
  lookUpUrl: string
  receivingUnit: string
  submitter: PersonOnPaper
  content: string
  field?: string
  receivedAt: Date
  previousDueAt?: Date
  newDueOn: Date
  reason: string
  note?: string
  legalGround?: string
  /** The apology came only after the due date. */
  isLate: boolean
  signer: SignerOnPaper
  signerRole: string
}

const template = readTemplate('form-04')

/** Prints form 04 “Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết” on A5. */
export function printApology(data: ApologyData): Promise<Buffer> {
  const { head, submitter, receivedAt, previousDueAt, newDueOn } = data
  return typesetForm({
    template,
    issuedAt: head.issuedAt,
    qrText: data.lookUpUrl,
    data: {
      ...data,
      title: 'Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết',
      head: headForPrint(head),
      submitter: personForPrint(submitter),
      receivedAt: momentInWords(receivedAt, head.timeZone),
      previousDueAt: dueInWords(previousDueAt, head.timeZone),
      newDueOn: dayInWords(newDueOn, head.timeZone),
    },
  })
}
