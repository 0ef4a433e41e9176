import { organisationErrors } from './errors.ts'

/** The letters of Vietnamese in dictionary order, with the four foreign ones where readers look for them. */
const LETTERS = 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz'
/** Combining marks of the tones in dictionary order after the level tone: huyền, hỏi, ngã, sắc, nặng. */
const TONES = ['\u0300', '\u0309', '\u0303', '\u0301', '\u0323']

/**
 * A text whose byte order is the order of a Vietnamese list of people: by given name (the last word),
 * then family name, then middle names; letters before tones.
 */
export function givenNameKey(fullName: string): string {
  const words = fullName.normalize('NFC').trim().split(/\s+/)
  const given = words.at(-1) ?? ''
  return [given, ...words.slice(0, -1)].map(wordKey).join(' ')
}

function wordKey(word: string): string {
  let letters = ''
  let tone = 0
  for (const sign of word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300\u0309\u0303\u0301\u0323]/g, (mark) => {
      tone = TONES.indexOf(mark) + 1
      return ''
    })
    .normalize('NFC')) {
    const place = LETTERS.indexOf(sign)
    if (place >= 0) letters += String.fromCharCode(65 + place)
    else if (/\p{L}/u.test(sign)) letters += '~'
  }
  return `${letters} ${tone}`
}

/** A person's name as it is stored: composed, single spaces, nothing that could be markup or turn text around. */
export function cleanName(text: string): string {
  const name = text.normalize('NFC').trim().replace(/\s+/g, ' ')
  if (name.length < 2 || name.length > 120 || !/^\p{L}[\p{L}\p{M}'’. -]*$/u.test(name))
    throw organisationErrors.badName()
  return name
}

/**
 * One way of writing each login, whatever keyboard or Unicode form it was typed with;
 * undefined when no account can have it.
 */
export function findLogin(text: string): string | undefined {
  const login = text
    .normalize('NFKC')
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .trim()
    .toLowerCase()
    .normalize('NFC')
  return login.length <= 64 && /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._@-]+$/u.test(login) ? login : undefined
}

export function getLogin(text: string): string {
  const login = findLogin(text)
  if (!login) throw organisationErrors.badLogin()
  return login
}
