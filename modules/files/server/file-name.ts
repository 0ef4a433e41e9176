import { fileTypes, maxFileNameLength, type MediaType } from '../contract.ts'
import { fileErrors } from './errors.ts'

const control = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u
const direction = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
const separator = /[\\/]/
const invisible = /\p{Cf}/gu

/** The name as it is kept and shown: precomposed, single-spaced, not too long; what could deceive is refused. */
export function cleanFileName(raw: string): string {
  const reason = control.test(raw)
    ? 'control'
    : direction.test(raw)
      ? 'direction'
      : separator.test(raw)
        ? 'separator'
        : undefined
  if (reason) throw fileErrors.nameNotAllowed(reason, showable(raw))
  const name = raw
    .normalize('NFC')
    .replace(invisible, '')
    .replace(/\s+/gu, ' ')
    .replace(/^[ .]+|[ .]+$/gu, '')
  if (name === '') throw fileErrors.nameNotAllowed('empty', showable(raw))
  return shorten(name)
}

/** The part after the last dot, lower case; empty when there is none. */
export function extensionOf(name: string): string {
  return /\.([^. ]{1,10})$/u.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** A name that came without its ending gets the one its content calls for. */
export function withExtension(name: string, type: MediaType): string {
  return extensionOf(name) === '' ? `${name}.${fileTypes[type].extensions[0]}` : name
}

/** RFC 6266: a plain-ASCII name for old readers, the true one percent-encoded as RFC 5987 says. */
export function contentDisposition(disposition: 'attachment' | 'inline', name: string): string {
  const ascii = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .replace(/[^\x20-\x7e]|["\\%;]/gu, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${disposition}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

function shorten(name: string): string {
  const letters = [...name]
  if (letters.length <= maxFileNameLength) return name
  const extension = extensionOf(name)
  const ending = extension === '' ? '' : `.${extension}`
  return (
    letters
      .slice(0, maxFileNameLength - ending.length)
      .join('')
      .trimEnd() + ending
  )
}

function showable(raw: string): string {
  return [...raw.slice(0, maxFileNameLength)]
    .map((letter) => (control.test(letter) || direction.test(letter) ? '□' : letter))
    .join('')
}
