import {
  headForPrint,
  personForPrint,
  type ContactOnPaper,
  type PaperHead,
  type PersonOnPaper,
  type SignerOnPaper,
} from './form-data.ts'
import { momentInWords } from './form-words.ts'
import { readTemplate, typesetForm } from './typeset-form.ts'

/** What stands on form 03. */
export interface RefusalData {
  head: PaperHead
  code: string
  lookUpUrl: string
  receivingUnit: string
  submitter: PersonOnPaper
  content: string
  /** Only of a dossier that was filed online. */
  submittedAt?: Date
  reasons: readonly string[]
  legalGround?: string
  contact: ContactOnPaper
  refuser: SignerOnPaper
}

const template = readTemplate('form-03')

/** Prints form 03 “Phiếu từ chối tiếp nhận, giải quyết hồ sơ” on A5. */
export function printRefusal(data: RefusalData): Promise<Buffer> {
  const { head, submitter, submittedAt, refuser } = data
  return typesetForm({
    template,
    issuedAt: head.issuedAt,
    qrText: data.lookUpUrl,
    data: {
      ...data,
      title: 'Phiếu từ chối tiếp nhận, giải quyết hồ sơ',
      head: headForPrint(head),
      submitter: personForPrint(submitter),
      submittedAt: submittedAt && momentInWords(submittedAt, head.timeZone),
      signers: { submitter: submitter.name, refuser },
    },
  })
}
