import { readFileSync } from 'node:fs'
import { qrSvg } from '#platform/print/qr-code.ts'
import { typeset } from '#platform/print/typesetter.ts'

const layout = readFileSync(new URL('./form-layout.typ', import.meta.url))

export interface FormPrint {
  template: string
  data: unknown
  issuedAt: Date
  /** The text of the QR code beside the title. */
  qrText: string
}

/** Prints one of the forms on the layout they share. */
export function typesetForm({ template, data, issuedAt, qrText }: FormPrint): Promise<Buffer> {
  return typeset(template, data, {
    createdAt: issuedAt,
    files: { '/form-layout.typ': layout, '/qr.svg': qrSvg(qrText) },
  })
}

export function readTemplate(name: string): string {
  return readFileSync(new URL(`./${name}.typ`, import.meta.url), 'utf8')
}
