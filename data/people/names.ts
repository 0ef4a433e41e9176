import { drawing, pick, pickInteger, pickWeighted } from './draw.ts'
import { givenNames, middleNames, surnames, type Sex } from './name-tables.ts'

export type { Sex } from './name-tables.ts'

export type PersonName = { fullName: string; sex: Sex }

/** A name nobody was asked for: put together from common parts by the seed alone. */
export function personName(seed: string, sex?: Sex): PersonName {
  const draw = drawing(`name:${seed}`)
  const itsSex = sex ?? (draw() < 0.5 ? 'male' : 'female')
  const surname = pickWeighted(draw, surnames)
  const middle = pickWeighted(draw, middleNames[itsSex])
  const taken = middle.split(' ')
  const given = pick(
    draw,
    givenNames[itsSex].filter((name) => name !== surname && !taken.includes(name)),
  )
  return { fullName: `${surname} ${middle} ${given}`.normalize('NFC'), sex: itsSex }
}

const letters = 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz'
/** Combining marks of the tones in dictionary order: level, grave, hook, tilde, acute, dot below. */
const tones = ['', '\u0300', '\u0309', '\u0303', '\u0301', '\u0323']

/**
 * A text whose plain byte order is the Vietnamese order of people: given name first, then surname, then the
 * middle; letters in the order of the alphabet (a ă â … d đ …), tones only where letters are equal.
 */
export function givenNameKey(fullName: string): string {
  const words = fullName.normalize('NFC').toLowerCase().trim().split(/\s+/)
  const given = words.at(-1) ?? ''
  const [surname = '', ...middle] = words.slice(0, -1)
  return [given, surname, ...middle].map(wordKey).join(' ')
}

function wordKey(word: string): string {
  let base = ''
  let tone = ''
  for (const character of word) {
    const parts = character.normalize('NFD')
    const mark = tones.find((candidate) => candidate !== '' && parts.includes(candidate)) ?? ''
    const bare = parts.replace(mark, '').normalize('NFC')
    const place = letters.indexOf(bare)
    base += place < 0 ? bare : String.fromCharCode(0x41 + place)
    tone += String(tones.indexOf(mark))
  }
  return `${base}!${tone}`
}

export type SyntheticAddress = { line: string; communeCode: string }

const streets = [
  'Hoa Sữa',
  'Bằng Lăng',
  'Sấu Xanh',
  'Phượng Vĩ',
  'Hoa Ban',
  'Long Não',
  'Cây Đề',
  'Hoa Gạo',
  'Bồ Đề Nhỏ',
  'Giếng Làng',
  'Ao Sen',
  'Bến Nước',
]

/** An address inside a commune; street and group are made up, only the commune is real. */
export function syntheticAddress(
  seed: string,
  commune: { code: string; name: string; kind: string },
): SyntheticAddress {
  const draw = drawing(`address:${seed}`)
  const number = pickInteger(draw, 1, 180)
  const group = pickInteger(draw, 1, 24)
  const place =
    commune.kind === 'Xã' ? `Thôn ${pick(draw, streets)}` : `Phố ${pick(draw, streets)}, tổ dân phố ${group}`
  return { line: `Số ${number}, ${place}, ${commune.name}`.normalize('NFC'), communeCode: commune.code }
}

/** Twelve digits beginning with 999: no province has that code, so the number can belong to nobody. */
export function syntheticIdentityNumber(seed: string): string {
  return `999${digits(drawing(`identity:${seed}`), 9)}`
}

/** Ten digits beginning with 0000, a range that is never given out. */
export function syntheticPhone(seed: string): string {
  return `0000${digits(drawing(`phone:${seed}`), 6)}`
}

function digits(draw: () => number, count: number): string {
  return Array.from({ length: count }, () => pickInteger(draw, 0, 9)).join('')
}
