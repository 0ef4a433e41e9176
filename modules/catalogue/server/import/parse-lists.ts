import type { ProcedureKind, ProcedureLevel, SubjectKind } from '../../contract.ts'
import { doubt, type Doubt } from './doubts.ts'

const levelWords: Record<string, ProcedureLevel> = {
  'cấp bộ': 'ministry',
  'cấp tỉnh': 'province',
  'cấp huyện': 'district',
  'cấp xã': 'commune',
  'cơ quan khác': 'other',
}

const kindWords: Record<string, ProcedureKind> = {
  'tthc được giao luật quy định chi tiết': 'law_detailed',
  'tthc được luật giao quy định chi tiết': 'law_detailed',
  'tthc không được luật giao cho địa phương quy định': 'not_delegated',
  'tthc không được luật giao quy định chi tiết': 'not_delegated',
  'loại khác': 'other',
}

const subjectWords: Record<string, SubjectKind> = {
  'công dân việt nam': 'citizen',
  'người việt nam định cư ở nước ngoài': 'overseas_vietnamese',
  'người nước ngoài': 'foreigner',
  'cán bộ, công chức, viên chức': 'official',
  'doanh nghiệp': 'enterprise',
  'doanh nghiệp việt nam': 'vietnamese_enterprise',
  'doanh nghiệp có vốn đầu tư nước ngoài': 'foreign_invested_enterprise',
  'hợp tác xã': 'cooperative',
  'tổ chức (không bao gồm doanh nghiệp, htx)': 'organisation',
  'tổ chức nước ngoài': 'foreign_organisation',
  'tổ chức đảng': 'party_organisation',
  'đảng viên': 'party_member',
  'người nước ngoài cư trú tại việt nam': 'resident_foreigner',
}

export function parseLevels(source: string): { levels: ProcedureLevel[]; doubts: Doubt[] } {
  const { known, strange } = matchWords(source, levelWords)
  return { levels: known, doubts: strange ? [doubt('/levels', 'unknown_level', source, known)] : [] }
}

export function parseSubjects(source: string): { subjects: SubjectKind[]; doubts: Doubt[] } {
  const { known, strange } = matchWords(source, subjectWords)
  return { subjects: known, doubts: strange ? [doubt('/subjects', 'unknown_subject', source, known)] : [] }
}

export function parseKind(source: string): { kind: ProcedureKind | null; doubts: Doubt[] } {
  if (isNothing(source)) return { kind: null, doubts: [] }
  const kind = kindWords[plain(source)]
  return kind ? { kind, doubts: [] } : { kind: null, doubts: [doubt('/kind', 'unknown_kind', source, null)] }
}

/** Agencies are separated by commas, but their names may hold commas of their own inside brackets. */
export function parseAgencies(source: string): string[] {
  if (isNothing(source)) return []
  return source
    .split(/,(?![^()]*\))\s*(?=\p{Lu})/u)
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

export function isNothing(source: string): boolean {
  return /^(?:không có thông tin|không có|--|-)?\.?$/iu.test(source.trim())
}

/** Takes known phrases off the list one by one, longest first, since one of them holds commas itself. */
function matchWords<Word extends string>(
  source: string,
  words: Record<string, Word>,
): { known: Word[]; strange: boolean } {
  const known: Word[] = []
  if (isNothing(source)) return { known, strange: false }
  const phrases = Object.keys(words).sort((a, b) => b.length - a.length)
  let rest = plain(source)
  let strange = false
  while (rest !== '') {
    const phrase = phrases.find(
      (candidate) =>
        rest === candidate || rest.startsWith(`${candidate},`) || rest.startsWith(`${candidate};`),
    )
    const word = phrase === undefined ? undefined : words[phrase]
    if (phrase !== undefined && word !== undefined) {
      if (!known.includes(word)) known.push(word)
      rest = rest.slice(phrase.length)
    } else {
      strange = true
      rest = rest.replace(/^[^,;]*/u, '')
    }
    rest = rest.replace(/^[,;\s]+/u, '')
  }
  return { known, strange }
}

function plain(source: string): string {
  return source.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase()
}
