import { headForPrint, type PaperHead } from './form-data.ts'
import { dueInWords, momentInWords } from './form-words.ts'
import { readTemplate, typesetForm } from './typeset-form.ts'

/** One hand-over of the dossier from one desk to the next. */
export interface HandOverOnPaper {
  giver: string
  receiver: string
  handedOverAt: Date
  /** How the giver's step ended against its limit; empty for the first hand-over. */
  result?: 'early' | 'on_time' | 'late'
  note?: string
  /** Under which code the receiver, or before it the giver, handles a part of a linked dossier. */
  partCode?: string
  giverName?: string
  receiverName?: string
}

/** What stands on form 06. */
export interface ControlSlipData {
  head: PaperHead
  code: string
  lookUpUrl: string
  content: string
  /** The linked dossier of which this is a part. */
  whole?: string
  book?: { volume?: string; row?: string }
  receivedAt: Date
  /** None when the procedure has no time limit. */
  dueAt?: Date
  handlingAgency: string
  coordinatingAgencies: readonly string[]
  rows: readonly HandOverOnPaper[]
}

const template = readTemplate('form-06')

const resultWords = { early: 'Trước hạn', on_time: 'Đúng hạn', late: 'Quá hạn' }

/** Prints form 06 “Phiếu kiểm soát quá trình giải quyết hồ sơ” on A5, one row per hand-over. */
export function printControlSlip(data: ControlSlipData): Promise<Buffer> {
  const { head } = data
  const zone = head.timeZone
  return typesetForm({
    template,
    issuedAt: head.issuedAt,
    qrText: data.lookUpUrl,
    data: {
      ...data,
      title: 'Phiếu kiểm soát quá trình giải quyết hồ sơ',
      head: headForPrint(head),
      book: data.book ?? {},
      receivedAt: momentInWords(data.receivedAt, zone),
      dueAt: dueInWords(data.dueAt, zone),
      rows: data.rows.map((row) => ({
        ...row,
        handedOverAt: momentInWords(row.handedOverAt, zone),
        result: row.result && resultWords[row.result],
      })),
    },
  })
}
