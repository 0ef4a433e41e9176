import { Type, type Static } from 'typebox'

/** A file of a case; unique, and no secret: reading asks for leave over the case. */
export type FileId = string & { readonly of?: 'file' }

export const fileTypes = {
  'application/pdf': {
    vi: 'Tài liệu PDF',
    en: 'PDF document',
    extensions: ['pdf'],
    alsoCalled: ['application/x-pdf'],
  },
  'image/jpeg': {
    vi: 'Ảnh JPEG',
    en: 'JPEG image',
    extensions: ['jpg', 'jpeg', 'jfif'],
    alsoCalled: ['image/jpg', 'image/pjpeg'],
  },
  'image/png': { vi: 'Ảnh PNG', en: 'PNG image', extensions: ['png'], alsoCalled: ['image/x-png'] },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    vi: 'Văn bản Word',
    en: 'Word document',
    extensions: ['docx'],
    alsoCalled: ['application/zip', 'application/x-zip-compressed'],
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
    vi: 'Bảng tính Excel',
    en: 'Excel workbook',
    extensions: ['xlsx'],
    alsoCalled: ['application/zip', 'application/x-zip-compressed'],
  },
  'application/vnd.oasis.opendocument.text': {
    vi: 'Văn bản OpenDocument',
    en: 'OpenDocument text',
    extensions: ['odt'],
    alsoCalled: ['application/zip', 'application/x-zip-compressed'],
  },
  'application/vnd.oasis.opendocument.spreadsheet': {
    vi: 'Bảng tính OpenDocument',
    en: 'OpenDocument spreadsheet',
    extensions: ['ods'],
    alsoCalled: ['application/zip', 'application/x-zip-compressed'],
  },
  'application/xml': { vi: 'Dữ liệu XML', en: 'XML data', extensions: ['xml'], alsoCalled: ['text/xml'] },
  'text/plain': {
    vi: 'Văn bản thuần',
    en: 'Plain text',
    extensions: ['txt', 'csv'],
    alsoCalled: ['text/csv', 'application/vnd.ms-excel'],
  },
} as const satisfies Record<
  string,
  { vi: string; en: string; extensions: readonly string[]; alsoCalled: readonly string[] }
>

/** What a file may be; the content decides, not its name. */
export type MediaType = keyof typeof fileTypes

export const mediaTypes = Object.keys(fileTypes) as MediaType[]

export function isMediaType(text: string): text is MediaType {
  return Object.hasOwn(fileTypes, text)
}

/** The `accept` of a file field. */
export const acceptedFiles = mediaTypes
  .flatMap((type) => fileTypes[type].extensions)
  .map((extension) => `.${extension}`)
  .join(',')

/** What a file is to its case. */
export const fileKinds = ['component', 'supplement', 'result', 'slip', 'working'] as const
export type FileKind = (typeof fileKinds)[number]

export const uploaderKinds = ['citizen', 'officer', 'system'] as const
export type UploaderKind = (typeof uploaderKinds)[number]

export const maxFilesAtOnce = 50
export const maxFileNameLength = 150
/** A staged upload that no case takes within this time is removed. */
export const stagingHours = 24

export const FileView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  sizeBytes: Type.Integer(),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  type: Type.String(),
  kind: Type.String(),
  componentKey: Type.Union([Type.String(), Type.Null()]),
  uploadedAt: Type.String({ format: 'date-time' }),
})
export type FileView = Static<typeof FileView>

/** An upload that waits for its case; the token is the right to attach it. */
export const StagedFileView = Type.Object({
  token: Type.String(),
  name: Type.String(),
  sizeBytes: Type.Integer(),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  type: Type.String(),
  uploadedAt: Type.String({ format: 'date-time' }),
  expiresAt: Type.String({ format: 'date-time' }),
})
export type StagedFileView = Static<typeof StagedFileView>
