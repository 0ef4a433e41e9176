import { open, type FileHandle } from 'node:fs/promises'
import { fileTypeFromFile } from 'file-type'
import { isMediaType, type MediaType } from '../contract.ts'

/** What the content turned out to be. `unknown` carries the type when it is a known one we do not accept. */
export type Sniffed =
  | { as: MediaType }
  | { refused: 'unknown'; found: string | undefined }
  | { refused: 'damaged' | 'encrypted' }

const chunkBytes = 64 * 1024
const overlapBytes = 64
const tailBytes = 2048

/** Reads the content itself; neither the name nor what the browser said is asked. */
export async function sniffType(path: string): Promise<Sniffed> {
  const known = await fileTypeFromFile(path)
  const handle = await open(path)
  try {
    if (known?.mime === 'application/pdf') return await sniffPdf(handle)
    if (known && isMediaType(known.mime) && known.mime !== 'application/xml') return { as: known.mime }
    if (known && known.mime !== 'application/xml') return { refused: 'unknown', found: known.mime }
    return await sniffText(handle)
  } finally {
    await handle.close()
  }
}

async function sniffPdf(handle: FileHandle): Promise<Sniffed> {
  const { size } = await handle.stat()
  const head = await readAt(handle, 0, 8)
  const tail = await readAt(handle, Math.max(0, size - tailBytes), tailBytes)
  if (!/^%PDF-[12]\.\d/.test(head) || !tail.includes('%%EOF')) return { refused: 'damaged' }

  // A trailer, or the dictionary of a cross-reference stream, is never compressed: its words can be looked for.
  let carried = ''
  for (let position = 0; position < size; position += chunkBytes) {
    const text = carried + (await readAt(handle, position, chunkBytes))
    if (/\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/.test(text)) return { refused: 'encrypted' }
    carried = text.slice(-overlapBytes)
  }
  if (!/startxref\s+\d+/.test(tail)) return { refused: 'damaged' }
  return { as: 'application/pdf' }
}

/** UTF-8 throughout and free of binary is text; with an XML head it is XML, unless it declares entities of its own. */
async function sniffText(handle: FileHandle): Promise<Sniffed> {
  const { size } = await handle.stat()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let head = ''
  try {
    for (let position = 0; position < size; position += chunkBytes) {
      const text = decoder.decode(await readBytes(handle, position, chunkBytes), { stream: true })
      if (/[\u0000-\u0008\u000b\u000e-\u001f]/.test(text)) return { refused: 'unknown', found: undefined }
      if (position === 0) head = text.trimStart()
    }
    decoder.decode()
  } catch {
    return { refused: 'unknown', found: undefined }
  }
  if (/^<(?:!doctype html|html|script|svg)\b/i.test(head)) return { refused: 'unknown', found: 'text/html' }
  if (!/^<(?:\?xml\b|!--|[A-Za-z_])/.test(head)) return { as: 'text/plain' }
  // A document type can name entities that blow up or reach out when somebody opens the file.
  if (/<!DOCTYPE/i.test(head)) return { refused: 'unknown', found: 'application/xml-dtd' }
  return { as: 'application/xml' }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<string> {
  return (await readBytes(handle, position, length)).toString('latin1')
}

async function readBytes(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
