import { fileTypes, type MediaType } from '../contract.ts'
import { fileErrors } from './errors.ts'
import { extensionOf } from './file-name.ts'
import { sniffType, type Sniffed } from './sniff-type.ts'

/** What browsers say when they do not know. */
const saysNothing = new Set([
  '',
  'application/octet-stream',
  'binary/octet-stream',
  'application/force-download',
  'application/x-download',
])

/** The true type of a received file, or a refusal: content, ending and declaration must tell one story. */
export async function checkUpload(path: string, name: string, declaredType: string): Promise<MediaType> {
  const declared = declaredType.split(';')[0]?.trim().toLowerCase() ?? ''
  const extension = extensionOf(name)
  const sniffed = await sniffType(path)
  if ('refused' in sniffed) throw refuse(sniffed, name, extension === 'pdf' || declared === 'application/pdf')

  const { as: type } = sniffed
  const { extensions, alsoCalled }: { extensions: readonly string[]; alsoCalled: readonly string[] } =
    fileTypes[type]
  if (extension !== '' && !extensions.includes(extension))
    throw fileErrors.typeMismatch(name, `.${extension}`, type)
  if (!saysNothing.has(declared) && declared !== type && !alsoCalled.includes(declared)) {
    throw fileErrors.typeMismatch(name, declared, type)
  }
  return type
}

function refuse(sniffed: Exclude<Sniffed, { as: MediaType }>, name: string, promisedPdf: boolean) {
  switch (sniffed.refused) {
    case 'encrypted':
      return fileErrors.encrypted(name)
    case 'damaged':
      return fileErrors.damaged(name)
    case 'unknown':
      // A PDF whose very first bytes are wrong is no longer known as one.
      if (promisedPdf && sniffed.found === undefined) return fileErrors.damaged(name)
      return fileErrors.typeNotAllowed(name, sniffed.found)
  }
}
