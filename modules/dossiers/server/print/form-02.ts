import {
  headForPrint,
  personForPrint,
  type ComponentOnPaper,
  type ContactOnPaper,
  type PaperHead,
  type PersonOnPaper,
  type SignerOnPaper,
} from './form-data.ts'
import { dayInWords } from './form-words.ts'
import { readTemplate, typesetForm } from './typeset-form.ts'

/** What stands on form 02; the note of an item says what to bring or mend. */
export interface SupplementRequestData {
  head: PaperHead
  code: string
  lookUpUrl: string
  receivingUnit: string
  submitter: PersonOnPaper
  content: string
  items: readonly ComponentOnPaper[]
  reason: string
  legalGround?: string
  replyBy?: Date
  contact: ContactOnPaper
  signer: SignerOnPaper
}

const template = readTemplate('form-02')

/** Prints form 02 “Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ” on A5. */
export function printSupplementRequest(data: SupplementRequestData): Promise<Buffer> {
  const { head, submitter, replyBy } = data
  return typesetForm({
    template,
    issuedAt: head.issuedAt,
    qrText: data.lookUpUrl,
    data: {
      ...data,
      title: 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ',
      head: headForPrint(head),
      submitter: personForPrint(submitter),
      replyBy: replyBy && dayInWords(replyBy, head.timeZone),
    },
  })
}
